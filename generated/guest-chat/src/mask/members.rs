//! Finds the members of a text that only resembles JSON, and replaces the values of some of them.
//!
//! A body may be cut off, have single quotes, lack quotes, be JSON inside a string of JSON, or a
//! form. A pattern for one of these misses the next; so the text is read token by token, with no
//! claim that anything balances: a name in any quotes or in none, then `:`, `=` or `=>`, then a value.
//! Where a value has no end, all the rest is its. Time is linear in the length of the text.

use super::MASK;

/// Longest text, in bytes, that may be a name: those that matter are shorter, and looking for the end
/// of each quote may not take for ever.
const LONGEST_NAME: usize = 256;

/// The text with `[REDACTED]` for the values of the members whose names are secret: texts, numbers, lists
/// and objects, but not `null`.
pub(super) fn masked(text: &str, is_secret: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = None;
    while let Some(character) = rest.chars().next() {
        let name = Name::at(rest, before);
        let value = name.as_ref().filter(|name| is_secret(&name.text));
        if let Some((lead, value)) = value.and_then(|name| value_after(rest, name)) {
            let end = value_end(value);
            let (value, after) = split(value, end);
            kept.push_str(lead);
            kept.push_str(&replacement(value));
            before = value.chars().next_back();
            rest = after;
            continue;
        }
        // A name without quotes is passed as a whole; of one with quotes only the first of these, because
        // they may have been the closing ones of something else.
        let length = match name {
            Some(name) if name.quote.is_none() => name.length,
            _ => opening_length(rest, character),
        };
        let (passed, after) = split(rest, length);
        kept.push_str(passed);
        before = passed.chars().next_back();
        rest = after;
    }
    kept
}

/// A quote and the number of backslashes before it: JSON inside a string has `\"`.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Quote {
    backslashes: usize,
    character: char,
}

impl Quote {
    /// The quote that a text starts with.
    fn at(text: &str) -> Option<Self> {
        let backslashes = text.bytes().take_while(|byte| *byte == b'\\').count();
        let character = split(text, backslashes).1.chars().next()?;
        let is_quote = matches!(character, '"' | '\'' | '`');
        is_quote.then_some(Self {
            backslashes,
            character,
        })
    }

    /// Its length in bytes.
    fn length(self) -> usize {
        self.backslashes.saturating_add(1)
    }

    /// Where in a text that follows it the quote that closes it starts, and where that ends.
    fn closing(self, text: &str) -> Option<(usize, usize)> {
        let mut backslashes = 0_usize;
        for (index, character) in text.char_indices() {
            if character == '\\' {
                backslashes = backslashes.saturating_add(1);
                continue;
            }
            let closes = if self.backslashes == 0 {
                backslashes & 1 == 0
            } else {
                backslashes <= self.backslashes
            };
            if character == self.character && closes {
                let start = index.saturating_sub(backslashes);
                // An even number of backslashes belongs to the text.
                let start = if self.backslashes == 0 { index } else { start };
                return Some((start, index.saturating_add(1)));
            }
            backslashes = 0;
        }
        None
    }
}

/// The length of a quote with its backslashes, of backslashes alone, or of one character.
fn opening_length(text: &str, character: char) -> usize {
    match Quote::at(text) {
        Some(quote) => quote.length(),
        None if character == '\\' => text.bytes().take_while(|byte| *byte == b'\\').count(),
        None => character.len_utf8(),
    }
}

/// What may be the name of a member.
struct Name {
    /// Without quotes and escapes.
    text: String,
    quote: Option<Quote>,
    /// With quotes and escapes, in bytes.
    length: usize,
}

impl Name {
    /// The name that a text starts with; `before` is the character before it.
    fn at(text: &str, before: Option<char>) -> Option<Self> {
        if let Some(quote) = Quote::at(text) {
            let inner = split(text, quote.length()).1;
            let (start, end) = quote.closing(beginning(inner))?;
            return Some(Self {
                text: unescaped(split(inner, start).0),
                quote: Some(quote),
                length: quote.length().saturating_add(end),
            });
        }
        if before.is_some_and(is_of_words) {
            return None;
        }
        let length = text.find(|c| !is_of_words(c)).unwrap_or(text.len());
        (length > 0).then(|| Self {
            text: split(text, length).0.to_owned(),
            quote: None,
            length,
        })
    }
}

fn is_of_words(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '$')
}

/// What stands up to the value of a member, from its name on, and what follows; `None` when what follows is no
/// value.
fn value_after<'t>(text: &'t str, name: &Name) -> Option<(&'t str, &'t str)> {
    let mut rest = split(text, name.length).1;
    // The quote that closes a name whose opening one is lost.
    if let (None, Some(quote)) = (name.quote, Quote::at(rest)) {
        rest = split(rest, quote.length()).1;
    }
    let spaced = rest.trim_start();
    let value = match spaced.strip_prefix([':', '=']) {
        Some(value) => value.strip_prefix('>').unwrap_or(value).trim_start(),
        // A name and a value that only lack what should be between them.
        None if name.quote.is_some() && Quote::at(spaced).is_some() => spaced,
        None => return None,
    };
    Some(split(text, text.len().saturating_sub(value.len())))
}

/// Where a value ends that a text starts with, in bytes.
fn value_end(text: &str) -> usize {
    if let Some(quote) = Quote::at(text) {
        let inner = split(text, quote.length()).1;
        let end = quote.closing(inner).map_or(inner.len(), |(_, end)| end);
        return quote.length().saturating_add(end);
    }
    if text.starts_with(['{', '[', '(']) {
        return container_end(text);
    }
    let ends = |c: char| matches!(c, ',' | '}' | ']' | ')' | '&' | ';' | '<' | '\n' | '\r');
    text.find(ends).unwrap_or(text.len())
}

/// Where a list or an object ends, with all that is in it.
fn container_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let mut length = character.len_utf8();
        match character {
            '{' | '[' | '(' => depth = depth.saturating_add(1),
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            _ => {
                if let Some(quote) = Quote::at(rest) {
                    let inner = split(rest, quote.length()).1;
                    let end = quote.closing(inner).map_or(inner.len(), |(_, end)| end);
                    length = quote.length().saturating_add(end);
                } else {
                    length = opening_length(rest, character);
                }
            }
        }
        rest = split(rest, length).1;
        if depth == 0 {
            break;
        }
    }
    text.len().saturating_sub(rest.len())
}

/// What is written for a value.
fn replacement(value: &str) -> String {
    if let Some(quote) = Quote::at(value) {
        let quote = split(value, quote.length()).0;
        return format!("{quote}{MASK}{quote}");
    }
    match value.trim() {
        "" | "null" | "None" | "undefined" => value.to_owned(),
        _ => MASK.to_owned(),
    }
}

/// A name without the escapes of JSON: `j\u0077t` is `jwt`.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain.push_str(before);
        // JSON in a string has its backslashes doubled.
        let escape = escape.trim_start_matches('\\');
        let code = escape
            .strip_prefix(['u', 'U'])
            .and_then(|digits| digits.get(..4))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(character) = code.and_then(char::from_u32) {
            plain.push(character);
            rest = split(escape, 5).1;
        } else {
            rest = escape;
        }
    }
    plain.push_str(rest);
    plain
}

/// As much of a text as may hold a name.
fn beginning(text: &str) -> &str {
    let end = (0..=LONGEST_NAME.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// Both parts of a text; all of it and nothing when it cannot be cut there.
fn split(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}
