//! Generic parameters and what is demanded of them.
//!
//! `<T: A> … where T: B` and `<T> … where T: A + B` mean the same, so all demands are kept in one sorted
//! list. Printing puts those on a parameter of the list back beside it.

use serde::{Deserialize, Serialize};

use super::form::is_default;
use super::rewrite::{Rewrite, rewrite_bounds};
use super::types::{Bound, Type, sort_bounds};

/// The generic parameters of an item, with all that is demanded of types.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Generics {
    /// The parameters: lifetimes first, then types and constants as they stand.
    #[serde(default, skip_serializing_if = "is_default")]
    pub parameters: Vec<Parameter>,
    /// What is demanded, sorted; one entry per subject.
    #[serde(default, skip_serializing_if = "is_default")]
    pub predicates: Vec<Predicate>,
}

/// A generic parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The name, that of a lifetime with its apostrophe.
    pub name: String,
    /// What it stands for.
    pub kind: ParameterKind,
}

/// What a generic parameter stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum ParameterKind {
    /// A lifetime.
    Lifetime,
    /// A type.
    Type {
        /// What it is when it is not stated.
        #[serde(default, skip_serializing_if = "is_default")]
        default: Option<Type>,
    },
    /// A constant.
    Constant {
        /// Its type.
        of: Type,
        /// What it is when it is not stated, as code.
        #[serde(default, skip_serializing_if = "is_default")]
        default: Option<String>,
    },
}

/// `for<'a> Subject: A + B`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// Of whom it is demanded.
    pub subject: Subject,
    /// The lifetimes of `for<'a>`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub binder: Vec<String>,
    /// What is demanded, sorted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub bounds: Vec<Bound>,
}

/// Of whom something is demanded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Subject {
    /// A lifetime, with its apostrophe.
    Lifetime(String),
    /// A type.
    Type(Type),
}

impl Subject {
    /// The subject, when it is a single name.
    pub fn as_name(&self) -> Option<&str> {
        match self {
            Self::Lifetime(name) => Some(name),
            Self::Type(of) => of.as_name(),
        }
    }
}

impl Parameter {
    /// Whether it is a lifetime.
    pub fn is_lifetime(&self) -> bool {
        self.kind == ParameterKind::Lifetime
    }

    /// Whether something stands for it when it is not stated.
    pub fn has_default(&self) -> bool {
        match &self.kind {
            ParameterKind::Lifetime => false,
            ParameterKind::Type { default } => default.is_some(),
            ParameterKind::Constant { default, .. } => default.is_some(),
        }
    }
}

impl Generics {
    /// Whether there is neither a parameter nor a demand.
    pub fn is_empty(&self) -> bool {
        self.parameters.is_empty() && self.predicates.is_empty()
    }

    /// The parameters that are types or constants.
    pub fn explicit(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| !parameter.is_lifetime())
    }

    /// Whether this is the name of a parameter.
    pub fn declares(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.name == name)
    }

    /// What is demanded of a parameter by name alone.
    pub fn bounds_of(&self, name: &str) -> &[Bound] {
        let found = self.predicates.iter().find(|predicate| {
            predicate.binder.is_empty() && predicate.subject.as_name() == Some(name)
        });
        found.map_or(&[], |predicate| &predicate.bounds)
    }

    /// Adds a demand.
    pub(super) fn demand(&mut self, predicate: Predicate) {
        if predicate.bounds.is_empty() {
            return;
        }
        let known = self
            .predicates
            .iter_mut()
            .find(|known| known.subject == predicate.subject && known.binder == predicate.binder);
        match known {
            Some(known) => known.bounds.extend(predicate.bounds),
            None => self.predicates.push(predicate),
        }
    }

    /// Brings the demands into their order; needed after any change to them.
    pub(super) fn sort(&mut self) {
        for predicate in std::mem::take(&mut self.predicates) {
            self.demand(predicate);
        }
        for predicate in &mut self.predicates {
            sort_bounds(&mut predicate.bounds);
        }
        self.predicates.sort();
        self.parameters.sort_by_key(|parameter| !parameter.is_lifetime());
    }

    /// Changes every part of the defaults and demands. Names of parameters stay.
    pub(super) fn rewrite(&mut self, with: &mut dyn Rewrite) {
        for parameter in &mut self.parameters {
            match &mut parameter.kind {
                ParameterKind::Lifetime | ParameterKind::Type { default: None } => {}
                ParameterKind::Type { default: Some(of) } | ParameterKind::Constant { of, .. } => {
                    of.rewrite(with);
                }
            }
        }
        for predicate in &mut self.predicates {
            with.binder(&mut predicate.binder, true);
            match &mut predicate.subject {
                Subject::Lifetime(lifetime) => with.lifetime(lifetime),
                Subject::Type(of) => of.rewrite(with),
            }
            rewrite_bounds(&mut predicate.bounds, with);
            with.binder(&mut predicate.binder, false);
        }
        self.sort();
    }
}
