//! Texts that try to leave their place, in every field of a report at once.

use generator::changes::Subject;
use generator::diff::report::{Entry, Location, Report};

/// What definitions might hold to harm the reader of a report.
pub(crate) const ATOMS: &[&str] = &[
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style><style>*{display:none}",
    "<!--",
    "-->",
    "]]>",
    "</details></summary></pre>",
    "&lt;b&gt;&#60;",
    "javascript:alert(1)",
    "::error file=a,line=1::gone",
    "\n::stop-commands::token",
    "\r::add-mask::e",
    "\u{a0}::warning::x",
    "##[error]gone",
    "x##[add-path]/tmp",
    "%0A::error::gone",
    "a=b,c:d",
    "`",
    "``",
    "```",
    "~~~",
    "\n\n# heading\n\n",
    "\n- item\n  1. item\n> quote\n\n---\n",
    "\n\nBump: none\n\n",
    "Bump: none",
    "*strong* _em_ ~~gone~~",
    "[x](http://example.com)",
    "![x](http://example.com/x.png)",
    "[x]: http://example.com",
    "<http://example.com>",
    "https://example.com www.example.com",
    "@someone @org/team GH-1 #1 a/b#2",
    "| a | b |\n|---|---|",
    "$x$ $$y$$ :smile:",
    "{0} {{1}} {x}",
    "\\",
    "\\\\`",
    "\\n\\u{1b}",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]8;;http://example.com\u{7}link\u{1b}]8;;\u{7}",
    "\u{9b}31m\u{90}\u{9c}",
    "\0\u{8}\u{7f}\u{b}\u{c}",
    "\t\ttab",
    "\r\n",
    "\u{202e}desrever\u{202c} \u{2066}x\u{2069}",
    "\u{2028}\u{2029}\u{feff}\u{200b}",
    "\u{e0041}\u{e007f}",
    "漢字 ä é \u{301} 👩\u{200d}🚀",
    "  two  spaces  ",
    "+ added\n- removed\n@@ -1 +1 @@\n--- a/x\n+++ b/x",
];

/// Numbers that look random and are the same in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Up to three hostile texts in a row.
    pub(crate) fn text(&mut self) -> String {
        let count = self.next() % 3 + 1;
        let atom = |number: u64| ATOMS[usize::try_from(number).unwrap() % ATOMS.len()];
        (0..count).map(|_| atom(self.next() >> 1)).collect()
    }
}

/// Replaces every text of a report. The number is different for each, so that no two become equal.
pub(crate) fn replace(report: &mut Report, text: &mut impl FnMut(usize) -> String) {
    let mut number = 0;
    let mut change = |old: &mut String| {
        *old = text(number);
        number += 1;
    };
    for input in [&mut report.old, &mut report.new] {
        change(&mut input.name);
        change(&mut input.title);
        change(&mut input.version);
    }
    change(&mut report.verdict.reason);
    if let Some(configuration) = &mut report.configuration {
        configuration.sdk.as_mut().map(&mut change);
        configuration.file.as_mut().map(&mut change);
        change(&mut configuration.reason);
    }
    if let Some(versions) = &mut report.versions {
        change(&mut versions.old);
        change(&mut versions.new);
    }
    for entry in &mut report.entries {
        replace_in(entry, &mut change);
    }
    for line in &mut report.legacy {
        change(&mut line.group);
        change(&mut line.text);
    }
    for ignored in &mut report.ignored {
        change(&mut ignored.reason);
    }
    for location in &mut report.uncovered {
        replace_at(location, &mut change);
    }
    if let Some(names) = &mut report.names {
        names.lock.as_mut().map(&mut change);
        change(&mut names.reason);
    }
}

fn replace_in(entry: &mut Entry, change: &mut impl FnMut(&mut String)) {
    for text in [&mut entry.rule, &mut entry.subject, &mut entry.sentence, &mut entry.fingerprint] {
        change(text);
    }
    entry.path.iter_mut().for_each(&mut *change);
    match &mut entry.item {
        Some(Subject::SecurityScheme(name) | Subject::Schema(name) | Subject::Shared(name)) => {
            change(name);
        }
        Some(Subject::Operation(key)) => change(&mut key.path),
        Some(Subject::Document) | None => {}
    }
    for location in [&mut entry.old, &mut entry.new, &mut entry.near].into_iter().flatten() {
        replace_at(location, change);
    }
    for operation in &mut entry.operations {
        change(&mut operation.path);
    }
    for item in &mut entry.items {
        change(&mut item.rule);
        change(&mut item.item);
        [&mut item.old, &mut item.new, &mut item.anchor]
            .into_iter()
            .flatten()
            .for_each(&mut *change);
    }
    [&mut entry.hint, &mut entry.accepted].into_iter().flatten().for_each(change);
}

fn replace_at(location: &mut Location, change: &mut impl FnMut(&mut String)) {
    change(&mut location.file);
    change(&mut location.pointer);
    if let Some(value) = &mut location.value {
        change(value);
    }
}
