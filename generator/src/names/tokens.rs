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
        rest = if let Some(inside) = rest.strip_prefix("//") {
            after(inside, "\n")
        } else if let Some(inside) = rest.strip_prefix("/*") {
            after_comment(inside)
        } else if let Some(inside) = rest.strip_prefix("{{").filter(|_| is_template) {
            tokens.push(Token::Hole);
            after(inside, "}}")
        } else if let Some(inside) = rest.strip_prefix("{%").filter(|_| is_template) {
            after(inside, "%}")
        } else if let Some(inside) = rest.strip_prefix("{#").filter(|_| is_template) {
            after(inside, "#}")
        } else if first == '"' {
            after_string(rest.get(1..).unwrap_or_default())
        } else if first == '\'' {
            after_quote(rest.get(1..).unwrap_or_default())
        } else if let Some(inside) = raw_string(rest) {
            inside
        } else if let Some(inside) = rest.strip_prefix("b\"") {
            after_string(inside)
        } else if let Some(inside) = rest.strip_prefix("b'") {
            after_quote(inside)
        } else if first == '_' || first.is_alphabetic() {
            let rest = rest.strip_prefix("r#").unwrap_or(rest);
            let (word, rest) = word(rest);
            tokens.push(Token::Word(word));
            rest
        } else if first.is_numeric() {
            word(rest).1
        } else if let Some(inside) = rest.strip_prefix("::") {
            tokens.push(Token::Path);
            inside
        } else if let Some(inside) = rest.strip_prefix("->") {
            tokens.push(Token::Arrow);
            inside
        } else if first == '$' {
            dollar(rest, &mut tokens)
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Mark(first));
            }
            rest.get(first.len_utf8()..).unwrap_or_default()
        };
    }
    tokens
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
