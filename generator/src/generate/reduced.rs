//! The definition that is kept: without what the prune rules leave out, with or without its corrections.

use serde_json::Value;

use crate::config::{Config, Correction};
use crate::diagnostic::Diagnostics;
use crate::lock;
use crate::overlay;
use crate::prune;
use crate::source::{self, Texts};

/// The definition without what the prune rules leave out, pretty-printed as JSON. Corrections are not
/// applied: they belong to the configuration.
pub fn pruned<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
) -> Result<String, Diagnostics> {
    printed(name, text.into(), config, &[])
}

/// The definition as the generator understands it: corrected, without what the prune rules leave out, and
/// pretty-printed as JSON. It needs neither corrections nor prune rules any more.
pub fn corrected<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
) -> Result<String, Diagnostics> {
    printed(name, text.into(), config, &config.overlay)
}

/// The definition as the lock of a crate that is made from it has it.
pub fn locked_definition<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
) -> Result<String, Diagnostics> {
    let value = reduced(name, text.into(), config, &config.overlay)?;
    Ok(lock::definition_text(&value))
}

fn printed(
    name: &str,
    texts: Texts<'_>,
    config: &Config,
    corrections: &[Correction],
) -> Result<String, Diagnostics> {
    let value = reduced(name, texts, config, corrections)?;
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    Ok(text)
}

/// The tree of a definition, corrected, without what the prune rules leave out.
fn reduced(
    name: &str,
    texts: Texts<'_>,
    config: &Config,
    corrections: &[Correction],
) -> Result<Value, Diagnostics> {
    let document = source::parse_all_within(name, texts, config.limits)?;
    let version = source::version(&document)?;
    let mut value = document.value().clone();
    let mut diagnostics = Diagnostics::default();
    overlay::apply(&mut value, corrections, &mut diagnostics);
    prune::prune(&mut value, version, &config.prune, &mut diagnostics);
    if diagnostics.has_errors() {
        document.locate(&mut diagnostics);
        return Err(diagnostics);
    }
    Ok(value)
}
