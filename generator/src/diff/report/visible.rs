//! Text of a definition, made harmless to show: one line stays one line, and nothing in it is understood
//! as a command by a terminal, by the order of letters, or by the runner of a workflow.
//!
//! What is dangerous becomes the escape that Rust would write for it (`\n`, `\u{1b}`); all else stays.

use std::fmt::Write as _;

/// The text on one line, without anything that a terminal or a runner obeys.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        let ahead = rest.as_str();
        // `::name::` at the start of a line, or `##[name]` anywhere in it, is a command to the runner of
        // GitHub Actions. Lines are broken between words.
        let command = (character == ':' && ahead.starts_with(':') && before.is_whitespace())
            || (character == '#' && ahead.starts_with("#["));
        push(&mut shown, character, command);
        before = character;
    }
    shown
}

/// Several lines, each made harmless; a tab becomes four spaces.
pub fn visible_lines(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        let line = line.strip_suffix('\r').unwrap_or(line);
        shown.push_str(&visible(&line.replace('\t', "    ")));
        shown.push_str(end);
    }
    shown
}

fn push(shown: &mut String, character: char, command: bool) {
    match character {
        '\n' => shown.push_str("\\n"),
        '\r' => shown.push_str("\\r"),
        '\t' => shown.push_str("\\t"),
        _ if command || character.is_control() || is_invisible(character) => {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        }
        _ => shown.push(character),
    }
}

/// Characters that have no look of their own and change the look of others: marks and overrides of the
/// direction, separators of lines, tags. Joiners stay, because scripts and emoji are written with them.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::{visible, visible_lines};

    #[test]
    fn shows_what_would_be_obeyed() {
        assert_eq!(visible("a\u{1b}[31mb\u{9b}c\u{7f}"), r"a\u{1b}[31mb\u{9b}c\u{7f}");
        assert_eq!(visible("a\nb\tc\r"), r"a\nb\tc\r");
        assert_eq!(visible("a\u{202e}b\u{2028}\u{feff}"), r"a\u{202e}b\u{2028}\u{feff}");
    }

    #[test]
    fn commands_of_a_runner_are_text() {
        assert_eq!(visible("::error::x"), r"\u{3a}:error::x");
        assert_eq!(visible("x ::error"), r"x \u{3a}:error");
        assert_eq!(visible("x\u{3000}::error"), "x\u{3000}\\u{3a}:error");
        assert_eq!(visible("x ##[error]"), r"x \u{23}#[error]");
        assert_eq!(visible("models::Pet #[derive] ##"), "models::Pet #[derive] ##");
    }

    #[test]
    fn letters_stay() {
        for text in ["äöü 漢字 नमस्ते", "👩\u{200d}🚀 ❤\u{fe0f}", "a\\u{1b}", "<b>&amp;`*_"]
        {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(visible_lines("a\r\n\tb\u{1b}\n\nc"), "a\n    b\\u{1b}\n\nc");
        assert_eq!(visible_lines("\n::stop\n"), "\n\\u{3a}:stop\n");
    }
}
