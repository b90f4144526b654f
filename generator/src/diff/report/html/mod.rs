//! The report as one page to read in a browser: self-contained, without network, readable without script.
//!
//! maud escapes whatever is put into the page, so that text cannot become markup; only what is written here and
//! in the files of this folder is `PreEscaped`. The style and the script are put into the page as they are; a
//! security policy with their hashes keeps the browser from running anything else.

mod code;
mod emphasis;
mod entry;
mod text;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use self::text::{prose, shown};
use super::{Entry, Location, Policy, Report, groups, words};
use crate::PROGRAM;

const STYLE: PreEscaped<&str> = PreEscaped(include_str!("page.css"));
const SCRIPT: PreEscaped<&str> = PreEscaped(include_str!("page.js"));

/// The end of a line of the page, for those who read its source.
const LINE_END: PreEscaped<&str> = PreEscaped("\n");

/// Writes the report.
pub(super) fn render(report: &Report) -> String {
    let page = html! {
        (DOCTYPE) (LINE_END)
        html lang="en" {
            (head(report))
            body { (body(report)) }
        }
        (LINE_END)
    };
    page.into_string()
}

fn head(report: &Report) -> Markup {
    let level = report.verdict.bump.as_str().to_uppercase();
    // Nothing but the style and the script of these hashes.
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE.0),
        hash(SCRIPT.0)
    );
    html! {
        head {
            meta charset="utf-8"; (LINE_END)
            meta http-equiv="Content-Security-Policy" content=(policy); (LINE_END)
            meta name="viewport" content="width=device-width, initial-scale=1"; (LINE_END)
            meta name="color-scheme" content="light dark"; (LINE_END)
            title { (shown(&format!("{level}: {}", report.new.title))) }
            style { (STYLE) }
        }
        (LINE_END)
    }
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

fn body(report: &Report) -> Markup {
    let official_first = report.policy == Policy::Official;
    html! {
        (LINE_END)
        a.skip href="#changes" { "Skip to the changes" } (LINE_END)
        (banner(report))
        main {
            (warnings(report))
            (facts(report))
            @if official_first { (official(report)) }
            @if !report.entries.is_empty() { (filter()) }
            div #changes { (LINE_END) (changes(report)) } (LINE_END)
            @if !official_first { (official(report)) }
            (ignored(report))
            @if let Some(diff) = &report.code { (code::render(diff)) }
        }
        @if !report.entries.is_empty() {
            (LINE_END)
            footer { p { code { (PROGRAM) " explain RULE" } " says more about a rule." } }
        }
        (LINE_END)
        script { (SCRIPT) } (LINE_END)
    }
}

/// The controls that the script brings to life; hidden without it.
fn filter() -> Markup {
    let choice = |name: &str, value: &str, label: &str| {
        html! { label { input type="checkbox" name=(name) value=(value) checked; " " (label) } }
    };
    html! {
        (LINE_END)
        form #filter role="search" hidden {
            (LINE_END)
            label.search { "Search " input type="search" id="search" autocomplete="off"; } (LINE_END)
            fieldset {
                legend { "Level" }
                @for level in ["major", "minor", "patch", "none"] { (choice("level", level, level)) }
            }
            (LINE_END)
            fieldset {
                legend { "Cause" }
                (choice("analysis", "wire", "definition"))
                (choice("analysis", "public_api", "generated code only"))
            }
            (LINE_END)
            p {
                button #open-all type="button" { "Open all" } " "
                button #close-all type="button" { "Close all" } " "
                output #shown aria-live="polite" {}
            }
            (LINE_END)
        }
        (LINE_END)
    }
}

fn banner(report: &Report) -> Markup {
    let verdict = &report.verdict;
    let made_with =
        [words::configuration, words::names].map(|of| of(report, str::to_owned, str::to_owned));
    html! {
        header.banner.(verdict.bump.as_str()) {
            h1 {
                strong { (verdict.bump.as_str().to_uppercase()) } " "
                span { (prose(&verdict.reason)) }
            }
            @if let Some(versions) = &report.versions {
                p.versions { code { (shown(&versions.old)) } " → " code { (shown(&versions.new)) } }
            }
            @for text in made_with.iter().flatten() {
                p { (shown(&words::capital(text))) "." }
            }
            p { (shown(&words::capital(&words::judges(report)))) "." }
        }
        (LINE_END)
    }
}

fn warnings(report: &Report) -> Markup {
    html! {
        @if words::nothing_was_compared(report) {
            p.alarm role="alert" { "Nothing was compared." } (LINE_END)
        }
        @if let Some(warning) = words::uncovered(report) {
            div.alarm role="alert" {
                p { (shown(&warning)) "." }
                ul { @for location in &report.uncovered { li { (place(location)) } } }
            }
            (LINE_END)
        }
    }
}

/// What was compared.
fn facts(report: &Report) -> Markup {
    html! {
        dl.facts {
            @for (label, input) in [("Old", &report.old), ("New", &report.new)] {
                dt { (label) }
                dd {
                    code { (shown(&input.name)) }
                    " " (shown(&input.title)) ", version " (shown(&input.version))
                }
            }
            dt { "Compared" }
            dd { (words::compared(report)) }
            dt { "Code" }
            dd { (words::code(report)) "." }
        }
        (LINE_END)
    }
}

fn changes(report: &Report) -> Markup {
    let (forcing, rest) = words::split(report);
    let also = if forcing.is_empty() { "Changes" } else { "Also changed" };
    let mut room = Room { bytes: MOST, next: 0, left_out: 0 };
    let first = room.section(&words::forcing(report, forcing.len()), &forcing, true);
    let second = room.section(&format!("{also}: {}", words::levels(&rest)), &rest, false);
    html! {
        @if report.entries.is_empty() {
            p { "No change in what was compared: " (words::compared(report)) "." } (LINE_END)
        }
        (first)
        (second)
        @if room.left_out > 0 {
            p.alarm {
                (words::counted(room.left_out, "change is", "changes are"))
                " not shown, so that the page stays quick to open. The format " code { "json" }
                " and " code { "--level all" } " have all of them."
            }
            (LINE_END)
        }
    }
}

/// How many bytes of entries a page has.
const MOST: usize = 300_000;

/// What is left of a page.
struct Room {
    bytes: usize,
    /// The number of the next entry.
    next: usize,
    left_out: usize,
}

impl Room {
    /// Entries by their subjects, those first that say the same of many.
    fn section(&mut self, heading: &str, entries: &[&Entry], open: bool) -> Markup {
        if entries.is_empty() {
            return Markup::default();
        }
        let (common, alone) = groups::split(entries);
        let common = common.into_iter().map(|group| {
            let places = group.places(PLACES, str::to_owned);
            self.item(&places, &[group.sample], open, group.entries.len())
        });
        let common: Vec<Markup> = common.collect();
        let subjects = words::by_subject(&alone).into_iter();
        let alone = subjects.map(|(subject, entries)| self.item(subject, &entries, open, 1));
        let items: Vec<Markup> = common.into_iter().chain(alone).collect();
        html! {
            section {
                h2 { (shown(heading)) }
                @for item in items { (item) }
            }
            (LINE_END)
        }
    }

    /// What happened to one item, as far as it fits; each entry stands for so many.
    fn item(&mut self, heading: &str, entries: &[&Entry], open: bool, stands_for: usize) -> Markup {
        let mut fitting = Vec::with_capacity(entries.len());
        for entry in entries {
            let markup = entry::render(entry, self.next, open);
            if self.left_out > 0 || markup.0.len() > self.bytes {
                self.left_out += stands_for;
                continue;
            }
            self.bytes -= markup.0.len();
            self.next += 1;
            fitting.push(markup);
        }
        html! {
            @if !fitting.is_empty() {
                (LINE_END)
                section.item {
                    h3 { code { (shown(heading)) } }
                    @for entry in fitting { (LINE_END) (entry) }
                }
            }
        }
    }
}

/// How many places of a change that many have in common are named.
const PLACES: usize = 8;

/// A place of one of the definitions.
fn place(location: &Location) -> Markup {
    html! {
        code.place { (shown(&words::place(location))) } " "
        code.pointer { (shown(words::pointer(location))) }
    }
}

fn official(report: &Report) -> Markup {
    // Where they decide, they are what a reader wants to see.
    let open = report.policy == Policy::Official;
    html! {
        section {
            h2 { "Official rules" }
            p { (shown(&words::capital(&words::legacy(report)))) "." }
            @if !report.legacy.is_empty() {
                details open[open] {
                    summary { "Line by line" }
                    @for (group, lines) in words::legacy_groups(report) {
                        h3 { code { (shown(group)) } }
                        ul {
                            @for line in lines {
                                li { span.badge { (shown(&line.impact)) } " " (prose(&line.text)) }
                            }
                        }
                    }
                }
            }
        }
        (LINE_END)
    }
}

fn ignored(report: &Report) -> Markup {
    html! {
        @if !report.ignored.is_empty() {
            section {
                h2 { "Differences that mean nothing" }
                ul {
                    @for ignored in &report.ignored {
                        li { (words::number(ignored.count)) " " (prose(&ignored.reason)) }
                    }
                }
            }
            (LINE_END)
        }
    }
}
