//! Writes a program that uses everything a listing of public items offers.
//!
//! The program names every path, reads every field into a typed `let`, builds every literal that users may
//! build, calls every function with typed arguments and binds what it returns to its type, matches every
//! variant as the documentation allows, implements every trait that is not sealed, and asks for every trait
//! implementation. It is never run: that it compiles is the point. Written from the *old* listing and compiled
//! against the *new* crate, it fails when the new crate breaks somebody, and its spans say where.

#![allow(clippy::unused_self, clippy::format_collect, reason = "code that writes code")]

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use generator::public_api::{
    Alias, AssociatedType, Bound, Condition, Constant, Enum, Function, Generics, Implementation,
    Inherent, Item, Kind, Owner, Parameter, ParameterKind, Predicate, PublicApi, Receiver, Shape,
    Struct, Subject, Trait, Type, Variant,
};

/// The name under which the program knows the crate.
pub(crate) const LIBRARY: &str = "sdk";

/// The program for a listing.
pub(crate) fn consumer(public_api: &PublicApi) -> String {
    let mut writer = Writer::new(public_api);
    for item in public_api.items() {
        if writer.is_in_reach(item) {
            writer.item(item);
        }
    }
    writer.text
}

/// What has been written so far.
struct Writer<'s> {
    items: BTreeMap<&'s str, Vec<&'s Item>>,
    count: usize,
    text: String,
}

impl<'s> Writer<'s> {
    fn new(public_api: &'s PublicApi) -> Self {
        let mut items: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        for item in public_api.items() {
            items.entry(item.owner()).or_default().push(item);
        }
        let text = format!(
            "//! Uses everything that the crate offered.\n\n#![allow(warnings)]\n\nuse {LIBRARY}::*;\n\n"
        );
        Self { items, count: 0, text }
    }

    /// Whether a user on this machine can name the item, with all features on.
    fn is_in_reach(&self, item: &Item) -> bool {
        !item.is_unnameable() && !item.to_string().contains("_::") && holds(&item.condition)
    }

    /// The members of a type or trait that a user can name.
    fn members(&self, path: &str) -> Vec<&'s Item> {
        let members = self.items.get(path).into_iter().flatten().copied();
        members.filter(|item| item.is_member() && self.is_in_reach(item)).collect()
    }

    fn number(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    /// A function of the program; the headline is what a failing span points below.
    fn function(&mut self, about: &Item, signature: &str, body: &str) {
        let _ = write!(self.text, "// {about}\n{signature} {{\n{body}\n}}\n\n");
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            Kind::Module | Kind::Reexport(_) => self.name(item),
            Kind::Struct(of) => {
                self.name(item);
                self.structure(item, of);
            }
            Kind::Enum(of) => {
                self.name(item);
                self.enumeration(item, of);
            }
            Kind::Function(of) => self.call(item, of),
            Kind::Constant(of) => self.constant(item, of),
            Kind::Static { of, .. } => {
                let number = self.number();
                let body =
                    format!("    let _: &{} = &{};", named(of, "Self"), absolute(&item.path));
                self.function(item, &format!("fn c{number}()"), &body);
            }
            Kind::Alias(of) => {
                self.name(item);
                self.alias(item, of);
            }
            Kind::Trait(of) => {
                self.name(item);
                self.implement(item, of);
            }
            Kind::Implementation(of) => self.implementation(item, of),
            Kind::Variant(_) | Kind::Field(_) | Kind::AssociatedType(_) => {}
        }
    }

    /// `use sdk::path as _`.
    fn name(&mut self, item: &Item) {
        if item.path.is_empty() || item.path.ends_with('*') {
            return;
        }
        let number = self.number();
        let _ = writeln!(self.text, "use {} as N{number};\n", absolute(&item.path));
    }

    /// Reads every field, takes the value apart, and puts it together where users may.
    fn structure(&mut self, item: &Item, of: &Struct) {
        let fields = self.members(&item.path);
        let fields: Vec<(&str, &Type)> = fields
            .iter()
            .filter_map(|field| match &field.kind {
                Kind::Field(of) => Some((field.name(), of)),
                _ => None,
            })
            .collect();
        let path = absolute(&item.path);
        let own = with_arguments(&path, &of.generics);
        for (name, of_field) in &fields {
            let number = self.number();
            let body = format!("    let _: &{} = &x.{name};", named(*of_field, &own));
            let signature = signature(number, &of.generics, &[], &[format!("x: &{own}")], "");
            self.function(item, &signature, &body);
        }
        let is_open = of.non_exhaustive || of.private_fields;
        let number = self.number();
        let pattern = match of.shape {
            Shape::Named if fields.is_empty() || is_open => {
                let names: String = fields.iter().map(|(name, _)| format!("{name}: _, ")).collect();
                format!("{path} {{ {names}.. }}")
            }
            Shape::Named => {
                let names: Vec<String> =
                    fields.iter().map(|(name, _)| format!("{name}: _")).collect();
                format!("{path} {{ {} }}", names.join(", "))
            }
            _ if is_open => format!("{path} {{ .. }}"),
            Shape::Tuple => format!("{path}({})", vec!["_"; fields.len()].join(", ")),
            Shape::Unit => path.clone(),
        };
        let takes = signature(number, &of.generics, &[], &[format!("x: {own}")], "");
        self.function(item, &takes, &format!("    let {pattern} = x;"));
        if is_open {
            return;
        }
        let arguments: Vec<String> = fields
            .iter()
            .enumerate()
            .map(|(n, (_, of))| format!("a{n}: {}", named(*of, &own)))
            .collect();
        let values: Vec<String> = match of.shape {
            Shape::Named => {
                fields.iter().enumerate().map(|(n, (name, _))| format!("{name}: a{n}")).collect()
            }
            _ => (0..fields.len()).map(|n| format!("a{n}")).collect(),
        };
        let literal = literal(&path, of.shape, &values);
        let number = self.number();
        let makes = signature(number, &of.generics, &[], &arguments, &format!(" -> {own}"));
        self.function(item, &makes, &format!("    {literal}"));
    }

    /// Matches every variant, with a wildcard where the documentation demands one.
    fn enumeration(&mut self, item: &Item, of: &Enum) {
        let own = with_arguments(&absolute(&item.path), &of.generics);
        let mut arms = String::new();
        for variant in self.members(&item.path) {
            let Kind::Variant(of_variant) = &variant.kind else { continue };
            let path = absolute(&variant.path);
            let _ = writeln!(arms, "        {}", arm(&path, of_variant, &own));
            if !of_variant.non_exhaustive {
                self.build_variant(variant, &path, of_variant, &of.generics, &own);
            }
        }
        if of.non_exhaustive || arms.is_empty() {
            arms.push_str("        _ => {}\n");
        }
        let number = self.number();
        let signature = signature(number, &of.generics, &[], &[format!("x: &{own}")], "");
        self.function(item, &signature, &format!("    match x {{\n{arms}    }}"));
    }

    fn build_variant(
        &mut self,
        item: &Item,
        path: &str,
        of: &Variant,
        generics: &Generics,
        own: &str,
    ) {
        let fields = of.fields.iter().enumerate();
        let arguments: Vec<String> =
            fields.clone().map(|(n, field)| format!("a{n}: {}", named(&field.of, own))).collect();
        let values: Vec<String> = fields
            .map(|(n, field)| match of.shape {
                Shape::Named => format!("{}: a{n}", field.name),
                _ => format!("a{n}"),
            })
            .collect();
        let number = self.number();
        let makes = signature(number, generics, &[], &arguments, &format!(" -> {own}"));
        self.function(item, &makes, &format!("    {}", literal(path, of.shape, &values)));
    }

    /// Calls a function with typed arguments and binds what it returns.
    fn call(&mut self, item: &Item, of: &Function) {
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
        let mut call = match receiver {
            Some(_) => format!("x.{}({})", item.name(), values.join(", ")),
            None => format!("{callee}({})", values.join(", ")),
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

    fn constant(&mut self, item: &Item, of: &Constant) {
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

    fn alias(&mut self, item: &Item, of: &Alias) {
        let own = with_arguments(&absolute(&item.path), &of.generics);
        let number = self.number();
        let head = signature(number, &of.generics, &[], &[format!("x: {own}")], "");
        self.function(item, &head, &format!("    let _: {} = x;", named(&of.target, "Self")));
    }

    /// Uses a trait as a bound, and implements it if anybody may.
    fn implement(&mut self, item: &Item, of: &Trait) {
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
    fn implementation(&mut self, item: &Item, of: &Implementation) {
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

/// Whether the item is there on this machine, with all features on.
fn holds(condition: &Condition) -> bool {
    match condition {
        Condition::Always | Condition::Feature(_) => true,
        Condition::Never => false,
        Condition::Fact(fact) => fact == "unix" || fact == "panic = \"unwind\"",
        Condition::Not(inner) => !holds(inner),
        Condition::All(members) => members.iter().all(holds),
        Condition::Any(members) => members.iter().any(holds),
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

/// A path of the crate as another crate writes it.
fn absolute(path: &str) -> String {
    format!("{LIBRARY}::{path}")
}

/// Text as it stands in the program: `crate` is another crate there, and `Self` has a name.
fn named(text: &impl Display, own: &str) -> String {
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

fn joined<T: Display>(values: &[T]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The path of a type with its own parameters as arguments.
fn with_arguments(path: &str, generics: &Generics) -> String {
    let names: Vec<&str> = generics.parameters.iter().map(|p| p.name.as_str()).collect();
    if names.is_empty() { path.to_owned() } else { format!("{path}<{}>", names.join(", ")) }
}

fn signature(
    number: usize,
    generics: &Generics,
    block: &[Parameter],
    arguments: &[String],
    output: &str,
) -> String {
    signature_of(number, generics, block, arguments, output, "Self")
}

/// `fn c1<T>(a: A) -> B where T: C`.
fn signature_of(
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

fn literal(path: &str, shape: Shape, values: &[String]) -> String {
    match shape {
        Shape::Unit => path.to_owned(),
        Shape::Tuple => format!("{path}({})", values.join(", ")),
        Shape::Named => format!("{path} {{ {} }}", values.join(", ")),
    }
}

/// `Enum::Variant(f0) => { let _: &Type = f0; }`
fn arm(path: &str, of: &Variant, own: &str) -> String {
    let fields = of.fields.iter().enumerate();
    let reads: String = fields
        .clone()
        .map(|(n, field)| format!("let _: &{} = f{n}; ", named(&field.of, own)))
        .collect();
    let rest = if of.non_exhaustive { ".." } else { "" };
    let pattern = match of.shape {
        Shape::Unit if of.non_exhaustive => format!("{path} {{ .. }}"),
        Shape::Unit => path.to_owned(),
        Shape::Tuple if !of.non_exhaustive => {
            let names: Vec<String> = fields.map(|(n, _)| format!("f{n}")).collect();
            format!("{path}({})", names.join(", "))
        }
        Shape::Tuple | Shape::Named => {
            let names: String =
                fields.map(|(n, field)| format!("{}: f{n}, ", field.name)).collect();
            format!("{path} {{ {names}{rest} }}")
        }
    };
    format!("{pattern} => {{ {reads}}}")
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
