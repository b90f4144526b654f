//! HTML in descriptions, as Markdown: Swagger texts are full of `<br>` and `<b>`.
//!
//! What the parser says is HTML is replaced in the source: a tag that Markdown has a sign for by that, any other is
//! escaped. The result is read again. What is HTML even then is read as the characters it is written with, so nothing
//! depends on this being right.

use super::address::address;
use super::read::{self, Html};
use super::tree::Block;

/// How far the end of a code span is looked for, in bytes.
const CODE: usize = 200;

/// Reads a text.
pub(super) fn read(text: &str) -> Vec<Block> {
    let (blocks, html) = read::read(text);
    if html.is_empty() { blocks } else { read::blocks(&replaced(text, &html)) }
}

fn replaced(text: &str, html: &[Html]) -> String {
    let mut writer = Writer { out: String::with_capacity(text.len()), link: None, is_code: false };
    let mut end = 0;
    for html in html {
        writer.out.push_str(text.get(end..html.at.start).unwrap_or_default());
        let mut line = text.get(html.at.clone()).unwrap_or_default();
        if html.is_block {
            // Elements are often indented, which is no sign of code here.
            line = line.trim_start_matches(' ');
        }
        let after = text.get(html.at.end..).unwrap_or_default();
        writer.html(line, after, html.is_in_line);
        end = html.at.end;
    }
    writer.out.push_str(text.get(end..).unwrap_or_default());
    writer.out
}

struct Writer<'t> {
    out: String,
    /// Where the open element `a` leads.
    link: Option<&'t str>,
    /// Whether the open element `code` is written as a code span.
    is_code: bool,
}

impl<'t> Writer<'t> {
    /// Writes HTML, which is text with tags; `after` follows it in the source.
    fn html(&mut self, html: &'t str, after: &'t str, is_in_line: bool) {
        let mut rest = html;
        while let Some((before, tail)) = rest.split_once('<') {
            self.out.push_str(before);
            let tag = Tag::of(tail);
            rest = tag.as_ref().map_or(tail, |tag| tag.after);
            let follows = if rest.is_empty() { after } else { rest };
            if !tag.is_some_and(|tag| self.tag(&tag, follows, is_in_line)) {
                self.out.push_str("\\<");
                rest = tail;
            }
        }
        self.out.push_str(rest);
    }

    /// Writes the sign for a tag. Says whether there is one.
    fn tag(&mut self, tag: &Tag<'t>, follows: &str, is_in_line: bool) -> bool {
        let name = tag.name.to_ascii_lowercase();
        match name.as_str() {
            "b" | "strong" => self.mark("**", tag.is_end),
            "i" | "em" => self.mark("*", tag.is_end),
            "code" | "tt" => self.code(tag, follows),
            "a" => self.link(tag),
            "br" | "p" | "div" | "ul" | "ol" | "li" if is_in_line => self.out.push(' '),
            "br" => self.out.push_str("  \n"),
            "p" | "div" | "ul" | "ol" => self.out.push_str("\n\n"),
            "li" if tag.is_end => {}
            // Tight, where items are on lines of their own.
            "li" if self.out.ends_with('\n') => self.out.push_str("- "),
            "li" => self.out.push_str("\n- "),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !is_in_line => {
                let level = name.trim_start_matches('h').parse().unwrap_or(1);
                self.out.push_str("\n\n");
                if !tag.is_end {
                    self.out.push_str(&"#".repeat(level));
                    self.out.push(' ');
                }
            }
            _ => return false,
        }
        true
    }

    /// Writes a sign of emphasis, which must touch the words inside.
    fn mark(&mut self, mark: &str, is_end: bool) {
        if !is_end {
            self.out.push_str(mark);
            return;
        }
        let words = self.out.trim_end_matches(' ').len();
        let has_space = words < self.out.len();
        self.out.truncate(words);
        if self.out.ends_with(mark) {
            self.out.truncate(words - mark.len());
        } else {
            self.out.push_str(mark);
        }
        if has_space {
            self.out.push(' ');
        }
    }

    /// Code becomes a code span where that says the same. Otherwise the words stay.
    fn code(&mut self, tag: &Tag<'_>, follows: &str) {
        if tag.is_end {
            if std::mem::take(&mut self.is_code) {
                self.out.push('`');
            }
            return;
        }
        let start = follows.char_indices().take_while(|(at, _)| *at < CODE).last();
        let start = start.map_or(0, |(at, character)| at + character.len_utf8());
        let inside =
            follows.get(..start).and_then(|text| text.split_once("</")).map(|(text, _)| text);
        self.is_code = inside.is_some_and(|text| {
            !text.trim().is_empty() && !text.contains(['&', '`', '<', '\\', '|', '\n'])
        });
        if self.is_code {
            self.out.push('`');
        }
    }

    /// An address that Markdown could read in another way is left out; the label stays.
    fn link(&mut self, tag: &Tag<'t>) {
        if tag.is_end {
            if let Some(target) = self.link.take() {
                self.out.push_str("](");
                self.out.push_str(target);
                self.out.push(')');
            }
            return;
        }
        let target = tag.target().filter(|target| address(target).as_deref() == Some(target));
        if target.is_some() {
            self.out.push('[');
        }
        self.link = target;
    }
}

/// A tag, from after its `<`.
struct Tag<'t> {
    is_end: bool,
    name: &'t str,
    attributes: &'t str,
    /// What follows it.
    after: &'t str,
}

impl<'t> Tag<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let (is_end, text) = text.strip_prefix('/').map_or((false, text), |text| (true, text));
        let length =
            text.find(|c: char| !c.is_ascii_alphanumeric()).filter(|length| *length > 0)?;
        let (name, rest) = text.split_at_checked(length)?;
        let (attributes, after) = rest.split_once('>')?;
        let is_tag = attributes.is_empty() || attributes.starts_with([' ', '/']);
        (is_tag && !attributes.contains('<')).then_some(Self { is_end, name, attributes, after })
    }

    /// Where an `a` leads.
    fn target(&self) -> Option<&'t str> {
        let (_, value) = self.attributes.split_once("href=")?;
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        value.get(1..)?.split_once(quote).map(|(target, _)| target)
    }
}
