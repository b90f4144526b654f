//! How far a version number moves.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How far a version number moves, smallest first.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Not at all.
    #[default]
    None,
    /// Nothing that a caller could use or miss: documentation, behaviour inside.
    Patch,
    /// Something new; whoever compiled before still does.
    Minor,
    /// Something that compiled, or worked on the wire, no longer does.
    Major,
}

impl Bump {
    /// All of them, smallest first.
    pub const ALL: [Self; 4] = [Self::None, Self::Patch, Self::Minor, Self::Major];

    /// The name in small letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Bump {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for Bump {
    type Err = String;

    /// Reads the name in small letters; the error says which names there are.
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|bump| bump.as_str() == text);
        found.ok_or_else(|| format!("`{text}` is not one of none, patch, minor and major"))
    }
}
