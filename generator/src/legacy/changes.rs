//! What the comparison found, in the order in which the official differ keeps it.

use indexmap::IndexMap;
use serde::Serialize;

use super::javascript::in_key_order;
use crate::bump::Bump;

/// What a change means for the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// The third number moves.
    Point,
    /// The second number moves.
    Minor,
    /// The first number moves.
    Major,
}

impl Impact {
    /// All of them, in the order of the release notes.
    pub const ALL: [Self; 3] = [Self::Major, Self::Minor, Self::Point];

    /// The name in small letters.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Point => "point",
        }
    }

    /// How far one change of this kind moves the version.
    pub fn bump(self) -> Bump {
        match self {
            Self::Major => Bump::Major,
            Self::Minor => Bump::Minor,
            Self::Point => Bump::Patch,
        }
    }
}

/// One line of the release notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The path, the operation (`GET /path`) or the model that the line stands under.
    pub group: String,
    /// What it means for the version.
    pub impact: Impact,
    /// The line.
    pub text: String,
}

/// How many changes there are of each impact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names are the impacts")]
pub struct Counts {
    pub major: usize,
    pub minor: usize,
    pub point: usize,
}

/// All changes between two definitions, by group.
///
/// The groups come in the order in which they were first mentioned, those that are array indices before
/// the others. Inside a group the changes come in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    groups: IndexMap<String, Vec<Change>>,
}

impl FromIterator<Change> for Changes {
    fn from_iter<I: IntoIterator<Item = Change>>(changes: I) -> Self {
        let mut found = Self::default();
        for Change { group, impact, text } in changes {
            found.add(&group, impact, text);
        }
        found
    }
}

impl Changes {
    /// Adds a change to its group.
    pub(super) fn add(&mut self, group: &str, impact: Impact, text: impl Into<String>) {
        let change = Change { group: group.to_owned(), impact, text: text.into() };
        self.groups.entry(group.to_owned()).or_default().push(change);
    }

    /// Brings the groups into their final order.
    pub(super) fn ordered(self) -> Self {
        Self { groups: in_key_order(self.groups.into_iter()).into_iter().collect() }
    }

    /// Whether there is no change.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The changes, group after group.
    pub fn iter(&self) -> impl Iterator<Item = &Change> {
        self.groups.values().flatten()
    }

    /// The groups, each with its changes of one impact; groups without any are left out.
    pub fn groups(&self, impact: Impact) -> impl Iterator<Item = (&str, Vec<&Change>)> {
        self.groups.iter().filter_map(move |(group, changes)| {
            let changes: Vec<_> = changes.iter().filter(|one| one.impact == impact).collect();
            (!changes.is_empty()).then_some((group.as_str(), changes))
        })
    }

    /// How many changes there are of one impact.
    pub fn count(&self, impact: Impact) -> usize {
        self.iter().filter(|change| change.impact == impact).count()
    }

    /// How many changes there are of each impact.
    pub fn counts(&self) -> Counts {
        Counts {
            major: self.count(Impact::Major),
            minor: self.count(Impact::Minor),
            point: self.count(Impact::Point),
        }
    }

    /// How far the version moves: as far as the gravest change says, however many there are.
    pub fn verdict(&self) -> Bump {
        self.iter().map(|change| change.impact.bump()).max().unwrap_or_default()
    }
}
