//! Text of a definition for Markdown: it is read as it was written, and cannot become markup, HTML, a
//! link, a mention of a person or a reference to an issue.

use crate::diagnostic::clip;
use crate::diff::report::visible::{visible, visible_lines};

/// How much is shown of one text of the definition.
const LONGEST: usize = 300;

/// Prose; what stands between backticks becomes code, as the author of the sentence meant it.
pub(super) fn prose(text: &str) -> String {
    long_prose(text, LONGEST)
}

/// Prose of which as many characters are shown.
pub(super) fn long_prose(text: &str, most: usize) -> String {
    let shown = visible(text);
    let text = clip(&shown, most);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A backtick without its other half: all of them are just characters.
        return plain(&text);
    }
    let mut written = String::new();
    for (number, part) in parts.iter().enumerate() {
        if number.is_multiple_of(2) {
            written.push_str(&plain(part));
        } else {
            written.push_str(&span(part));
        }
    }
    written
}

/// Code within a line.
pub(super) fn code(text: &str) -> String {
    span(&clip(&visible(text), LONGEST))
}

/// Lines of code as a block, each line indented; the fence is longer than any in the code.
pub(super) fn fence(indent: &str, language: &str, text: &str) -> String {
    let marks = "`".repeat(longest_run(text).max(2) + 1);
    let mut block = format!("{indent}{marks}{language}\n");
    for line in visible_lines(text).lines() {
        block.push_str(indent);
        block.push_str(line);
        block.push('\n');
    }
    block.push_str(indent);
    block.push_str(&marks);
    block.push('\n');
    block
}

/// A code span: its marks are longer than any run of backticks inside.
fn span(text: &str) -> String {
    if text.trim().is_empty() {
        // Empty code is no code; the marks themselves would be shown, or swallow what follows.
        return "(empty)".to_owned();
    }
    let marks = "`".repeat(longest_run(text) + 1);
    // One space on either side is taken away again when there is one on both.
    let edge = |character: Option<char>| matches!(character, Some('`' | ' '));
    let pad = if edge(text.chars().next()) || edge(text.chars().next_back()) { " " } else { "" };
    format!("{marks}{pad}{text}{pad}{marks}")
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|character| character != '`').map(str::len);
    runs.max().unwrap_or(0)
}

/// Text without markup. GitHub looks for mentions, references and addresses in what is left after the
/// markup is read, so these are broken by a space without width rather than by a backslash.
fn plain(text: &str) -> String {
    const BREAK: &str = "&#8203;";
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let ahead = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '@' => {
                written.push('@');
                written.push_str(BREAK);
            }
            '#' => {
                written.push_str("\\#");
                written.push_str(BREAK);
            }
            ':' if ahead.starts_with("//") => {
                written.push_str(BREAK);
                written.push(':');
            }
            '.' if ends_with_www(&written) => {
                written.push_str(BREAK);
                written.push('.');
            }
            '-' if ends_with_gh(&written) => {
                written.push_str(BREAK);
                written.push('-');
            }
            _ if character.is_ascii_punctuation() && !is_harmless(character) => {
                written.push('\\');
                written.push(character);
            }
            _ => written.push(character),
        }
        rest = ahead;
    }
    written
}

/// `www.` starts an address.
fn ends_with_www(written: &str) -> bool {
    let start = written.len().saturating_sub(3);
    written.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// `GH-1` is a reference to an issue.
fn ends_with_gh(written: &str) -> bool {
    let start = written.len().saturating_sub(2);
    written.get(start..).is_some_and(|end| end.eq_ignore_ascii_case("gh"))
}

/// Punctuation that means nothing inside a line.
fn is_harmless(character: char) -> bool {
    matches!(character, ',' | ';' | '.' | '/' | '?' | '\'' | '"' | '%' | '(' | ')' | ':' | '-')
}

#[cfg(test)]
mod tests {
    use super::{code, fence, prose};

    #[test]
    fn prose_is_no_markup() {
        assert_eq!(prose("a*b_c [x](y) <b> & ~z~"), r"a\*b\_c \[x\](y) &lt;b&gt; &amp; \~z\~");
        assert_eq!(prose("@me #1 GH-1"), "@&#8203;me \\#&#8203;1 GH&#8203;-1");
        assert_eq!(prose("http://a.b www.c.d"), "http&#8203;://a.b www&#8203;.c.d");
        assert_eq!(prose("a\n# b"), r"a\\n\#&#8203; b");
    }

    #[test]
    fn code_of_a_sentence_stays_code() {
        assert_eq!(prose("`a*b` is new"), "`a*b` is new");
        assert_eq!(prose("``"), "(empty)");
        assert_eq!(prose("a ` b"), r"a \` b");
    }

    #[test]
    fn code_cannot_be_left() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("`a``"), "``` `a`` ```");
        assert_eq!(code(" "), "(empty)");
        assert_eq!(fence("", "diff", "a\n```\nb\n"), "````diff\na\n```\nb\n````\n");
        assert_eq!(fence("  ", "", "a"), "  ```\n  a\n  ```\n");
    }
}
