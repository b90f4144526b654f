//! Two definitions and what the wire analysis says about them.
//!
//! A pair of `tests/diff/` is a folder with `old.*` and `new.*`, named by the rule that it shows, or by the
//! rule and a variant after a dot.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use generator::api::{Api, Direction};
use generator::bump::Bump;
use generator::changes::{Change, Site};
use generator::changes::{Comparison, compare};
use generator::config::Prune;
use generator::diff::coverage::{Compared, Coverage, account};
use generator::load::{Purpose, load};
use generator::pointer::Pointer;
use generator::source::{self, Document, Version};

use crate::{folders, root};

/// A definition, loaded whole: nothing is corrected and nothing is dropped.
#[derive(Clone, Debug)]
pub struct Side {
    /// The definition as it is written.
    pub document: Document,
    /// What it says.
    pub api: Api,
}

impl Side {
    /// Loads a text; the error is the report.
    pub fn load(name: &str, text: &str) -> Result<Self, String> {
        let loaded = load(name, text, &Prune::default(), &[], Purpose::Compare);
        match (loaded.document, loaded.api) {
            (Some(document), Some(api)) => Ok(Self { document, api }),
            _ => Err(loaded.diagnostics.to_string()),
        }
    }

    /// Loads a file; the error is the report.
    pub fn read(path: &Path) -> Result<Self, String> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
        Self::load(&name, &text)
    }

    /// The definition as the coverage looks at it.
    pub fn document(&self) -> Compared<'_> {
        let version = source::version(&self.document).unwrap_or(Version::Swagger2);
        Compared { value: self.document.value(), version }
    }

    /// Whether a place that a change names is in the text. A key that is not there, because what holds
    /// without it is meant, stands in an object that is.
    pub fn has(&self, site: &Site) -> bool {
        let there = |pointer: &Pointer| self.document.value().pointer(pointer.as_str()).is_some();
        let around = site.pointer.parent();
        // The `mapping` of a discriminator and its key.
        let further = around.as_ref().and_then(Pointer::parent);
        let places = [Some(site.pointer.clone()), around, further];
        places.iter().flatten().any(there)
    }
}

/// A pair of definitions in a folder of its own.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The name of the folder.
    pub name: String,
    /// Where it is.
    pub folder: PathBuf,
}

impl Pair {
    /// All pairs of `tests/diff/`, by name.
    pub fn all() -> Vec<Self> {
        let found = folders(&root().join("tests/diff"));
        found.into_iter().map(|(name, folder)| Self { name, folder }).collect()
    }

    /// The rule that it is about.
    pub fn rule(&self) -> &str {
        self.name.split_once('.').map_or(self.name.as_str(), |(rule, _)| rule)
    }

    /// What is special about it; `None` for the pair that shows the rule and nothing else.
    pub fn variant(&self) -> Option<&str> {
        self.name.split_once('.').map(|(_, variant)| variant)
    }

    /// Loads the old and the new definition; the error is the report.
    pub fn load(&self) -> Result<[Side; 2], String> {
        let side = |stem: &str| {
            let endings = ["json", "yaml"].map(|ending| format!("{stem}.{ending}"));
            let paths: Vec<PathBuf> = endings
                .iter()
                .map(|name| self.folder.join(name))
                .filter(|path| path.is_file())
                .collect();
            match paths.as_slice() {
                [path] => Side::read(path).map_err(|report| format!("{}: {report}", self.name)),
                [] => Err(format!("{} has no {stem}.json or {stem}.yaml", self.name)),
                _ => Err(format!("{} has more than one {stem} definition", self.name)),
            }
        };
        Ok([side("old")?, side("new")?])
    }
}

/// The ids of the rules that fire.
pub fn fired(comparison: &Comparison) -> BTreeSet<&'static str> {
    comparison.changes.iter().map(|change| change.rule.id).collect()
}

/// How far the version moves for all changes together, when replies are decoded leniently.
pub fn bump(comparison: &Comparison) -> Bump {
    let bumps = comparison.changes.iter().map(|change| change.effect(false).bump());
    bumps.max().unwrap_or_default()
}

/// Compares two definitions.
pub fn compared(old: &Side, new: &Side) -> Comparison {
    compare(&old.api, &new.api)
}

/// What became of the differences of two definitions.
pub fn account_for(old: &Side, new: &Side, comparison: &Comparison) -> Coverage {
    account(old.document(), new.document(), &comparison.covered)
}

/// The places of the differences that nobody covered, the old ones with a minus.
pub fn uncovered(old: &Side, new: &Side, comparison: &Comparison) -> Vec<String> {
    let sign = |is_new| if is_new { '+' } else { '-' };
    let lost = account_for(old, new, comparison).uncovered;
    lost.iter().map(|place| format!("{}{}", sign(place.is_new), place.pointer)).collect()
}

/// One line per change: `rule | flow | bump | subject | path | sentence`.
pub fn lines(comparison: &Comparison) -> String {
    comparison.changes.iter().fold(String::new(), |mut text, change| {
        let _ = writeln!(text, "{}", line(change));
        text
    })
}

/// A change as a line.
pub fn line(change: &Change) -> String {
    let path = change.path.join(" > ");
    let fields = [
        change.rule.id,
        flow(change.flow),
        &level(change),
        &change.subject.to_string(),
        &path,
        &change.sentence(),
    ];
    fields.join(" | ")
}

/// Which way the part travels.
fn flow(flow: Direction) -> &'static str {
    match (flow.request, flow.response) {
        (true, true) => "request+response",
        (true, false) => "request",
        (false, true) => "response",
        (false, false) => "-",
    }
}

/// How far the version moves, and how far when replies are decoded strictly, if that is not the same.
fn level(change: &Change) -> String {
    let [lenient, strict] = [false, true].map(|strict| change.effect(strict).bump());
    if lenient == strict { lenient.to_string() } else { format!("{lenient}, strict {strict}") }
}
