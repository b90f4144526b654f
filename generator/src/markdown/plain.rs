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
    if text.bytes().all(|byte| byte == b' ' || byte == b'\n' || byte.is_ascii_graphic()) {
        return dedented(text);
    }
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
    if !text.contains('\n') {
        return text.trim_matches(' ').to_owned();
    }
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let shared = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = text.lines().map(|line| line.get(shared..).unwrap_or("")).collect();
    // The first line of a description in JSON is often indented otherwise than the rest.
    lines.join("\n").trim_matches([' ', '\n']).to_owned()
}

/// The paragraphs of a clean text that holds nothing but words, signs that mean nothing in Markdown, and code on one
/// line, with the spaces in code [tied](wrap::TIED); `None` for any other text. What is like that need not be read.
/// Addresses, which become links, need a `:` before `/`.
pub(super) fn paragraphs(text: &str) -> Option<Vec<String>> {
    if text.contains("://") {
        return None;
    }
    text.split("\n\n").map(paragraph).collect()
}

fn paragraph(text: &str) -> Option<String> {
    let begins_another = |line: &str| {
        let first = line.split(' ').next().unwrap_or_default();
        first.is_empty() || line.ends_with(' ') || wrap::is_mark(first)
    };
    if text.split('\n').any(begins_another) {
        return None;
    }
    let mut tied = String::with_capacity(text.len());
    let mut in_code = false;
    let mut before = None;
    for character in text.chars() {
        match character {
            // A longer run of marks is another mark, and a space beside one may be no part of the code.
            '`' if before == Some('`') || (in_code && before == Some(' ')) => return None,
            '`' => in_code = !in_code,
            ' ' if in_code && before == Some('`') => return None,
            // In a cell of a table it would be escaped.
            '|' => return None,
            _ if in_code && (character == ' ' || character.is_ascii_graphic()) => {}
            '\n' if !in_code => {}
            _ if is_harmless(character) => {}
            _ => return None,
        }
        before = Some(character);
        tied.push(if in_code && character == ' ' { wrap::TIED } else { character });
    }
    (!in_code).then_some(tied)
}

/// Whether a character means nothing in Markdown, but at the start of a line.
fn is_harmless(character: char) -> bool {
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
}
