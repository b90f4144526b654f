//! Regenerating an SDK that is released: the crate, its version and its change log in one go.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Progress, exit_code, finish, print_diagnostics, read_config};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::generate::{self, TemplateTree};
use crate::output::{self, Beside, Changes};
use crate::release::{
    Asked, Baseline, BaselineTexts, CHANGELOG, DEFINITION, DIGESTS, Inputs, PUBLIC_API, Prepared,
    prepare,
};
use crate::source::{self, SourceText};
use crate::templates;

/// Where the parts of an SDK are.
#[derive(Clone, Debug)]
pub struct Sdk {
    /// Its name: that of its folders.
    pub name: String,
    /// The definition.
    pub definition: PathBuf,
    /// The configuration.
    pub config: PathBuf,
    /// The lock of the last release.
    pub lock: PathBuf,
    /// The folder with what the last release was made from, and what came out.
    pub released: PathBuf,
    /// The folder of the crate.
    pub out: PathBuf,
    /// A folder of templates that are laid over the embedded ones.
    pub templates: Option<PathBuf>,
}

/// What is to be regenerated, and how.
#[derive(Clone, Debug)]
pub struct Regenerate {
    /// Where everything is.
    pub sdk: Sdk,
    /// Another definition than that of the SDK, or `-` for standard input.
    pub swagger: Option<String>,
    /// Whether to keep that definition, pruned and pretty-printed, as the one of the SDK.
    pub save: bool,
    /// Whether to compare only.
    pub check: bool,
    /// What is asked of the version, on top of what was asked before. It is remembered in the lock.
    pub asked: Asked,
}

/// What came of it.
#[derive(Debug)]
pub struct Regenerated {
    /// The crate.
    pub prepared: Prepared,
    /// What happened to the disk, or would.
    pub changes: Changes,
}

/// Regenerates an SDK and says on standard error what happened; the last line is about the version. Exit
/// codes: 0 done; 1 the check found differences; 2 bad input; 3 the environment failed.
pub fn regenerate(run: &Regenerate) -> ExitCode {
    match run.attempt() {
        Ok(Regenerated { prepared, changes }) => {
            print_diagnostics(&prepared.generated.diagnostics);
            let code = finish(run.sdk.out.display(), run.check, &changes);
            eprintln!("{}", version_line(&prepared));
            code
        }
        Err(problems) => {
            print_diagnostics(&problems);
            exit_code(&problems)
        }
    }
}

impl Regenerate {
    /// Regenerates without saying anything.
    pub fn attempt(&self) -> Result<Regenerated, Diagnostics> {
        let progress = Progress::start("regenerating");
        let inputs = self.sdk.read(self.swagger.as_deref())?;
        let before = inputs.baseline.as_ref().map(|baseline| baseline.lock.next.clone());
        let asked = before.clone().unwrap_or_default().and(&self.asked);
        let prepared = inputs.prepare(&asked)?;
        let mut beside = Beside::new();
        if self.save {
            let definition = &inputs.definition;
            let pruned = generate::pruned(&definition.name, definition, &inputs.config)?;
            beside.insert(self.sdk.definition.clone(), pruned);
        }
        if let Some(baseline) = inputs.baseline.filter(|_| before.is_some_and(|old| old != asked)) {
            let mut lock = baseline.lock;
            lock.next = asked;
            beside.insert(self.sdk.lock.clone(), lock.to_text());
        }
        let act = if self.check { output::check_with } else { output::write_with };
        let changes = act(&prepared.generated.files, &self.sdk.out, &beside)?;
        progress.stop();
        Ok(Regenerated { prepared, changes })
    }
}

/// Everything that an SDK is made from.
pub(super) struct Read {
    pub definition: SourceText,
    pub config: Config,
    pub templates: TemplateTree,
    pub baseline: Option<Baseline>,
}

impl Sdk {
    /// Reads everything; `swagger` is another definition than that of the SDK.
    pub(super) fn read(&self, swagger: Option<&str>) -> Result<Read, Diagnostics> {
        let own = self.definition.display().to_string();
        let config = read_config(&self.config)?;
        if config.lock.is_some() {
            return Err(self.lock_is_not_chosen().into());
        }
        Ok(Read {
            definition: source::read(swagger.unwrap_or(&own))?,
            config,
            templates: match &self.templates {
                Some(folder) => templates::with_folder(folder)?,
                None => templates::embedded(),
            },
            baseline: self.baseline()?,
        })
    }

    fn lock_is_not_chosen(&self) -> Diagnostic {
        let message =
            format!("The lock of an SDK of a repository is always `{}`.", self.lock.display());
        Diagnostic::new(Code::InvalidConfig, message)
            .in_file(&self.config.display().to_string())
            .help("Remove `lock`; it is for crates that are made by `generate`.")
    }

    /// The last release; `None` when there is no lock.
    pub(super) fn baseline(&self) -> Result<Option<Baseline>, Diagnostics> {
        if !self.lock.exists() {
            return Ok(None);
        }
        let read = |path: &Path| source::read(&path.display().to_string());
        let part = |name: &str| read(&self.released.join(name));
        let texts = BaselineTexts {
            lock: read(&self.lock)?,
            definition: part(DEFINITION)?,
            public_api: part(PUBLIC_API)?,
            changelog: part(CHANGELOG)?,
            digests: part(DIGESTS)?,
        };
        Ok(Some(Baseline::parse(texts)?))
    }
}

impl Read {
    /// Makes the next version.
    pub fn prepare(&self, asked: &Asked) -> Result<Prepared, Diagnostics> {
        prepare(&Inputs {
            definition: &self.definition,
            config: &self.config,
            templates: &self.templates,
            baseline: self.baseline.as_ref(),
            asked,
        })
    }
}

/// Which version it is, which it was, and why.
pub(super) fn version_line(prepared: &Prepared) -> String {
    let Prepared { version, reason, bump, .. } = prepared;
    match &prepared.released {
        None => format!("version {version}: {reason}"),
        Some(released) if released == version => format!("version {version}: {reason}"),
        Some(released) => format!("version {released} -> {version} ({bump}): {reason}"),
    }
}
