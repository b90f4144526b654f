//! View and templates in, files out: which files exist, and their text before formatting.
//!
//! The template tree is a picture of the output tree. `x.tera` is rendered to `x`, any other file is
//! copied. A name in braces stands for one file per item: `src/models/{struct}.rs.tera` is rendered
//! for every struct. The only user of tera.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Serialize;
use tera::{Context, Tera};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{Ident, is_device};
use crate::parallel;
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
    /// Those that are embedded are not copied: most of them are files as they are.
    files: BTreeMap<String, Cow<'static, str>>,
}

/// What a file usually has, in bytes.
const USUAL: usize = 4 * 1024;

/// Where a rendered template shows more lines than this, the message is cut.
const MESSAGE_LINES: usize = 12;

/// The ending of files that are rendered.
const ENDING: &str = ".tera";

impl Templates {
    /// Adds a file, in place of one of the same path.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<Cow<'static, str>>) {
        self.files.insert(path.into(), text.into());
    }

    /// Adds all files of another tree.
    pub fn overlay(&mut self, other: Self) {
        self.files.extend(other.files);
    }

    /// The file of this path.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) -> Option<String> {
        self.files.remove(path).map(Cow::into_owned)
    }

    /// The paths of the files, sorted, with their texts.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), &**text))
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

    /// The features that the template of the manifest lists: those that the crate has whatever the API.
    pub fn features(&self) -> BTreeSet<String> {
        self.keys_of_manifest("[features]")
    }

    /// The crates that the template of the manifest lists: those that the crate depends on whatever the API.
    pub fn dependencies(&self) -> BTreeSet<String> {
        self.keys_of_manifest("[dependencies]")
    }

    fn keys_of_manifest(&self, table: &str) -> BTreeSet<String> {
        let manifest = self.get("Cargo.toml.tera").unwrap_or_default();
        let lines = manifest.lines().skip_while(|line| *line != table).skip(1);
        let lines = lines.take_while(|line| !line.starts_with('['));
        let names = lines.filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim());
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        names.filter(|name| name.chars().all(is_plain)).map(str::to_owned).collect()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// The parts of the runtime that only some crates need: what their paths begin with, and which crates do.
const PARTS: [(&str, IsNeeded); 4] = [
    ("src/auth", |package| package.renews_credentials),
    ("src/number_enum", |package| package.has_number_enums),
    ("src/tuple", |package| package.has_tuples),
    ("src/union", |package| package.has_unions),
];

type IsNeeded = fn(&CrateView) -> bool;

fn is_needed(path: &str, package: &CrateView) -> bool {
    let is_part =
        |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['.', '/']));
    PARTS.iter().all(|(prefix, is_needed)| !is_part(prefix) || is_needed(package))
}

/// Renders every template with its part of the view, on all processors.
pub fn render(view: &View, templates: &Templates) -> Result<FileSet, Diagnostics> {
    let tera = engine(templates)?;
    let mut files = FileSet::new();
    let mut problems = Diagnostics::default();
    let mut jobs = Vec::new();
    let needed = templates.files.iter().filter(|(path, _)| is_needed(path, &view.package));
    for (path, text) in needed {
        match path.strip_suffix(ENDING) {
            None => {
                let text = text.clone().into_owned();
                let file = File { text, template: None, announced: Vec::new() };
                put(&mut files, &mut problems, path.clone(), file);
            }
            Some(target) => jobs_of(path, target, view, &mut jobs),
        }
    }
    let rendered = parallel::map(jobs, |_| USUAL, |job| job.render(&tera));
    for result in rendered {
        match result {
            Ok(Some((path, file))) => put(&mut files, &mut problems, path, file),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    if problems.has_errors() { Err(problems) } else { Ok(files) }
}

fn put(files: &mut FileSet, problems: &mut Diagnostics, path: String, file: File) {
    if let Some(problem) = path_problem(&path) {
        let message = format!("The file `{path}` cannot be written: {problem}.");
        problems.push(Diagnostic::new(Code::InvalidOutput, message));
    } else {
        files.insert(path, file);
    }
}

/// Parses all templates; all that are broken are reported.
fn engine(templates: &Templates) -> Result<Tera, Diagnostics> {
    let mut tera = Tera::default();
    tera.autoescape_on(Vec::<String>::new());
    let sources: Vec<(&str, &str)> = templates
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(ENDING))
        .map(|(path, text)| (path.as_str(), &**text))
        .collect();
    match tera.add_raw_templates(sources) {
        Ok(()) => Ok(tera),
        Err(error) => Err(template_error("templates", &error).into()),
    }
}

/// One file to be rendered.
struct Job<'v> {
    /// The path of the template.
    template: &'v str,
    /// The path of the file.
    target: String,
    context: TemplateContext<'v>,
    /// See [`File::announced`].
    announced: Vec<&'v str>,
}

impl Job<'_> {
    /// The file; `None` where the condition of the template is not met, so that it leaves nothing.
    fn render(self, tera: &Tera) -> Result<Option<(String, File)>, Diagnostic> {
        let context = Context::from_serialize(&self.context);
        let text = context
            .and_then(|context| tera.render(self.template, &context))
            .map_err(|error| template_error(self.template, &error))?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let announced = self.announced.into_iter().map(str::to_owned).collect();
        let template = Some(self.template.to_owned());
        Ok(Some((self.target, File { text, template, announced })))
    }
}

/// One job for a template, or one per item where the braces in its path ask for that.
fn jobs_of<'v>(template: &'v str, target: &str, view: &'v View, jobs: &mut Vec<Job<'v>>) {
    let package = || PackageFacts { command: &view.package.command, lib: &view.package.lib };
    if target.contains("{operation}") {
        for api in &view.apis {
            jobs.extend(api.operations.iter().map(|operation| {
                Job {
                    template,
                    target: target
                        .replace("{api}", api.module.bare())
                        .replace("{operation}", operation.module.bare()),
                    context: TemplateContext::Operation(OperationContext {
                        package: package(),
                        api: &api.name,
                        operation,
                    }),
                    announced: std::iter::once(&operation.name)
                        .chain(operation.by_status.iter().map(|of| &of.name))
                        .map(Ident::as_str)
                        .collect(),
                }
            }));
        }
    } else if target.contains("{api}") {
        jobs.extend(view.apis.iter().map(|api| {
            let mut announced = vec![api.name.as_str()];
            announced.extend(api.operations.iter().map(|operation| operation.module.as_str()));
            announced.extend(api.request_aliases.iter().map(|alias| alias.name.as_str()));
            let target = target.replace("{api}", api.module.bare());
            let context = TemplateContext::Api(ApiContext { package: package(), api });
            Job { template, target, context, announced }
        }));
    } else if target.contains("{samples}") {
        jobs.extend(view.samples.iter().map(|file| {
            let target = target.replace("{samples}", file.module.bare());
            let context = TemplateContext::Samples(SampleContext { package: package(), file });
            Job { template, target, context, announced: Vec::new() }
        }));
    } else if let Some((placeholder, _)) = model_placeholder(target) {
        let models = view.models.iter().zip(&view.modules);
        let models = models.filter(|(model, _)| placeholder_of(model) == placeholder);
        jobs.extend(models.map(|(model, module)| {
            let target = target.replace(placeholder, module.bare());
            let context = TemplateContext::Model(ModelContext { package: package(), model });
            Job { template, target, context, announced: vec![model.name().as_str()] }
        }));
    } else {
        let context = TemplateContext::Once(OnceContext { package: &view.package });
        jobs.push(Job { template, target: target.to_owned(), context, announced: Vec::new() });
    }
}

/// What a template is given.
#[derive(Serialize)]
#[serde(untagged)]
enum TemplateContext<'v> {
    Once(OnceContext<'v>),
    Api(ApiContext<'v>),
    Operation(OperationContext<'v>),
    Samples(SampleContext<'v>),
    Model(ModelContext<'v>),
}

/// What a template that occurs once is given.
#[derive(Serialize)]
struct OnceContext<'v> {
    package: &'v CrateView,
}

/// What a template that occurs for every tag is given.
#[derive(Serialize)]
struct ApiContext<'v> {
    package: PackageFacts<'v>,
    api: &'v ApiView,
}

/// What a template that occurs for every operation is given.
#[derive(Serialize)]
struct OperationContext<'v> {
    package: PackageFacts<'v>,
    api: &'v Ident,
    operation: &'v OperationView,
}

/// What a template that occurs for every file of tests of models is given.
#[derive(Serialize)]
struct SampleContext<'v> {
    package: PackageFacts<'v>,
    file: &'v SampleFileView,
}

/// What a template that occurs for every model of a kind is given.
#[derive(Serialize)]
struct ModelContext<'v> {
    package: PackageFacts<'v>,
    model: &'v ModelView,
}

/// What every template of an item is given beside the item: not the whole view of the crate, which would be
/// copied for each item.
#[derive(Serialize)]
struct PackageFacts<'v> {
    command: &'v Comment,
    lib: &'v Ident,
}

const MODEL_PLACEHOLDERS: [&str; 7] =
    ["{struct}", "{enum}", "{number_enum}", "{text}", "{secret}", "{union}", "{container}"];

fn model_placeholder(target: &str) -> Option<(&'static str, usize)> {
    MODEL_PLACEHOLDERS.into_iter().find_map(|name| target.find(name).map(|at| (name, at)))
}

fn placeholder_of(model: &ModelView) -> &'static str {
    match model {
        ModelView::Struct(_) => "{struct}",
        ModelView::Enum(view) if view.is_of_numbers => "{number_enum}",
        ModelView::Enum(_) => "{enum}",
        ModelView::Union(_) => "{union}",
        ModelView::Container(_) => "{container}",
        ModelView::Text(view) if view.is_secret => "{secret}",
        ModelView::Text(_) => "{text}",
    }
}

/// Why a path cannot be that of a generated file; `None` when it can.
pub fn path_problem(path: &str) -> Option<&'static str> {
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
        if part.contains(char::is_control) {
            return Some("a name in it has a control character");
        }
        if is_of_version_control(part) {
            return Some("the folder is that of a version control system");
        }
    }
    None
}

/// Whether a version control system keeps its own files in a folder of this name, on some file system: case may be
/// folded, NTFS drops dots and spaces at the end and knows `.git` as `git~1` too, and HFS+ skips characters that
/// nobody sees.
fn is_of_version_control(part: &str) -> bool {
    let is_skipped = |c: &char| matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}');
    let seen: String = part.chars().filter(|c| !is_skipped(c)).collect();
    let name = seen.trim_end_matches(['.', ' ']).to_lowercase();
    matches!(name.as_str(), ".git" | "git~1" | ".hg" | ".svn" | ".jj" | ".bzr")
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
        for path in ["", "/etc/passwd", "../x", "a//b", "a/./b", "src/aux.rs", "c:\\x", ".git/x"] {
            assert!(path_problem(path).is_some(), "{path}");
        }
    }
}
