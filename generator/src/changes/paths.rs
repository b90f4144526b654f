//! Paths as the comparison sees them: the names of placeholders do not travel.

use crate::api::{PathPart, PathTemplate};

/// The text of a path without the names of its placeholders.
pub(super) fn anonymous(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => text.as_str(),
        PathPart::Parameter(_) => "{}",
    });
    parts.collect()
}
