//! A small writer of HTML in which text cannot become markup.
//!
//! Names of elements and attributes, and the values of attributes, are fixed when the generator is built,
//! numbers, or addresses of Rust's documentation; text of a definition has only one way in, [`Page::text`],
//! which escapes it.

use std::fmt::Write as _;

use crate::diff::report::visible;

/// HTML that grows by elements.
#[derive(Default)]
pub(super) struct Page {
    html: String,
}

/// An attribute of an element.
#[derive(Clone, Copy)]
pub(super) enum Attribute<'a> {
    /// A name and a value.
    Fixed(&'static str, &'static str),
    /// A name alone.
    Flag(&'static str),
    /// The place of a change on the page, as the target of a link.
    Id(usize),
    /// A link to a change on the page.
    Link(usize),
    /// A link to a page of Rust's documentation; no link for any other address.
    RustPage(&'a str),
}

/// Where Rust's documentation is.
const RUST_PAGES: &str = "https://doc.rust-lang.org/";

/// The class of an element.
pub(super) fn class(name: &'static str) -> Attribute<'static> {
    Attribute::Fixed("class", name)
}

impl Page {
    /// The HTML.
    pub(super) fn finish(self) -> String {
        self.html
    }

    /// An element with what is inside it.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        inside: impl FnOnce(&mut Self),
    ) {
        self.void(name, attributes);
        inside(self);
        let _ = write!(self.html, "</{name}>");
    }

    /// An element that holds nothing but text.
    pub(super) fn leaf(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.element(name, attributes, |inside| inside.text(text));
    }

    /// An element without an end.
    pub(super) fn void(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        let _ = write!(self.html, "<{name}");
        for attribute in attributes {
            let _ = match attribute {
                Attribute::Fixed(name, value) => {
                    write!(self.html, " {name}=\"{}\"", escaped(value))
                }
                Attribute::Flag(name) => write!(self.html, " {name}"),
                Attribute::Id(number) => write!(self.html, " id=\"change-{number}\""),
                Attribute::Link(number) => write!(self.html, " href=\"#change-{number}\""),
                Attribute::RustPage(page) if page.starts_with(RUST_PAGES) => {
                    write!(self.html, " href=\"{}\"", escaped(&visible(page)))
                }
                Attribute::RustPage(_) => Ok(()),
            };
        }
        self.html.push('>');
    }

    /// Text of any origin, on one line.
    pub(super) fn text(&mut self, text: &str) {
        self.html.push_str(&escaped(&visible(text)));
    }

    /// Text in which what stands between backticks is code.
    pub(super) fn prose(&mut self, text: &str) {
        let parts: Vec<&str> = text.split('`').collect();
        if parts.len().is_multiple_of(2) {
            self.text(text);
            return;
        }
        for (number, part) in parts.iter().enumerate() {
            if number.is_multiple_of(2) {
                self.text(part);
            } else {
                self.leaf("code", &[], part);
            }
        }
    }

    /// The end of a line of the page, for those who read its source.
    pub(super) fn end_line(&mut self) {
        self.html.push('\n');
    }

    /// Markup that was written by hand, or a hash.
    pub(super) fn fixed(&mut self, html: &'static str) {
        self.html.push_str(html);
    }

    /// The rule about what the page may load and run: nothing but the style and the script of these hashes.
    pub(super) fn security_policy(&mut self, style: &[u8; 32], script: &[u8; 32]) {
        let (style, script) = (base64(style), base64(script));
        let _ = write!(
            self.html,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; \
             form-action 'none'\">"
        );
    }
}

/// What is safe in text and between quotes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number = chunk.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = (number >> (18 - 6 * place)) & 63;
            let digit = DIGITS.get(digit as usize).copied().map_or('=', char::from);
            text.push(if place > chunk.len() { '=' } else { digit });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Attribute, Page, base64, class};

    #[test]
    fn text_is_never_markup() {
        let mut page = Page::default();
        page.element("p", &[class("a"), Attribute::Flag("open")], |p| {
            p.prose("</p><b> `x & \"y\"` 'z'\n");
        });
        assert_eq!(
            page.finish(),
            "<p class=\"a\" open>&lt;/p&gt;&lt;b&gt; <code>x &amp; &quot;y&quot;</code> &#39;z&#39;\\n</p>"
        );
    }

    #[test]
    fn only_pages_about_rust_are_linked() {
        let linked = |page: &str| {
            let mut html = Page::default();
            html.leaf("a", &[Attribute::RustPage(page)], "x");
            html.finish()
        };
        assert_eq!(linked("javascript:alert(1)"), "<a>x</a>");
        assert_eq!(linked("https://doc.rust-lang.org.example.com/"), "<a>x</a>");
        assert_eq!(
            linked("https://doc.rust-lang.org/cargo/\" onclick=\"x"),
            "<a href=\"https://doc.rust-lang.org/cargo/&quot; onclick=&quot;x\">x</a>"
        );
    }

    #[test]
    fn base64_is_as_in_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
