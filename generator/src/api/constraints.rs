//! Limits of values: what each demands, which of two is the stricter one, and what two of them come to.

use std::cmp::Ordering;

use serde::Serialize;
use serde_json::Number;

/// Limits of a value; `None` where the definition sets none.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Constraints {
    /// The smallest number.
    pub minimum: Option<Number>,
    /// Whether the smallest number itself is excluded.
    pub exclusive_minimum: bool,
    /// The largest number.
    pub maximum: Option<Number>,
    /// Whether the largest number itself is excluded.
    pub exclusive_maximum: bool,
    /// The number must be a multiple of this one.
    pub multiple_of: Option<Number>,
    /// The fewest characters.
    pub min_length: Option<u64>,
    /// The most characters.
    pub max_length: Option<u64>,
    /// A regular expression for the text.
    pub pattern: Option<String>,
    /// The fewest items.
    pub min_items: Option<u64>,
    /// The most items.
    pub max_items: Option<u64>,
    /// The fewest members.
    pub min_properties: Option<u64>,
    /// The most members.
    pub max_properties: Option<u64>,
}

/// Which of two sets of limits hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// Both: the stricter limit counts.
    Both,
    /// One of the two: the weaker limit counts, and there is none where one of them has none.
    Either,
}

/// What became of the limits of another value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Join {
    /// The keywords of those that count now.
    pub taken: Vec<&'static str>,
    /// Those that hold too, although one value has no room for both.
    pub beside: Vec<Limit>,
}

impl Constraints {
    /// Joins these limits with others.
    pub fn join(&mut self, others: &Self, how: Joined) -> Join {
        let mut join = Join::default();
        for limit in Limit::ALL {
            let theirs = limit.bound(others);
            match (how, moved(limit, limit.bound(self), theirs)) {
                (Joined::Both, Some(Moved::Tightened))
                | (Joined::Either, Some(Moved::Loosened)) => {
                    limit.copy(others, self);
                    join.taken.extend(limit.keywords(theirs).first().filter(|_| theirs.is_some()));
                }
                (Joined::Both, Some(Moved::Aside)) => join.beside.push(limit),
                (Joined::Either, Some(Moved::Aside)) => limit.copy(&Self::default(), self),
                _ => {}
            }
        }
        join
    }
}

/// A limit that a keyword sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the keywords")]
pub enum Limit {
    Minimum,
    Maximum,
    MultipleOf,
    MinLength,
    MaxLength,
    Pattern,
    MinItems,
    MaxItems,
    MinProperties,
    MaxProperties,
}

/// What a limit demands.
#[derive(Clone, Copy, Debug)]
pub enum Bound<'a> {
    /// A number, and whether that number itself is excluded.
    Number(&'a Number, bool),
    /// How many characters, items or members.
    Count(u64),
    /// A regular expression.
    Pattern(&'a str),
}

/// How a limit moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It allows less.
    Tightened,
    /// It allows more.
    Loosened,
    /// Neither of the two includes the other.
    Aside,
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Minimum,
        Self::Maximum,
        Self::MultipleOf,
        Self::MinLength,
        Self::MaxLength,
        Self::Pattern,
        Self::MinItems,
        Self::MaxItems,
        Self::MinProperties,
        Self::MaxProperties,
    ];

    /// What the limit demands; `None` when every value meets it.
    pub fn bound(self, constraints: &Constraints) -> Option<Bound<'_>> {
        let lowest = |count: Option<u64>| count.filter(|count| *count > 0).map(Bound::Count);
        match self {
            Self::Minimum => {
                let limit = constraints.minimum.as_ref()?;
                Some(Bound::Number(limit, constraints.exclusive_minimum))
            }
            Self::Maximum => {
                let limit = constraints.maximum.as_ref()?;
                Some(Bound::Number(limit, constraints.exclusive_maximum))
            }
            Self::MultipleOf => Some(Bound::Number(constraints.multiple_of.as_ref()?, false)),
            Self::MinLength => lowest(constraints.min_length),
            Self::MaxLength => constraints.max_length.map(Bound::Count),
            Self::Pattern => constraints.pattern.as_deref().map(Bound::Pattern),
            Self::MinItems => lowest(constraints.min_items),
            Self::MaxItems => constraints.max_items.map(Bound::Count),
            Self::MinProperties => lowest(constraints.min_properties),
            Self::MaxProperties => constraints.max_properties.map(Bound::Count),
        }
    }

    /// Whether it says how much there may be at most.
    pub fn is_upper(self) -> bool {
        matches!(self, Self::Maximum | Self::MaxLength | Self::MaxItems | Self::MaxProperties)
    }

    /// The keyword that sets it in every version.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MultipleOf => "multipleOf",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
        }
    }

    /// Takes the limit over from other constraints.
    fn copy(self, from: &Constraints, to: &mut Constraints) {
        match self {
            Self::Minimum => {
                to.minimum.clone_from(&from.minimum);
                to.exclusive_minimum = from.exclusive_minimum;
            }
            Self::Maximum => {
                to.maximum.clone_from(&from.maximum);
                to.exclusive_maximum = from.exclusive_maximum;
            }
            Self::MultipleOf => to.multiple_of.clone_from(&from.multiple_of),
            Self::MinLength => to.min_length = from.min_length,
            Self::MaxLength => to.max_length = from.max_length,
            Self::Pattern => to.pattern.clone_from(&from.pattern),
            Self::MinItems => to.min_items = from.min_items,
            Self::MaxItems => to.max_items = from.max_items,
            Self::MinProperties => to.min_properties = from.min_properties,
            Self::MaxProperties => to.max_properties = from.max_properties,
        }
    }

    /// The keywords that set it, the one first that is there in every version.
    pub fn keywords(self, bound: Option<Bound<'_>>) -> &'static [&'static str] {
        let exclusive = matches!(bound, Some(Bound::Number(_, true)));
        match self {
            Self::Minimum if exclusive => &["exclusiveMinimum", "minimum"],
            Self::Minimum => &["minimum", "exclusiveMinimum"],
            Self::Maximum if exclusive => &["exclusiveMaximum", "maximum"],
            Self::Maximum => &["maximum", "exclusiveMaximum"],
            Self::MultipleOf => &["multipleOf"],
            Self::MinLength => &["minLength"],
            Self::MaxLength => &["maxLength"],
            Self::Pattern => &["pattern"],
            Self::MinItems => &["minItems"],
            Self::MaxItems => &["maxItems"],
            Self::MinProperties => &["minProperties"],
            Self::MaxProperties => &["maxProperties"],
        }
    }
}

/// How a limit moved; `None` when it did not.
pub fn moved(limit: Limit, old: Option<Bound<'_>>, new: Option<Bound<'_>>) -> Option<Moved> {
    let (old, new) = match (old, new) {
        (None, None) => return None,
        (None, Some(_)) => return Some(Moved::Tightened),
        (Some(_), None) => return Some(Moved::Loosened),
        (Some(old), Some(new)) => (old, new),
    };
    let lower_bound =
        matches!(limit, Limit::Minimum | Limit::MinLength | Limit::MinItems | Limit::MinProperties);
    let order = match (old, new) {
        (Bound::Pattern(old), Bound::Pattern(new)) => {
            return (old != new).then_some(Moved::Aside);
        }
        (Bound::Number(old, _), Bound::Number(new, _)) if limit == Limit::MultipleOf => {
            return divided(old, new);
        }
        (Bound::Number(old, old_excluded), Bound::Number(new, new_excluded)) => {
            // Of two equal limits the excluded one lies further inside.
            let excluded = if lower_bound {
                old_excluded.cmp(&new_excluded)
            } else {
                new_excluded.cmp(&old_excluded)
            };
            compare(old, new).then(excluded)
        }
        (Bound::Count(old), Bound::Count(new)) => old.cmp(&new),
        _ => return None,
    };
    match (order, lower_bound) {
        (Ordering::Equal, _) => None,
        (Ordering::Less, true) | (Ordering::Greater, false) => Some(Moved::Tightened),
        (Ordering::Less, false) | (Ordering::Greater, true) => Some(Moved::Loosened),
    }
}

/// How the divisor of numbers moved: the multiples of 4 are among those of 2.
fn divided(old: &Number, new: &Number) -> Option<Moved> {
    if compare(old, new) == Ordering::Equal {
        return None;
    }
    let divides = |divisor: &Number, number: &Number| match (divisor.as_u64(), number.as_u64()) {
        (Some(divisor), Some(number)) => divisor > 0 && number % divisor == 0,
        _ => match (divisor.as_f64(), number.as_f64()) {
            (Some(divisor), Some(number)) if divisor > 0.0 => {
                let quotient = number / divisor;
                (quotient - quotient.round()).abs() < 1e-9
            }
            _ => false,
        },
    };
    Some(if divides(old, new) {
        Moved::Tightened
    } else if divides(new, old) {
        Moved::Loosened
    } else {
        Moved::Aside
    })
}

fn compare(old: &Number, new: &Number) -> Ordering {
    match (old.as_i128(), new.as_i128()) {
        (Some(old), Some(new)) => old.cmp(&new),
        _ => {
            let float = |number: &Number| number.as_f64().unwrap_or(f64::NAN);
            float(old).partial_cmp(&float(new)).unwrap_or(Ordering::Equal)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Number;

    use super::{Bound, Constraints, Joined, Limit, Moved, divided, moved};

    #[test]
    fn of_equal_limits_the_excluded_one_is_stricter() {
        let five = Number::from(5);
        let bound = |excluded| Some(Bound::Number(&five, excluded));
        for limit in [Limit::Minimum, Limit::Maximum] {
            assert_eq!(moved(limit, bound(false), bound(true)), Some(Moved::Tightened));
            assert_eq!(moved(limit, bound(true), bound(false)), Some(Moved::Loosened));
            assert_eq!(moved(limit, bound(true), bound(true)), None);
        }
    }

    #[test]
    fn whole_and_broken_numbers_are_compared_by_value() {
        let (five, float) = (Number::from(5), Number::from_f64(5.0).unwrap());
        let (old, new) = (Bound::Number(&five, false), Bound::Number(&float, false));
        assert_eq!(moved(Limit::Maximum, Some(old), Some(new)), None);
        let larger = Number::from_f64(5.5).unwrap();
        let new = Bound::Number(&larger, false);
        assert_eq!(moved(Limit::Maximum, Some(old), Some(new)), Some(Moved::Loosened));
    }

    #[test]
    fn multiples_of_a_multiple_are_fewer() {
        let number = |number: f64| Number::from_f64(number).unwrap();
        assert_eq!(divided(&Number::from(2), &Number::from(4)), Some(Moved::Tightened));
        assert_eq!(divided(&Number::from(4), &Number::from(2)), Some(Moved::Loosened));
        assert_eq!(divided(&Number::from(4), &Number::from(6)), Some(Moved::Aside));
        assert_eq!(divided(&number(0.01), &number(0.1)), Some(Moved::Tightened));
    }

    #[test]
    fn where_both_hold_the_stricter_limit_counts_and_where_one_does_the_weaker() {
        let limits = |least, most, pattern: Option<&str>| Constraints {
            min_length: Some(least),
            max_length: most,
            pattern: pattern.map(str::to_owned),
            ..Constraints::default()
        };
        let mut both = limits(1, None, Some("a"));
        let join = both.join(&limits(2, Some(9), Some("b")), Joined::Both);
        assert_eq!(both, limits(2, Some(9), Some("a")));
        assert_eq!(
            (join.taken, join.beside),
            (vec!["minLength", "maxLength"], vec![Limit::Pattern])
        );
        let mut either = limits(3, Some(9), Some("a"));
        either.join(&limits(2, None, Some("b")), Joined::Either);
        assert_eq!(either, limits(2, None, None));
    }
}
