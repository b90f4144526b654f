//! An item as one line of `public-api.txt`.
//!
//! The line is the Rust of the declaration with the whole path in place of the name, then the attributes.
//! `{ .. }` after a struct says that it has fields which are not public; after a function of a trait,
//! that there is a default.

use std::fmt::{self, Display, Formatter, Write as _};

use super::condition::Condition;
use super::display::{List, write_where};
use super::generics::{Generics, Parameter, ParameterKind};
use super::item::{
    AssociatedType, Constant, Enum, Function, FunctionArgument, Implementation, Inherent, Item,
    Kind, Owner, Receiver, Shape, Struct, Trait, Variant, VariantField,
};
use super::types::{Argument, Type};

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write_declaration(f)?;
        self.write_attributes(f)
    }
}

impl Item {
    fn write_declaration(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.kind {
            Kind::Module => write!(f, "mod {path}"),
            Kind::Reexport(item) => {
                write!(f, "use {path} = {}{}", if item.external { "::" } else { "" }, item.target)
            }
            Kind::Struct(item) => write_struct(f, path, item),
            Kind::Enum(Enum { generics, .. }) => {
                write!(f, "enum {path}{}{}", generics.in_brackets(), generics.where_clause())
            }
            Kind::Variant(item) => write_variant(f, path, item),
            Kind::Field(of) => write!(f, "field {path}: {of}"),
            Kind::Function(item) => self.write_function(f, item),
            Kind::Constant(item) => self.write_constant(f, item),
            Kind::Static { of, mutable: false } => write!(f, "static {path}: {of}"),
            Kind::Static { of, mutable: true } => write!(f, "static mut {path}: {of}"),
            Kind::Alias(item) => {
                write!(f, "type {path}{} = {}", item.generics.in_brackets(), item.target)?;
                item.generics.where_clause().fmt(f)
            }
            Kind::Trait(item) => write_trait(f, path, item),
            Kind::AssociatedType(item) => write_associated_type(f, path, item),
            Kind::Implementation(item) => write_implementation(f, item),
        }
    }

    fn write_function(&self, f: &mut Formatter<'_>, item: &Function) -> fmt::Result {
        f.write_str(if item.is_const { "const " } else { "" })?;
        f.write_str(if item.is_async { "async " } else { "" })?;
        f.write_str(if item.is_unsafe { "unsafe " } else { "" })?;
        if let Some(abi) = &item.abi {
            write!(f, "extern {abi:?} ")?;
        }
        f.write_str("fn ")?;
        self.write_member_path(f, &item.owner)?;
        write!(f, "{}(", item.generics.in_brackets())?;
        write_arguments(f, item)?;
        f.write_char(')')?;
        if item.output != Type::UNIT {
            write!(f, " -> {}", item.output)?;
        }
        item.generics.where_clause().fmt(f)?;
        f.write_str(if item.owner == (Owner::Trait { provided: true }) { " { .. }" } else { "" })
    }

    fn write_constant(&self, f: &mut Formatter<'_>, item: &Constant) -> fmt::Result {
        f.write_str("const ")?;
        self.write_member_path(f, &item.owner)?;
        write!(f, ": {}", item.of)?;
        write_where(f, &item.predicates)?;
        f.write_str(if item.owner == (Owner::Trait { provided: true }) { " { .. }" } else { "" })
    }

    /// The path; that of a member of a generic type with the arguments of the type, which are its
    /// parameters unless `impl` stands before them.
    fn write_member_path(&self, f: &mut Formatter<'_>, owner: &Owner) -> fmt::Result {
        let Owner::Type(Inherent { parameters, arguments }) = owner else {
            return f.write_str(&self.path);
        };
        if arguments.is_empty() && parameters.is_empty() {
            return f.write_str(&self.path);
        }
        if !are_parameters(parameters, arguments) {
            f.write_str("impl")?;
            let generics = Generics { parameters: parameters.clone(), predicates: Vec::new() };
            write!(f, "{} ", generics.in_brackets())?;
        }
        write!(f, "{}<{}>::{}", self.owner(), List(arguments, ", "), self.name())
    }

    fn write_attributes(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut attribute = |text: fmt::Arguments<'_>| write!(f, " #[{text}]");
        if self.non_exhaustive() {
            attribute(format_args!("non_exhaustive"))?;
        }
        if let Kind::Trait(Trait { sealed: true, .. }) = self.kind {
            attribute(format_args!("sealed"))?;
        }
        if let Some(repr) = self.repr().filter(|repr| !repr.is_empty()) {
            attribute(format_args!("repr({})", List(repr, ", ")))?;
        }
        if let Kind::Implementation(Implementation { derived: Some(order), .. }) = &self.kind {
            if order.is_empty() {
                attribute(format_args!("derived"))?;
            } else {
                attribute(format_args!("derived({})", List(order, ", ")))?;
            }
        }
        if let Some(must_use) = &self.must_use {
            match &must_use.reason {
                Some(reason) => attribute(format_args!("must_use = {reason:?}"))?,
                None => attribute(format_args!("must_use"))?,
            }
        }
        if let Some(deprecated) = &self.deprecated {
            let fact = |name: &str, fact: &Option<String>| {
                fact.as_ref().map(|fact| format!("{name} = {fact:?}"))
            };
            let facts = [fact("since", &deprecated.since), fact("note", &deprecated.note)];
            let facts: Vec<String> = facts.into_iter().flatten().collect();
            if facts.is_empty() {
                attribute(format_args!("deprecated"))?;
            } else {
                attribute(format_args!("deprecated({})", List(&facts, ", ")))?;
            }
        }
        if self.condition != Condition::Always {
            attribute(format_args!("cfg({})", self.condition))?;
        }
        Ok(())
    }

    /// Whether it says `#[non_exhaustive]`.
    pub fn non_exhaustive(&self) -> bool {
        match &self.kind {
            Kind::Struct(item) => item.non_exhaustive,
            Kind::Enum(item) => item.non_exhaustive,
            Kind::Variant(item) => item.non_exhaustive,
            _ => false,
        }
    }

    /// What stands in its `#[repr(…)]`, when it is a type.
    pub fn repr(&self) -> Option<&Vec<String>> {
        match &self.kind {
            Kind::Struct(item) => Some(&item.repr),
            Kind::Enum(item) => Some(&item.repr),
            _ => None,
        }
    }
}

/// Whether the arguments are just the parameters, each of them once.
fn are_parameters(parameters: &[Parameter], arguments: &[Argument]) -> bool {
    let mut names: Vec<&str> = Vec::new();
    for argument in arguments {
        let name = match argument {
            Argument::Lifetime(name) => Some(name.as_str()),
            Argument::Type(of) => of.as_name(),
            _ => None,
        };
        match name.filter(|name| !names.contains(name)) {
            Some(name) => names.push(name),
            None => return false,
        }
    }
    let is_plain = |parameter: &Parameter| {
        matches!(parameter.kind, ParameterKind::Lifetime | ParameterKind::Type { default: None })
    };
    names.len() == parameters.len()
        && parameters.iter().zip(names).all(|(parameter, name)| parameter.name == name)
        && parameters.iter().all(is_plain)
}

fn write_struct(f: &mut Formatter<'_>, path: &str, item: &Struct) -> fmt::Result {
    write!(f, "struct {path}{}", item.generics.in_brackets())?;
    f.write_str(match (item.shape, item.private_fields) {
        (Shape::Unit, _) => "",
        (Shape::Tuple, false) => "()",
        (Shape::Tuple, true) => "(..)",
        (Shape::Named, false) => " {}",
        (Shape::Named, true) => " { .. }",
    })?;
    item.generics.where_clause().fmt(f)
}

fn write_variant(f: &mut Formatter<'_>, path: &str, item: &Variant) -> fmt::Result {
    write!(f, "variant {path}")?;
    match item.shape {
        Shape::Unit => {}
        Shape::Tuple => {
            let types: Vec<&Type> = item.fields.iter().map(|field| &field.of).collect();
            write!(f, "({})", List(&types, ", "))?;
        }
        Shape::Named if item.fields.is_empty() => f.write_str(" {}")?,
        Shape::Named => write!(f, " {{ {} }}", List(&item.fields, ", "))?,
    }
    match &item.discriminant {
        Some(number) if number.parse::<i128>().is_ok() => write!(f, " = {number}"),
        Some(code) => write!(f, " = {{{code:?}}}"),
        None => Ok(()),
    }
}

impl Display for VariantField {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.of)
    }
}

impl Display for FunctionArgument {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.of)
    }
}

impl Display for Receiver {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value => f.write_str("self"),
            Self::Reference { lifetime, mutable } => {
                f.write_char('&')?;
                if let Some(lifetime) = lifetime {
                    write!(f, "{lifetime} ")?;
                }
                f.write_str(if *mutable { "mut self" } else { "self" })
            }
            Self::Typed(of) => write!(f, "self: {of}"),
        }
    }
}

fn write_arguments(f: &mut Formatter<'_>, item: &Function) -> fmt::Result {
    let mut first = true;
    let mut separate = |f: &mut Formatter<'_>| {
        let separator = if std::mem::take(&mut first) { "" } else { ", " };
        f.write_str(separator)
    };
    if let Some(receiver) = &item.receiver {
        separate(f)?;
        receiver.fmt(f)?;
    }
    for argument in &item.arguments {
        separate(f)?;
        argument.fmt(f)?;
    }
    if item.variadic {
        separate(f)?;
        f.write_str("...")?;
    }
    Ok(())
}

fn write_trait(f: &mut Formatter<'_>, path: &str, item: &Trait) -> fmt::Result {
    f.write_str(if item.is_unsafe { "unsafe trait " } else { "trait " })?;
    write!(f, "{path}{}", item.generics.in_brackets())?;
    if !item.supertraits.is_empty() {
        write!(f, ": {}", List(&item.supertraits, " + "))?;
    }
    item.generics.where_clause().fmt(f)
}

fn write_associated_type(f: &mut Formatter<'_>, path: &str, item: &AssociatedType) -> fmt::Result {
    write!(f, "type {path}{}", item.generics.in_brackets())?;
    if !item.bounds.is_empty() {
        write!(f, ": {}", List(&item.bounds, " + "))?;
    }
    item.generics.where_clause().fmt(f)
}

fn write_implementation(f: &mut Formatter<'_>, item: &Implementation) -> fmt::Result {
    f.write_str(if item.is_unsafe { "unsafe impl" } else { "impl" })?;
    let negation = if item.negative { "!" } else { "" };
    let (trait_, for_type) = (&item.of_trait, &item.for_type);
    write!(f, "{} {negation}{trait_} for {for_type}", item.generics.in_brackets())?;
    item.generics.where_clause().fmt(f)
}
