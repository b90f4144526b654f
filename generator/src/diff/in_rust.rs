//! What the example of a rule of the wire analysis does to Rust callers.

use std::fmt::Write as _;

use super::assemble::{Options, diff};
use super::report::Policy;
use crate::changes::rules;
use crate::config::Config;
use crate::generate::TemplateTree;
use crate::source::SourceText;

/// What Rust callers see of the example of a rule of the wire analysis: a crate is made of each of its two
/// definitions. `None`: nothing.
pub fn in_rust(id: &str, templates: &TemplateTree) -> Option<String> {
    let text = |name: &str, text: &str| SourceText::new(name, text);
    let [old, new] = rules::example(id)?;
    let options = Options {
        config: Config::default(),
        templates: templates.clone(),
        policy: Policy::Rust,
        code: false,
        today: None,
    };
    let outcome = diff(&text("old.yaml", old), &text("new.yaml", new), &options).ok()?;
    let items = outcome.report.entries.iter().flat_map(|entry| &entry.items);
    let mut text = String::new();
    for item in items {
        for (sign, line) in [('-', &item.old), ('+', &item.new)] {
            if let Some(line) = line {
                let _ = writeln!(text, "  {sign} {line}");
            }
        }
    }
    (!text.is_empty()).then(|| format!("\nIn Rust:\n{text}"))
}
