//! Pieces of the program as text: paths, parameters, signatures.

use std::fmt::Display;

use generator::public_api::{Generics, Parameter, ParameterKind, Predicate};

use super::LIBRARY;

/// A path of the crate as another crate writes it.
pub(super) fn absolute(path: &str) -> String {
    format!("{LIBRARY}::{path}")
}

/// Text as it stands in the program: `crate` is another crate there, and `Self` has a name.
pub(super) fn named(text: &impl Display, own: &str) -> String {
    replace_self(&text.to_string().replace("crate::", &format!("{LIBRARY}::")), own)
}

/// Replaces the word `Self`.
fn replace_self(text: &str, own: &str) -> String {
    let mut replaced = String::new();
    let mut word = String::new();
    for character in text.chars().chain(['\0']) {
        if character.is_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        replaced.push_str(if word == "Self" { own } else { &word });
        word.clear();
        if character != '\0' {
            replaced.push(character);
        }
    }
    replaced
}

pub(super) fn joined<T: Display>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The path of a type with its own parameters as arguments.
pub(super) fn with_arguments(path: &str, generics: &Generics) -> String {
    let names: Vec<&str> = generics.parameters.iter().map(|p| p.name.as_str()).collect();
    if names.is_empty() { path.to_owned() } else { format!("{path}<{}>", names.join(", ")) }
}

pub(super) fn signature(
    number: usize,
    generics: &Generics,
    block: &[Parameter],
    arguments: &[String],
    output: &str,
) -> String {
    signature_of(number, generics, block, arguments, output, "Self")
}

/// `fn c1<T>(a: A) -> B where T: C`.
pub(super) fn signature_of(
    number: usize,
    generics: &Generics,
    block: &[Parameter],
    arguments: &[String],
    output: &str,
    own: &str,
) -> String {
    let mut parameters: Vec<&Parameter> = block.iter().chain(&generics.parameters).collect();
    parameters.sort_by_key(|parameter| !parameter.is_lifetime());
    let parameters: Vec<String> = parameters
        .into_iter()
        .map(|parameter| match &parameter.kind {
            ParameterKind::Constant { of, .. } => format!("const {}: {of}", parameter.name),
            _ => parameter.name.clone(),
        })
        .collect();
    let parameters =
        if parameters.is_empty() { String::new() } else { format!("<{}>", parameters.join(", ")) };
    let demands: Vec<String> =
        generics.predicates.iter().map(|demand: &Predicate| named(demand, own)).collect();
    let demands =
        if demands.is_empty() { String::new() } else { format!(" where {}", demands.join(", ")) };
    format!("fn c{number}{parameters}({}){output}{demands}", arguments.join(", "))
}
