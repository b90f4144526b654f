//! The whole way from a definition to the files of a crate, in memory, and how long each stage took.
//!
//! Two steps: [`define`] takes a text through the front stages, [`make`] takes what comes out through the
//! others. The differ does both for two texts; [`generate`] is both for one.

mod layers;
mod reduced;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use self::layers::layered;
use crate::api::Api;
use crate::changes::compare;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::format;
use crate::inherit::{Inheritance, NameLock};
use crate::limit::Limits;
use crate::load::{self, Purpose, Rules};
use crate::lock::{self, Lock};
use crate::names::Reserved;
use crate::overlay::Edits;
use crate::public_api::{self, PublicApi, SourceItems};
use crate::render::{self, File, FileSet, Templates};
use crate::source::{self, Document, Texts, Version};
use crate::stopwatch::Stopwatch;
use crate::view::{self, Completeness, Provenance, Runtime, View};

pub use self::reduced::{corrected, locked_definition, pruned};

/// A definition that was understood.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The text, and where everything in it stands.
    pub document: Document,
    /// The version of the specification that it is written in.
    pub version: Version,
    /// The tree without what the prune rules leave out, corrections applied.
    pub value: Value,
    /// What it says.
    pub api: Arc<Api>,
    /// What it was read for.
    pub purpose: Purpose,
    /// Warnings.
    pub diagnostics: Diagnostics,
    /// How long each stage took, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// What a run made.
#[derive(Debug)]
pub struct Generated {
    /// The files, the listing of the public API among them.
    pub files: FileSet,
    /// The public API of the crate.
    pub public_api: PublicApi,
    /// The API that they were made from.
    pub api: Arc<Api>,
    /// What everything in them is called.
    pub names: NameLock,
    /// Where in the definition everything in them comes from.
    pub provenance: Provenance,
    /// How much of the definition they say.
    pub completeness: Completeness,
    /// Warnings.
    pub diagnostics: Diagnostics,
    /// How long each stage took, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// The templates of a run.
#[derive(Clone, Debug, Default)]
pub struct TemplateTree {
    /// `templates/crate`.
    pub package: Templates,
    /// `templates/extensions`, with the name of the extension as the first folder.
    pub extensions: Templates,
}

/// Makes the files of a first version of a crate. All problems are located and sorted; with an error among
/// them there are no files.
pub fn generate<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
    templates: &TemplateTree,
) -> Result<Generated, Diagnostics> {
    generate_with(name, text, config, templates, |_| Inheritance::default())
}

/// The version before the one that is made.
#[derive(Clone, Copy, Debug)]
pub struct Predecessor<'a> {
    /// The API that it was made from.
    pub api: &'a Api,
    /// What it called everything.
    pub names: &'a NameLock,
}

impl Predecessor<'_> {
    /// What a version for another API keeps of it.
    pub fn inheritance(&self, new: &Api) -> Inheritance {
        Inheritance::of(self.names.clone(), self.api, new, &compare(self.api, new))
    }
}

/// Makes the files of a version that keeps the names and shapes of the one before it.
pub fn generate_after<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
    templates: &TemplateTree,
    predecessor: &Predecessor<'_>,
) -> Result<Generated, Diagnostics> {
    generate_with(name, text, config, templates, |api| predecessor.inheritance(api))
}

/// Makes the files of a version that keeps what `inherit` says for its API.
pub fn generate_with<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
    templates: &TemplateTree,
    inherit: impl FnOnce(&Api) -> Inheritance,
) -> Result<Generated, Diagnostics> {
    let (definition, _) = understood(name, text.into(), config, Purpose::Generate, Trees::Drop)?;
    let inheritance = inherit(&definition.api);
    let generated = make(&definition, config, templates, &inheritance)?;
    Ok(generated.after(definition.timings))
}

/// A lock, and what the file is called in errors.
#[derive(Clone, Copy, Debug)]
pub struct LockedBefore<'a> {
    /// The file.
    pub file: &'a str,
    /// What it holds.
    pub lock: &'a Lock,
}

/// Makes the files of a crate and its lock. What the lock of the last run gave out is kept; without one it is a first
/// version.
pub fn generate_locked<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
    templates: &TemplateTree,
    before: Option<LockedBefore<'_>>,
) -> Result<(Generated, Lock), Diagnostics> {
    let (mut definition, value) =
        understood(name, text.into(), config, Purpose::Generate, Trees::Drop)?;
    let mut stopwatch = Stopwatch::start();
    let text = lock::definition_text(&value);
    drop(value);
    let inheritance = match before {
        Some(before) => before.inheritance(&text, &definition.api, config.limits)?,
        None => Inheritance::default(),
    };
    stopwatch.lap("inherit");
    definition.timings.append(&mut stopwatch.laps);
    let generated = make(&definition, config, templates, &inheritance)?;
    let lock = Lock { names: generated.names.clone(), definition: text };
    Ok((generated.after(definition.timings), lock))
}

impl LockedBefore<'_> {
    /// What a version keeps that is made of the definition `text`, whose API is `new`.
    fn inheritance(
        &self,
        text: &str,
        new: &Api,
        limits: Limits,
    ) -> Result<Inheritance, Diagnostics> {
        let names = &self.lock.names;
        // Most runs are about the definition of the last one, which need not be understood twice.
        if self.lock.definition == text {
            return Ok(Predecessor { api: new, names }.inheritance(new));
        }
        let old = self.lock.api(self.file, limits)?;
        Ok(Predecessor { api: &old, names }.inheritance(new))
    }
}

impl Generated {
    /// The same with the times of the stages before.
    fn after(mut self, mut timings: Vec<(&'static str, Duration)>) -> Self {
        timings.append(&mut self.timings);
        Self { timings, ..self }
    }
}

/// Reads a definition: what it says, corrected and pruned. All problems are located and sorted.
pub fn define<'t>(
    name: &str,
    text: impl Into<Texts<'t>>,
    config: &Config,
    purpose: Purpose,
) -> Result<Definition, Diagnostics> {
    let (definition, value) = understood(name, text.into(), config, purpose, Trees::Keep)?;
    Ok(Definition { value, ..definition })
}

/// What becomes of the tree of a definition as it was written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trees {
    /// A comparison asks for it.
    Keep,
    /// Files are made of the API alone. The trees of a definition of 4 MB take 80 MB, more than its files.
    Drop,
}

/// The definition without its tree, and the tree, corrected and pruned.
fn understood(
    name: &str,
    texts: Texts<'_>,
    config: &Config,
    purpose: Purpose,
    trees: Trees,
) -> Result<(Definition, Value), Diagnostics> {
    let mut stopwatch = Stopwatch::start();
    let mut document = source::parse_all_within(name, texts, config.limits)?;
    let version = source::version(&document).map_err(|problem| {
        let mut problems = Diagnostics::from(problem);
        document.locate(&mut problems);
        problems
    })?;
    stopwatch.lap("source");
    let value = match trees {
        Trees::Keep => document.value().clone(),
        Trees::Drop => document.take_value(),
    };
    let mut diagnostics = Diagnostics::default();
    let Config { prune, limits, diagnostics: levels, .. } = config;
    let rules = Rules { prune, edits: Edits::of(config), limits: *limits, levels, purpose };
    let understood = load::understand(value, version, rules, &mut diagnostics, &mut stopwatch);
    document.locate(&mut diagnostics);
    match understood {
        Some((value, api)) => {
            let (timings, api) = (stopwatch.laps, Arc::new(api));
            let definition = Definition {
                document,
                version,
                value: Value::Null,
                api,
                purpose,
                diagnostics,
                timings,
            };
            Ok((definition, value))
        }
        None => Err(diagnostics),
    }
}

/// Makes the files of a version that keeps what `inheritance` says. All problems are located and sorted,
/// those of the definition included.
pub fn make(
    definition: &Definition,
    config: &Config,
    templates: &TemplateTree,
    inheritance: &Inheritance,
) -> Result<Generated, Diagnostics> {
    let mut stopwatch = Stopwatch::start();
    let mut diagnostics = Diagnostics::default();
    let api = &inheritance.settled(&definition.api, &config.inherit.renew);
    let view = layered(config, templates).map(|(layered, layers)| {
        let runtime = Runtime {
            reserved: Reserved::of(layered.files()),
            features: layered.features(),
            dependencies: layered.dependencies(),
        };
        let view = view::build(api, config, &layers, inheritance, &runtime, &mut diagnostics);
        (layered, view)
    });
    stopwatch.lap("view");
    config.diagnostics.apply(&mut diagnostics, definition.purpose == Purpose::Generate);
    let made = match view {
        Ok((layered, view)) if !diagnostics.has_errors() => files(view, &layered, &mut stopwatch),
        Ok(_) => Err(Diagnostics::default()),
        Err(problem) => Err(problem.into()),
    };
    let made = made.map_err(|problems| diagnostics.extend(problems));
    let mut all = definition.diagnostics.clone();
    all.extend(diagnostics);
    definition.document.locate(&mut all);
    match made {
        Ok(Made { files, public_api, names, provenance, completeness }) if !all.has_errors() => {
            let timings = stopwatch.laps;
            let api = Arc::clone(api);
            Ok(Generated {
                files,
                public_api,
                api,
                names,
                provenance,
                completeness,
                diagnostics: all,
                timings,
            })
        }
        _ => Err(all),
    }
}

/// What is made of a view.
struct Made {
    files: FileSet,
    public_api: PublicApi,
    names: NameLock,
    provenance: Provenance,
    completeness: Completeness,
}

/// The files of the crate, formatted, with the listing of its public API.
fn files(
    view: View,
    templates: &Templates,
    stopwatch: &mut Stopwatch,
) -> Result<Made, Diagnostics> {
    let mut files = render::render(&view, templates)?;
    let (names, provenance, completeness) = rendered(view);
    stopwatch.lap("render");
    let read = format::format(&mut files, SourceItems::of_file)?;
    stopwatch.lap("format");
    let public_api = public_api::list_read(&files, read)?;
    let listing = File { text: public_api.to_string(), template: None, announced: Vec::new() };
    files.insert(public_api::FILE.to_owned(), listing);
    stopwatch.lap("public-api");
    Ok(Made { files, public_api, names, provenance, completeness })
}

/// What is still asked for when a view has been rendered. The rest is as large as the files, and goes.
fn rendered(view: View) -> (NameLock, Provenance, Completeness) {
    let View { names, provenance, completeness, .. } = view;
    (names, provenance, completeness)
}
