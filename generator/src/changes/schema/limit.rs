//! One limit: what it demands, and which of two demands is the stricter one.

use std::cmp::Ordering;

use serde_json::Number;

use crate::api::{Constraints, Schema};
use crate::changes::Rule;
use crate::changes::rules::schemas as rules;

/// A limit that a keyword sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
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
pub(super) enum Bound<'a> {
    /// A number, and whether that number itself is excluded.
    Number(&'a Number, bool),
    Count(u64),
    Pattern(&'a str),
}

/// How a limit moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    Tightened,
    Loosened,
    /// Neither of the two includes the other.
    Aside,
}

impl Limit {
    /// All of them.
    pub(super) const ALL: [Self; 10] = [
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
    pub(super) fn bound(self, constraints: &Constraints) -> Option<Bound<'_>> {
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

    /// The keywords that set it, the one first that is there in every version.
    pub(super) fn keywords(self, bound: Option<Bound<'_>>) -> &'static [&'static str] {
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

    /// What a bound demands, as the rest of a sentence.
    pub(super) fn phrase(self, bound: Bound<'_>) -> String {
        let demand = match bound {
            Bound::Number(number, _) => number.to_string(),
            Bound::Count(1) => format!("1 {}", self.unit()),
            Bound::Count(count) => format!("{count} {}s", self.unit()),
            Bound::Pattern(pattern) => return format!("`{pattern}`"),
        };
        let exclusive = matches!(bound, Bound::Number(_, true));
        match self {
            Self::Minimum if exclusive => format!("more than {demand}"),
            Self::Maximum if exclusive => format!("less than {demand}"),
            Self::Minimum | Self::MinLength | Self::MinItems | Self::MinProperties => {
                format!("at least {demand}")
            }
            Self::Maximum | Self::MaxLength | Self::MaxItems | Self::MaxProperties => {
                format!("at most {demand}")
            }
            Self::MultipleOf => format!("a multiple of {demand}"),
            Self::Pattern => demand,
        }
    }

    /// What a count counts.
    fn unit(self) -> &'static str {
        match self {
            Self::MinLength | Self::MaxLength => "character",
            Self::MinItems | Self::MaxItems => "item",
            _ => "member",
        }
    }

    pub(super) fn rule(self, moved: Moved) -> &'static Rule {
        let (tightened, loosened) = match self {
            Self::Minimum => (&rules::MINIMUM_TIGHTENED, &rules::MINIMUM_LOOSENED),
            Self::Maximum => (&rules::MAXIMUM_TIGHTENED, &rules::MAXIMUM_LOOSENED),
            Self::MultipleOf => (&rules::MULTIPLE_OF_TIGHTENED, &rules::MULTIPLE_OF_LOOSENED),
            Self::MinLength => (&rules::MIN_LENGTH_TIGHTENED, &rules::MIN_LENGTH_LOOSENED),
            Self::MaxLength => (&rules::MAX_LENGTH_TIGHTENED, &rules::MAX_LENGTH_LOOSENED),
            Self::Pattern => (&rules::PATTERN_ADDED, &rules::PATTERN_REMOVED),
            Self::MinItems => (&rules::MIN_ITEMS_TIGHTENED, &rules::MIN_ITEMS_LOOSENED),
            Self::MaxItems => (&rules::MAX_ITEMS_TIGHTENED, &rules::MAX_ITEMS_LOOSENED),
            Self::MinProperties => {
                (&rules::MIN_PROPERTIES_TIGHTENED, &rules::MIN_PROPERTIES_LOOSENED)
            }
            Self::MaxProperties => {
                (&rules::MAX_PROPERTIES_TIGHTENED, &rules::MAX_PROPERTIES_LOOSENED)
            }
        };
        match moved {
            Moved::Tightened => tightened,
            Moved::Loosened => loosened,
            Moved::Aside if self == Self::Pattern => &rules::PATTERN_CHANGED,
            Moved::Aside => &rules::MULTIPLE_OF_CHANGED,
        }
    }
}

/// How a limit moved; `None` when it did not.
pub(super) fn moved(limit: Limit, old: Option<Bound<'_>>, new: Option<Bound<'_>>) -> Option<Moved> {
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

/// What a limit demands of the schema that sets it, if any does.
pub(super) fn demanded(limit: Limit, holder: Option<&Schema>) -> Option<Bound<'_>> {
    holder.and_then(|holder| limit.bound(&holder.constraints))
}

#[cfg(test)]
mod tests {
    use serde_json::Number;

    use super::{Bound, Limit, Moved, divided, moved};

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
}
