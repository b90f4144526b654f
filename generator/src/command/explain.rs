//! `explain` and `schema`: what the generator can say about itself.

use std::process::ExitCode;

use super::terminal;
use crate::diagnostic::Code;
use crate::diff::report::Detail;
use crate::diff::{explain as rules, in_rust, report};
use crate::nearest::nearest;
use crate::templates;

/// Says what the code of a diagnostic, or a rule of `diff`, means; without a name, which there are.
pub fn explain(name: Option<&str>) -> ExitCode {
    let Some(name) = name else { return terminal::print(&all()) };
    if let Some(mut text) = explanation(name) {
        text.extend(in_rust(name, &templates::embedded()));
        return terminal::print(&report::folded(
            &text,
            terminal::style(None, Detail::default()).width,
        ));
    }
    let shown = report::visible(name);
    let known = match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("these are known:\n  {}", names().collect::<Vec<_>>().join("\n  ")),
    };
    eprintln!("there is no code and no rule `{shown}`; {known}");
    ExitCode::from(2)
}

/// Prints the JSON Schema of the reports of `diff`.
pub fn schema() -> ExitCode {
    terminal::print(report::SCHEMA)
}

/// A line for each thing that can be explained.
fn all() -> String {
    let width = names().map(str::len).max().unwrap_or_default();
    let codes = Code::ALL.iter().map(|code| {
        let first = code.explanation().split_inclusive(". ").next().unwrap_or_default();
        let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("  {:width$}  {}: {first}\n", code.name(), code.severity())
    });
    let rules = rules::titles().map(|(id, title)| format!("  {id:width$}  {title}\n"));
    let mut text = "Errors and warnings:\n".to_owned();
    text.extend(codes);
    text.push_str("\nRules of `diff`:\n");
    text.extend(rules);
    text
}

fn explanation(name: &str) -> Option<String> {
    let code = Code::from_name(name)
        .map(|code| format!("{code} ({})\n\n{}\n", code.severity(), code.explanation()));
    code.or_else(|| rules::explain(name))
}

/// Everything that can be explained.
fn names() -> impl Iterator<Item = &'static str> {
    Code::ALL.iter().map(|code| code.name()).chain(rules::ids())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{explanation, names};

    #[test]
    fn the_list_has_every_name() {
        let list = super::all();
        for name in names() {
            assert!(
                list.lines().any(|line| line.split_whitespace().next() == Some(name)),
                "{name}"
            );
        }
    }

    #[test]
    fn every_name_has_one_explanation() {
        let all: BTreeSet<&str> = names().collect();
        assert_eq!(all.len(), names().count(), "a name stands for two things");
        for name in all {
            assert!(explanation(name).unwrap().starts_with(name));
        }
    }
}
