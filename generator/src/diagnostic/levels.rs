//! Which kinds of problems are allowed, warned of or denied, as the user says.
//!
//! Only what would be a warning can be chosen: without the rest there is no crate. A code that is named counts more
//! than `warnings`, which stands for all of them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};

use super::{Code, Diagnostics, Severity};
use crate::nearest::nearest;

/// What becomes of problems of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// They are not told.
    Allow,
    /// They are told.
    Warn,
    /// They are errors.
    Deny,
}

/// A kind of problems that can have a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `warnings`: all that would be warnings.
    Warnings,
    /// Those of a code.
    One(Code),
}

/// The word that stands for all.
const WARNINGS: &str = "warnings";

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == WARNINGS {
            return Ok(Self::Warnings);
        }
        match Code::from_name(text) {
            Some(code) if code.severity() == Severity::Warning => Ok(Self::One(code)),
            Some(code) => Err(format!("`{code}` is always an error")),
            None => {
                let known = Code::ALL.iter().filter(|code| code.severity() == Severity::Warning);
                let known = known.map(|code| code.name()).chain([WARNINGS]);
                // The reader of the configuration makes a suggestion of the second word.
                let near = nearest(text, known).unwrap_or(WARNINGS);
                Err(format!("unknown kind of problems `{text}`; is `{near}` meant?"))
            }
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Warnings => formatter.write_str(WARNINGS),
            Self::One(code) => code.fmt(formatter),
        }
    }
}

/// The levels that were chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels(BTreeMap<Kind, Level>);

impl Levels {
    /// Chooses the level of a kind; it takes the place of an earlier choice.
    pub fn set(&mut self, kind: Kind, level: Level) {
        self.0.insert(kind, level);
    }

    /// Makes of all warnings what was chosen. Where errors are not `fatal`, what is denied stays a warning.
    pub fn apply(&self, diagnostics: &mut Diagnostics, fatal: bool) {
        if self.0.is_empty() {
            return;
        }
        diagnostics.list.retain_mut(|diagnostic| {
            if diagnostic.severity != Severity::Warning {
                return true;
            }
            match self.of(diagnostic.code) {
                Level::Allow => return false,
                Level::Deny if fatal => diagnostic.severity = Severity::Error,
                Level::Warn | Level::Deny => {}
            }
            true
        });
    }

    fn of(&self, code: Code) -> Level {
        let level = |kind| self.0.get(&kind).copied();
        level(Kind::One(code)).or_else(|| level(Kind::Warnings)).unwrap_or(Level::Warn)
    }
}

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stated = BTreeMap::<String, Level>::deserialize(deserializer)?;
        let mut levels = Self::default();
        for (name, level) in stated {
            levels.set(name.parse().map_err(D::Error::custom)?, level);
        }
        Ok(levels)
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Diagnostics, Kind, Level, Levels, Severity};
    use crate::diagnostic::Diagnostic;

    fn problems() -> Diagnostics {
        [Code::MalformedPath, Code::UnknownKey, Code::SyntaxError]
            .into_iter()
            .map(|code| Diagnostic::new(code, "wrong"))
            .collect()
    }

    fn applied(levels: &[(&str, Level)], fatal: bool) -> Vec<(&'static str, Severity)> {
        let mut chosen = Levels::default();
        for (name, level) in levels {
            chosen.set(name.parse().unwrap(), *level);
        }
        let mut problems = problems();
        chosen.apply(&mut problems, fatal);
        problems.iter().map(|problem| (problem.code.name(), problem.severity)).collect()
    }

    #[test]
    fn a_code_counts_more_than_all() {
        let (error, warning) = (Severity::Error, Severity::Warning);
        let levels = [("warnings", Level::Deny), ("unknown-key", Level::Warn)];
        let expected =
            [("malformed-path", error), ("unknown-key", warning), ("syntax-error", error)];
        assert_eq!(applied(&levels, true), expected);
        let levels = [("warnings", Level::Allow), ("unknown-key", Level::Warn)];
        assert_eq!(applied(&levels, true), [("unknown-key", warning), ("syntax-error", error)]);
        let levels = [("malformed-path", Level::Deny)];
        let expected =
            [("malformed-path", warning), ("unknown-key", warning), ("syntax-error", error)];
        assert_eq!(applied(&levels, false), expected);
    }

    #[test]
    fn what_cannot_be_chosen_is_said() {
        let problem = |text: &str| text.parse::<Kind>().unwrap_err();
        assert!(problem("syntax-error").contains("always an error"));
        assert!(problem("malformd-path").contains("`malformed-path`"));
        assert_eq!("warnings".parse(), Ok(Kind::Warnings));
    }
}
