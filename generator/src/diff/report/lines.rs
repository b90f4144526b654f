//! Lines for a terminal: words in, lines out that fit a width, coloured where that is wanted.
//!
//! The words must have been made harmless before ([`super::visible`]); the only control characters that
//! come out are line ends and the colours of this module.

use unicode_width::UnicodeWidthStr as _;

use super::Style;
use crate::bump::Bump;

/// The look of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Plain,
    Bold,
    Dim,
    Red,
    Yellow,
    Green,
    Cyan,
    /// White on red: it must not be overlooked.
    Alarm,
}

impl Paint {
    /// The look of a level.
    pub(super) fn of(bump: Bump) -> Self {
        match bump {
            Bump::Major => Self::Red,
            Bump::Minor => Self::Yellow,
            Bump::Patch => Self::Green,
            Bump::None => Self::Dim,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "\u{1b}[1m",
            Self::Dim => "\u{1b}[2m",
            Self::Red => "\u{1b}[1;31m",
            Self::Yellow => "\u{1b}[33m",
            Self::Green => "\u{1b}[32m",
            Self::Cyan => "\u{1b}[36m",
            Self::Alarm => "\u{1b}[1;37;41m",
        }
    }
}

const RESET: &str = "\u{1b}[0m";

/// A space at which no line is broken. No harmless text holds this character.
const JOINT: char = '\u{1}';

/// The text as one word, spaces included.
pub(super) fn unbroken(text: &str) -> String {
    text.replace(' ', JOINT.encode_utf8(&mut [0; 4]))
}

/// No line is broken to less than this, however narrow the terminal is.
const NARROWEST: usize = 40;

/// A text of our own whose paragraphs are broken to fit; lines that start with a space stay as they are.
pub fn folded(text: &str, width: usize) -> String {
    let mut lines = Lines::new(Style { width, ..Style::default() });
    for line in text.lines() {
        if line.starts_with(' ') {
            lines.verbatim(0, Paint::Plain, line);
        } else {
            lines.paragraph(0, 0, &[(Paint::Plain, line)]);
        }
    }
    lines.finish()
}

/// A text that grows by lines.
pub(super) struct Lines {
    text: String,
    style: Style,
}

impl Lines {
    /// No lines yet.
    pub(super) fn new(style: Style) -> Self {
        Self { text: String::new(), style: Style { width: style.width.max(NARROWEST), ..style } }
    }

    /// The lines.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.text.matches('\n').count()
    }

    /// Ends a section.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A paragraph that is broken between words; its first line starts at the first column given, the others
    /// at the second.
    pub(super) fn paragraph(&mut self, first: usize, others: usize, parts: &[(Paint, &str)]) {
        let mut line = Line { indent: first, words: Vec::new(), width: first };
        for (paint, part) in parts {
            for word in part.split(' ') {
                let width = word.width();
                let gap = usize::from(!line.words.is_empty());
                if gap == 1 && line.width + gap + width > self.style.width {
                    self.line(&line);
                    line = Line { indent: others, words: Vec::new(), width: others };
                }
                line.width += width + usize::from(!line.words.is_empty());
                line.words.push((*paint, word));
            }
        }
        self.line(&line);
    }

    /// A line that is never broken, such as one of code.
    pub(super) fn verbatim(&mut self, indent: usize, paint: Paint, text: &str) {
        self.line(&Line { indent, words: vec![(paint, text)], width: 0 });
    }

    fn line(&mut self, line: &Line<'_>) {
        let mut painted = Paint::Plain;
        for (number, (paint, word)) in line.words.iter().enumerate() {
            let changes = self.style.colour && *paint != painted;
            if changes && painted != Paint::Plain {
                self.text.push_str(RESET);
            }
            let gap = if number == 0 { line.indent } else { 1 };
            self.text.extend(std::iter::repeat_n(' ', gap));
            if changes {
                self.text.push_str(paint.code());
                painted = *paint;
            }
            self.text.extend(word.chars().map(|c| if c == JOINT { ' ' } else { c }));
        }
        if painted != Paint::Plain {
            self.text.push_str(RESET);
        }
        let end = self.text.trim_end_matches(' ').len();
        self.text.truncate(end);
        self.text.push('\n');
    }
}

struct Line<'a> {
    indent: usize,
    words: Vec<(Paint, &'a str)>,
    width: usize,
}

#[cfg(test)]
mod tests {
    use super::{Lines, Paint};
    use crate::diff::report::Style;

    #[test]
    fn breaks_between_words() {
        let mut lines = Lines::new(Style { width: 40, ..Style::default() });
        lines.paragraph(
            0,
            4,
            &[(Paint::Bold, "level"), (Paint::Plain, "thirty-five columns are a lot for words")],
        );
        lines.verbatim(2, Paint::Plain, &"x".repeat(50));
        let text = lines.finish();
        assert_eq!(
            text,
            format!("level thirty-five columns are a lot for\n    words\n  {}\n", "x".repeat(50))
        );
    }

    #[test]
    fn joined_words_stay_together() {
        let mut lines = Lines::new(Style { width: 40, ..Style::default() });
        let words = format!("{} {}", "x".repeat(36), super::unbroken("GET /a"));
        lines.paragraph(0, 2, &[(Paint::Plain, &words)]);
        assert_eq!(lines.finish(), format!("{}\n  GET /a\n", "x".repeat(36)));
    }

    #[test]
    fn wide_letters_count_twice() {
        let mut lines = Lines::new(Style { width: 40, ..Style::default() });
        let word = "漢".repeat(15);
        lines.paragraph(0, 0, &[(Paint::Plain, &format!("{word} {word}"))]);
        assert_eq!(lines.finish(), format!("{word}\n{word}\n"));
    }

    #[test]
    fn colours_end_with_the_line() {
        let mut lines = Lines::new(Style { width: 40, colour: true, ..Style::default() });
        lines.paragraph(1, 1, &[(Paint::Red, "a b"), (Paint::Plain, "c"), (Paint::Green, "d")]);
        let red = "\u{1b}[1;31m";
        let (green, reset) = ("\u{1b}[32m", "\u{1b}[0m");
        assert_eq!(lines.finish(), format!(" {red}a b{reset} c {green}d{reset}\n"));
    }
}
