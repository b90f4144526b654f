//! Characters: which a file may hold, and which mean nothing in Markdown.

use super::wrap;

/// Characters that no source file should hold: controls, and those that reorder or hide text.
pub fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The text without harmful characters, its lines ended by `\n`, and without the indentation that all lines share.
pub(super) fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\n' => clean.push('\n'),
            // Where a tab ends depends on what is before it, and that changes when the text is put elsewhere.
            '\t' if clean.ends_with([' ', '\n']) || clean.is_empty() => clean.push_str("    "),
            '\t' => clean.push(' '),
            _ if is_harmful(character) => {}
            _ => clean.push(character),
        }
    }
    dedented(&clean)
}

fn dedented(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let shared = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = text.lines().map(|line| line.get(shared..).unwrap_or("")).collect();
    // The first line of a description in JSON is often indented otherwise than the rest.
    lines.join("\n").trim_matches([' ', '\n']).to_owned()
}

/// Whether a clean text is one line of words and signs that mean nothing in Markdown, so that it need not be read.
/// Addresses, which become links, need a `:` before `/`.
pub(super) fn is_plain(text: &str) -> bool {
    let harmless = |character: char| {
        character.is_alphanumeric()
            || matches!(
                character,
                ' ' | ','
                    | '.'
                    | ';'
                    | ':'
                    | '\''
                    | '"'
                    | '('
                    | ')'
                    | '/'
                    | '%'
                    | '?'
                    | '-'
                    | '{'
                    | '}'
            )
    };
    let first = text.trim_start().split(' ').next().unwrap_or_default();
    text.chars().all(harmless) && !text.contains("://") && !wrap::is_mark(first)
}

/// Whether a clean text is one code span, as the wire facts of an operation are, so that it need not be read.
pub(super) fn is_code(text: &str) -> bool {
    let code = text.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).unwrap_or_default();
    let means_nothing = |c: char| {
        (c.is_ascii_graphic() || c == ' ') && !matches!(c, '`' | '|' | '\\' | '<' | '>' | '&')
    };
    let is_padded = code.starts_with(' ') || code.ends_with(' ');
    !code.is_empty() && !is_padded && code.chars().all(means_nothing)
}
