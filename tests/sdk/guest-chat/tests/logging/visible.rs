//! What could break a line of a log, or turn it round, is escaped.

#[rustfmt::skip]
#[path = "../../../../../templates/crate/src/visible.rs"]
mod escapes;

use escapes::{visible, visible_but_for_ascii};

#[test]
fn what_hides_is_escaped() {
    let hidden = "\u{0}\n\u{1b}\u{7f}\u{85}\u{9b}\u{200b}\u{200f}\u{2028}\u{2029}\u{202e}\u{2066}\u{feff}\u{e0041}";
    let shown = visible(hidden);
    assert!(shown.bytes().all(|byte| byte.is_ascii_graphic()), "{shown}");
    assert!(shown.starts_with(r"\u{0}\n\u{1b}"), "{shown}");
    assert_eq!(visible_but_for_ascii("a\nb\u{85}\u{202e}"), "a\nb\\u{85}\\u{202e}");
}

#[test]
fn what_is_seen_stays() {
    for text in ["", "plain", "naïve – 漢字 العربية 👋", r"C:\new"] {
        assert_eq!(visible(text), text);
    }
}
