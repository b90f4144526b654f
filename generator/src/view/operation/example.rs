//! The example in the documentation of an operation: the call, with arguments that a reader is not shown.

use quote::ToTokens as _;
use serde::Serialize;

use crate::config::Config;
use crate::names::Ident;
use crate::view::model::ArgumentView;
use crate::view::rust_type::{Imports, Place, Type};
use crate::view::text::Comment;

/// How an operation is called.
#[derive(Clone, Debug, Serialize)]
pub struct ExampleView {
    /// The crate.
    pub lib: Ident,
    /// `use` paths.
    pub uses: Vec<Comment>,
    /// What the client is called there.
    pub client: Comment,
    /// The arguments, each with its type, as the parameters of a function.
    pub parameters: Vec<Comment>,
    /// Whether a call returns a value.
    pub returns: bool,
}

/// What the client is called, unless an argument is called so.
const CLIENT: [&str; 2] = ["client", "this_client"];

pub(super) fn example(
    config: &Config,
    arguments: &[ArgumentView],
    types: &[Type],
    returns: bool,
) -> ExampleView {
    let lib = Ident::snake(&config.package.name, "client");
    let mut imports = Imports::default();
    for of in types {
        of.imports(&mut imports);
    }
    let uses = imports.groups(None).into_iter().flatten().map(|path| {
        let path =
            path.strip_prefix("crate::").map(|rest| format!("{lib}::{rest}")).unwrap_or(path);
        Comment::new(&path)
    });
    let parameters = arguments.iter().zip(types).map(|(argument, of)| {
        let name = &argument.name;
        Comment::new(&format!("{name}: {}", owned(of)))
    });
    let is_free = |name: &&str| arguments.iter().all(|argument| argument.name.as_str() != *name);
    let client = CLIENT.into_iter().find(is_free).unwrap_or(CLIENT[0]);
    ExampleView {
        uses: uses.collect(),
        client: Comment::new(client),
        parameters: parameters.collect(),
        returns,
        lib,
    }
}

/// The type of a value that can be passed for an argument.
fn owned(of: &Type) -> String {
    if *of == Type::String {
        return "&str".to_owned();
    }
    let inner = match of {
        Type::Boxed(inner) => inner,
        other => other,
    };
    let text = inner.tokens(Place::Api).into_token_stream().to_string();
    // As people write it.
    [(" :: ", "::"), (" < ", "<"), (" >", ">"), (" ,", ",")]
        .into_iter()
        .fold(text, |text, (spaced, plain)| text.replace(spaced, plain))
}
