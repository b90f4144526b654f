//! The phrases that several formats share, so that all of them say the same.
//!
//! Texts of the definition come out as they are: making them harmless is up to the format, which knows
//! what harms it.

use std::collections::BTreeMap;

use super::{Entry, LegacyLine, Location, Policy, Report};
use crate::PROGRAM;
use crate::bump::Bump;

/// What the old crate calls everything where no lock says so.
const FIRST_VERSION: &str = "as a first version of OLD gives them out";

/// The level, `MAJOR:`, and what it follows from,
/// `2 changes force it; without them it would be minor (0.1.0 -> 0.2.0)`.
pub(super) fn headline(report: &Report) -> [String; 2] {
    let level = report.verdict.bump.as_str().to_uppercase();
    let versions = report.versions.as_ref();
    let versions = versions.map(|versions| format!(" ({} -> {})", versions.old, versions.new));
    let reason = format!("{}{}", report.verdict.reason, versions.unwrap_or_default());
    [format!("{level}:"), reason]
}

/// `configuration: swagger/pets/sdk.toml (OLD is in its folder)`: with which configuration the crates were made, and why.
/// The format says how it shows a name and a text, as neither is ours.
pub(super) fn configuration(
    report: &Report,
    name: impl Fn(&str) -> String,
    text: impl Fn(&str) -> String,
) -> Option<String> {
    let configuration = report.configuration.as_ref()?;
    let file = configuration.file.as_deref().map_or_else(|| "none".to_owned(), name);
    Some(format!("configuration: {file} ({})", text(&configuration.reason)))
}

/// `names: swagger/pets/sdk.lock (OLD is the definition of release 1.2.0)`: what the crate of OLD calls everything, which
/// that of NEW keeps.
pub(super) fn names(
    report: &Report,
    name: impl Fn(&str) -> String,
    text: impl Fn(&str) -> String,
) -> Option<String> {
    let names = report.names.as_ref()?;
    let from = names.lock.as_deref().map_or_else(|| FIRST_VERSION.to_owned(), name);
    Some(format!("names: {from} ({})", text(&names.reason)))
}

/// How a reader learns more about a rule.
pub(super) fn explains() -> String {
    format!("`{PROGRAM} explain RULE` says more about a rule.")
}

/// The phrase as the start of a sentence.
pub(super) fn capital(phrase: &str) -> String {
    let mut characters = phrase.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

/// What each of the judges asks for.
pub(super) fn judges(report: &Report) -> String {
    let verdict = &report.verdict;
    if report.wire_only {
        return format!(
            "wire {}, official rules {}; nobody looked at what Rust callers see",
            verdict.wire, verdict.legacy
        );
    }
    let decides = match report.policy {
        Policy::Rust => "the wire and the Rust compiler decide",
        Policy::Official => "the official rules decide",
    };
    format!(
        "wire {}, rust {}, official rules {}; {decides}",
        verdict.wire, verdict.public_api, verdict.legacy
    )
}

/// `11 operations, 21 models, 2,345 values, 512 items`, and what could not be looked at.
pub(super) fn compared(report: &Report) -> String {
    let compared = &report.compared;
    let left_out = match compared.not_followed {
        0 => String::new(),
        count => {
            let references = counted(count, "reference", "references");
            format!("; not what is behind {references} that cannot be followed")
        }
    };
    let looked_at = [
        counted(compared.operations, "operation", "operations"),
        counted(compared.models, "model", "models"),
        counted(compared.pointers, "value", "values"),
        counted(compared.items, "item", "items"),
    ];
    looked_at.join(", ") + &left_out
}

/// Whether there was anything to look at.
pub(super) fn nothing_was_compared(report: &Report) -> bool {
    let compared = &report.compared;
    compared.operations == 0 && compared.models == 0 && compared.pointers == 0
}

/// Whether the generated code differs, as a sentence without its period.
pub(super) fn code(report: &Report) -> &'static str {
    if report.wire_only {
        return "No code was generated";
    }
    if report.verdict.code_differs {
        "The generated code differs"
    } else {
        "The generated code is the same"
    }
}

/// `minor, 3 lines (1 minor, 2 point)`; what the official rules say.
pub(super) fn legacy(report: &Report) -> String {
    if report.legacy.is_empty() {
        return format!("{}, they see nothing", report.verdict.legacy);
    }
    let mut impacts: Vec<(&str, usize)> = Vec::new();
    for known in ["major", "minor", "point"] {
        impacts.push((known, 0));
    }
    for line in &report.legacy {
        match impacts.iter_mut().find(|(impact, _)| *impact == line.impact) {
            Some((_, count)) => *count += 1,
            None => impacts.push((&line.impact, 1)),
        }
    }
    let counts = impacts.iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(impact, count)| format!("{} {impact}", number(*count))).collect();
    let lines = counted(report.legacy.len(), "line", "lines");
    format!("{}, {lines} ({})", report.verdict.legacy, counts.join(", "))
}

/// The lines of the official rules below what they are listed under, in the order of first appearance.
pub(super) fn legacy_groups(report: &Report) -> Vec<(&str, Vec<&LegacyLine>)> {
    grouped(report.legacy.iter(), |line| line.group.as_str())
}

/// `14 differences: the order of keys (12), the description of a tag (2)`; nothing when none was ignored.
pub(super) fn ignored(report: &Report) -> Option<String> {
    let total: usize = report.ignored.iter().map(|ignored| ignored.count).sum();
    if report.ignored.is_empty() {
        return None;
    }
    let reasons = report.ignored.iter();
    let reasons: Vec<String> =
        reasons.map(|ignored| format!("{} ({})", ignored.reason, number(ignored.count))).collect();
    Some(format!("{}: {}", counted(total, "difference", "differences"), reasons.join(", ")))
}

/// What it means that a difference is not covered.
pub(super) fn uncovered(report: &Report) -> Option<String> {
    let count = report.uncovered.len();
    (count > 0).then(|| {
        format!(
            "{} that no rule knows: the verdict may be too low; please report this defect",
            counted(count, "difference", "differences")
        )
    })
}

/// `These 2 changes force major`.
pub(super) fn forcing(report: &Report, count: usize) -> String {
    let bump = report.verdict.bump;
    match count {
        1 => format!("This change forces {bump}"),
        _ => format!("These {} changes force {bump}", number(count)),
    }
}

/// `3 major, 1 minor`: how many entries there are of each level.
pub(super) fn levels(entries: &[&Entry]) -> String {
    let mut counts: BTreeMap<Bump, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.bump).or_default() += 1;
    }
    let counts = counts.iter().rev();
    let counts: Vec<String> =
        counts.map(|(bump, count)| format!("{} {}", number(*count), level(*bump))).collect();
    counts.join(", ")
}

/// The level of an entry, as an adjective.
fn level(bump: Bump) -> &'static str {
    match bump {
        Bump::None => "without effect",
        other => other.as_str(),
    }
}

/// `wire major, rust minor`.
pub(super) fn verdicts(entry: &Entry) -> String {
    format!("wire {}, rust {}", entry.wire, entry.public_api)
}

/// What an old program feels, as a sentence without its period; nothing when it feels nothing.
pub(super) fn effect(entry: &Entry) -> Option<String> {
    let feels = entry.effect != crate::changes::Effect::Nothing;
    feels.then(|| format!("an old program {}", entry.effect.phrase()))
}

/// `11 operations: GET /a, GET /b and 9 more`, and the same of messages; nothing for a change that nobody feels, or
/// that is about the only one that feels it. `name` writes the name of an operation or a message.
pub(super) fn operations(
    entry: &Entry,
    most: usize,
    name: impl Fn(&str) -> String,
) -> Option<String> {
    let operations: Vec<String> = entry.operations.iter().map(ToString::to_string).collect();
    let messages: Vec<String> = entry.messages.iter().map(ToString::to_string).collect();
    if let ([only], []) | ([], [only]) = (operations.as_slice(), messages.as_slice())
        && *only == entry.subject
    {
        return None;
    }
    let told = [(operations, "operation", "operations"), (messages, "message", "messages")];
    let told =
        told.into_iter().filter(|(names, ..)| !names.is_empty()).map(|(names, one, many)| {
            let names: Vec<String> = names.iter().map(|text| name(text)).collect();
            format!("{}: {}", counted(names.len(), one, many), some_of(&names, most))
        });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// `a, b and 9 more`.
pub(super) fn some_of(names: &[String], most: usize) -> String {
    // One more fits in the place of the words that would say that there is one more.
    if names.len() <= most + 1 {
        return names.join(", ");
    }
    let shown: Vec<&str> = names.iter().take(most).map(String::as_str).collect();
    format!("{} and {} more", shown.join(", "), number(names.len() - most))
}

/// Where in the subject, outermost first; nothing for the subject itself.
pub(super) fn path(entry: &Entry) -> Option<String> {
    (!entry.path.is_empty()).then(|| entry.path.join(" > "))
}

/// `file:line:column`.
pub(super) fn place(location: &Location) -> String {
    format!("{}:{}:{}", location.file, location.line, location.column)
}

/// The pointer, or what stands for the empty one.
pub(super) fn pointer(location: &Location) -> &str {
    if location.pointer.is_empty() { "(the whole document)" } else { &location.pointer }
}

/// The entries that force the verdict, and the others, each in the order of the report.
pub(super) fn split(report: &Report) -> (Vec<&Entry>, Vec<&Entry>) {
    report.entries.iter().partition(|entry| entry.forces)
}

/// The entries of each item, items in the order of first appearance.
pub(super) fn by_subject<'a>(entries: &[&'a Entry]) -> Vec<(&'a str, Vec<&'a Entry>)> {
    grouped(entries.iter().copied(), |entry| entry.subject.as_str())
}

fn grouped<'a, T>(
    all: impl Iterator<Item = &'a T>,
    key: impl Fn(&'a T) -> &'a str,
) -> Vec<(&'a str, Vec<&'a T>)> {
    let mut groups: indexmap::IndexMap<&str, Vec<&T>> = indexmap::IndexMap::new();
    for one in all {
        groups.entry(key(one)).or_default().push(one);
    }
    groups.into_iter().collect()
}

/// `1 change`, `2,345 changes`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// A number with a comma after each three digits.
pub(super) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{number, some_of};

    #[test]
    fn numbers_have_commas() {
        let numbers = [0, 12, 999, 1000, 12_345, 1_234_567].map(number);
        assert_eq!(numbers, ["0", "12", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn long_lists_are_cut() {
        let names: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        assert_eq!(some_of(&names, 2), "a, b and 2 more");
        assert_eq!(some_of(&names, 3), "a, b, c, d");
        assert_eq!(some_of(&names, 9), "a, b, c, d");
        assert_eq!(some_of(&[], 2), "");
    }
}
