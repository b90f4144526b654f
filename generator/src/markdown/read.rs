//! A text → its blocks, as the parser of rustdoc sees them.
//!
//! What the tree does not have becomes what is nearest to it: an image the link to it, a link that does not lead to
//! the web its label, a footnote and HTML the characters they are written with. Lists and quotes that are
//! nested deeper than [`DEEPEST`] become part of the one around them, so that no line starts with much more than
//! the text had there.

use std::mem;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::address;
use super::check;
use super::plain::is_harmful;
use super::tree::{Block, Inline, List, Style, Table};
use super::words::{finished, finished_cell};

/// How deep lists and quotes are nested at most.
const DEEPEST: usize = 6;

/// The extensions that rustdoc knows, but for curly quotes: those change characters and nothing else, and a text
/// keeps its own.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    read(text).0
}

/// The blocks of a text that was written; `None` if it has what is never written.
pub(super) fn written(text: &str) -> Option<Vec<Block>> {
    let mut reader = Reader::default();
    let parser = Parser::new_with_broken_link_callback(text, OPTIONS, Some(check::item_link));
    for (event, at) in parser.into_offset_iter() {
        if !check::is_ours(&event) {
            return None;
        }
        reader.event(event, at);
    }
    reader.flush();
    Some(reader.root)
}

/// HTML in a text.
pub(super) struct Html {
    /// Where it is, in bytes.
    pub at: Range<usize>,
    /// Whether it is in a cell of a table or a heading, which are one line.
    pub is_in_line: bool,
    /// Whether it is a line of a block of HTML.
    pub is_block: bool,
}

/// The blocks of a text, and where HTML is in it, in order.
pub(super) fn read(text: &str) -> (Vec<Block>, Vec<Html>) {
    let mut reader = Reader::default();
    for (event, at) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        reader.event(event, at);
    }
    reader.flush();
    (reader.root, reader.html)
}

/// A container that is not finished.
enum Container {
    Quote(Vec<Block>),
    List { list: List, item: Vec<Block> },
}

#[derive(Default)]
struct Reader {
    root: Vec<Block>,
    open: Vec<Container>,
    /// How many containers are open that became part of the last one of `open`.
    too_deep: usize,
    /// The words of the line that is being read.
    words: Vec<Inline>,
    /// How often each style is open.
    styles: [usize; 3],
    /// For each link and image that is open, whether it is written as a link.
    links: Vec<bool>,
    /// The code block that is being read: its language, or whatever stands there, and its lines.
    code: Option<(String, String)>,
    table: Option<Table>,
    heading: Option<usize>,
    html: Vec<Html>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) => {
                let code = text.chars().filter(|c| !is_harmful(*c)).collect::<String>();
                if code.trim().is_empty() {
                    self.text(&code);
                } else {
                    self.words.push(Inline::Code(code));
                }
            }
            Event::Html(text) => self.html(&text, at, true),
            Event::InlineHtml(text) => self.html(&text, at, false),
            Event::FootnoteReference(label) => self.text(&format!("[^{label}]")),
            Event::TaskListMarker(is_done) => self.text(if is_done { "[x] " } else { "[ ] " }),
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak if self.is_in_line() => self.text(" "),
            Event::HardBreak => self.words.push(Inline::Break),
            Event::Rule => {
                self.flush();
                self.push(Block::Rule);
            }
            // Only with options that are not set.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                if let (0, Some(Container::List { list, .. })) =
                    (self.too_deep, self.open.last_mut())
                {
                    list.is_tight = false;
                }
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(level as usize);
            }
            Tag::BlockQuote(_) => self.open(Container::Quote(Vec::new())),
            Tag::List(start) => {
                let list = List { start, is_tight: true, items: Vec::new() };
                self.open(Container::List { list, item: Vec::new() });
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.text(&format!("[^{label}]: "));
            }
            Tag::Table(alignments) => {
                self.flush();
                self.table = Some(Table { alignments, rows: Vec::new() });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::Emphasis => self.style(Style::Emphasis),
            Tag::Strong => self.style(Style::Strong),
            Tag::Strikethrough => self.style(Style::Strikethrough),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => self.link(&dest_url),
            Tag::Item | Tag::HtmlBlock | Tag::MetadataBlock(_) => self.flush(),
            // A cell begins where the one before it ended; the rest needs options that are not set.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::List(_) => self.close(),
            TagEnd::Item => {
                self.flush();
                if let (0, Some(Container::List { list, item })) =
                    (self.too_deep, self.open.last_mut())
                {
                    list.items.push(mem::take(item));
                }
            }
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code.take() {
                    self.push_code(&language, &code);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.push(Block::Table(table));
                }
            }
            TagEnd::TableCell => {
                let words = finished_cell(mem::take(&mut self.words));
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(words);
                }
            }
            TagEnd::Emphasis => self.end_style(Style::Emphasis),
            TagEnd::Strong => self.end_style(Style::Strong),
            TagEnd::Strikethrough => self.end_style(Style::Strikethrough),
            TagEnd::Link | TagEnd::Image => {
                if self.links.pop() == Some(true) {
                    self.words.push(Inline::CloseLink);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {}
            _ => self.flush(),
        }
    }

    fn html(&mut self, text: &str, at: Range<usize>, is_block: bool) {
        self.html.push(Html { at, is_in_line: self.is_in_line(), is_block });
        self.text(text);
    }

    fn is_in_line(&self) -> bool {
        self.table.is_some() || self.heading.is_some()
    }

    fn text(&mut self, text: &str) {
        let is_in_line = self.is_in_line();
        let characters = text.chars().filter_map(|character| match character {
            '\n' => Some(if is_in_line { ' ' } else { '\n' }),
            _ => (!is_harmful(character)).then_some(character),
        });
        // The parser ends a text at each sign that could mean something.
        if let Some(Inline::Text(before)) = self.words.last_mut() {
            before.extend(characters);
        } else {
            self.words.push(Inline::Text(characters.collect()));
        }
    }

    /// Opens a style that is not open.
    fn style(&mut self, style: Style) {
        if let Some(depth) = self.styles.get_mut(style as usize) {
            *depth += 1;
            if *depth == 1 {
                self.words.push(Inline::Open(style));
            }
        }
    }

    fn end_style(&mut self, style: Style) {
        if let Some(depth) = self.styles.get_mut(style as usize) {
            *depth = depth.saturating_sub(1);
            if *depth == 0 {
                self.words.push(Inline::Close(style));
            }
        }
    }

    /// Opens a link, if it is one to the web and not in another.
    fn link(&mut self, target: &str) {
        let address = if self.links.contains(&true) { None } else { address::address(target) };
        self.links.push(address.is_some());
        self.words.extend(address.map(Inline::OpenLink));
    }

    fn open(&mut self, container: Container) {
        self.flush();
        if self.open.len() < DEEPEST {
            self.open.push(container);
        } else {
            self.too_deep += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        match self.open.pop() {
            Some(Container::Quote(blocks)) if !blocks.is_empty() => self.push(Block::Quote(blocks)),
            Some(Container::List { list, .. }) => {
                if let Some(list) = usual(list) {
                    self.push(Block::List(list));
                }
            }
            _ => {}
        }
    }

    /// Ends the paragraph or heading that is being read.
    fn flush(&mut self) {
        let words = finished(mem::take(&mut self.words));
        let heading = self.heading.take();
        if words.is_empty() {
            return;
        }
        self.push(match heading {
            Some(level) => Block::Heading(level, words),
            None => Block::Paragraph(words),
        });
    }

    fn push_code(&mut self, language: &str, code: &str) {
        let mut lines: Vec<String> = code.lines().map(clean_line).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let leading = lines.iter().take_while(|line| line.is_empty()).count();
        lines.drain(..leading);
        if lines.is_empty() {
            // What follows a fence on its line is the text, if nothing else is.
            self.text(language);
            self.flush();
            return;
        }
        let indent = |line: &String| line.len() - line.trim_start_matches(' ').len();
        let shared = lines.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
        let lines = lines.iter().map(|line| line.get(shared..).unwrap_or_default().to_owned());
        self.push(Block::Code(lines.collect()));
    }

    fn push(&mut self, block: Block) {
        match self.open.last_mut() {
            None => self.root.push(block),
            Some(Container::Quote(blocks)) => blocks.push(block),
            Some(Container::List { item, .. }) => item.push(block),
        }
    }
}

fn clean_line(line: &str) -> String {
    let line: String = line.chars().filter(|character| !is_harmful(*character)).collect();
    line.trim_end().to_owned()
}

/// A list as it is read when it is written; `None` if there is nothing in it.
fn usual(mut list: List) -> Option<List> {
    list.items.retain(|item| !item.is_empty());
    let count = u64::try_from(list.items.len()).unwrap_or(u64::MAX);
    // Numbers have nine digits at most.
    if list.start.is_some_and(|start| start.saturating_add(count) > 999_999_999) {
        list.start = Some(1);
    }
    let is_alone = matches!(list.items.as_slice(), [item] if item.len() == 1);
    list.is_tight = is_alone || (list.is_tight && list.items.iter().all(|item| may_be_tight(item)));
    (count > 0).then_some(list)
}

/// Whether an item is read as it was without empty lines between its blocks.
fn may_be_tight(item: &[Block]) -> bool {
    let follows = |block: &Block| match block {
        // Only such a list ends a paragraph.
        Block::List(list) => list.start.is_none_or(|start| start == 1),
        Block::Code(_) => true,
        _ => false,
    };
    item.iter().skip(1).all(follows)
}
