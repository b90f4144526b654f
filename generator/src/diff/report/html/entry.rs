//! One entry of the report on the page: folded to its sentence, open to everything about it.

use super::element::{Attribute, Page, class};
use super::{emphasis, level, place};
use crate::bump::Bump;
use crate::diff::explain;
use crate::diff::report::{Entry, ItemChange, Lane, words};

/// How many operations are shown without unfolding.
const OPERATIONS: usize = 5;

/// Writes an entry; `number` names its place on the page.
pub(super) fn render(page: &mut Page, entry: &Entry, number: usize, open: bool) {
    let lane = match entry.lane {
        Lane::Wire => "wire",
        Lane::PublicApi => "public_api",
    };
    let mut attributes = vec![
        class("entry"),
        Attribute::Id(number),
        Attribute::Fixed("data-level", level(entry.bump)),
        Attribute::Fixed("data-lane", lane),
    ];
    if open {
        attributes.push(Attribute::Flag("open"));
    }
    page.element("details", &attributes, |page| {
        page.element("summary", &[], |page| {
            badge(page, entry.bump);
            page.text(" ");
            page.element("span", &[class("sentence")], |page| page.prose(&entry.sentence));
        });
        page.element("div", &[class("about")], |page| about(page, entry, number));
    });
}

fn badge(page: &mut Page, bump: Bump) {
    let classes = match bump {
        Bump::Major => "badge major",
        Bump::Minor => "badge minor",
        Bump::Patch => "badge patch",
        Bump::None => "badge none",
    };
    page.leaf("span", &[class(classes)], level(bump));
}

fn about(page: &mut Page, entry: &Entry, number: usize) {
    page.element("p", &[class("rule")], |page| {
        page.leaf("code", &[], &entry.rule);
        page.text(" ");
        page.leaf("code", &[class("fingerprint")], &entry.fingerprint);
        page.text(&format!(": {}", words::verdicts(entry)));
        if let Some(effect) = words::effect(entry) {
            page.text(&format!("; {effect}"));
        }
        page.text(". ");
        page.element("a", &[Attribute::Link(number)], |page| page.text("Link"));
    });
    if let Some(text) = explain::rule(&entry.rule) {
        page.element("p", &[class("why")], |page| page.prose(&text.why));
    }
    if let Some(path) = words::path(entry) {
        page.element("p", &[], |page| {
            page.text("In ");
            page.prose(&path);
        });
    }
    definition(page, entry);
    operations(page, entry);
    for item in &entry.items {
        item_change(page, item);
    }
    for (label, text) in [("Policy: ", &entry.accepted), ("Hint: ", &entry.hint)] {
        let Some(text) = text else { continue };
        page.element("p", &[class("hint")], |page| {
            page.leaf("strong", &[], label);
            page.prose(text);
        });
    }
}

/// What the definitions say, before and after.
fn definition(page: &mut Page, entry: &Entry) {
    let old = entry.old.as_ref().and_then(|location| location.value.as_deref());
    let new = entry.new.as_ref().and_then(|location| location.value.as_deref());
    let (before, after) = emphasis::compare(old, new);
    let sides =
        [("Before", "side old", &entry.old, before), ("After", "side new", &entry.new, after)];
    if entry.old.is_none() && entry.new.is_none() {
        return;
    }
    page.element("div", &[class("sides")], |page| {
        for (label, classes, location, pieces) in sides {
            page.element("div", &[class(classes)], |page| {
                page.leaf("h4", &[], label);
                let Some(location) = location else {
                    page.leaf("p", &[class("absent")], "not there");
                    return;
                };
                page.element("p", &[], |page| place(page, location));
                if location.value.is_some() {
                    page.element("pre", &[], |page| emphasis::render(page, &pieces));
                }
            });
        }
    });
}

fn operations(page: &mut Page, entry: &Entry) {
    let Some(line) = words::operations(entry, OPERATIONS, str::to_owned) else { return };
    if entry.operations.len() <= OPERATIONS + 1 {
        page.leaf("p", &[], &format!("Affects {line}."));
        return;
    }
    page.element("details", &[class("operations")], |page| {
        page.leaf("summary", &[], &format!("Affects {line}"));
        page.element("ul", &[], |page| {
            for operation in &entry.operations {
                page.element("li", &[], |page| page.leaf("code", &[], &operation.to_string()));
            }
        });
    });
}

/// What Rust callers see.
fn item_change(page: &mut Page, item: &ItemChange) {
    let (before, after) = emphasis::compare(item.old.as_deref(), item.new.as_deref());
    page.element("div", &[class("rust")], |page| {
        page.element("p", &[], |page| {
            badge(page, item.bump);
            page.text(" ");
            page.leaf("code", &[], &item.item);
            page.text(" ");
            let link = item.anchor.as_deref().map(Attribute::RustPage);
            page.leaf("a", link.as_slice(), &item.rule);
        });
        page.element("pre", &[class("diff")], |page| {
            for (classes, sign, pieces) in [("del", "- ", before), ("add", "+ ", after)] {
                if !pieces.is_empty() {
                    page.element("span", &[class(classes)], |page| {
                        page.text(sign);
                        emphasis::render(page, &pieces);
                    });
                    page.end_line();
                }
            }
        });
    });
}
