//! The front stages in a row: text → [`Api`]. Pure; reading the text is up to the caller.

use serde_json::Value;

use crate::api::Api;
use crate::config::{Correction, Prune};
use crate::diagnostic::{Diagnostics, Levels};
use crate::limit::Limits;
use crate::normalise::normalise;
use crate::overlay::Edits;
use crate::prune;
use crate::resolve::resolve;
use crate::source::{self, Document, Texts, Version};
use crate::stopwatch::Stopwatch;

/// What became of a text.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The API; `None` when there is an error.
    pub api: Option<Api>,
    /// The definition as it was written; `None` when the text could not be parsed.
    pub document: Option<Document>,
    /// All problems, with their positions, in the order of the text.
    pub diagnostics: Diagnostics,
}

/// Takes a definition through all the front stages. `name` is what the reports call it.
pub fn load<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    prune: &Prune,
    corrections: &[Correction],
    purpose: Purpose,
) -> Loaded {
    let (limits, levels) = (Limits::default(), &Levels::default());
    let edits = Edits { corrections, ..Edits::NONE };
    load_within(name, text, Rules { prune, edits, limits, levels, purpose })
}

/// The same by any rules.
pub(crate) fn load_within<'t>(name: &str, text: impl Into<Texts<'t>>, rules: Rules<'_>) -> Loaded {
    let document = match source::parse_all_within(name, text, rules.limits) {
        Ok(document) => document,
        Err(diagnostics) => return Loaded { api: None, document: None, diagnostics },
    };
    let mut diagnostics = Diagnostics::default();
    let mut stopwatch = Stopwatch::start();
    let mut understood = |version| {
        let value = document.value().clone();
        understand(value, version, rules, &mut diagnostics, &mut stopwatch)
    };
    let api = match source::version(&document) {
        Ok(version) => understood(version).map(|(_, api)| api),
        Err(problem) => {
            diagnostics.push(problem);
            None
        }
    };
    document.locate(&mut diagnostics);
    Loaded { api, document: Some(document), diagnostics }
}

/// What a definition is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A crate is made of it, which others build on: what the configuration denies is an error.
    Generate,
    /// It is compared with another one: what is wrong in one place is no reason to say nothing about the others.
    Compare,
}

/// How a definition is read.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'a> {
    pub(crate) prune: &'a Prune,
    pub(crate) edits: Edits<'a>,
    pub(crate) limits: Limits,
    pub(crate) levels: &'a Levels,
    pub(crate) purpose: Purpose,
}

impl<'a> Rules<'a> {
    /// For a definition that was corrected and pruned when it was kept.
    pub(crate) fn kept(limits: Limits, levels: &'a Levels) -> Self {
        const WHOLE: &Prune =
            &Prune { paths: Vec::new(), tags: Vec::new(), operations: Vec::new() };
        Self { prune: WHOLE, edits: Edits::NONE, limits, levels, purpose: Purpose::Compare }
    }
}

/// The tree of a document, corrected and pruned, and the API that it describes; `None` when there is an
/// error. Problems are not located yet.
pub(crate) fn understand(
    mut value: Value,
    version: Version,
    rules: Rules<'_>,
    diagnostics: &mut Diagnostics,
    stopwatch: &mut Stopwatch,
) -> Option<(Value, Api)> {
    rules.edits.apply(&mut value, version, diagnostics);
    stopwatch.lap("overlay");
    prune::prune(&mut value, version, rules.prune, diagnostics);
    stopwatch.lap("prune");
    let normalised = normalise(&value, version, rules.limits, diagnostics);
    stopwatch.lap("normalise");
    let mut api = resolve(&normalised, rules.limits, diagnostics);
    api.losses = diagnostics.clone();
    stopwatch.lap("resolve");
    rules.levels.apply(diagnostics, rules.purpose == Purpose::Generate);
    (!diagnostics.has_errors()).then_some((value, api))
}
