//! One entry of the report on the page: folded to its sentence, open to everything about it.

use maud::{Markup, html};

use super::text::{prose, rust_page, shown};
use super::{LINE_END, emphasis, place};
use crate::bump::Bump;
use crate::diff::explain;
use crate::diff::report::{Analysis, Entry, ItemChange, words};

/// How many operations are shown without unfolding.
const OPERATIONS: usize = 5;

/// How many public items are shown.
const ITEMS: usize = 12;

/// Writes an entry; `number` names its place on the page.
pub(super) fn render(entry: &Entry, number: usize, open: bool) -> Markup {
    let analysis = match entry.analysis {
        Analysis::Wire => "wire",
        Analysis::PublicApi => "public_api",
    };
    html! {
        details.entry id={ "change-" (number) } data-level=(entry.bump.as_str()) data-analysis=(analysis)
            open[open] {
            summary { (badge(entry.bump)) " " span.sentence { (prose(&entry.sentence)) } }
            div.about { (about(entry, number)) }
        }
    }
}

fn badge(bump: Bump) -> Markup {
    html! { span.badge.(bump.as_str()) { (bump.as_str()) } }
}

fn about(entry: &Entry, number: usize) -> Markup {
    html! {
        p.rule {
            code { (shown(&entry.rule)) } " " code.fingerprint { (shown(&entry.fingerprint)) }
            ": " (shown(&words::verdicts(entry)))
            @if let Some(effect) = words::effect(entry) { "; " (shown(&effect)) }
            ". " a href={ "#change-" (number) } { "Link" }
        }
        @if let Some(text) = explain::rule(&entry.rule) { p.why { (prose(&text.why)) } }
        @if let Some(path) = words::path(entry) { p { "In " (prose(&path)) } }
        (definition(entry))
        (operations(entry))
        @for item in entry.items.iter().take(ITEMS) { (item_change(item)) }
        @if entry.items.len() > ITEMS {
            p { "And " (words::counted(entry.items.len() - ITEMS, "more item", "more items")) "." }
        }
        @for (label, text) in [("Policy: ", &entry.accepted), ("Hint: ", &entry.hint)] {
            @if let Some(text) = text { p.hint { strong { (label) } (prose(text)) } }
        }
    }
}

/// What the definitions say, before and after.
fn definition(entry: &Entry) -> Markup {
    let old = entry.old.as_ref().and_then(|location| location.value.as_deref());
    let new = entry.new.as_ref().and_then(|location| location.value.as_deref());
    let (before, after) = emphasis::compare(old, new);
    let sides = [("Before", "old", &entry.old, before), ("After", "new", &entry.new, after)];
    html! {
        @if entry.old.is_some() || entry.new.is_some() {
            div.sides {
                @for (label, class, location, pieces) in sides {
                    div.side.(class) {
                        h4 { (label) }
                        @if let Some(location) = location {
                            p { (place(location)) }
                            @if location.value.is_some() { pre { (emphasis::render(&pieces)) } }
                        } @else {
                            p.absent { "not there" }
                        }
                    }
                }
            }
        }
    }
}

fn operations(entry: &Entry) -> Markup {
    let line = words::operations(entry, OPERATIONS, str::to_owned);
    html! {
        @if let Some(line) = line {
            @if entry.operations.len() <= OPERATIONS + 1 {
                p { "Affects " (shown(&line)) "." }
            } @else {
                details.operations {
                    summary { "Affects " (shown(&line)) }
                    ul {
                        @for operation in &entry.operations {
                            li { code { (shown(&operation.to_string())) } }
                        }
                    }
                }
            }
        }
    }
}

/// What Rust callers see.
fn item_change(item: &ItemChange) -> Markup {
    let (before, after) = emphasis::compare(item.old.as_deref(), item.new.as_deref());
    html! {
        div.rust {
            p {
                (badge(item.bump)) " " code { (shown(&item.item)) } " "
                a href=[rust_page(item.anchor.as_deref())] { (shown(&item.rule)) }
            }
            pre.diff {
                @for (class, sign, pieces) in [("del", "- ", before), ("add", "+ ", after)] {
                    @if !pieces.is_empty() {
                        span.(class) { (sign) (emphasis::render(&pieces)) } (LINE_END)
                    }
                }
            }
        }
    }
}
