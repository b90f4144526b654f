//! The rules of the comparison: rows of data, one per kind of change.
//!
//! The bump of a row follows the chapter about compatibility of the Cargo book where it has a section,
//! the compiler where it has none or where the two disagree. Each row has a folder in
//! `tests/generator/public-api/` with a crate before and after the change, which is also the example that is
//! shown; where the row says that it was compiled, a consumer lies beside them that `rustc` accepts with the
//! first, and with the second unless the change is major.

mod functions;
mod generics;
mod items;
mod manifest;
mod traits;
mod types;

use crate::bump::Bump;

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The stable name, kebab-case.
    pub id: &'static str,
    /// How far the change moves the version.
    pub bump: Bump,
    /// What happened, in one sentence.
    pub title: &'static str,
    /// Why that has the bump it has.
    pub why: &'static str,
    /// How it is known.
    pub evidence: Evidence,
    /// The section of the chapter, if it has one.
    anchor: Option<&'static str>,
    language: Language,
    before: &'static str,
    after: &'static str,
}

/// What the example of a rule is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A source file.
    Rust,
    /// A manifest.
    Cargo,
}

/// How the bump of a rule is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A consumer was compiled with a crate before and after the change.
    Compiled,
    /// By reasoning; no consumer can show it, because nothing fails to compile, or because it is obvious.
    Reasoned,
}

/// The chapter about compatibility.
const CHAPTER: &str = "https://doc.rust-lang.org/cargo/reference/semver.html";

impl Rule {
    /// Where the Cargo book has more about such changes.
    pub fn link(&self) -> Option<String> {
        self.anchor.map(|anchor| format!("{CHAPTER}#{anchor}"))
    }

    /// What the example is written in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A crate before such a change: a source file, or a manifest.
    pub fn before(&self) -> &'static str {
        without_header(self.before)
    }

    /// The crate after the change.
    pub fn after(&self) -> &'static str {
        without_header(self.after)
    }

    /// The rule of this name.
    pub fn named(id: &str) -> Option<&'static Self> {
        rules().find(|rule| rule.id == id)
    }
}

/// An example without the line that says what the file is for.
fn without_header(text: &'static str) -> &'static str {
    let rest =
        text.strip_prefix("//!").map(|text| text.split_once('\n').map_or("", |(_, rest)| rest));
    rest.unwrap_or(text).trim()
}

/// All rules, in the order of the tables.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let tables =
        [items::ALL, types::ALL, generics::ALL, functions::ALL, traits::ALL, manifest::ALL];
    tables.into_iter().flatten().copied()
}

/// A table of rules: name, id, bump, evidence, language of the example, section of the chapter, title, why.
macro_rules! table {
    ($($name:ident, $id:literal, $bump:ident, $evidence:ident, $language:ident, $anchor:tt,
        $title:literal, $why:literal;)*) => {
        $(pub(in crate::public_api) static $name: $crate::public_api::Rule = $crate::public_api::Rule {
            id: $id,
            bump: $crate::bump::Bump::$bump,
            title: $title,
            why: $why,
            evidence: $crate::public_api::Evidence::$evidence,
            anchor: $crate::public_api::rules::anchor!($anchor),
            language: $crate::public_api::rules::Language::$language,
            before: $crate::public_api::rules::example!($language, $id, "old"),
            after: $crate::public_api::rules::example!($language, $id, "new"),
        };)*

        pub(super) static ALL: &[&$crate::public_api::Rule] = &[$(&$name),*];
    };
}

macro_rules! anchor {
    (none) => {
        None
    };
    ($anchor:literal) => {
        Some($anchor)
    };
}

macro_rules! example {
    (Rust, $id:literal, $side:literal) => {
        include_str!(concat!("../../../../tests/generator/public-api/", $id, "/", $side, ".rs"))
    };
    (Cargo, $id:literal, $side:literal) => {
        include_str!(concat!("../../../../tests/generator/public-api/", $id, "/", $side, ".toml"))
    };
}

pub(in crate::public_api) use {anchor, example, table};

pub(super) use self::functions::*;
pub(super) use self::generics::*;
pub(super) use self::items::*;
pub(super) use self::manifest::*;
pub(super) use self::traits::*;
pub(super) use self::types::*;
