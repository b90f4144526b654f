//! `CommonMark` of a definition made fit for rustdoc: harmless, wrapped, and free of warnings.
//!
//! Outside code, brackets and angle brackets are escaped (a definition does not know our item names),
//! addresses become links, and indentation that would make a code block is removed. Fences are marked
//! `text`, so that nothing is run as a test.

/// Longest line that wrapping leaves, in characters.
const WIDTH: usize = 96;

/// The lines of a text, without prefix; never empty at the start or the end.
pub fn lines(text: &str) -> Vec<String> {
    let clean: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| *c == '\n' || !is_harmful(*c))
        .collect();
    let mut writer = Writer::default();
    for line in clean.lines() {
        writer.line(line);
    }
    writer.finish()
}

/// Characters that no source file should hold: controls, and those that reorder or hide text.
pub fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// The fence that opened a code block, while inside one.
    fence: Option<String>,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let trimmed = line.trim();
        if let Some(fence) = &self.fence {
            let closes = trimmed.starts_with(fence.as_str())
                && trimmed.chars().all(|c| fence.starts_with(c));
            if closes {
                self.lines.push(fence.clone());
                self.fence = None;
            } else {
                self.lines.push(line.trim_end().to_owned());
            }
            return;
        }
        if let Some(fence) = opening_fence(trimmed) {
            self.lines.push(format!("{fence}text"));
            self.fence = Some(fence);
            return;
        }
        self.prose(line);
    }

    fn prose(&mut self, line: &str) {
        let text = line.trim();
        let (marker, text) = list_marker(text);
        let indent =
            if marker.is_empty() { 0 } else { (line.len() - line.trim_start().len()).min(3) };
        let first = format!("{}{marker}", " ".repeat(indent));
        let next = " ".repeat(first.chars().count());
        self.wrap(&escape(text), &first, &next);
    }

    /// Breaks a line at spaces so that it stays within [`WIDTH`]; tables and headings stay whole.
    fn wrap(&mut self, text: &str, first: &str, next: &str) {
        if text.starts_with(['|', '#']) || text.is_empty() {
            self.lines.push(format!("{first}{text}").trim_end().to_owned());
            return;
        }
        let mut current = first.to_owned();
        let mut empty = true;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let fits = current.chars().count() + word.chars().count() < WIDTH;
            if !empty && (!fits && !opens_block(word)) {
                self.lines.push(std::mem::replace(&mut current, next.to_owned()));
                empty = true;
            }
            if !empty {
                current.push(' ');
            }
            current.push_str(word);
            empty = false;
        }
        self.lines.push(current);
    }

    fn finish(mut self) -> Vec<String> {
        if let Some(fence) = self.fence.take() {
            self.lines.push(fence);
        }
        while self.lines.last().is_some_and(|line| line.trim().is_empty()) {
            self.lines.pop();
        }
        let leading = self.lines.iter().take_while(|line| line.trim().is_empty()).count();
        self.lines.drain(..leading);
        self.lines
    }
}

/// Whether a word at the start of a line would begin a list, a heading, a quote or a table.
fn opens_block(word: &str) -> bool {
    word.starts_with(['-', '+', '*', '#', '>', '|', '=', '`', '~'])
        || word
            .strip_suffix(['.', ')'])
            .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

fn opening_fence(text: &str) -> Option<String> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let fence: String = text.chars().take_while(|c| *c == mark).collect();
    let inline = mark == '`' && text.chars().skip(fence.len()).any(|c| c == '`');
    (fence.len() >= 3 && !inline).then_some(fence)
}

/// Splits a list marker with its space from the rest of the line.
fn list_marker(text: &str) -> (&str, &str) {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let marker = match text.chars().nth(digits) {
        Some('-' | '*' | '+') if digits == 0 => 1,
        Some('.' | ')') if (1..=9).contains(&digits) => digits + 1,
        _ => return ("", text),
    };
    match text.split_at_checked(marker + 1) {
        Some((marker, rest)) if marker.ends_with(' ') => (marker, rest.trim_start()),
        _ => ("", text),
    }
}

/// Escapes what rustdoc would read as a link or as HTML, and makes bare addresses links. Code spans
/// stay as they are.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let taken = match character {
            '`' => copy_code_span(rest, &mut escaped),
            'h' if starts_address(rest) && !escaped.ends_with(char::is_alphanumeric) => {
                copy_address(rest, &mut escaped)
            }
            '[' => copy_link(rest, &mut escaped),
            '\\' => copy_escape(rest, &mut escaped),
            ']' | '<' | '>' => {
                escaped.push('\\');
                escaped.push(character);
                1
            }
            other => {
                escaped.push(other);
                other.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    escaped
}

fn starts_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// Copies a code span; an unmatched backtick is escaped.
fn copy_code_span(text: &str, to: &mut String) -> usize {
    let ticks = text.chars().take_while(|c| *c == '`').count();
    let (Some(fence), Some(body)) = (text.get(..ticks), text.get(ticks..)) else { return 1 };
    match body.find(fence) {
        Some(end) if body.get(end + ticks..).is_none_or(|tail| !tail.starts_with('`')) => {
            let length = ticks + end + ticks;
            to.push_str(text.get(..length).unwrap_or_default());
            length
        }
        _ => {
            to.push_str(&"\\`".repeat(ticks));
            ticks
        }
    }
}

fn copy_address(text: &str, to: &mut String) -> usize {
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | ')' | ']' | '|' | '\\')
        })
        .unwrap_or(text.len());
    let address = text.get(..end).unwrap_or_default();
    let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    to.push('<');
    to.push_str(address);
    to.push('>');
    address.len().max(1)
}

/// Copies `[text](http…)`; any other bracket is escaped.
fn copy_link(text: &str, to: &mut String) -> usize {
    let link = text.get(1..).and_then(|body| {
        let (label, after) = body.split_once("](")?;
        let (target, _) = after.split_once(')')?;
        let plain =
            !label.contains(['[', ']', '<', '>', '`']) && !target.contains(['<', '>', ' ', '`']);
        (plain && starts_address(target)).then(|| label.len() + target.len() + 4)
    });
    if let Some(length) = link {
        to.push_str(text.get(..length).unwrap_or_default());
        length
    } else {
        to.push_str("\\[");
        1
    }
}

/// Copies an escape of the source, or escapes a stray backslash.
fn copy_escape(text: &str, to: &mut String) -> usize {
    match text.chars().nth(1) {
        Some(next) if next.is_ascii_punctuation() => {
            to.push('\\');
            to.push(next);
            1 + next.len_utf8()
        }
        _ => {
            to.push_str("\\\\");
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn keeps_plain_text_and_wraps_it() {
        assert_eq!(lines("One line."), ["One line."]);
        let long = "word ".repeat(40);
        let wrapped = lines(&long);
        assert!(wrapped.len() > 1 && wrapped.iter().all(|line| line.len() <= 96));
        assert_eq!(wrapped.join(" "), long.trim());
    }

    #[test]
    fn escapes_what_rustdoc_would_interpret() {
        assert_eq!(lines("a <b> [c] d"), [r"a \<b\> \[c\] d"]);
        assert_eq!(lines("see https://a.example/x."), ["see <https://a.example/x>."]);
        assert_eq!(lines("[a](https://b.example)"), ["[a](https://b.example)"]);
        assert_eq!(lines("`Vec<u8>` and ` stray"), [r"`Vec<u8>` and \` stray"]);
    }

    #[test]
    fn makes_code_harmless() {
        assert_eq!(lines("```rust\nfn main() {}\n```"), ["```text", "fn main() {}", "```"]);
        assert_eq!(lines("```\nopen"), ["```text", "open", "```"]);
        assert_eq!(lines("a\n\n        indented"), ["a", "", "indented"]);
        assert_eq!(lines("x\u{202e}y\rz"), ["xy", "z"]);
    }

    #[test]
    fn indents_wrapped_list_items() {
        let text = format!("- {}", "item ".repeat(30));
        assert!(lines(&text).iter().skip(1).all(|line| line.starts_with("  item")));
    }
}
