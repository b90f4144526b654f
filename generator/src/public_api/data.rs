//! A public API as data: what a release keeps of it, so that the next version can be compared with it.
//!
//! One JSON value per line: first the facts about the crate, then one item after the other, in the order of
//! [`PublicApi`], each in its form (`form.rs`). So a release moves only the lines of what it changed, and damage
//! is reported with its line.

use super::PublicApi;
use super::item::Item;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position};

impl PublicApi {
    /// The whole of it as lines of JSON.
    pub fn to_data(&self) -> String {
        // A line that could not be written would be missed when the file is read.
        let line = |written: serde_json::Result<String>| written.unwrap_or_default() + "\n";
        let head = line(serde_json::to_string(self));
        self.items.iter().fold(head, |data, item| data + &line(serde_json::to_string(item)))
    }

    /// Reads what [`Self::to_data`] wrote. `name` is that of the file, for reports; every line that is not
    /// one of such a file is reported.
    pub fn from_data(name: &str, data: &str) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::default();
        let mut damaged = |index: usize, problem: &serde_json::Error| {
            let message = format!("Not an item of a public API: {}.", reason(problem));
            let position = Position { line: index + 1, column: problem.column().max(1) };
            problems.push(damage(&message).in_text(name, data, position));
        };
        let mut lines = data.lines().enumerate();
        let mut public_api = Self::default();
        if let Some((index, line)) = lines.next() {
            match serde_json::from_str(line) {
                Ok(head) => public_api = head,
                Err(problem) => damaged(index, &problem),
            }
        }
        for (index, line) in lines {
            match serde_json::from_str::<Item>(line) {
                Ok(item) => public_api.items.push(item),
                Err(problem) => damaged(index, &problem),
            }
        }
        if data.is_empty() {
            problems.push(damage("The public API of the last release is empty.").in_file(name));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        public_api.sort();
        Ok(public_api)
    }
}

/// What serde says is wrong, without the place, which the report shows in its own way.
fn reason(problem: &serde_json::Error) -> String {
    let text = problem.to_string();
    let place = format!(" at line {} column {}", problem.line(), problem.column());
    text.strip_suffix(&place).map(str::to_owned).unwrap_or(text)
}

fn damage(message: &str) -> Diagnostic {
    let help = "Restore the file (`git checkout`); only a release writes it.";
    Diagnostic::new(Code::DamagedListing, message).help(help)
}
