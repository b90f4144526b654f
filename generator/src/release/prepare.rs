//! Makes the crate that comes after the last release: its files, its version and its notes.

use super::baseline::{Baseline, CHANGELOG};
use super::changelog::{self, Chapter};
use super::digests::{Digests, digest};
use super::judge::Judge;
use super::lock::{LastRelease, Lock};
use super::notes::{Facts, Notes, official};
use super::version::{Asked, Version, next};
use crate::bump::Bump;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::diff::Options;
use crate::diff::report::{Policy, Report};
use crate::generate::{self, Definition, Generated, TemplateTree};
use crate::inherit::Inheritance;
use crate::load::Purpose;
use crate::render::File;
use crate::source::SourceText;

/// What the next version is made from.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'i> {
    /// The definition.
    pub definition: &'i SourceText,
    /// The configuration.
    pub config: &'i Config,
    /// The templates.
    pub templates: &'i TemplateTree,
    /// The last release; `None` before the first one.
    pub baseline: Option<&'i Baseline>,
    /// What people ask of the version.
    pub asked: &'i Asked,
}

impl Inputs<'_> {
    fn policy(&self) -> Policy {
        self.asked.policy.unwrap_or_default()
    }

    fn options(&self) -> Options {
        Options {
            config: self.config.clone(),
            templates: self.templates.clone(),
            policy: self.policy(),
            code: false,
            // The version must not depend on the day; `diff` says what has ended.
            today: None,
        }
    }
}

/// The next version, all in memory.
#[derive(Debug)]
pub struct Prepared {
    /// The crate, change log included.
    pub generated: Generated,
    /// Its version.
    pub version: Version,
    /// The version of the last release.
    pub released: Option<Version>,
    /// How far the version moves.
    pub bump: Bump,
    /// Why, a sentence without its period.
    pub reason: String,
    /// What changed since the last release; `None` before the first one.
    pub report: Option<Report>,
    notes: String,
    public_api: String,
    digests: Digests,
    definition: String,
    earlier: String,
}

/// The version that a crate has while it is compared.
const NO_VERSION: &str = "0.0.0";

/// Makes the next version. It depends on the inputs alone, so asking again gives the same bytes.
pub fn prepare(inputs: &Inputs<'_>) -> Result<Prepared, Diagnostics> {
    let stated = stated_version(inputs.config)?;
    let name = &inputs.definition.name;
    let definition = generate::define(name, inputs.definition, inputs.config, Purpose::Generate)?;
    let Some(baseline) = inputs.baseline else { return first(inputs, &definition, stated) };
    let options = inputs.options();
    let judge = Judge::new(baseline, definition, &options)?;
    let comparing = Comparing { inputs, baseline, judge: &judge, options: &options };
    let mut candidate = comparing.candidate(false)?;
    let mut bump = inputs.asked.raise(candidate.report.verdict.bump);
    if bump == Bump::Major && baseline.lock.names.keeps_anything() {
        candidate = comparing.candidate(true)?;
        bump = inputs.asked.raise(candidate.report.verdict.bump);
    }
    let released = &baseline.lock.release.version;
    let asked_for = next(released, bump, inputs.asked).map_err(|why| impossible(&why))?;
    let reason = if stated > asked_for {
        "the configuration states it".to_owned()
    } else {
        reason(&candidate.report, bump)
    };
    let version = asked_for.max(stated);
    let notes = comparing.notes(&candidate);
    let inheritance = comparing.inheritance(candidate.drops_kept);
    let mut generated = make(inputs, judge.definition(), &version.to_string(), &inheritance)?;
    generated.diagnostics = candidate.generated.diagnostics;
    let chapter = Chapter { version: &version, reason: &reason, notes: &notes };
    let text = if version == *released {
        baseline.changelog.clone()
    } else {
        changelog::unreleased(&chapter, &baseline.changelog)
    };
    add_changelog(&mut generated, text);
    Ok(Prepared {
        generated,
        released: Some(released.clone()),
        version,
        bump,
        reason,
        notes,
        public_api: candidate.public_api,
        digests: candidate.digests,
        definition: kept_definition(inputs)?,
        earlier: baseline.changelog.clone(),
        report: Some(candidate.report),
    })
}

impl Prepared {
    /// Whether there is nothing to release.
    pub fn is_released(&self) -> bool {
        self.released.as_ref() == Some(&self.version)
    }

    /// What a release of this version leaves for the next one. `name` is what the definition will be called.
    pub fn release(&self, date: &str, name: &str) -> Baseline {
        let mut names = self.generated.names.clone();
        names.aliases.release(&self.version.to_string());
        let chapter = Chapter { version: &self.version, reason: &self.reason, notes: &self.notes };
        let release = LastRelease {
            version: self.version.clone(),
            date: date.to_owned(),
            definition: digest(&self.definition),
            public_api: digest(&self.public_api),
        };
        Baseline {
            lock: Lock::new(release, names),
            definition: SourceText::new(name, self.definition.clone()),
            public_api: self.public_api.clone(),
            changelog: changelog::released(&chapter, date, &self.earlier),
            digests: self.digests.clone(),
        }
    }
}

/// The version that the configuration states.
fn stated_version(config: &Config) -> Result<Version, Diagnostics> {
    let stated = &config.package.version;
    Version::parse(stated).map_err(|error| {
        let message = format!("`{stated}` is not a version: {error}.");
        Diagnostic::new(Code::InvalidConfig, message).into()
    })
}

/// The first version: that of the configuration.
fn first(
    inputs: &Inputs<'_>,
    definition: &Definition,
    version: Version,
) -> Result<Prepared, Diagnostics> {
    if !inputs.asked.is_empty() {
        let message = format!("The first release has the version of the configuration, {version}.");
        return Err(Diagnostic::new(Code::ImpossibleVersion, message)
            .help("Set `crate.version`; it may be a pre-release such as `0.1.0-alpha.1`.")
            .into());
    }
    let nothing = Inheritance::default();
    let candidate = make(inputs, definition, NO_VERSION, &nothing)?;
    let mut generated = make(inputs, definition, &version.to_string(), &nothing)?;
    let reason = "the first release".to_owned();
    let chapter = Chapter { version: &version, reason: &reason, notes: "" };
    add_changelog(&mut generated, changelog::unreleased(&chapter, ""));
    Ok(Prepared {
        generated,
        version,
        released: None,
        bump: Bump::None,
        notes: String::new(),
        public_api: candidate.public_api.to_data(),
        digests: Digests::of(&candidate.files),
        definition: kept_definition(inputs)?,
        earlier: String::new(),
        reason,
        report: None,
    })
}

/// What stays the same while versions are compared.
struct Comparing<'c, 'i> {
    inputs: &'c Inputs<'i>,
    baseline: &'c Baseline,
    judge: &'c Judge,
    options: &'c Options,
}

/// A version whose number is not decided.
struct Candidate {
    drops_kept: bool,
    generated: Generated,
    public_api: String,
    digests: Digests,
    report: Report,
}

impl Comparing<'_, '_> {
    fn inheritance(&self, drops_kept: bool) -> Inheritance {
        let inheritance = self.judge.inheritance(self.baseline);
        if drops_kept { inheritance.without_kept() } else { inheritance }
    }

    fn candidate(&self, drops_kept: bool) -> Result<Candidate, Diagnostics> {
        let inheritance = self.inheritance(drops_kept);
        let generated = make(self.inputs, self.judge.definition(), NO_VERSION, &inheritance)?;
        let public_api = generated.public_api.to_data();
        let digests = Digests::of(&generated.files);
        let (report, generated) = self.judge.report(self.baseline, generated, self.options);
        Ok(Candidate { drops_kept, generated, public_api, digests, report })
    }

    fn notes(&self, candidate: &Candidate) -> String {
        if self.inputs.policy() == Policy::Official {
            return official(&candidate.report.legacy);
        }
        let facts = Facts {
            names: &candidate.generated.names,
            changed_files: candidate.digests.differences(&self.baseline.digests),
        };
        Notes::of(&candidate.report, &facts).to_markdown()
    }
}

/// Why the version moves as far as it does.
fn reason(report: &Report, bump: Bump) -> String {
    let verdict = &report.verdict;
    if bump > verdict.bump {
        return format!("{bump} was asked for; the changes ask for {}", verdict.bump);
    }
    verdict.reason.clone()
}

fn make(
    inputs: &Inputs<'_>,
    definition: &Definition,
    version: &str,
    inheritance: &Inheritance,
) -> Result<Generated, Diagnostics> {
    let mut config = inputs.config.clone();
    version.clone_into(&mut config.package.version);
    generate::make(definition, &config, inputs.templates, inheritance)
}

/// The definition that a release keeps.
fn kept_definition(inputs: &Inputs<'_>) -> Result<String, Diagnostics> {
    generate::corrected(&inputs.definition.name, inputs.definition, inputs.config)
}

fn add_changelog(generated: &mut Generated, text: String) {
    let file = File { text, template: None, announced: Vec::new() };
    generated.files.insert(CHANGELOG.to_owned(), file);
}

fn impossible(message: &str) -> Diagnostics {
    Diagnostic::new(Code::ImpossibleVersion, format!("{message}."))
        .help("Ask for a later pre-release, or for none: `--pre none`.")
        .into()
}
