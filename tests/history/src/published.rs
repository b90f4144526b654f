//! A history as it was published: whole definitions, with all their texts.
//!
//! `steps.json` lists the versions in order: `version`, `swagger` (the file of its definition), and what the official
//! differ said of the step (`legacy`: `verdict`, `counts` and `changes` with `group`, `impact` and `text`), with the
//! numbers of the release notes (`published_counts`) where there were any.

use std::path::Path;

use serde::Deserialize;

use crate::{Counts, Definition, History, Official, STEPS, Version, json, read};

#[derive(Deserialize)]
struct Entry {
    version: String,
    swagger: String,
    legacy: Option<Legacy>,
    published_counts: Option<Counts>,
}

#[derive(Deserialize)]
struct Legacy {
    verdict: String,
    counts: Counts,
    changes: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    group: String,
    impact: String,
    text: String,
}

/// Reads a published history.
pub fn read_published(folder: &Path) -> Result<History, String> {
    let entries: Vec<Entry> = json(&folder.join(STEPS))?;
    let mut history = History { definitions: Vec::new(), versions: Vec::new() };
    for entry in entries {
        let file = folder.join(&entry.swagger);
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if history.text(&name).is_none() {
            history.definitions.push(Definition { name: name.clone(), text: read(&file)? });
        }
        let official = entry.legacy.map(|legacy| Official {
            verdict: legacy.verdict,
            // What was counted in public is the fact; the differ is only asked where nothing was.
            counts: entry.published_counts.unwrap_or(legacy.counts),
            changes: legacy
                .changes
                .iter()
                .map(|of| line(&of.impact, &of.group, &of.text))
                .collect(),
            in_order: true,
        });
        history.versions.push(Version { version: entry.version, definition: name, official });
    }
    Ok(history)
}

/// A change as a line.
pub fn line(impact: &str, group: &str, text: &str) -> String {
    format!("{impact} {group}: {text}")
}
