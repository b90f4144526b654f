//! The kinds of text that may stand in a template: each is finished and safe where it goes.
//!
//! A view holds only these, identifiers and flags, so no text of a definition can reach generated code
//! except through a constructor here, which quotes it or makes it harmless.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde::{Serialize, Serializer};

use crate::markdown;

macro_rules! finished_text {
    ($($(#[$docs:meta])* $name:ident;)*) => {
        $(
            $(#[$docs])*
            #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
            pub struct $name(String);

            impl $name {
                /// The finished text.
                pub fn as_str(&self) -> &str {
                    &self.0
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(&self.0)
                }
            }
        )*
    };
}

finished_text! {
    /// A Rust string literal, quotes included.
    StrLit;
    /// Rust code: a type, an attribute, an expression or a path, made of tokens.
    Code;
    /// Outer documentation: lines of `/// …`.
    DocText;
    /// Inner documentation: lines of `//! …`.
    InnerDocText;
    /// A TOML string, quotes included.
    TomlStr;
    /// A line or paragraphs of Markdown, for a README.
    Markdown;
    /// Text for a `//` comment: one line, printable.
    Comment;
}

impl StrLit {
    /// Quotes any text.
    pub fn new(text: &str) -> Self {
        Self(Literal::string(text).to_string())
    }
}

impl Code {
    /// Takes tokens, which cannot hold anything but code of our own making.
    #[expect(clippy::needless_pass_by_value, reason = "quote! makes owned streams")]
    pub fn new(tokens: TokenStream) -> Self {
        Self(tokens.to_string())
    }
}

impl DocText {
    /// Makes documentation of `CommonMark` text: nothing in it can end the comment, run as a test or
    /// break a link. Of no text it makes none.
    ///
    /// A text that is put together of others takes each of them through [`markdown::block`] or [`markdown::line`]
    /// first, so that each ends what it begins.
    pub fn new(text: &str) -> Self {
        Self(prefixed(text, "///"))
    }
}

impl InnerDocText {
    /// Like [`DocText::new`], for the top of a file.
    pub fn new(text: &str) -> Self {
        Self(prefixed(text, "//!"))
    }
}

fn prefixed(text: &str, prefix: &str) -> String {
    let lines = markdown::lines(text);
    let prefixed = lines.iter().map(|line| match line.as_str() {
        "" => prefix.to_owned(),
        line => format!("{prefix} {line}"),
    });
    prefixed.collect::<Vec<_>>().join("\n")
}

impl TomlStr {
    /// Quotes any text, on one line. A JSON string is a TOML string but for one control character.
    pub fn new(text: &str) -> Self {
        let harmless: String =
            text.chars().filter(|c| *c == '\n' || !markdown::is_harmful(*c)).collect();
        Self(serde_json::Value::String(harmless).to_string())
    }
}

impl Markdown {
    /// Makes one harmless line, fit for a heading or a table cell.
    pub fn line(text: &str) -> Self {
        Self(markdown::line(text))
    }

    /// Takes Markdown that a maintainer wrote, as it is.
    pub fn written(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// Makes one harmless paragraph and wraps it.
    pub fn paragraph(text: &str) -> Self {
        Self(markdown::paragraph(text).join("\n"))
    }

    /// Makes `CommonMark` text harmless and wraps it.
    pub fn new(text: &str) -> Self {
        Self(markdown::block(text))
    }
}

impl Comment {
    /// Makes one printable line of any text.
    pub fn new(text: &str) -> Self {
        Self(
            text.chars()
                .map(|c| if markdown::is_harmful(c) || c == '\n' { ' ' } else { c })
                .collect(),
        )
    }
}

/// An identifier as a token.
pub fn ident(name: &crate::names::Ident) -> TokenStream {
    let name = name.as_str();
    let ident = match name.strip_prefix("r#") {
        Some(bare) => proc_macro2::Ident::new_raw(bare, proc_macro2::Span::call_site()),
        None => proc_macro2::Ident::new(name, proc_macro2::Span::call_site()),
    };
    quote!(#ident)
}

#[cfg(test)]
mod tests {
    use super::{Comment, DocText, StrLit, TomlStr};

    #[test]
    fn quotes_hostile_text() {
        assert_eq!(StrLit::new("a\"b\n").as_str(), r#""a\"b\n""#);
        assert!(!TomlStr::new("a\"\n[x]").as_str().contains("\n["));
        assert_eq!(Comment::new("a\nb\u{202e}c").as_str(), "a b c");
        let docs = DocText::new("ends */ here\r\n#[evil]\nfn x() {}");
        assert!(docs.as_str().lines().all(|line| line.starts_with("///")));
    }
}
