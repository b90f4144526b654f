//! The difference of two crates as one unified diff.

use std::collections::BTreeSet;

use similar::TextDiff;

use crate::render::FileSet;

/// What stands for a file that is not there.
const ABSENT: &str = "/dev/null";

/// The unified diff of all files, by path; empty when the crates are the same.
pub(super) fn unified(old: &FileSet, new: &FileSet) -> String {
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut text = String::new();
    for path in paths {
        let (before, after) = (old.get(path), new.get(path));
        let [before_text, after_text] =
            [before, after].map(|file| file.map_or("", |file| file.text.as_str()));
        if before_text == after_text && before.is_some() == after.is_some() {
            continue;
        }
        let before = before.map_or(ABSENT.to_owned(), |_| format!("a/{path}"));
        let after = after.map_or(ABSENT.to_owned(), |_| format!("b/{path}"));
        let diff = TextDiff::from_lines(before_text, after_text);
        let diff = diff.unified_diff().context_radius(3).header(&before, &after).to_string();
        text.push_str(&diff);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::unified;
    use crate::render::{File, FileSet};

    fn files(all: &[(&str, &str)]) -> FileSet {
        let file = |text: &str| File { text: text.to_owned(), template: None, announced: vec![] };
        all.iter().map(|(path, text)| ((*path).to_owned(), file(text))).collect()
    }

    #[test]
    fn names_what_came_and_went() {
        let old = files(&[("a", "1\n"), ("b", "1\n"), ("c", "same\n")]);
        let new = files(&[("a", "2\n"), ("c", "same\n"), ("d", "new\n")]);
        assert_eq!(
            unified(&old, &new),
            "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+2\n\
             --- a/b\n+++ /dev/null\n@@ -1 +0,0 @@\n-1\n\
             --- /dev/null\n+++ b/d\n@@ -0,0 +1 @@\n+new\n"
        );
        assert_eq!(unified(&old, &old), "");
    }
}
