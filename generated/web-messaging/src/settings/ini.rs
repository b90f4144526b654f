//! Reads INI: sections in brackets, keys with `=` or `:`, comments on lines of their own.

use super::entry::{Entry, Place, Scalar};
use super::problem::Problem;

/// The entries of a text, in their order.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Problem> {
    let mut entries = Vec::new();
    let mut section: Option<String> = None;
    for (index, line) in text.lines().enumerate() {
        let content = line.trim();
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let place = || Place::Line(index + 1, indent + 1);
        if content.is_empty() || content.starts_with(['#', ';']) {
            continue;
        }
        if let Some(header) = content.strip_prefix('[') {
            let Some(name) = header.strip_suffix(']') else {
                return Err(Problem::new(
                    place(),
                    "a section must end with a bracket: `[name]`",
                ));
            };
            section = Some(name.trim().to_owned());
            continue;
        }
        let Some((key, value)) = content.split_once(['=', ':']) else {
            return Err(Problem::new(
                place(),
                "a line must be a section, a comment, or a key with its value: `key = value`",
            ));
        };
        let Some(section) = &section else {
            return Err(Problem::new(place(), "a key must stand below a section"));
        };
        entries.push(Entry {
            section: section.clone(),
            key: key.trim().to_owned(),
            value: Scalar::Text(unquoted(value.trim()).to_owned()),
            place: place(),
        });
    }
    Ok(entries)
}

/// A value may stand in quotes, to begin or end with a space.
fn unquoted(value: &str) -> &str {
    let inner = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(value)
}
