//! Under which `cfg` something exists.
//!
//! Conditions are kept simplified: nested lists are flattened, members sorted, what always or never
//! holds is worked out. `test`, `doc` and the like never hold for someone who uses the crate.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A condition of `#[cfg(…)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Condition {
    /// Always.
    #[default]
    Always,
    /// Never.
    Never,
    /// A feature of the crate is on.
    Feature(String),
    /// Another fact, such as `unix` or `target_os = "linux"`, as code.
    Fact(String),
    /// The opposite.
    Not(Box<Condition>),
    /// All of them; at least two.
    All(BTreeSet<Condition>),
    /// Any of them; at least two.
    Any(BTreeSet<Condition>),
}

/// Facts that do not hold when a crate is used by another one.
const NEVER: &[&str] =
    &["test", "doc", "doctest", "docsrs", "miri", "clippy", "rustfmt", "rust_analyzer"];

/// More facts than this are not worked through one by one.
const MOST_FACTS: usize = 10;

impl Condition {
    /// One fact.
    pub fn fact(code: &str) -> Self {
        if NEVER.contains(&code) { Self::Never } else { Self::Fact(code.to_owned()) }
    }

    /// A feature of the crate is on.
    pub fn feature(name: &str) -> Self {
        Self::Feature(name.to_owned())
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// All of them.
    pub fn all(members: impl IntoIterator<Item = Self>) -> Self {
        let mut set = BTreeSet::new();
        for member in members {
            match member {
                Self::Always => {}
                Self::Never => return Self::Never,
                Self::All(inner) => set.extend(inner),
                other => {
                    set.insert(other);
                }
            }
        }
        if set.len() < 2 { set.pop_first().unwrap_or(Self::Always) } else { Self::All(set) }
    }

    /// Any of them.
    pub fn any(members: impl IntoIterator<Item = Self>) -> Self {
        let mut set = BTreeSet::new();
        for member in members {
            match member {
                Self::Never => {}
                Self::Always => return Self::Always,
                Self::Any(inner) => set.extend(inner),
                other => {
                    set.insert(other);
                }
            }
        }
        if set.len() < 2 { set.pop_first().unwrap_or(Self::Never) } else { Self::Any(set) }
    }

    /// Both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Always, one) | (one, Self::Always) => one.clone(),
            (one, two) => Self::all([one.clone(), two.clone()]),
        }
    }

    /// What remains to be said when `known` is given.
    #[must_use]
    pub fn given(&self, known: &Self) -> Self {
        let parts = |condition: &Self| match condition {
            Self::All(members) => members.clone(),
            other => BTreeSet::from([other.clone()]),
        };
        let known = parts(known);
        Self::all(parts(self).into_iter().filter(|part| !known.contains(part)))
    }

    /// Whether this holds wherever `other` does. Conditions with very many facts are compared part by part, which finds
    /// that a list of features has grown, and not everything that follows from logic.
    pub fn covers(&self, other: &Self) -> bool {
        if self == other || *self == Self::Always || *other == Self::Never {
            return true;
        }
        let mut facts = BTreeSet::new();
        self.facts(&mut facts);
        other.facts(&mut facts);
        let facts: Vec<&Self> = facts.into_iter().collect();
        if facts.len() > MOST_FACTS {
            return self.covers_by_parts(other);
        }
        (0..1_usize << facts.len()).all(|case| {
            let holds = |fact: &Self| {
                let index = facts.iter().position(|known| *known == fact);
                index.is_some_and(|index| case >> index & 1 == 1)
            };
            !other.holds(&holds) || self.holds(&holds)
        })
    }

    fn covers_by_parts(&self, other: &Self) -> bool {
        if self == other || *self == Self::Always || *other == Self::Never {
            return true;
        }
        match (self, other) {
            (Self::Any(all), Self::Any(some)) if some.is_subset(all) => true,
            (_, Self::Any(some)) => some.iter().all(|member| self.covers_by_parts(member)),
            (Self::All(all), _) => all.iter().all(|member| member.covers_by_parts(other)),
            (Self::Any(any), Self::All(all)) => {
                any.iter().any(|member| member.covers_by_parts(other))
                    || all.iter().any(|member| self.covers_by_parts(member))
            }
            (Self::Any(any), _) => any.iter().any(|member| member.covers_by_parts(other)),
            (_, Self::All(all)) => all.iter().any(|member| self.covers_by_parts(member)),
            _ => false,
        }
    }

    /// The features and other facts that occur.
    fn facts<'c>(&'c self, facts: &mut BTreeSet<&'c Self>) {
        match self {
            Self::Always | Self::Never => {}
            Self::Feature(_) | Self::Fact(_) => {
                facts.insert(self);
            }
            Self::Not(inner) => inner.facts(facts),
            Self::All(members) | Self::Any(members) => {
                for member in members {
                    member.facts(facts);
                }
            }
        }
    }

    fn holds(&self, fact: &dyn Fn(&Self) -> bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Feature(_) | Self::Fact(_) => fact(self),
            Self::Not(inner) => !inner.holds(fact),
            Self::All(members) => members.iter().all(|member| member.holds(fact)),
            Self::Any(members) => members.iter().any(|member| member.holds(fact)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Condition;

    #[test]
    fn simplifies() {
        let a = || Condition::feature("a");
        let test = || Condition::fact("test");
        assert_eq!(Condition::all([a(), Condition::Always, a()]), a());
        assert_eq!(Condition::all([a(), test()]), Condition::Never);
        assert_eq!(Condition::any([a(), test()]), a());
        assert_eq!(test().negated(), Condition::Always);
        assert_eq!(a().negated().negated(), a());
    }

    #[test]
    fn knows_what_follows_from_what() {
        let (a, b) = (Condition::feature("a"), Condition::feature("b"));
        let either = Condition::any([a.clone(), b.clone()]);
        let both = a.and(&b);
        assert!(either.covers(&a) && a.covers(&both) && either.covers(&both));
        assert!(!a.covers(&either) && !both.covers(&a) && !a.covers(&Condition::Always));
        assert_eq!(both.given(&a), b);
    }

    #[test]
    fn knows_that_a_long_list_has_grown() {
        let list = |names: std::ops::Range<u32>| {
            Condition::any(names.map(|name| Condition::feature(&name.to_string())))
        };
        let (short, long) = (list(0..20), list(0..21));
        assert!(long.covers(&short) && !short.covers(&long));
        let enabling = Condition::any([short, list(20..21).and(&Condition::feature("more"))]);
        assert!(long.covers(&enabling) && !enabling.covers(&long));
    }
}
