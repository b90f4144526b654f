//! The report as one page to read in a browser: self-contained, without network, readable without script.
//!
//! The style and the script are files of this folder, put into the page as they are; a security policy with
//! their hashes keeps the browser from running anything else.

mod code;
mod element;
mod emphasis;
mod entry;

use sha2::{Digest as _, Sha256};

use self::element::{Attribute, Page, class};
use super::{Entry, Location, Policy, Report, words};
use crate::bump::Bump;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the report.
pub(super) fn render(report: &Report) -> String {
    let mut page = Page::default();
    page.fixed("<!doctype html>\n");
    page.element("html", &[Attribute::Fixed("lang", "en")], |page| {
        head(page, report);
        page.element("body", &[], |page| body(page, report));
    });
    page.end_line();
    page.finish()
}

fn head(page: &mut Page, report: &Report) {
    page.element("head", &[], |page| {
        page.fixed("<meta charset=\"utf-8\">\n");
        page.security_policy(&hash(STYLE), &hash(SCRIPT));
        page.fixed(
            "\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n",
        );
        let level = report.verdict.bump.as_str().to_uppercase();
        page.leaf("title", &[], &format!("{level}: {}", report.new.title));
        page.element("style", &[], |page| page.fixed(STYLE));
    });
    page.end_line();
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn body(page: &mut Page, report: &Report) {
    page.fixed("\n<a class=\"skip\" href=\"#changes\">Skip to the changes</a>\n");
    banner(page, report);
    page.element("main", &[], |page| {
        warnings(page, report);
        facts(page, report);
        let official_first = report.policy == Policy::Official;
        if official_first {
            official(page, report);
        }
        if !report.entries.is_empty() {
            page.fixed(FILTER);
        }
        page.fixed("<div id=\"changes\">\n");
        changes(page, report);
        page.fixed("</div>\n");
        if !official_first {
            official(page, report);
        }
        ignored(page, report);
        if let Some(diff) = &report.code {
            code::render(page, diff);
        }
    });
    if !report.entries.is_empty() {
        page.fixed(
            "\n<footer><p><code>generator explain RULE</code> says more about a rule.</p></footer>",
        );
    }
    page.fixed("\n<script>");
    page.fixed(SCRIPT);
    page.fixed("</script>\n");
}

/// The controls that the script brings to life; hidden without it.
const FILTER: &str = concat!(
    "\n<form id=\"filter\" role=\"search\" hidden>\n",
    "<label class=\"search\">Search <input type=\"search\" id=\"search\" autocomplete=\"off\"></label>\n",
    "<fieldset><legend>Level</legend>",
    "<label><input type=\"checkbox\" name=\"level\" value=\"major\" checked> major</label>",
    "<label><input type=\"checkbox\" name=\"level\" value=\"minor\" checked> minor</label>",
    "<label><input type=\"checkbox\" name=\"level\" value=\"patch\" checked> patch</label>",
    "<label><input type=\"checkbox\" name=\"level\" value=\"none\" checked> none</label>",
    "</fieldset>\n",
    "<fieldset><legend>Cause</legend>",
    "<label><input type=\"checkbox\" name=\"lane\" value=\"wire\" checked> definition</label>",
    "<label><input type=\"checkbox\" name=\"lane\" value=\"public_api\" checked> generated code only</label>",
    "</fieldset>\n",
    "<p><button type=\"button\" id=\"open-all\">Open all</button> ",
    "<button type=\"button\" id=\"close-all\">Close all</button> ",
    "<output id=\"shown\" aria-live=\"polite\"></output></p>\n",
    "</form>\n",
);

/// The class of a level.
fn level(bump: Bump) -> &'static str {
    bump.as_str()
}

fn banner(page: &mut Page, report: &Report) {
    let verdict = &report.verdict;
    let classes = match verdict.bump {
        Bump::Major => "banner major",
        Bump::Minor => "banner minor",
        Bump::Patch => "banner patch",
        Bump::None => "banner none",
    };
    page.element("header", &[class(classes)], |page| {
        page.element("h1", &[], |page| {
            page.leaf("strong", &[], &verdict.bump.as_str().to_uppercase());
            page.text(" ");
            page.element("span", &[], |page| page.prose(&verdict.reason));
        });
        if let Some(versions) = &report.versions {
            page.element("p", &[class("versions")], |page| {
                page.leaf("code", &[], &versions.old);
                page.text(" → ");
                page.leaf("code", &[], &versions.new);
            });
        }
        if let Some(configuration) = words::configuration(report, str::to_owned, str::to_owned) {
            page.leaf("p", &[], &format!("{}.", words::capital(&configuration)));
        }
        page.leaf("p", &[], &format!("{}.", words::capital(&words::judges(report))));
    });
    page.end_line();
}

fn warnings(page: &mut Page, report: &Report) {
    if words::nothing_was_compared(report) {
        page.leaf(
            "p",
            &[class("alarm"), Attribute::Fixed("role", "alert")],
            "Nothing was compared.",
        );
        page.end_line();
    }
    let Some(warning) = words::unclaimed(report) else { return };
    page.element("div", &[class("alarm"), Attribute::Fixed("role", "alert")], |page| {
        page.leaf("p", &[], &format!("{warning}."));
        page.element("ul", &[], |page| {
            for location in &report.unclaimed {
                page.element("li", &[], |page| place(page, location));
            }
        });
    });
    page.end_line();
}

/// What was compared.
fn facts(page: &mut Page, report: &Report) {
    page.element("dl", &[class("facts")], |page| {
        for (label, input) in [("Old", &report.old), ("New", &report.new)] {
            page.leaf("dt", &[], label);
            page.element("dd", &[], |page| {
                page.leaf("code", &[], &input.name);
                page.text(&format!(" {}, version {}", input.title, input.version));
            });
        }
        page.leaf("dt", &[], "Compared");
        page.leaf("dd", &[], &words::compared(report));
        page.leaf("dt", &[], "Code");
        page.leaf("dd", &[], &format!("{}.", words::code(report)));
    });
    page.end_line();
}

fn changes(page: &mut Page, report: &Report) {
    let (forcing, rest) = words::split(report);
    let mut numbers = 0..;
    if report.entries.is_empty() {
        let line = format!("No change in what was compared: {}.", words::compared(report));
        page.leaf("p", &[], &line);
        page.end_line();
    }
    if !forcing.is_empty() {
        let heading = words::forcing(report, forcing.len());
        section(page, &heading, &forcing, true, &mut numbers);
    }
    if !rest.is_empty() {
        let also = if forcing.is_empty() { "Changes" } else { "Also changed" };
        let heading = format!("{also}: {}", words::levels(&rest));
        section(page, &heading, &rest, false, &mut numbers);
    }
}

fn section(
    page: &mut Page,
    heading: &str,
    entries: &[&Entry],
    open: bool,
    numbers: &mut impl Iterator<Item = usize>,
) {
    page.element("section", &[], |page| {
        page.leaf("h2", &[], heading);
        for (subject, entries) in words::by_subject(entries) {
            page.end_line();
            page.element("section", &[class("item")], |page| {
                page.element("h3", &[], |page| page.leaf("code", &[], subject));
                for (entry, number) in entries.into_iter().zip(&mut *numbers) {
                    page.end_line();
                    entry::render(page, entry, number, open);
                }
            });
        }
    });
    page.end_line();
}

/// A place of one of the definitions.
fn place(page: &mut Page, location: &Location) {
    page.leaf("code", &[class("place")], &words::place(location));
    page.text(" ");
    page.leaf("code", &[class("pointer")], words::pointer(location));
}

fn official(page: &mut Page, report: &Report) {
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Official rules");
        page.leaf("p", &[], &format!("{}.", words::capital(&words::legacy(report))));
        if report.legacy.is_empty() {
            return;
        }
        // Where they decide, they are what a reader wants to see.
        let open = [Attribute::Flag("open")];
        let open = if report.policy == Policy::Official { open.as_slice() } else { &[] };
        page.element("details", open, |page| {
            page.leaf("summary", &[], "Line by line");
            for (group, lines) in words::legacy_groups(report) {
                page.element("h3", &[], |page| page.leaf("code", &[], group));
                page.element("ul", &[], |page| {
                    for line in lines {
                        page.element("li", &[], |page| {
                            page.leaf("span", &[class("badge")], &line.impact);
                            page.text(" ");
                            page.prose(&line.text);
                        });
                    }
                });
            }
        });
    });
    page.end_line();
}

fn ignored(page: &mut Page, report: &Report) {
    if report.ignored.is_empty() {
        return;
    }
    page.element("section", &[], |page| {
        page.leaf("h2", &[], "Differences that mean nothing");
        page.element("ul", &[], |page| {
            for ignored in &report.ignored {
                page.element("li", &[], |page| {
                    page.text(&format!("{} ", words::number(ignored.count)));
                    page.prose(&ignored.reason);
                });
            }
        });
    });
    page.end_line();
}
