//! The version of an official SDK, and how a verdict moves it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::bump::Bump;

/// Three numbers; the official name of the patch number is point.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[expect(missing_docs, reason = "the names are the numbers")]
pub struct Version {
    pub major: u64,
    pub minor: u64,
    pub point: u64,
}

impl Version {
    /// The version of the next release. A run moves one number once, however many changes there are, and
    /// the first release 0.x is no exception. Whoever wants to force a release passes
    /// `changes.verdict().max(forced)`: forcing can only raise a verdict.
    #[must_use]
    pub fn next(self, bump: Bump) -> Self {
        let Self { major, minor, point } = self;
        match bump {
            Bump::None => self,
            Bump::Patch => Self { point: point.saturating_add(1), ..self },
            Bump::Minor => Self { minor: minor.saturating_add(1), point: 0, ..self },
            Bump::Major => Self { major: major.saturating_add(1), minor: 0, point: 0 },
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.point)
    }
}

impl FromStr for Version {
    type Err = String;

    /// Reads `1.2.3`; the error says what the text should look like.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Option<Vec<u64>> = text.split('.').map(number).collect();
        match numbers.as_deref() {
            Some(&[major, minor, point]) => Ok(Self { major, minor, point }),
            _ => Err(format!("`{text}` is not a version such as 1.2.3")),
        }
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}
