//! The whole way from a definition to the files of a crate, in memory, and how long each room took.

use std::time::Duration;

use crate::api::Api;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::format;
use crate::load;
use crate::prune;
use crate::render::{self, File, FileSet, Templates};
use crate::source::{self, Document};
use crate::stopwatch::Stopwatch;
use crate::surface::{self, Surface};
use crate::view::{self, Extension, View};

/// What a run made.
#[derive(Debug)]
pub struct Generated {
    /// The files, the listing of the public API among them.
    pub files: FileSet,
    /// The public API of the crate.
    pub surface: Surface,
    /// The API that they were made from.
    pub api: Api,
    /// Warnings.
    pub diagnostics: Diagnostics,
    /// How long each room took, in order.
    pub rooms: Vec<(&'static str, Duration)>,
}

/// The templates of a run.
#[derive(Clone, Debug, Default)]
pub struct TemplateTree {
    /// `templates/crate`.
    pub package: Templates,
    /// `templates/extensions`, with the name of the extension as the first folder.
    pub extensions: Templates,
}

/// Makes the files of a crate. All problems are located and sorted; with an error among them there are
/// no files.
pub fn generate(
    name: &str,
    text: &str,
    config: &Config,
    templates: &TemplateTree,
) -> Result<Generated, Diagnostics> {
    let mut stopwatch = Stopwatch::start();
    let document = source::parse(name, text)?;
    stopwatch.lap("source");
    let mut diagnostics = Diagnostics::default();
    let (api, result) =
        from_document(&document, config, templates, &mut diagnostics, &mut stopwatch);
    diagnostics.locate(&document);
    match (api, result) {
        (Some(api), Some((files, surface))) if !diagnostics.has_errors() => {
            Ok(Generated { files, surface, api, diagnostics, rooms: stopwatch.laps })
        }
        _ => Err(diagnostics),
    }
}

/// The definition without what the prune rules leave out, pretty-printed as JSON. Corrections are not
/// applied: they belong to the configuration.
pub fn pruned(name: &str, text: &str, config: &Config) -> Result<String, Diagnostics> {
    let document = source::parse(name, text)?;
    let version = source::version(&document)?;
    let mut value = document.value().clone();
    let mut diagnostics = Diagnostics::default();
    prune::prune(&mut value, version, &config.prune, &mut diagnostics);
    if diagnostics.has_errors() {
        diagnostics.locate(&document);
        return Err(diagnostics);
    }
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    Ok(text)
}

fn from_document(
    document: &Document,
    config: &Config,
    templates: &TemplateTree,
    diagnostics: &mut Diagnostics,
    stopwatch: &mut Stopwatch,
) -> (Option<Api>, Option<(FileSet, Surface)>) {
    let api = load::api(document, &config.prune, &config.overlay, diagnostics, stopwatch);
    let Some(api) = api else { return (None, None) };
    let (layered, extension) = match layered(config, templates) {
        Ok(layered) => layered,
        Err(problem) => {
            diagnostics.push(problem);
            return (Some(api), None);
        }
    };
    let view = view::build(&api, config, extension.as_ref(), diagnostics);
    stopwatch.lap("view");
    if diagnostics.has_errors() {
        return (Some(api), None);
    }
    match files(&view, &layered, stopwatch) {
        Ok(made) => (Some(api), Some(made)),
        Err(problems) => {
            diagnostics.extend(problems);
            (Some(api), None)
        }
    }
}

/// The files of the crate, formatted, with the listing of its public API.
fn files(
    view: &View,
    templates: &Templates,
    stopwatch: &mut Stopwatch,
) -> Result<(FileSet, Surface), Diagnostics> {
    let mut files = render::render(view, templates)?;
    stopwatch.lap("render");
    format::format(&mut files)?;
    stopwatch.lap("format");
    let surface = surface::list(&files)?;
    let listing = File { text: surface.to_string(), template: None, announced: Vec::new() };
    files.insert(surface::FILE.to_owned(), listing);
    stopwatch.lap("surface");
    Ok((files, surface))
}

/// The file that says what an extension adds.
const EXTENSION_FILE: &str = "extension.toml";

/// The templates of the crate with those of the extension laid over.
fn layered(
    config: &Config,
    templates: &TemplateTree,
) -> Result<(Templates, Option<Extension>), Diagnostic> {
    let mut layered = templates.package.clone();
    let Some(name) = &config.extension else { return Ok((layered, None)) };
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
    layered.overlay(files);
    Ok((layered, Some(extension)))
}
