//! Words → lines.
//!
//! Until then a space is a place where a line may end, and `\n` one where it should; [`HARD`] ends a line for
//! readers, and [`TIED`] is a space that is shown and ends no line. No text holds these two: they are controls.

/// Longest line that wrapping leaves, in characters.
pub(super) const WIDTH: usize = 96;

/// The end of a line for readers.
pub(super) const HARD: char = '\u{1}';

/// A space that ends no line.
pub(super) const TIED: char = '\u{0}';

/// The words on lines of at most `width` characters, as far as words are that short. A line never starts with what
/// would begin a list, a heading or a table.
pub(super) fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut parts = words.split(HARD).peekable();
    while let Some(part) = parts.next() {
        let mut wrapper = Wrapper { lines: &mut lines, current: String::new(), length: 0, width };
        for line in part.split('\n') {
            let mut ends_line = true;
            for word in line.split(' ').filter(|word| !word.is_empty()) {
                wrapper.word(word, std::mem::take(&mut ends_line));
            }
        }
        if parts.peek().is_some() {
            wrapper.current.push('\\');
        }
        wrapper.end();
    }
    lines
}

/// The words on one line.
pub(super) fn unwrapped(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    let words = words.split([' ', '\n', HARD]).filter(|word| !word.is_empty());
    for word in words {
        if line.is_empty() {
            push_first(word, &mut line);
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    line.replace(TIED, " ")
}

struct Wrapper<'l> {
    lines: &'l mut Vec<String>,
    current: String,
    /// Of the current line, in characters.
    length: usize,
    width: usize,
}

impl Wrapper<'_> {
    fn word(&mut self, word: &str, should_end_line: bool) {
        let length = word.chars().count();
        if self.current.is_empty() {
            push_first(word, &mut self.current);
            self.length = length;
            return;
        }
        let ends = should_end_line || self.length + 1 + length > self.width;
        if ends && !is_mark(word) {
            self.end();
        } else {
            self.current.push(' ');
            self.length += 1;
        }
        self.current.push_str(word);
        self.length += length;
    }

    fn end(&mut self) {
        self.lines.push(std::mem::take(&mut self.current).replace(TIED, " "));
        self.length = 0;
    }
}

/// Whether a word at the start of a line could begin, or end, something else than a paragraph: the mark of a list or
/// of a heading, a rule, or a row of a table.
pub(super) fn is_mark(word: &str) -> bool {
    let is_only = |signs: &[char]| word.chars().all(|character| signs.contains(&character));
    matches!(word, "+" | "*" | "_")
        || is_only(&['='])
        || is_only(&['|', ':', '-'])
        || (word.len() <= 6 && is_only(&['#']))
        || numbered(word).is_some()
}

/// The number that a word is the mark of.
fn numbered(word: &str) -> Option<&str> {
    word.strip_suffix(['.', ')']).filter(|number| is_number(number))
}

/// Writes the first word of a paragraph, escaped if it would begin something else.
fn push_first(word: &str, line: &mut String) {
    if let Some(number) = numbered(word) {
        line.push_str(number);
        line.push('\\');
        line.extend(word.chars().next_back());
        return;
    }
    if is_mark(word) {
        line.push('\\');
    }
    line.push_str(word);
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_ascii_digit())
}
