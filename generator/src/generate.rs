//! The whole way from a definition to the files of a crate, in memory, and how long each room took.

use std::time::Duration;

use crate::api::Api;
use crate::config::{Config, Correction, Prune};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::diff::compare::compare;
use crate::format;
use crate::inherit::{GivenOut, Inheritance};
use crate::load;
use crate::overlay;
use crate::prune;
use crate::render::{self, FileSet, Templates};
use crate::source::{self, Document};
use crate::stopwatch::Stopwatch;
use crate::view::{self, Extension, Provenance, View};

/// What a run made.
#[derive(Debug)]
pub struct Generated {
    /// The files.
    pub files: FileSet,
    /// The API that they were made from.
    pub api: Api,
    /// What everything in them is called.
    pub given: GivenOut,
    /// Where in the definition everything in them comes from.
    pub provenance: Provenance,
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

/// The version before the one that is made.
#[derive(Clone, Copy, Debug)]
pub struct Predecessor<'a> {
    /// The API that it was made from.
    pub api: &'a Api,
    /// What it called everything.
    pub given: &'a GivenOut,
}

impl Predecessor<'_> {
    /// What a version for another API keeps of it.
    pub fn inheritance(&self, new: &Api) -> Inheritance {
        Inheritance::of(self.given.clone(), self.api, new, &compare(self.api, new))
    }
}

/// Makes the files of a first version of a crate. All problems are located and sorted; with an error among
/// them there are no files.
pub fn generate(
    name: &str,
    text: &str,
    config: &Config,
    templates: &TemplateTree,
) -> Result<Generated, Diagnostics> {
    generate_with(name, text, config, templates, |_| Inheritance::default())
}

/// Makes the files of a version that keeps the names and shapes of the one before it.
pub fn generate_after(
    name: &str,
    text: &str,
    config: &Config,
    templates: &TemplateTree,
    predecessor: &Predecessor<'_>,
) -> Result<Generated, Diagnostics> {
    generate_with(name, text, config, templates, |api| predecessor.inheritance(api))
}

/// Makes the files of a version that keeps what `inherit` says for its API.
pub fn generate_with(
    name: &str,
    text: &str,
    config: &Config,
    templates: &TemplateTree,
    inherit: impl FnOnce(&Api) -> Inheritance,
) -> Result<Generated, Diagnostics> {
    let mut stopwatch = Stopwatch::start();
    let document = source::parse(name, text)?;
    stopwatch.lap("source");
    let mut diagnostics = Diagnostics::default();
    let made = {
        let mut run =
            Run { config, templates, diagnostics: &mut diagnostics, stopwatch: &mut stopwatch };
        run.document(&document, inherit)
    };
    diagnostics.locate(&document);
    match made {
        Some((api, view, files)) if !diagnostics.has_errors() => {
            let (given, provenance) = (view.given, view.provenance);
            Ok(Generated { files, api, given, provenance, diagnostics, rooms: stopwatch.laps })
        }
        _ => Err(diagnostics),
    }
}

/// The definition without what the prune rules leave out, pretty-printed as JSON. Corrections are not
/// applied: they belong to the configuration.
pub fn pruned(name: &str, text: &str, config: &Config) -> Result<String, Diagnostics> {
    printed(name, text, &config.prune, &[])
}

/// The definition as the generator understands it: corrected, without what the prune rules leave out, and
/// pretty-printed as JSON. It needs neither corrections nor prune rules any more.
pub fn corrected(name: &str, text: &str, config: &Config) -> Result<String, Diagnostics> {
    printed(name, text, &config.prune, &config.overlay)
}

fn printed(
    name: &str,
    text: &str,
    rules: &Prune,
    corrections: &[Correction],
) -> Result<String, Diagnostics> {
    let document = source::parse(name, text)?;
    let version = source::version(&document)?;
    let mut value = document.value().clone();
    let mut diagnostics = Diagnostics::default();
    overlay::apply(&mut value, corrections, &mut diagnostics);
    prune::prune(&mut value, version, rules, &mut diagnostics);
    if diagnostics.has_errors() {
        diagnostics.locate(&document);
        return Err(diagnostics);
    }
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    Ok(text)
}

/// What the rooms of a run share.
struct Run<'r> {
    config: &'r Config,
    templates: &'r TemplateTree,
    diagnostics: &'r mut Diagnostics,
    stopwatch: &'r mut Stopwatch,
}

impl Run<'_> {
    /// All rooms after `source`; `None` when there is an error among the problems.
    fn document(
        &mut self,
        document: &Document,
        inherit: impl FnOnce(&Api) -> Inheritance,
    ) -> Option<(Api, View, FileSet)> {
        let Config { prune, overlay, .. } = self.config;
        let api = load::api(document, prune, overlay, self.diagnostics, self.stopwatch)?;
        let (layered, extension) = match layered(self.config, self.templates) {
            Ok(layered) => layered,
            Err(problem) => {
                self.diagnostics.push(problem);
                return None;
            }
        };
        let inheritance = inherit(&api);
        self.stopwatch.lap("inherit");
        let view =
            view::build(&api, self.config, extension.as_ref(), &inheritance, self.diagnostics);
        self.stopwatch.lap("view");
        if self.diagnostics.has_errors() {
            return None;
        }
        match self.files(&view, &layered) {
            Ok(files) => Some((api, view, files)),
            Err(problems) => {
                self.diagnostics.extend(problems);
                None
            }
        }
    }

    fn files(&mut self, view: &View, templates: &Templates) -> Result<FileSet, Diagnostics> {
        let rendered = render::render(view, templates);
        self.stopwatch.lap("render");
        let mut files = rendered?;
        let formatted = format::format(&mut files);
        self.stopwatch.lap("format");
        formatted.map(|()| files)
    }
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
