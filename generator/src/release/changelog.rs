//! The change log of a crate: what is not released yet on top, the releases below.

use std::fmt::Write as _;

use super::version::Version;

/// The first lines of the file.
const TITLE: &str = "\
# Change log

What each version means for programs that use the crate.
";

/// The notes of one version.
pub(super) struct Chapter<'c> {
    /// The version.
    pub version: &'c Version,
    /// Why it is this one, a sentence without its period.
    pub reason: &'c str,
    /// The notes, Markdown that starts with an empty line; empty when there is nothing to say.
    pub notes: &'c str,
}

/// The file with a chapter that is not released yet on top of the earlier ones.
pub(super) fn unreleased(chapter: &Chapter<'_>, earlier: &str) -> String {
    let Chapter { version, reason, notes } = chapter;
    let text = format!("## Unreleased\n\nThis will be version {version}: {reason}.\n{notes}");
    with_chapter(&text, earlier)
}

/// The file with a released chapter on top of the earlier ones.
pub(super) fn released(chapter: &Chapter<'_>, date: &str, earlier: &str) -> String {
    let Chapter { version, reason, notes } = chapter;
    let mut text = format!("## {version} ({date})\n");
    if notes.is_empty() {
        let _ = write!(text, "\n{}.\n", capitalised(reason));
    }
    text.push_str(notes);
    with_chapter(&text, earlier)
}

fn with_chapter(chapter: &str, earlier: &str) -> String {
    let rest = earlier.find("\n## ").and_then(|at| earlier.get(at + 1..));
    let mut text = format!("{TITLE}\n{}\n", chapter.trim_end());
    if let Some(rest) = rest {
        let _ = write!(text, "\n{rest}");
    }
    text
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::{Chapter, released, unreleased};
    use crate::release::Version;

    #[test]
    fn earlier_chapters_stay_as_they_are() {
        let first = Version::new(0, 1, 0);
        let chapter = Chapter { version: &first, reason: "the first release", notes: "" };
        let one = released(&chapter, "2026-01-02", "");
        assert!(one.ends_with("\n## 0.1.0 (2026-01-02)\n\nThe first release.\n"), "{one}");
        let second = Version::new(0, 2, 0);
        let notes = "\n### Added\n\n- A `## ` thing.\n";
        let chapter = Chapter { version: &second, reason: "1 change asks for it", notes };
        let two = unreleased(&chapter, &one);
        let (_, below) = two.split_once("- A `## ` thing.\n\n").unwrap();
        assert_eq!(below, "## 0.1.0 (2026-01-02)\n\nThe first release.\n");
        assert!(
            two.contains("## Unreleased\n\nThis will be version 0.2.0: 1 change asks for it.\n")
        );
    }
}
