//! What became of all mutants, by the part of definitions that was edited, and its place in the README.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::operators::FAMILIES;

/// The line before the table.
const BEGIN: &str = "<!-- made by `cargo xtask prove --write` -->";
/// The line after it.
const END: &str = "<!-- end -->";

/// What mutants with two edits are counted under.
pub const PAIRS: &str = "two of these";

/// What became of some mutants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Verdicts.
    pub judged: usize,
    /// Those of which an old program was compiled with the new crate.
    pub compiled: usize,
    /// Verdicts that are too low.
    pub under: usize,
    /// Verdicts that are higher than anything explains.
    pub over: usize,
    /// Verdicts about differences that nothing covers.
    pub unclaimed: usize,
}

impl Counts {
    /// Adds others.
    pub fn add(&mut self, other: Self) {
        self.judged += other.judged;
        self.compiled += other.compiled;
        self.under += other.under;
        self.over += other.over;
        self.unclaimed += other.unclaimed;
    }
}

/// The table of all parts, with the command that makes it.
pub fn markdown(counts: &BTreeMap<&str, Counts>, command: &str) -> String {
    let mut text = format!(
        "`{command}` says:\n\n\
         | What is edited | Kinds of edit | Verdicts | Compiled | Too low | Unexplained | Unclaimed |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    );
    let mut all = Counts::default();
    let mut row = |name: &str, kinds: usize, of: Counts| {
        let Counts { judged, compiled, under, over, unclaimed } = of;
        let _ = writeln!(
            text,
            "| {name} | {kinds} | {judged} | {compiled} | {under} | {over} | {unclaimed} |"
        );
    };
    let count = |name: &str| counts.get(name).copied().unwrap_or_default();
    for family in FAMILIES {
        row(family.name, family.operators.len(), count(family.name));
        all.add(count(family.name));
    }
    let kinds = FAMILIES.iter().map(|family| family.operators.len()).sum();
    row(PAIRS, kinds, count(PAIRS));
    all.add(count(PAIRS));
    row("**all**", kinds, all);
    text
}

/// The text with the table at its place; nothing where it has none.
pub fn placed(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{table}\n{END}{after}"))
}

/// The rows of the table in a text: the name and the numbers of each.
pub fn rows(text: &str) -> Option<Vec<(String, Vec<usize>)>> {
    let table = text.split_once(BEGIN)?.1.split_once(END)?.0;
    let rows = table.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ");
        let name = cells.next()?.to_owned();
        let numbers: Result<Vec<usize>, _> = cells.map(str::parse).collect();
        Some((name, numbers.ok()?))
    });
    Some(rows.collect())
}
