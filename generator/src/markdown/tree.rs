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

/// The blocks with other words.
pub(super) fn mapped(blocks: Vec<Block>, map: &impl Fn(Vec<Inline>) -> Vec<Inline>) -> Vec<Block> {
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
