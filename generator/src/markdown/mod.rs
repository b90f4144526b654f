//! Markdown that a definition says, written again as Markdown of our own.
//!
//! Whatever goes into documentation, a README or release notes is read with the parser of rustdoc, kept as a
//! `tree` of what such texts may have (paragraphs, emphasis, code, lists, quotes, tables, links to the web), and
//! written from that. HTML and images cannot be said in the tree, and a code block is always marked `text`, so
//! nothing of a definition is run as a test or put into a page. What is written is read again: if it does not give
//! the same tree, or `check` finds anything else in it, less of it is kept, down to paragraphs of plain text, in
//! which every sign is escaped.
//!
//! Three things follow. Texts may be put together (each ends what it began, and has no definitions of links or
//! footnotes), writing what was written changes nothing, and time grows with the length of the text.

mod address;
mod check;
mod html;
mod inline;
mod plain;
mod read;
mod reduce;
mod tree;
mod words;
mod wrap;
mod write;

use self::inline::Escaping;
use self::tree::{Block, Inline};

/// The lines of a text: harmless, at most 96 characters wide where words allow it, and never empty at the start or
/// the end.
///
/// # Examples
///
/// ```
/// use generator::markdown::lines;
///
/// assert_eq!(lines("See https://a.example, <b>now</b>"), ["See <https://a.example>, **now**"]);
/// assert_eq!(lines("- ~~~\n  - main();"), ["- ```text", "  - main();", "  ```"]);
/// ```
pub fn lines(text: &str) -> Vec<String> {
    let text = plain::cleaned(text);
    if text.is_empty() {
        return Vec::new();
    }
    match plain::paragraphs(&text) {
        Some(paragraphs) => wrapped(&paragraphs),
        None => parsed_lines(&text),
    }
}

/// The lines of paragraphs, with an empty one between them.
fn wrapped(paragraphs: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrap::wrapped(paragraph, wrap::WIDTH));
    }
    lines
}

/// The lines of a clean text that may be anything.
fn parsed_lines(text: &str) -> Vec<String> {
    let blocks = html::read(text);
    // Least first: most texts are written at the first attempt.
    let attempts: [fn(Vec<Block>) -> Vec<Block>; 2] = [|blocks| blocks, reduce::without_styles];
    for attempt in attempts {
        let blocks = attempt(blocks.clone());
        for escaping in [Escaping::Least, Escaping::Full] {
            let lines = write::lines(&blocks, escaping);
            if reads_as(&lines, &blocks) {
                return lines;
            }
        }
    }
    let blocks = reduce::plain(&blocks);
    let lines = write::lines(&blocks, Escaping::Least);
    if reads_as(&lines, &blocks) { lines } else { write::lines(&blocks, Escaping::Full) }
}

/// A text on one line, fit for a heading, an item of a list or a cell of a table. Lists and blocks become words of
/// that line.
pub fn line(text: &str) -> String {
    let text = plain::cleaned(text);
    match plain::paragraphs(&text).as_deref() {
        Some([paragraph]) => wrap::unwrapped(paragraph),
        _ => parsed_line(&text),
    }
}

/// A clean text that may be anything, on one line.
fn parsed_line(text: &str) -> String {
    let words = reduce::one_line(&html::read(text));
    let attempts: [fn(Vec<Inline>) -> Vec<Inline>; 3] =
        [|words| words, reduce::words_without_styles, reduce::plain_words];
    let mut last = String::new();
    for attempt in attempts {
        let words = attempt(words.clone());
        for escaping in [Escaping::Least, Escaping::Full] {
            last = wrap::unwrapped(&inline::cell(&words, escaping));
            if reads_as_cell(&last, &words) {
                return last;
            }
        }
    }
    last
}

/// One paragraph, wrapped: a text of which nothing may become a block.
pub fn paragraph(text: &str) -> Vec<String> {
    lines(&line(text))
}

/// The lines put together, for a text that is made of several.
pub fn block(text: &str) -> String {
    lines(text).join("\n")
}

pub use self::plain::is_harmful;

fn reads_as(lines: &[String], blocks: &[Block]) -> bool {
    read::written(&lines.join("\n")).is_some_and(|read| tree::is_same(&read, blocks))
}

/// Whether a line says the same as a paragraph and as a cell of a table.
fn reads_as_cell(line: &str, words: &[Inline]) -> bool {
    let paragraph = read::written(line);
    let is_paragraph = match paragraph.as_deref() {
        Some([Block::Paragraph(read)]) => read == words,
        Some([]) => words.is_empty(),
        _ => false,
    };
    let table = read::written(&format!("| . |\n| - |\n| {line} |"));
    let cell = match table.as_deref() {
        Some([Block::Table(table)]) => table.rows.get(1).and_then(|row| row.first()),
        _ => None,
    };
    is_paragraph && cell.is_some_and(|read| read == words)
}

#[cfg(test)]
mod tests;
