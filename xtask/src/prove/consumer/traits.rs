//! Traits are implemented where users may, and every implementation of a trait is asked for.

use std::fmt::Write as _;

use generator::public_api::{
    AssociatedType, Function, Implementation, Item, Kind, Owner, Parameter, ParameterKind,
    Receiver, Trait, Type,
};

use super::Writer;
use super::code::{absolute, named, signature_of};

impl Writer<'_> {
    /// Uses a trait as a bound, and implements it if anybody may.
    pub(super) fn implement(&mut self, item: &Item, of: &Trait) {
        let path = absolute(&item.path);
        let number = self.number();
        if !of.generics.parameters.is_empty() {
            return;
        }
        let _ = writeln!(self.text, "fn c{number}<T: ?Sized + {path}>(_: &T) {{}}\n");
        let members = self.members(&item.path);
        let asks_for_types = members
            .iter()
            .any(|member| matches!(member.kind, Kind::AssociatedType(AssociatedType { .. })));
        if of.sealed || of.is_unsafe || asks_for_types {
            return;
        }
        let mut body = String::new();
        for member in members {
            match &member.kind {
                Kind::Function(function)
                    if function.owner == (Owner::Trait { provided: false }) =>
                {
                    let _ = writeln!(
                        body,
                        "    {} {{ loop {{}} }}",
                        trait_function(member.name(), function)
                    );
                }
                Kind::Constant(constant)
                    if constant.owner == (Owner::Trait { provided: false }) =>
                {
                    let _ = writeln!(
                        body,
                        "    const {}: {} = loop {{}};",
                        member.name(),
                        named(&constant.of, "Self")
                    );
                }
                _ => {}
            }
        }
        let number = self.number();
        let _ = write!(
            self.text,
            "// {item}\n#[derive(Clone, Debug)]\nstruct I{number};\n\nimpl {path} for I{number} {{\n{body}}}\n\n"
        );
    }

    /// Asks for an implementation.
    pub(super) fn implementation(&mut self, item: &Item, of: &Implementation) {
        let of_trait = of.of_trait.to_string();
        let needs_size = matches!(of.for_type, Type::Slice(_) | Type::Dyn(_));
        if of.negative || needs_size || matches!(of_trait.as_str(), "Drop" | "std::ops::Drop") {
            return;
        }
        // What an `impl` may leave out, a function that returns must say.
        let own = with_lifetimes(&named(&of.for_type, "Self"));
        let bound = with_lifetimes(&named(&of_trait, &own));
        let elided = own.contains(ELIDED) || bound.contains(ELIDED);
        let lifetime = Parameter { name: ELIDED.to_owned(), kind: ParameterKind::Lifetime };
        let block = if elided { vec![lifetime] } else { Vec::new() };
        let arguments = [format!("x: {own}")];
        let output = format!(" -> impl {bound}");
        let number = self.number();
        let head = signature_of(number, &of.generics, &block, &arguments, &output, &own);
        self.function(item, &head, "    x");
    }
}

/// The lifetime of references that an `impl` leaves without one.
const ELIDED: &str = "'elided";

/// The text with a name for every lifetime that it leaves out.
fn with_lifetimes(text: &str) -> String {
    let mut named = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        named.push_str(before);
        named.push('&');
        if !after.starts_with('\'') {
            named.push_str(ELIDED);
            named.push(' ');
        }
        rest = after;
    }
    named.push_str(rest);
    named.replace("'_", ELIDED)
}

/// A required function of a trait, as an implementation writes it.
fn trait_function(name: &str, of: &Function) -> String {
    let mut arguments = Vec::new();
    arguments.extend(of.receiver.as_ref().map(|receiver| match receiver {
        Receiver::Value => "self".to_owned(),
        Receiver::Reference { lifetime, mutable } => {
            let lifetime = lifetime.as_ref().map(|name| format!("{name} ")).unwrap_or_default();
            format!("&{lifetime}{}self", if *mutable { "mut " } else { "" })
        }
        Receiver::Typed(of) => format!("self: {of}"),
    }));
    let typed = of.arguments.iter().enumerate();
    arguments.extend(typed.map(|(n, argument)| format!("a{n}: {}", named(&argument.of, "Self"))));
    let parameters: Vec<&str> = of.generics.parameters.iter().map(|p| p.name.as_str()).collect();
    let parameters =
        if parameters.is_empty() { String::new() } else { format!("<{}>", parameters.join(", ")) };
    let demands: Vec<String> =
        of.generics.predicates.iter().map(|demand| named(demand, "Self")).collect();
    let demands =
        if demands.is_empty() { String::new() } else { format!(" where {}", demands.join(", ")) };
    let keyword = if of.is_async { "async fn" } else { "fn" };
    let output = named(&of.output, "Self");
    format!("{keyword} {name}{parameters}({}) -> {output}{demands}", arguments.join(", "))
}
