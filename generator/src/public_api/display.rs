//! Types and conditions as Rust, for listings and reports.

use std::fmt::{self, Display, Formatter, Write as _};

use super::condition::Condition;
use super::generics::{Generics, Parameter, ParameterKind, Predicate, Subject};
use super::types::{
    Argument, Arguments, Bound, FunctionPointer, Segment, TraitBound, Type, TypePath,
};

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.fmt(f),
            Self::Reference { lifetime, mutable, target } => {
                f.write_char('&')?;
                if let Some(lifetime) = lifetime {
                    write!(f, "{lifetime} ")?;
                }
                f.write_str(if *mutable { "mut " } else { "" })?;
                write_enclosed(f, target)
            }
            Self::Pointer { mutable, target } => {
                f.write_str(if *mutable { "*mut " } else { "*const " })?;
                write_enclosed(f, target)
            }
            Self::Slice(of) => write!(f, "[{of}]"),
            Self::Array { element, length } => {
                write!(f, "[{element}; ")?;
                write_length(f, length)?;
                f.write_char(']')
            }
            Self::Tuple(members) => match members.as_slice() {
                [one] => write!(f, "({one},)"),
                members => write!(f, "({})", List(members, ", ")),
            },
            Self::Function(function) => function.fmt(f),
            Self::Impl(bounds) => write!(f, "impl {}", List(bounds, " + ")),
            Self::Dyn(bounds) => write!(f, "dyn {}", List(bounds, " + ")),
            Self::Never => f.write_char('!'),
            Self::Inferred => f.write_char('_'),
            Self::Code(code) => write!(f, "code!({code:?})"),
        }
    }
}

/// A type that a `+` must not follow: `dyn A + B` goes into parentheses.
fn write_enclosed(f: &mut Formatter<'_>, of: &Type) -> fmt::Result {
    match of {
        Type::Impl(bounds) | Type::Dyn(bounds) if bounds.len() > 1 => write!(f, "({of})"),
        Type::Function(_) => write!(f, "({of})"),
        other => other.fmt(f),
    }
}

impl Display for TypePath {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(qualifier) = &self.qualifier {
            match &qualifier.in_trait {
                Some(in_trait) => write!(f, "<{} as {in_trait}>::", qualifier.of)?,
                None => write!(f, "<{}>::", qualifier.of)?,
            }
        }
        List(&self.segments, "::").fmt(f)
    }
}

impl Display for Segment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.arguments {
            Arguments::None => Ok(()),
            Arguments::Angle(arguments) => write!(f, "<{}>", List(arguments, ", ")),
            Arguments::Parenthesised(arguments, output) => {
                write!(f, "({})", List(arguments, ", "))?;
                write_output(f, output)
            }
        }
    }
}

fn write_output(f: &mut Formatter<'_>, output: &Type) -> fmt::Result {
    if *output == Type::UNIT {
        return Ok(());
    }
    f.write_str(" -> ")?;
    write_enclosed(f, output)
}

impl Display for Argument {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lifetime(lifetime) => f.write_str(lifetime),
            Self::Type(of) => of.fmt(f),
            Self::Constant(code) => write_constant(f, code),
            Self::Equal(segment, of) => write!(f, "{segment} = {of}"),
            Self::EqualConstant(segment, code) => {
                write!(f, "{segment} = ")?;
                write_constant(f, code)
            }
            Self::Bounded(segment, bounds) => write!(f, "{segment}: {}", List(bounds, " + ")),
        }
    }
}

/// The value of a constant: a literal as it is, other code in braces.
fn write_constant(f: &mut Formatter<'_>, code: &str) -> fmt::Result {
    let digits = code.strip_prefix('-').unwrap_or(code);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_alphanumeric());
    if is_number || matches!(code, "true" | "false") {
        return f.write_str(code);
    }
    write!(f, "{{{code:?}}}")
}

/// The length of an array: a number or the name of a constant as it is, other code in braces.
fn write_length(f: &mut Formatter<'_>, code: &str) -> fmt::Result {
    let is_name = code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'));
    if is_name && code.starts_with(char::is_alphabetic) {
        return f.write_str(code);
    }
    write_constant(f, code)
}

impl Display for Bound {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trait(bound) => bound.fmt(f),
            Self::Lifetime(lifetime) => f.write_str(lifetime),
            Self::Captures(names) => write!(f, "use<{}>", List(names, ", ")),
            Self::Code(code) => write!(f, "code!({code:?})"),
        }
    }
}

impl Display for TraitBound {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_binder(f, &self.binder)?;
        f.write_str(if self.maybe { "?" } else { "" })?;
        self.path.fmt(f)
    }
}

fn write_binder(f: &mut Formatter<'_>, lifetimes: &[String]) -> fmt::Result {
    if lifetimes.is_empty() { Ok(()) } else { write!(f, "for<{}> ", List(lifetimes, ", ")) }
}

impl Display for FunctionPointer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_binder(f, &self.binder)?;
        f.write_str(if self.is_unsafe { "unsafe " } else { "" })?;
        if let Some(abi) = &self.abi {
            write!(f, "extern {abi:?} ")?;
        }
        write!(f, "fn({}", List(&self.arguments, ", "))?;
        if self.variadic {
            f.write_str(if self.arguments.is_empty() { "..." } else { ", ..." })?;
        }
        f.write_char(')')?;
        write_output(f, &self.output)
    }
}

impl Display for Parameter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_parameter(f, self, &[])
    }
}

impl Display for Predicate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_binder(f, &self.binder)?;
        match &self.subject {
            Subject::Lifetime(lifetime) => f.write_str(lifetime)?,
            Subject::Type(of) => of.fmt(f)?,
        }
        write!(f, ": {}", List(&self.bounds, " + "))
    }
}

/// `name: A + B = Default`.
fn write_parameter(f: &mut Formatter<'_>, parameter: &Parameter, bounds: &[Bound]) -> fmt::Result {
    let name = &parameter.name;
    match &parameter.kind {
        ParameterKind::Constant { of, .. } => write!(f, "const {name}: {of}")?,
        ParameterKind::Lifetime | ParameterKind::Type { .. } => f.write_str(name)?,
    }
    if !bounds.is_empty() {
        write!(f, ": {}", List(bounds, " + "))?;
    }
    match &parameter.kind {
        ParameterKind::Type { default: Some(of) } => write!(f, " = {of}"),
        ParameterKind::Constant { default: Some(code), .. } => {
            f.write_str(" = ")?;
            write_constant(f, code)
        }
        _ => Ok(()),
    }
}

impl Generics {
    /// `<'a, T: A = B>`, or nothing.
    pub(super) fn in_brackets(&self) -> impl Display + '_ {
        from_fn(|f| {
            if self.parameters.is_empty() {
                return Ok(());
            }
            for (index, parameter) in self.parameters.iter().enumerate() {
                f.write_str(if index == 0 { "<" } else { ", " })?;
                write_parameter(f, parameter, self.bounds_of(&parameter.name))?;
            }
            f.write_char('>')
        })
    }

    /// ` where X: Y`, or nothing: what [`Self::in_brackets`] does not say.
    pub(super) fn where_clause(&self) -> impl Display + '_ {
        from_fn(|f| {
            let is_said = |predicate: &&Predicate| {
                let name = predicate.subject.as_name();
                !predicate.binder.is_empty() || !name.is_some_and(|name| self.declares(name))
            };
            let left: Vec<&Predicate> = self.predicates.iter().filter(is_said).collect();
            write_where(f, &left)
        })
    }
}

/// ` where X: Y, Z: W`, or nothing.
pub(super) fn write_where<P: Display>(f: &mut Formatter<'_>, predicates: &[P]) -> fmt::Result {
    if predicates.is_empty() { Ok(()) } else { write!(f, " where {}", List(predicates, ", ")) }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("all()"),
            Self::Never => f.write_str("any()"),
            Self::Feature(name) => write!(f, "feature = {name:?}"),
            Self::Fact(fact) => f.write_str(fact),
            Self::Not(inner) => write!(f, "not({inner})"),
            Self::All(members) => write!(f, "all({})", List(members, ", ")),
            Self::Any(members) => write!(f, "any({})", List(members, ", ")),
        }
    }
}

/// Members with a separator between them.
pub(super) struct List<I>(pub(super) I, pub(super) &'static str);

impl<I> Display for List<I>
where
    I: IntoIterator<Item: Display> + Copy,
{
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, member) in self.0.into_iter().enumerate() {
            if index > 0 {
                f.write_str(self.1)?;
            }
            member.fmt(f)?;
        }
        Ok(())
    }
}

/// What a closure writes. (`std::fmt::from_fn` is younger than the Rust that we support.)
pub(super) fn from_fn<F>(write: F) -> impl Display
where
    F: Fn(&mut Formatter<'_>) -> fmt::Result,
{
    struct Written<F>(F);
    impl<F: Fn(&mut Formatter<'_>) -> fmt::Result> Display for Written<F> {
        fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
            (self.0)(f)
        }
    }
    Written(write)
}
