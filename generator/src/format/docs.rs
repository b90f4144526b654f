//! Documentation, put aside while the code around it is parsed and printed.
//!
//! Half of a rendered file is documentation. As attributes, each with a text, it was most of the work of lexing,
//! parsing and printing, and none of it changes. So a number stands for each run of its lines in the meantime.
//!
//! What looks like documentation may be the middle of a string. A number is put back only where the parser has seen
//! documentation of something, and where all of them were seen and each is printed once: otherwise the file is
//! formatted as it stands.

use std::collections::BTreeSet;

/// Where documentation starts: outer, inner.
const MARKS: [&str; 2] = ["///", "//!"];

/// The runs of documentation of a file, by their numbers.
pub(super) struct Docs<'t> {
    runs: Vec<Vec<&'t str>>,
}

impl<'t> Docs<'t> {
    /// Takes the documentation out of a text; the rest has a line with a number for each run of it.
    pub(super) fn put_aside(text: &'t str) -> (String, Self) {
        let mut rest = String::with_capacity(text.len() / 2);
        let mut runs: Vec<Vec<&str>> = Vec::new();
        let mut mark_before = None;
        for line in text.split_inclusive('\n') {
            let mark = mark(line);
            match (mark, runs.last_mut()) {
                (Some(_), Some(run)) if mark == mark_before => run.push(trimmed(line)),
                (Some(mark), _) => {
                    rest.push_str(mark);
                    rest.push_str(&runs.len().to_string());
                    rest.push('\n');
                    runs.push(vec![trimmed(line)]);
                }
                (None, _) => rest.push_str(line),
            }
            mark_before = mark;
        }
        (rest, Self { runs })
    }

    /// Puts it back into the printed rest. `seen` are the numbers that are documentation of something; `None` unless
    /// these are all, and each is printed once.
    pub(super) fn put_back(&self, printed: &str, seen: &BTreeSet<usize>) -> Option<String> {
        let length: usize = self.runs.iter().flatten().map(|line| line.len() + 5).sum();
        let mut text = String::with_capacity(printed.len() + length);
        let mut open = seen.clone();
        for line in printed.split_inclusive('\n') {
            let code = line.trim_start_matches(' ');
            let number = MARKS.iter().find_map(|mark| number(code.strip_prefix(mark)?.trim_end()));
            let Some(number) = number else {
                text.push_str(line);
                continue;
            };
            if !open.remove(&number) {
                return None;
            }
            let indentation = line.get(..line.len() - code.len()).unwrap_or_default();
            for documentation in self.runs.get(number)? {
                text.push_str(indentation);
                text.push_str(documentation);
                text.push('\n');
            }
        }
        (open.is_empty() && seen.len() == self.runs.len()).then_some(text)
    }
}

/// The number that stands for a run of documentation.
pub(super) fn number(text: &str) -> Option<usize> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A line as it is printed, without its indentation.
fn trimmed(line: &str) -> &str {
    line.trim_matches([' ', '\n'])
}

/// The mark of a line that is nothing but documentation. Four slashes are a comment, and a carriage return is none of
/// its characters.
fn mark(line: &str) -> Option<&'static str> {
    let code = line.trim_start_matches(' ');
    let is_comment = code.starts_with("////") || code.contains('\r');
    MARKS.into_iter().find(|mark| code.starts_with(mark)).filter(|_| !is_comment)
}
