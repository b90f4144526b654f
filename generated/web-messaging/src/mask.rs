//! Takes out of a text what must not be shown, wherever it is shown.
//!
//! In: a text of the service. Out: the same with `[REDACTED]` in the place of the fields that the API calls secret, and of
//! whatever looks like a token.

mod members;

use crate::facts;

/// What is written in the place of a secret.
pub(crate) const MASK: &str = "[REDACTED]";

/// How every token begins that is a signed JSON object.
const TOKEN_START: &str = "eyJ";
const SHORTEST_TOKEN: usize = 16;

/// A text without what it calls by a secret name, and without tokens.
pub(crate) fn masked(text: &str) -> String {
    without_tokens(&members::masked(text, is_secret_field))
}

/// Replaces what looks like a token.
fn without_tokens(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = split_at_found(rest, TOKEN_START) {
        kept.push_str(before);
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
        let end = from.find(|c| !is_part(c)).unwrap_or(from.len());
        let (token, after) = from.split_at_checked(end).unwrap_or((from, ""));
        kept.push_str(if token.len() < SHORTEST_TOKEN {
            token
        } else {
            MASK
        });
        rest = after;
    }
    kept.push_str(rest);
    kept
}

fn split_at_found<'t>(text: &'t str, what: &str) -> Option<(&'t str, &'t str)> {
    text.split_at_checked(text.find(what)?)
}

/// Whether the API calls a field or a parameter of this name secret.
pub(crate) fn is_secret_field(name: &str) -> bool {
    facts::SECRET_FIELDS
        .iter()
        .any(|secret| secret.eq_ignore_ascii_case(name))
}
