//! The tree, written as lines.
//!
//! Each block begins at the left edge of what holds it, and an empty line parts it from the one before. So the first
//! line of a text is never indented, and nothing of one block can become part of another.

use pulldown_cmark::Alignment;

use super::inline::{self, Escaping, longest_run};
use super::tree::{Block, List, Table};
use super::wrap::{WIDTH, unwrapped, wrapped};

/// The lines of a text.
pub(super) fn lines(blocks: &[Block], escaping: Escaping) -> Vec<String> {
    Writer { escaping }.blocks(blocks, WIDTH, false)
}

struct Writer {
    escaping: Escaping,
}

impl Writer {
    fn blocks(&self, blocks: &[Block], width: usize, is_tight: bool) -> Vec<String> {
        let mut lines = Vec::new();
        // Two lists in a row are one, unless their marks differ.
        let mut other_mark = false;
        let mut before: Option<&Block> = None;
        for block in blocks {
            if let (Block::List(list), Some(Block::List(last))) = (block, before) {
                other_mark = !other_mark && list.start.is_some() == last.start.is_some();
            } else {
                other_mark = false;
            }
            if !lines.is_empty() && !is_tight {
                lines.push(String::new());
            }
            lines.extend(self.block(block, width, other_mark));
            before = Some(block);
        }
        lines
    }

    fn block(&self, block: &Block, width: usize, other_mark: bool) -> Vec<String> {
        match block {
            Block::Paragraph(words) => wrapped(&inline::words(words, self.escaping), width),
            Block::Heading(level, words) => {
                let words = inline::heading(words, self.escaping);
                vec![format!("{} {}", "#".repeat(*level), unwrapped(&words))]
            }
            Block::Code(lines) => code(lines),
            Block::Quote(blocks) => {
                let lines = self.blocks(blocks, narrower(width, 2), false);
                lines.into_iter().map(|line| format!("> {line}").trim_end().to_owned()).collect()
            }
            Block::List(list) => self.list(list, width, other_mark),
            Block::Table(table) => self.table(table),
            // At the start of an item, `---` would be a rule with two marks.
            Block::Rule => vec!["___".to_owned()],
        }
    }

    fn list(&self, list: &List, width: usize, other_mark: bool) -> Vec<String> {
        let mut lines = Vec::new();
        let mut number = list.start;
        for item in &list.items {
            let mark = match (number, other_mark) {
                (None, false) => "- ".to_owned(),
                (None, true) => "* ".to_owned(),
                (Some(number), false) => format!("{number}. "),
                (Some(number), true) => format!("{number}) "),
            };
            number = number.map(|number| number + 1);
            if !lines.is_empty() && !list.is_tight {
                lines.push(String::new());
            }
            let indent = " ".repeat(mark.len());
            let inside = self.blocks(item, narrower(width, mark.len()), list.is_tight);
            let mut is_first = true;
            lines.extend(inside.into_iter().map(|line| {
                let start = if std::mem::take(&mut is_first) { &mark } else { &indent };
                format!("{start}{line}").trim_end().to_owned()
            }));
        }
        lines
    }

    fn table(&self, table: &Table) -> Vec<String> {
        let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        let mut rows = table.rows.iter().map(|cells| {
            let cells = cells.iter().map(|words| unwrapped(&inline::cell(words, self.escaping)));
            row(cells.collect())
        });
        let head = rows.next();
        let marks = table.alignments.iter().map(|alignment| match alignment {
            Alignment::None => "---",
            Alignment::Left => ":--",
            Alignment::Center => ":-:",
            Alignment::Right => "--:",
        });
        let marks = row(marks.map(str::to_owned).collect());
        head.into_iter().chain([marks]).chain(rows).collect()
    }
}

/// What is left for words. Something always is.
fn narrower(width: usize, indent: usize) -> usize {
    width.saturating_sub(indent).max(20)
}

/// A code block that is never Rust. Its fence is longer than any run of backticks inside.
fn code(lines: &[String]) -> Vec<String> {
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let open = format!("{fence}text");
    [open].into_iter().chain(lines.iter().cloned()).chain([fence]).collect()
}
