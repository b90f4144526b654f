//! Makes characters visible that change how the text around them looks, or break a line.
//!
//! In: text that came from elsewhere. Out: the same with escapes such as `\u{202e}` for controls,
//! line and paragraph separators, and characters without width, such as those that turn the
//! direction of writing. What is printed is then what is there.

use std::borrow::Cow;

/// The text with all such characters escaped.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |character| {
        character.is_control() || is_invisible(character)
    })
}

/// The same, but for the ASCII control characters: for text that a format with escapes of its own
/// will hold.
#[allow(dead_code, reason = "only a log holds such text")]
pub(crate) fn visible_but_for_ascii(text: &str) -> Cow<'_, str> {
    escaped(text, |character| {
        let is_ascii_control = character < ' ';
        !is_ascii_control && (character.is_control() || is_invisible(character))
    })
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_escaped(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// Separators of lines and paragraphs, marks and isolates of direction, joiners, and other
/// characters that take no room.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
