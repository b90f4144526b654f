//! The definition that is kept: without what the prune rules leave out, with or without its corrections.

use serde_json::Value;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::lock;
use crate::overlay::Edits;
use crate::prune;
use crate::source::{self, Texts};

/// The definition without what the prune rules leave out, pretty-printed as JSON. Corrections are not
/// applied: they belong to the configuration. What they, or the unions that it adds, refer to is kept for them.
pub fn pruned<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
) -> Result<String, Diagnostics> {
    Ok(printed(&read(name, text.into(), config)?.uncorrected))
}

/// The definition as the generator understands it: corrected, without what the prune rules leave out, and
/// pretty-printed as JSON. It needs neither corrections nor prune rules any more.
pub fn corrected<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
) -> Result<String, Diagnostics> {
    Ok(printed(&read(name, text.into(), config)?.corrected))
}

/// The definition as the lock of a crate that is made from it has it.
pub fn locked_definition<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
) -> Result<String, Diagnostics> {
    Ok(lock::definition_text(&read(name, text.into(), config)?.corrected))
}

fn printed(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

/// The tree of a definition, without what the prune rules leave out.
struct Reduced {
    uncorrected: Value,
    corrected: Value,
}

fn read(name: &str, texts: Texts<'_>, config: &Config) -> Result<Reduced, Diagnostics> {
    let document = source::parse_all_within(name, texts, config.limits)?;
    let version = source::version(&document)?;
    let mut uncorrected = document.value().clone();
    let mut corrected = uncorrected.clone();
    let mut diagnostics = Diagnostics::default();
    Edits::of(config).apply(&mut corrected, version, &mut diagnostics);
    prune::prune_both(&mut corrected, &mut uncorrected, version, &config.prune, &mut diagnostics);
    if diagnostics.has_errors() {
        document.locate(&mut diagnostics);
        return Err(diagnostics);
    }
    Ok(Reduced { uncorrected, corrected })
}
