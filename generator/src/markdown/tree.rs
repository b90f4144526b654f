//! What a text may have: the blocks and words that are written.

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    /// With its level, 1 to 6.
    Heading(usize, Vec<Inline>),
    /// The lines of a code block, which is written as `text`.
    Code(Vec<String>),
    Quote(Vec<Block>),
    List(List),
    Table(Table),
    Rule,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct List {
    /// The first number; `None` for bullets.
    pub start: Option<u64>,
    /// Whether no empty lines are between the items.
    pub is_tight: bool,
    pub items: Vec<Vec<Block>>,
}

/// A table; the first row is its head.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    pub alignments: Vec<pulldown_cmark::Alignment>,
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A part of a line. What is opened is closed in the same block, in the opposite order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// Words with single spaces; `\n` where the source has the end of a line.
    Text(String),
    Code(String),
    /// The end of a line that readers see.
    Break,
    Open(Style),
    Close(Style),
    /// The label of a link to the address follows.
    OpenLink(String),
    CloseLink,
    /// An address that is its own label.
    Address(String),
}

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Emphasis,
    Strong,
    Strikethrough,
}

/// Whether two texts say the same; where their lines end does not matter.
pub(super) fn is_same(one: &[Block], other: &[Block]) -> bool {
    let unwrapped = |words: Vec<Inline>| {
        let words = words.into_iter().map(|word| match word {
            Inline::Text(text) => Inline::Text(text.replace('\n', " ")),
            other => other,
        });
        words.collect()
    };
    mapped(one.to_vec(), &unwrapped) == mapped(other.to_vec(), &unwrapped)
}

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

/// The words of a cell of a table, which is one line. Code with a `|` is just words there: the sign would be escaped
/// in a cell and must not be elsewhere.
pub(super) fn finished_cell(words: Vec<Inline>) -> Vec<Inline> {
    let words = words.into_iter().map(|word| match word {
        Inline::Break => Inline::Text(" ".to_owned()),
        Inline::Text(text) => Inline::Text(text.replace('\n', " ")),
        Inline::Code(code) if code.contains('|') => Inline::Text(code),
        other => other,
    });
    finished(words.collect())
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

fn mapped(blocks: Vec<Block>, map: &impl Fn(Vec<Inline>) -> Vec<Inline>) -> Vec<Block> {
    let mapped = blocks.into_iter().map(|block| match block {
        Block::Paragraph(words) => Block::Paragraph(map(words)),
        Block::Heading(level, words) => Block::Heading(level, map(words)),
        Block::Quote(blocks) => Block::Quote(self::mapped(blocks, map)),
        Block::List(list) => {
            let items = list.items.into_iter().map(|item| self::mapped(item, map)).collect();
            Block::List(List { items, ..list })
        }
        Block::Table(table) => {
            let rows = table.rows.into_iter();
            let rows = rows.map(|row| row.into_iter().map(map).collect()).collect();
            Block::Table(Table { rows, ..table })
        }
        Block::Code(_) | Block::Rule => block,
    });
    mapped.collect()
}

/// Makes of parts what is read when they are written: texts are joined, spaces are single and never at an end,
/// addresses are found, and what holds nothing is left out.
pub(super) fn finished(words: Vec<Inline>) -> Vec<Inline> {
    super::address::linked(joined(words))
}

fn joined(words: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(words.len());
    // Whether a space would be at the start of a line, or after another.
    let mut is_spaced = true;
    for word in words {
        match word {
            Inline::Text(text) => {
                let mut into = match joined.pop() {
                    Some(Inline::Text(before)) => before,
                    other => {
                        joined.extend(other);
                        String::new()
                    }
                };
                push_spaced(&mut into, &text, &mut is_spaced);
                if !into.is_empty() {
                    joined.push(Inline::Text(into));
                }
            }
            Inline::Break => {
                trim_end(&mut joined);
                is_spaced = true;
                if !joined.is_empty() && joined.last() != Some(&Inline::Break) {
                    joined.push(word);
                }
            }
            Inline::Close(style) if joined.last() == Some(&Inline::Open(style)) => {
                joined.pop();
            }
            Inline::Open(_) | Inline::Close(_) | Inline::OpenLink(_) | Inline::CloseLink => {
                joined.push(word);
            }
            Inline::Code(_) | Inline::Address(_) => {
                is_spaced = false;
                joined.push(word);
            }
        }
    }
    trim_end(&mut joined);
    joined
}

/// Adds a text. Spaces of every kind are one space, and the end of a line counts for more than a space.
fn push_spaced(into: &mut String, text: &str, is_spaced: &mut bool) {
    for character in text.chars() {
        if !character.is_whitespace() {
            into.push(character);
            *is_spaced = false;
        } else if !*is_spaced {
            into.push(if character == '\n' { '\n' } else { ' ' });
            *is_spaced = true;
        } else if character == '\n' && into.ends_with(' ') {
            into.pop();
            into.push('\n');
        }
    }
}

fn trim_end(words: &mut Vec<Inline>) {
    loop {
        match words.last_mut() {
            Some(Inline::Text(text)) => {
                text.truncate(text.trim_end_matches([' ', '\n']).len());
                if !text.is_empty() {
                    return;
                }
            }
            Some(Inline::Break) => {}
            _ => return,
        }
        words.pop();
    }
}
