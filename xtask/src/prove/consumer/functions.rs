//! Functions are called with typed arguments, and what they return is bound to its type; constants are read.

use std::fmt::Write as _;

use generator::public_api::{
    Bound, Constant, Function, Generics, Inherent, Item, Owner, Parameter, ParameterKind,
    Predicate, Receiver, Subject, Type,
};

use super::Writer;
use super::code::{absolute, joined, named, signature_of};

impl Writer<'_> {
    /// Calls a function with typed arguments and binds what it returns.
    pub(super) fn call(&mut self, item: &Item, of: &Function) {
        if of.variadic {
            return;
        }
        let (own, block, callee) = self.owner(item, &of.owner);
        let own = own.as_deref().unwrap_or("Self");
        let mut arguments = Vec::new();
        let receiver = of.receiver.as_ref().map(|receiver| receiver_type(receiver, own));
        arguments.extend(receiver.as_ref().map(|of| format!("x: {of}")));
        let typed = of.arguments.iter().enumerate();
        arguments.extend(typed.map(|(n, argument)| format!("a{n}: {}", named(&argument.of, own))));
        let values: Vec<String> = (0..of.arguments.len()).map(|n| format!("a{n}")).collect();
        let given = uninferable(&of.generics, &arguments);
        let mut call = match receiver {
            Some(_) => format!("x.{}{given}({})", item.name(), values.join(", ")),
            None => format!("{callee}{given}({})", values.join(", ")),
        };
        if of.is_async {
            call.push_str(".await");
        }
        if of.is_unsafe {
            call = format!("unsafe {{ {call} }}");
        }
        let mut generics = of.generics.clone();
        if matches!(of.owner, Owner::Trait { .. }) {
            generics.predicates.push(Predicate {
                subject: Subject::Type(Type::named(own)),
                binder: Vec::new(),
                bounds: vec![Bound::named(&absolute(item.owner()))],
            });
        }
        let number = self.number();
        let (output, body) = match &of.output {
            Type::Impl(bounds) => {
                let bounds: Vec<String> = bounds.iter().map(|bound| named(bound, own)).collect();
                let free = bounds.iter().filter(|bound| !bound.starts_with("use<"));
                let joined = free.cloned().collect::<Vec<_>>().join(" + ");
                let body = format!(
                    "    fn is<T>(_: T) where T: {joined} {{}}\n    let value = {call};\n    is(value);"
                );
                (
                    String::new(),
                    if joined.contains('\'') { format!("    let _ = {call};") } else { body },
                )
            }
            Type::Never => (String::new(), format!("    {call};")),
            output => (String::new(), format!("    let _: {} = {call};", named(output, own))),
        };
        let head = signature_of(number, &generics, &block, &arguments, &output, own);
        let head = if of.is_async { format!("async {head}") } else { head };
        self.function(item, &head, &body);
        if of.is_const && block.is_empty() && of.generics.is_empty() && arguments.is_empty() {
            let number = self.number();
            let output = named(&of.output, own);
            let _ = writeln!(self.text, "const C{number}: {output} = {callee}();\n");
        }
    }

    /// The type or trait parameter that a member is called on, the parameters of its block, and the path
    /// of the member.
    fn owner(&self, item: &Item, owner: &Owner) -> (Option<String>, Vec<Parameter>, String) {
        match owner {
            Owner::Module => (None, Vec::new(), absolute(&item.path)),
            Owner::Type(Inherent { parameters, arguments }) => {
                let path = absolute(item.owner());
                let own = match arguments.as_slice() {
                    [] => path,
                    arguments => format!("{path}<{}>", joined(arguments)),
                };
                let callee = format!("<{own}>::{}", item.name());
                (Some(own), parameters.clone(), callee)
            }
            Owner::Trait { .. } => {
                let of_trait = absolute(item.owner());
                let parameter = Parameter {
                    name: "Me".to_owned(),
                    kind: ParameterKind::Type { default: None },
                };
                (
                    Some("Me".to_owned()),
                    vec![parameter],
                    format!("<Me as {of_trait}>::{}", item.name()),
                )
            }
        }
    }

    pub(super) fn constant(&mut self, item: &Item, of: &Constant) {
        let (own, block, callee) = self.owner(item, &of.owner);
        if matches!(of.owner, Owner::Trait { .. }) {
            return;
        }
        let own = own.as_deref().unwrap_or("Self");
        let generics = Generics { parameters: Vec::new(), predicates: of.predicates.clone() };
        let number = self.number();
        let head = signature_of(number, &generics, &block, &[], "", own);
        self.function(item, &head, &format!("    let _: {} = {callee};", named(&of.of, own)));
    }
}

/// `::<T, N>` where a parameter stands in no argument, so that no caller can leave it out.
fn uninferable(generics: &Generics, arguments: &[String]) -> String {
    let given: Vec<&str> = generics
        .parameters
        .iter()
        .filter(|parameter| !matches!(parameter.kind, ParameterKind::Lifetime))
        .map(|parameter| parameter.name.as_str())
        .collect();
    let stands = |name: &&str| arguments.iter().any(|argument| mentions(argument, name));
    if given.iter().all(stands) {
        return String::new();
    }
    format!("::<{}>", given.join(", "))
}

/// Whether a type's text has this word.
fn mentions(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|part| part == word)
}

fn receiver_type(receiver: &Receiver, own: &str) -> String {
    match receiver {
        Receiver::Value => own.to_owned(),
        Receiver::Reference { lifetime, mutable } => {
            let lifetime = lifetime.as_ref().map(|name| format!("{name} ")).unwrap_or_default();
            format!("&{lifetime}{}{own}", if *mutable { "mut " } else { "" })
        }
        Receiver::Typed(of) => named(of, own),
    }
}
