//! Less of a text: without emphasis, as plain words, on one line.

use super::tree::{Block, Inline, List, mapped};
use super::words::{finished, finished_cell};

/// The blocks without emphasis.
pub(super) fn without_styles(blocks: Vec<Block>) -> Vec<Block> {
    mapped(blocks, &words_without_styles)
}

/// The words without emphasis.
pub(super) fn words_without_styles(words: Vec<Inline>) -> Vec<Inline> {
    let kept = words.into_iter().filter(|word| !matches!(word, Inline::Open(_) | Inline::Close(_)));
    finished(kept.collect())
}

/// A paragraph of words and addresses for each line of words that there is.
pub(super) fn plain(blocks: &[Block]) -> Vec<Block> {
    let mut paragraphs = Vec::new();
    collect(blocks, &mut |words| {
        let words = plain_words(words);
        if !words.is_empty() {
            paragraphs.push(Block::Paragraph(words));
        }
    });
    paragraphs
}

/// The words and addresses alone.
pub(super) fn plain_words(words: Vec<Inline>) -> Vec<Inline> {
    let kept = words.into_iter().filter_map(|word| match word {
        Inline::Text(text) | Inline::Code(text) | Inline::Address(text) => Some(Inline::Text(text)),
        Inline::Break => Some(Inline::Text(" ".to_owned())),
        Inline::Open(_) | Inline::Close(_) | Inline::OpenLink(_) | Inline::CloseLink => None,
    });
    finished(kept.collect())
}

/// All words of the blocks, one after the other. A sign of a list stays as a word.
pub(super) fn one_line(blocks: &[Block]) -> Vec<Inline> {
    let mut all: Vec<Inline> = Vec::new();
    collect(blocks, &mut |words| {
        all.push(Inline::Text(" ".to_owned()));
        all.extend(words);
    });
    finished_cell(all)
}

/// Calls `take` with the words of each paragraph, heading, line of code and row of a table.
fn collect(blocks: &[Block], take: &mut dyn FnMut(Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Paragraph(words) | Block::Heading(_, words) => take(words.clone()),
            Block::Code(lines) => {
                let lines = lines.iter().filter(|line| !line.trim().is_empty());
                lines.for_each(|line| take(vec![Inline::Code(line.trim().to_owned())]));
            }
            Block::Quote(blocks) => collect(blocks, take),
            Block::List(list) => collect_list(list, take),
            Block::Table(table) => {
                for row in &table.rows {
                    take(row.join(&Inline::Text(" ".to_owned())));
                }
            }
            Block::Rule => {}
        }
    }
}

fn collect_list(list: &List, take: &mut dyn FnMut(Vec<Inline>)) {
    for item in &list.items {
        let mut is_first = true;
        collect(item, &mut |mut words| {
            if std::mem::take(&mut is_first) {
                words.insert(0, Inline::Text("- ".to_owned()));
            }
            take(words);
        });
    }
}
