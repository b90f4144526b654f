//! A line of a listing as tokens.

use super::Problem;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// An identifier, a keyword or `_`; with `r#` where it has one.
    Name,
    /// With its apostrophe.
    Lifetime,
    /// With its quotes and escapes.
    Text,
    /// A number.
    Number,
    /// Anything else; `::`, `->`, `..` and `...` are one token.
    Symbol,
}

/// A token of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub sort: Sort,
    pub text: &'t str,
    /// The byte of the line where it starts.
    pub at: usize,
}

/// Splits a line.
pub(super) fn tokens(line: &str) -> Result<Vec<Token<'_>>, Problem> {
    let mut found = Vec::with_capacity(line.len() / 3);
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let at = line.len() - rest.len();
        let (sort, length) = first(rest).ok_or(Problem::new(at, "a text without an end"))?;
        let (text, after) = rest.split_at(length);
        found.push(Token { sort, text, at });
        rest = after.trim_start();
    }
    Ok(found)
}

/// The sort and length of the first token.
fn first(rest: &str) -> Option<(Sort, usize)> {
    let length_of = |test: fn(char) -> bool, from: usize| {
        let tail = rest.get(from..).unwrap_or_default();
        from + tail.find(|c| !test(c)).unwrap_or(tail.len())
    };
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let character = rest.chars().next()?;
    Some(match character {
        '"' => (Sort::Text, text_length(rest)?),
        '\'' => (Sort::Lifetime, length_of(is_name, 1)),
        'r' if rest.starts_with("r#") => (Sort::Name, length_of(is_name, 2)),
        c if c.is_ascii_digit() => (Sort::Number, length_of(is_name, 0)),
        c if is_name(c) => (Sort::Name, length_of(is_name, 0)),
        c => {
            let long = ["...", "..", "::", "->"].into_iter().find(|long| rest.starts_with(long));
            (Sort::Symbol, long.map_or(c.len_utf8(), str::len))
        }
    })
}

/// The length of a quoted text.
fn text_length(rest: &str) -> Option<usize> {
    let mut escaped = true; // the opening quote does not end the text
    for (at, character) in rest.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The text of a quoted text: the opposite of printing with `{:?}`.
pub(super) fn unescape(quoted: &str) -> Option<String> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            text.push(character);
            continue;
        }
        text.push(match characters.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            'u' => {
                let code: String = characters.by_ref().skip(1).take_while(|c| *c != '}').collect();
                char::from_u32(u32::from_str_radix(&code, 16).ok()?)?
            }
            other => other,
        });
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::{tokens, unescape};

    #[test]
    fn splits_a_line() {
        let texts = |line| tokens(line).unwrap().iter().map(|token| token.text).collect::<Vec<_>>();
        assert_eq!(
            texts("fn a::r#b<'c>(&'c self) -> [_; 4] #[x = \"\\\"]\"]").join(" "),
            "fn a :: r#b < 'c > ( & 'c self ) -> [ _ ; 4 ] # [ x = \"\\\"]\" ]"
        );
        assert!(tokens("\"open").is_err());
    }

    #[test]
    fn unescapes_what_debug_escapes() {
        for text in ["", "a \"b\" \\ c", "line\nline\r\t\0", "\u{7f}\u{200b} é 'x'"] {
            assert_eq!(unescape(&format!("{text:?}")).as_deref(), Some(text));
        }
    }
}
