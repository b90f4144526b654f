//! View and templates in, files out: which files exist, and their text before formatting.
//!
//! The template tree is a picture of the output tree. `x.tera` is rendered to `x`, any other file is
//! copied. A name in braces stands for one file per item: `src/models/{struct}.rs.tera` is rendered
//! for every struct. The only user of tera.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use tera::{Context, Tera};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{Ident, is_device};
use crate::view::text::Comment;
use crate::view::{ApiView, CrateView, ModelView, OperationView, SampleFileView, View};

/// The files of the generated crate: path below its folder, with `/` → content.
pub type FileSet = BTreeMap<String, File>;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The content.
    pub text: String,
    /// The template it was rendered from; `None` when it was copied.
    pub template: Option<String>,
    /// The names that items of the file may define or implement; empty where the definition has no
    /// part in them.
    pub announced: Vec<String>,
}

/// Templates by path below `templates/crate`, those of the extension laid over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Templates {
    files: BTreeMap<String, String>,
}

/// Where a rendered template shows more lines than this, the message is cut.
const MESSAGE_LINES: usize = 12;

/// The ending of files that are rendered.
const ENDING: &str = ".tera";

impl Templates {
    /// Adds a file, in place of one of the same path.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.files.insert(path.into(), text.into());
    }

    /// Adds all files of another tree.
    pub fn overlay(&mut self, other: Self) {
        self.files.extend(other.files);
    }

    /// The file of this path.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) -> Option<String> {
        self.files.remove(path)
    }

    /// The paths of the files, sorted, with their texts.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The paths of the files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The files whose path starts with `folder/`, with that part taken off.
    #[must_use]
    pub fn below(&self, folder: &str) -> Self {
        let files = self.files.iter().filter_map(|(path, text)| {
            let path = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((path.to_owned(), text.clone()))
        });
        Self { files: files.collect() }
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Renders every template with its part of the view.
pub fn render(view: &View, templates: &Templates) -> Result<FileSet, Diagnostics> {
    let mut room = Renderer {
        tera: engine(templates)?,
        files: FileSet::new(),
        problems: Diagnostics::default(),
    };
    for (path, text) in &templates.files {
        match path.strip_suffix(ENDING) {
            None => room.put(
                path.clone(),
                File { text: text.clone(), template: None, announced: Vec::new() },
            ),
            Some(target) => room.template(path, target, view),
        }
    }
    if room.problems.has_errors() { Err(room.problems) } else { Ok(room.files) }
}

/// Parses all templates; all that are broken are reported.
fn engine(templates: &Templates) -> Result<Tera, Diagnostics> {
    let mut tera = Tera::default();
    tera.autoescape_on(Vec::<String>::new());
    let sources: Vec<(&str, &str)> = templates
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(ENDING))
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    match tera.add_raw_templates(sources) {
        Ok(()) => Ok(tera),
        Err(error) => Err(template_error("templates", &error).into()),
    }
}

struct Renderer {
    tera: Tera,
    files: FileSet,
    problems: Diagnostics,
}

impl Renderer {
    /// Renders one template as often as the braces in its path ask for.
    fn template(&mut self, path: &str, target: &str, view: &View) {
        let package = || PackageFacts { command: &view.package.command, lib: &view.package.lib };
        if target.contains("{operation}") {
            for api in &view.apis {
                for operation in &api.operations {
                    let target = target
                        .replace("{api}", api.module.bare())
                        .replace("{operation}", operation.module.bare());
                    let item = OperationContext { package: package(), api: &api.name, operation };
                    self.one(path, target, &item, &[operation.name.as_str()]);
                }
            }
        } else if target.contains("{api}") {
            for api in &view.apis {
                let item = ApiContext { package: package(), api };
                let target = target.replace("{api}", api.module.bare());
                let mut announced = vec![api.name.as_str()];
                announced.extend(api.operations.iter().map(|operation| operation.module.as_str()));
                announced.extend(api.request_aliases.iter().map(|alias| alias.name.as_str()));
                self.one(path, target, &item, &announced);
            }
        } else if target.contains("{samples}") {
            for file in &view.samples {
                let target = target.replace("{samples}", file.module.bare());
                self.one(path, target, &SampleContext { package: package(), file }, &[]);
            }
        } else if let Some((placeholder, _)) = model_placeholder(target) {
            let models = view.models.iter().zip(&view.modules);
            let models = models.filter(|(model, _)| placeholder_of(model) == placeholder);
            for (model, module) in models {
                let item = ModelContext { package: package(), model };
                let target = target.replace(placeholder, module.bare());
                self.one(path, target, &item, &[model.name().as_str()]);
            }
        } else {
            let item = OnceContext { package: &view.package };
            self.one(path, target.to_owned(), &item, &[]);
        }
    }

    fn one<T: Serialize>(&mut self, path: &str, target: String, item: &T, announced: &[&str]) {
        let context = Context::from_serialize(item);
        let text = context.and_then(|context| self.tera.render(path, &context));
        match text {
            // A template whose condition is not met leaves nothing: then there is no file.
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => {
                let announced = announced.iter().map(|name| (*name).to_owned()).collect();
                self.put(target, File { text, template: Some(path.to_owned()), announced });
            }
            Err(error) => self.problems.push(template_error(path, &error)),
        }
    }

    fn put(&mut self, path: String, file: File) {
        if let Some(problem) = path_problem(&path) {
            let message = format!("The file `{path}` cannot be written: {problem}.");
            self.problems.push(Diagnostic::new(Code::InvalidOutput, message));
        } else {
            self.files.insert(path, file);
        }
    }
}

/// What the templates that occur once are given.
#[derive(Serialize)]
struct OnceContext<'v> {
    package: &'v CrateView,
}

/// What every template of an item is given beside the item: not the whole view of the crate, which would be
/// copied for each item.
#[derive(Serialize)]
struct PackageFacts<'v> {
    command: &'v Comment,
    lib: &'v Ident,
}

#[derive(Serialize)]
struct ApiContext<'v> {
    package: PackageFacts<'v>,
    api: &'v ApiView,
}

#[derive(Serialize)]
struct SampleContext<'v> {
    package: PackageFacts<'v>,
    file: &'v SampleFileView,
}

#[derive(Serialize)]
struct OperationContext<'v> {
    package: PackageFacts<'v>,
    api: &'v Ident,
    operation: &'v OperationView,
}

#[derive(Serialize)]
struct ModelContext<'v> {
    package: PackageFacts<'v>,
    model: &'v ModelView,
}

const MODEL_PLACEHOLDERS: [&str; 4] = ["{struct}", "{enum}", "{text}", "{secret}"];

fn model_placeholder(target: &str) -> Option<(&'static str, usize)> {
    MODEL_PLACEHOLDERS.into_iter().find_map(|name| target.find(name).map(|at| (name, at)))
}

fn placeholder_of(model: &ModelView) -> &'static str {
    match model {
        ModelView::Struct(_) => "{struct}",
        ModelView::Enum(_) => "{enum}",
        ModelView::Text(view) if view.is_secret => "{secret}",
        ModelView::Text(_) => "{text}",
    }
}

/// Why a path must not be written: it leaves the folder, or some system does not allow it.
fn path_problem(path: &str) -> Option<&'static str> {
    if path.is_empty() || path.starts_with('/') || path.contains(['\\', ':', '\0']) {
        return Some("it is no path below the output folder");
    }
    for part in path.split('/') {
        let stem = part.split('.').next().unwrap_or_default();
        if part.is_empty() || part == "." || part == ".." {
            return Some("it is no path below the output folder");
        }
        if is_device(stem) {
            return Some("Windows reserves the name");
        }
    }
    None
}

/// The message of tera with its causes, which name the template and the line.
fn template_error(path: &str, error: &tera::Error) -> Diagnostic {
    let mut message = format!("{path}: {error}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let _ = write!(message, "\n{cause}");
        source = cause.source();
    }
    let shown: Vec<&str> = message.lines().take(MESSAGE_LINES).collect();
    Diagnostic::new(Code::TemplateError, shown.join("\n"))
        .help("templates/README.md lists what each template is given.")
}

#[cfg(test)]
mod tests {
    use super::path_problem;

    #[test]
    fn refuses_paths_outside() {
        assert!(path_problem("src/lib.rs").is_none());
        for path in ["", "/etc/passwd", "../x", "a//b", "a/./b", "src/aux.rs", "c:\\x"] {
            assert!(path_problem(path).is_some(), "{path}");
        }
    }
}
