//! The templates of a crate: those of all crates, with the extensions that its configuration lists laid over.

use super::TemplateTree;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::render::Templates;
use crate::view::{Extension, Layer};

/// The file that says what an extension adds.
const EXTENSION_FILE: &str = "extension.toml";

/// The templates of the crate with those of the extensions laid over, and what the extensions add.
pub(super) fn layered(
    config: &Config,
    templates: &TemplateTree,
) -> Result<(Templates, Vec<Layer>), Diagnostic> {
    let mut layered = templates.package.clone();
    let mut layers: Vec<Layer> = Vec::new();
    for name in &config.extensions {
        let (extension, files) = read_extension(name, templates)?;
        let is_before = |needed: &String| layers.iter().any(|layer| layer.name == *needed);
        if let Some(needed) = extension.requires.iter().find(|needed| !is_before(needed)) {
            let message =
                format!("The extension `{name}` needs the extension `{needed}` before it.");
            return Err(Diagnostic::new(Code::InvalidConfig, message)
                .help(format!("Write `extensions = [\"{needed}\", \"{name}\"]`.")));
        }
        if is_before(name) {
            let message = format!("The extension `{name}` is listed twice.");
            return Err(Diagnostic::new(Code::InvalidConfig, message)
                .help("Remove one of the two from `extensions`."));
        }
        layered.overlay(files);
        layers.push(Layer { name: name.clone(), extension });
    }
    let is_on = |name: &&String| config.extensions.contains(name);
    if let Some(name) = config.extension.keys().find(|name| !is_on(name)) {
        let message = format!("`[extension.{name}]` is for an extension that is not used.");
        return Err(Diagnostic::new(Code::InvalidConfig, message)
            .help(format!("Add `{name}` to `extensions`, or remove the table.")));
    }
    Ok((layered, layers))
}

/// What an extension adds beside its files, and its files.
fn read_extension(
    name: &str,
    templates: &TemplateTree,
) -> Result<(Extension, Templates), Diagnostic> {
    let mut files = templates.extensions.below(name);
    if files.is_empty() {
        let known: Vec<&str> = templates
            .extensions
            .paths()
            .filter_map(|path| path.strip_suffix(EXTENSION_FILE)?.strip_suffix('/'))
            .collect();
        let message = format!("There is no extension `{name}`.");
        let help = format!("The extensions are: {}.", known.join(", "));
        return Err(Diagnostic::new(Code::InvalidConfig, message).help(help));
    }
    let text = files.remove(EXTENSION_FILE).unwrap_or_default();
    let extension = toml::from_str(&text).map_err(|error| {
        let message = format!("extensions/{name}/{EXTENSION_FILE}: {}", error.message());
        Diagnostic::new(Code::TemplateError, message).help("Correct the file.")
    })?;
    Ok((extension, files))
}
