//! Rust and templates of Rust as tokens: just enough to know which names occur where.
//!
//! Comments and literals are left out. What a template or a macro puts in is a [`Token::Hole`].

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'t> {
    /// An identifier or a keyword, without `r#`.
    Word(&'t str),
    /// `{{ … }}` of a template, or `$name` of a macro.
    Hole,
    /// `::`
    Path,
    /// `->`
    Arrow,
    /// Any other character.
    Mark(char),
}

/// The tokens of a text; `is_template` says whether `{{ … }}` and `{% … %}` have a meaning in it.
pub fn tokens(text: &str, is_template: bool) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 6);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = match first {
            '"' => after_string(skip(rest, 1)),
            '\'' => after_quote(skip(rest, 1)),
            '$' => dollar(rest, &mut tokens),
            '/' | '{' | ':' | '-' => mark(rest, first, is_template, &mut tokens),
            'b' | 'r' => match after_literal(rest) {
                Some(after) => after,
                None => name(rest, &mut tokens),
            },
            '_' => name(rest, &mut tokens),
            _ if first.is_alphabetic() => name(rest, &mut tokens),
            _ if first.is_numeric() => word(rest).1,
            _ => {
                if !first.is_whitespace() {
                    tokens.push(Token::Mark(first));
                }
                skip(rest, first.len_utf8())
            }
        };
    }
    tokens
}

/// Behind a mark that may begin something longer: a comment, a part of a template, `::` or `->`.
fn mark<'t>(text: &'t str, first: char, is_template: bool, tokens: &mut Vec<Token<'t>>) -> &'t str {
    let inside = skip(text, 2);
    match (first, text.as_bytes().get(1)) {
        ('/', Some(b'/')) => after(inside, "\n"),
        ('/', Some(b'*')) => after_comment(inside),
        ('{', Some(b'{')) if is_template => {
            tokens.push(Token::Hole);
            after(inside, "}}")
        }
        ('{', Some(b'%')) if is_template => after(inside, "%}"),
        ('{', Some(b'#')) if is_template => after(inside, "#}"),
        (':', Some(b':')) => {
            tokens.push(Token::Path);
            inside
        }
        ('-', Some(b'>')) => {
            tokens.push(Token::Arrow);
            inside
        }
        _ => {
            tokens.push(Token::Mark(first));
            skip(text, 1)
        }
    }
}

fn name<'t>(text: &'t str, tokens: &mut Vec<Token<'t>>) -> &'t str {
    let (word, rest) = word(text.strip_prefix("r#").unwrap_or(text));
    tokens.push(Token::Word(word));
    rest
}

/// Behind a raw string, or bytes; `None` where a name begins.
fn after_literal(text: &str) -> Option<&str> {
    match text.as_bytes().get(1)? {
        b'"' | b'#' | b'r' => {
            raw_string(text).or_else(|| text.strip_prefix("b\"").map(after_string))
        }
        b'\'' => text.strip_prefix("b'").map(after_quote),
        _ => None,
    }
}

fn skip(text: &str, bytes: usize) -> &str {
    text.get(bytes..).unwrap_or_default()
}

/// `$name` is a hole, `$crate` a word, and the dollar of a repetition is nothing.
fn dollar<'t>(text: &'t str, tokens: &mut Vec<Token<'t>>) -> &'t str {
    let inside = text.get(1..).unwrap_or_default();
    let (word, rest) = word(inside);
    match word {
        "" => inside,
        "crate" => {
            tokens.push(Token::Word(word));
            rest
        }
        _ => {
            tokens.push(Token::Hole);
            // The kind of a parameter, as in `$name:ident`, is no name.
            match rest.strip_prefix(':') {
                Some(kind) if kind.starts_with(|c: char| c.is_ascii_lowercase()) => {
                    self::word(kind).1
                }
                _ => rest,
            }
        }
    }
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn after<'t>(text: &'t str, end: &str) -> &'t str {
    text.split_once(end).map_or("", |(_, rest)| rest)
}

fn after_comment(mut text: &str) -> &str {
    let mut depth = 1_usize;
    while depth > 0 {
        let Some(at) = text.find(['*', '/']) else { return "" };
        let found = text.get(at..).unwrap_or_default();
        let step = if found.starts_with("*/") {
            depth -= 1;
            2
        } else if found.starts_with("/*") {
            depth += 1;
            2
        } else {
            1
        };
        text = found.get(step..).unwrap_or_default();
    }
    text
}

fn after_string(mut text: &str) -> &str {
    while let Some(at) = text.find(['"', '\\']) {
        let found = text.get(at..).unwrap_or_default();
        let Some(escaped) = found.strip_prefix('\\') else {
            return found.get(1..).unwrap_or_default();
        };
        let length = escaped.chars().next().map_or(0, char::len_utf8);
        text = escaped.get(length..).unwrap_or_default();
    }
    ""
}

/// Behind a character, or behind the quote of a lifetime and its name.
fn after_quote(text: &str) -> &str {
    if let Some(escaped) = text.strip_prefix('\\') {
        let length = escaped.chars().next().map_or(0, char::len_utf8);
        return after(escaped.get(length..).unwrap_or_default(), "'");
    }
    let first = text.chars().next().map_or(0, char::len_utf8);
    match text.get(first..).and_then(|rest| rest.strip_prefix('\'')) {
        Some(rest) => rest,
        None => word(text).1,
    }
}

/// Behind a raw string; `None` where none begins.
fn raw_string(text: &str) -> Option<&str> {
    let text = text.strip_prefix('b').unwrap_or(text).strip_prefix('r')?;
    let inside = text.trim_start_matches('#');
    let hashes = text.len() - inside.len();
    let inside = inside.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(after(inside, &end))
}

#[cfg(test)]
mod tests {
    use super::{Token, tokens};

    fn words(text: &str) -> Vec<&str> {
        let words = tokens(text, true).into_iter().filter_map(|token| match token {
            Token::Word(word) => Some(word),
            Token::Hole => Some("?"),
            _ => None,
        });
        words.collect()
    }

    #[test]
    fn leaves_out_comments_and_literals() {
        assert_eq!(words("a // b\n/* c /* d */ e */ f"), ["a", "f"]);
        assert_eq!(words(r##"a "b \" c" 'd' '\'' r#"e " f"# b"g" h"##), ["a", "h"]);
        assert_eq!(words("fn a<'b>(c: &'b str) {}"), ["fn", "a", "c", "str"]);
        assert_eq!(words("r#type 1_u32 x"), ["type", "x"]);
    }

    #[test]
    fn knows_holes() {
        assert_eq!(words("{% for a in b %}mod {{ a.c }};{% endfor %}{# d #}"), ["mod", "?"]);
        assert_eq!(
            words("impl $name { $(Self::$v => $crate::x,)* }"),
            ["impl", "?", "Self", "?", "crate", "x"]
        );
        assert_eq!(words("($name:ident { $($v:literal),* })"), ["?", "?"]);
    }
}
