//! One limit in words: what it demands, and the rule for how it moved.

use serde_json::Number;

use crate::api::{Bound, Limit, Moved, Schema, Shape, moved};
use crate::changes::Rule;
use crate::changes::rules::schemas as rules;

impl Limit {
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

/// What a limit demands of the values of a shape, if a schema sets it; `None` when all of them meet it.
pub(super) fn demanded<'a>(
    limit: Limit,
    holder: Option<&'a Schema>,
    shape: &Shape,
) -> Option<Bound<'a>> {
    let bound = limit.bound(&holder?.constraints)?;
    (!is_met_by_all(limit, bound, shape)).then_some(bound)
}

/// Whether all values of a shape meet a limit.
fn is_met_by_all(limit: Limit, bound: Bound<'_>, shape: &Shape) -> bool {
    match (limit, bound, shape) {
        (Limit::Pattern, Bound::Pattern(pattern), _) => matches_everything(pattern),
        (Limit::MultipleOf, Bound::Number(number, _), Shape::Integer { .. }) => {
            number.as_f64() == Some(1.0)
        }
        // No text, list or object is so long.
        (_, Bound::Count(count), _) => limit.is_upper() && count >= i64::MAX.unsigned_abs(),
        (Limit::Minimum, Bound::Number(number, false), Shape::Number { .. }) => {
            number.as_f64().is_some_and(|number| number <= f64::MIN)
        }
        (Limit::Maximum, Bound::Number(number, false), Shape::Number { .. }) => {
            number.as_f64().is_some_and(|number| number >= f64::MAX)
        }
        (Limit::Minimum, Bound::Number(number, false), Shape::Integer { format }) => {
            let smallest = range(format.as_deref()).map(|(smallest, _)| smallest);
            smallest.zip(whole(number)).is_some_and(|(smallest, number)| number <= smallest)
        }
        (Limit::Maximum, Bound::Number(number, false), Shape::Integer { format }) => {
            let largest = range(format.as_deref()).map(|(_, largest)| largest);
            largest.zip(whole(number)).is_some_and(|(largest, number)| number >= largest)
        }
        _ => false,
    }
}

/// The smallest and the largest integer of a format; without one, those that the SDK has a type for.
pub(super) fn range(format: Option<&str>) -> Option<(i128, i128)> {
    Some(match format {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("int64") | None => (i64::MIN.into(), i64::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64") => (0, u64::MAX.into()),
        Some(_) => return None,
    })
}

/// How the limit of a shape moved; `None` when it did not. Of integers, those above 0 are those from 1 on.
pub(super) fn moved_for(
    limit: Limit,
    old: Option<Bound<'_>>,
    new: Option<Bound<'_>>,
    (old_shape, new_shape): (&Shape, &Shape),
) -> Option<Moved> {
    let integers =
        [old_shape, new_shape].iter().all(|shape| matches!(shape, Shape::Integer { .. }));
    let inclusive = |bound: Option<Bound<'_>>| match bound? {
        Bound::Number(number, excluded) => {
            let step = if limit == Limit::Minimum { 1 } else { -1 };
            Some(whole(number)? + if excluded { step } else { 0 })
        }
        _ => None,
    };
    let is_bound = matches!(limit, Limit::Minimum | Limit::Maximum);
    match (inclusive(old), inclusive(new)) {
        (Some(old), Some(new)) if integers && is_bound && old == new => None,
        _ => moved(limit, old, new),
    }
}

fn whole(number: &Number) -> Option<i128> {
    number.as_i128()
}

/// Whether a regular expression is one of the usual ways to say "any text". It need not match the whole text, so
/// one that matches the empty text anywhere matches all.
fn matches_everything(pattern: &str) -> bool {
    const ANY: [&str; 7] =
        ["[\\s\\S]*", "[\\S\\s]*", "[\\d\\D]*", "[\\w\\W]*", "(.|\\n)*", "(?:.|\\n)*", "[^]*"];
    let whole = pattern.strip_prefix('^').unwrap_or(pattern);
    let is_anchored = whole.len() < pattern.len() && whole.ends_with('$');
    let whole = if is_anchored { whole.strip_suffix('$').unwrap_or(whole) } else { whole };
    // One anchor, at the beginning or at the end, is met by every text.
    let inner = pattern.strip_prefix('^').or_else(|| pattern.strip_suffix('$')).unwrap_or(pattern);
    matches!(inner, "" | ".*" | ".*?") || ANY.contains(&whole) || ANY.contains(&inner)
}

#[cfg(test)]
mod tests {
    use super::matches_everything;

    #[test]
    fn some_patterns_match_every_text() {
        for pattern in ["", "^", "$", ".*", "^.*", ".*$", "[\\s\\S]*", "^[\\s\\S]*$", "^(.|\\n)*$"]
        {
            assert!(matches_everything(pattern), "{pattern}");
        }
        // A dot is no line feed.
        for pattern in ["^.*$", ".+", "^$", "a", "[^]", "^[\\s\\S]+$"] {
            assert!(!matches_everything(pattern), "{pattern}");
        }
    }
}
