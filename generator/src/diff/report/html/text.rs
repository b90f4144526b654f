//! Text of any origin on the page.

use maud::{Markup, Render, html};

use crate::diagnostic::clip;
use crate::diff::report::visible;

/// Where Rust's documentation is.
const RUST_PAGES: &str = "https://doc.rust-lang.org/";

/// How much is shown of one text.
const LONGEST: usize = 2_000;

/// A text on one line, in which a reader sees what is there: characters that would be invisible, or turn the
/// direction of the line, are spelt out. maud escapes it as any other.
pub(super) struct Shown<'a>(&'a str);

/// A text to be shown.
pub(super) fn shown(text: &str) -> Shown<'_> {
    Shown(text)
}

impl Render for Shown<'_> {
    fn render_to(&self, page: &mut String) {
        clip(&visible(self.0), LONGEST).render_to(page);
    }
}

/// Text in which what stands between backticks is code.
pub(super) fn prose(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    // A backtick without a second one is no code.
    let has_pairs = !parts.len().is_multiple_of(2);
    html! {
        @if has_pairs {
            @for (number, part) in parts.iter().enumerate() {
                @if number.is_multiple_of(2) { (shown(part)) } @else { code { (shown(part)) } }
            }
        } @else {
            (shown(text))
        }
    }
}

/// The address of a page of Rust's documentation; of any other page none.
pub(super) fn rust_page(address: Option<&str>) -> Option<String> {
    address.filter(|address| address.starts_with(RUST_PAGES)).map(visible)
}

#[cfg(test)]
mod tests {
    use super::{prose, rust_page};

    #[test]
    fn text_is_never_markup() {
        assert_eq!(
            prose("</p><b> `x & \"y\"` 'z'\n").into_string(),
            "&lt;/p&gt;&lt;b&gt; <code>x &amp; &quot;y&quot;</code> 'z'\\n"
        );
        assert_eq!(prose("a ` b").into_string(), "a ` b");
    }

    #[test]
    fn only_pages_about_rust_are_linked() {
        assert_eq!(rust_page(Some("javascript:alert(1)")), None);
        assert_eq!(rust_page(Some("https://doc.rust-lang.org.example.com/")), None);
        let page = "https://doc.rust-lang.org/cargo/";
        assert_eq!(rust_page(Some(page)).as_deref(), Some(page));
    }
}
