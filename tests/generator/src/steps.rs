//! The steps of a published history, and what the official rules say of each.

use generator::bump::Bump;
use generator::legacy::{Changes, compare};
use generator::source;
use history::published::line;
use history::{History, Official};
use serde_json::Value;

/// A step from one version to the next.
pub struct Step {
    /// The version before.
    pub from: String,
    /// The version after.
    pub to: String,
    /// Their definitions.
    pub definitions: [Value; 2],
    /// What was officially said of it.
    pub official: Official,
}

impl Step {
    /// What the official rules say of it here.
    pub fn changes(&self) -> Changes {
        let [old, new] = &self.definitions;
        compare(old, new)
    }

    /// Whether the official rules give the verdict, the numbers and the lines that were published.
    pub fn gives_what_was_published(&self) -> Result<(), String> {
        let (changes, official) = (self.changes(), &self.official);
        let counts = changes.counts();
        let counts = [counts.major, counts.minor, counts.point];
        let published = [official.counts.major, official.counts.minor, official.counts.point];
        // The official name of a patch.
        let verdict = match changes.verdict() {
            Bump::Patch => "point",
            other => other.as_str(),
        };
        let lines = changes.iter().map(|of| line(of.impact.as_str(), &of.group, &of.text));
        let lines: Vec<String> = lines.collect();
        if counts == published && official.agrees(verdict, lines.clone()) {
            return Ok(());
        }
        Err(format!("{}: {verdict}, {counts:?}, {lines:#?}; published: {official:#?}", self.to))
    }
}

/// All steps of a history; the error names a definition that cannot be read.
pub fn steps(history: &History) -> Result<Vec<Step>, String> {
    let pairs = history.versions.iter().zip(history.versions.iter().skip(1));
    let step = |(old, new): (&history::Version, &history::Version)| {
        let official = new.official.clone();
        Ok(Step {
            from: old.version.clone(),
            to: new.version.clone(),
            definitions: [value(history, &old.definition)?, value(history, &new.definition)?],
            official: official.ok_or_else(|| format!("nothing was said of {}", new.version))?,
        })
    };
    pairs.map(step).collect()
}

fn value(history: &History, definition: &str) -> Result<Value, String> {
    let text = history.text(definition).unwrap_or_default();
    let document = source::parse(definition, text).map_err(|problems| problems.to_string())?;
    Ok(document.value().clone())
}
