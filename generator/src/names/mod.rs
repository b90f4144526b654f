//! Rust names for the words of a definition: case, keywords, reserved words and collisions.
//!
//! Pure: text in, [`Ident`] out. An [`Ident`] is always a valid Rust identifier, so it can be put
//! into a template without further thought.

mod case;
mod code;
mod module;
mod reserved;
mod scope;
mod tokens;

use std::borrow::Borrow;
use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

pub use case::{pascal, snake, with_signs, words};
pub use module::{Modules, is_device};
pub use reserved::{Reserved, words as words_of_code};
pub use scope::{Scope, THE_CRATE, quoted};

/// A Rust identifier, raw (`r#type`) where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Ident(String);

/// Keywords, strict and reserved, of all editions up to 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written raw.
const PATH_KEYWORDS: &[&str] = &["self", "Self", "super", "crate", "_"];

impl Ident {
    /// Makes a word in the right case into an identifier. `None` when no identifier can be made of it.
    fn new(word: &str) -> Option<Self> {
        if PATH_KEYWORDS.contains(&word) {
            return Some(Self(format!("{word}_")));
        }
        if KEYWORDS.contains(&word) {
            return Some(Self(format!("r#{word}")));
        }
        is_identifier(word).then(|| Self(word.to_owned()))
    }

    /// A name that a person chose in the configuration; `None` when it is no identifier or a keyword.
    pub fn chosen(word: &str) -> Option<Self> {
        let plain = !KEYWORDS.contains(&word) && !PATH_KEYWORDS.contains(&word);
        plain.then(|| Self::new(word)).flatten()
    }

    /// A name that generated code has already, as [`Ident::as_str`] wrote it; `None` when it never can have.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("r#") {
            Some(bare) => KEYWORDS.contains(&bare).then(|| Self(text.to_owned())),
            None => Self::chosen(text),
        }
    }

    /// The name of a type or an enum variant. `fallback` is used where `text` holds no letter.
    pub fn pascal(text: &str, fallback: &str) -> Self {
        let word = pascal(text);
        let word = if word == "Self" { format!("Self{fallback}") } else { word };
        Self::of_words(word, fallback)
    }

    /// The name of a field, a method, an argument or a module.
    pub fn snake(text: &str, fallback: &str) -> Self {
        Self::of_words(snake(text), fallback)
    }

    fn of_words(word: String, fallback: &str) -> Self {
        let word = match word.chars().next() {
            None => fallback.to_owned(),
            Some(first) if first.is_numeric() => {
                let separator = if fallback.starts_with(char::is_uppercase) { "" } else { "_" };
                format!("{fallback}{separator}{word}")
            }
            Some(_) => word,
        };
        Self::new(&word).unwrap_or_else(|| Self(fallback.to_owned()))
    }

    /// The text, with `r#` where it is raw.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text without `r#`: for file names, and for making longer names of it.
    pub fn bare(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// This name with something after it.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        Self(format!("{}{suffix}", self.bare().trim_end_matches('_')))
    }
}

/// Whether a word that is no keyword is an identifier.
fn is_identifier(word: &str) -> bool {
    if !word.is_ascii() {
        return syn::parse_str::<syn::Ident>(word).is_ok();
    }
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !word.starts_with(|first: char| first.is_ascii_digit())
        && !word.is_empty()
        && word.bytes().all(is_part)
}

impl fmt::Display for Ident {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Borrow<str> for Ident {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Ident {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is not a Rust name")))
    }
}

#[cfg(test)]
mod tests {
    use super::Ident;

    #[test]
    fn makes_valid_identifiers_of_anything() {
        let field = |text| Ident::snake(text, "field").to_string();
        assert_eq!(field("type"), "r#type");
        assert_eq!(field("self"), "self_");
        assert_eq!(field("$schema"), "schema");
        assert_eq!(field("3d-model"), "field_3d_model");
        assert_eq!(field("***"), "star_star_star");
        assert_eq!(field("\u{200b}"), "field");
        assert_eq!(field(""), "field");
        let name = |text| Ident::pascal(text, "Model").to_string();
        assert_eq!(name("oAuthParams"), "OAuthParams");
        assert_eq!(name("RequestType.ConfigureSession"), "RequestTypeConfigureSession");
        assert_eq!(name("Self"), "SelfModel");
        assert_eq!(name("2fa"), "Model2fa");
        assert_eq!(name("größe"), "Größe");
    }

    #[test]
    fn takes_back_what_it_gave() {
        for text in ["type", "self", "$schema", "3d-model", "", "größe", "Self", "a b"] {
            for name in [Ident::snake(text, "field"), Ident::pascal(text, "Model")] {
                assert_eq!(Ident::parse(name.as_str()), Some(name));
            }
        }
        for text in ["r#name", "type", "a b", "", "_", "x; evil()"] {
            assert_eq!(Ident::parse(text), None, "{text}");
        }
    }

    #[test]
    fn refuses_chosen_keywords() {
        assert!(Ident::chosen("match").is_none());
        assert!(Ident::chosen("a b").is_none());
        assert!(Ident::chosen("send_message").is_some());
    }
}
