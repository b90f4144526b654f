//! Making a release: the baseline moves to what is in the working tree, and the notes get their date.
//!
//! Several SDKs can be released together. All of them are tried before the first file is written, so that one which cannot
//! be released stops the others too.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use super::regenerate::version_line;
use super::{Sdk, exit_code, git, print_diagnostics};
use crate::diagnostic::Diagnostics;
use crate::output::{self, Beside, Changes};
use crate::release::{Asked, DEFINITION, Prepared, Version};

/// What is to be released, and how.
#[derive(Clone, Debug)]
pub struct Release {
    /// Where everything is.
    pub sdk: Sdk,
    /// The root of the repository.
    pub root: PathBuf,
    /// The day of the release, `2026-01-31`.
    pub date: String,
    /// Whether to write; otherwise what would be written is shown.
    pub execute: bool,
    /// Whether to commit the release and publish the crate too.
    pub publish: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Released {
    /// The name of the crate.
    pub package: String,
    /// The crate.
    pub prepared: Prepared,
    /// What happened to the disk, or would.
    pub changes: Changes,
    /// The commands that are left to a person.
    pub commands: Vec<String>,
}

/// Why there is no release.
#[derive(Debug)]
pub enum Refusal {
    /// Nothing changed since the last one.
    Nothing(String),
    /// It must not be made now: a sentence, and what it is about.
    NotNow(String, Vec<String>),
    /// The environment is to blame.
    Environment(String),
    /// Something is wrong with the inputs.
    Problems(Diagnostics),
}

impl From<Diagnostics> for Refusal {
    fn from(problems: Diagnostics) -> Self {
        Self::Problems(problems)
    }
}

/// Makes releases, of one SDK or of several together, and says what happened. Exit codes: 0 done, or it could be
/// done; 1 not now, or nothing changed in any of them; 2 bad input; 3 the environment failed.
pub fn release(runs: &[Release]) -> ExitCode {
    match attempt_all(runs) {
        Ok(released) if released.is_empty() => ExitCode::from(1),
        Ok(released) => finish(&released),
        Err((name, refusal)) => {
            if runs.len() > 1 {
                eprintln!("{name}:");
            }
            refusal.report()
        }
    }
}

/// Tries all of them, then writes them where that was asked for. Those in which nothing changed are told and left out.
fn attempt_all(runs: &[Release]) -> Result<Vec<(&Release, Released)>, (&str, Refusal)> {
    let Some(first) = runs.first() else { return Ok(Vec::new()) };
    first.check().map_err(|refusal| (first.sdk.name.as_str(), refusal))?;
    let mut found = Vec::new();
    for run in runs {
        match run.make(false) {
            Ok(released) => found.push((run, released)),
            Err(Refusal::Nothing(why)) => eprintln!("{}: {why}", run.sdk.name),
            Err(refusal) => return Err((&run.sdk.name, refusal)),
        }
    }
    let written = found.into_iter().map(|(run, dry)| {
        let released = if run.execute { run.make(true) } else { Ok(dry) };
        released.map(|released| (run, released)).map_err(|refusal| (run.sdk.name.as_str(), refusal))
    });
    written.collect()
}

impl Refusal {
    fn report(self) -> ExitCode {
        match self {
            Self::Nothing(why) => {
                eprintln!("{why}");
                ExitCode::from(1)
            }
            Self::NotNow(why, what) => {
                eprintln!("{why}");
                for line in what {
                    eprintln!("  {line}");
                }
                ExitCode::from(1)
            }
            Self::Environment(why) => {
                eprintln!("{why}");
                ExitCode::from(3)
            }
            Self::Problems(problems) => {
                print_diagnostics(&problems);
                exit_code(&problems)
            }
        }
    }
}

impl Release {
    /// Makes the release, or finds out what it would be, without saying anything. Nothing is published.
    pub fn attempt(&self) -> Result<Released, Refusal> {
        self.check()?;
        self.make(self.execute)
    }

    fn make(&self, execute: bool) -> Result<Released, Refusal> {
        let mut read = self.sdk.read(None)?;
        let asked = read.baseline.as_ref().map(|last| last.lock.next.clone()).unwrap_or_default();
        let prepared = read.prepare(&asked)?;
        let stale = output::check(&prepared.generated.files, &self.sdk.out)?;
        if !stale.is_empty() {
            let files = [stale.added, stale.changed, stale.removed].concat();
            let why = "the crate is out of date: regenerate it, and review and commit the result";
            return Err(Refusal::NotNow(why.to_owned(), files));
        }
        if prepared.is_released() {
            let why =
                format!("version {} is released, and nothing changed since", prepared.version);
            return Err(Refusal::Nothing(why));
        }
        let definition = self.sdk.released.join(DEFINITION).display().to_string();
        let baseline = prepared.release(&self.date, &definition);
        let mut beside: Beside = baseline
            .files()
            .into_iter()
            .map(|(name, text)| (self.sdk.released.join(name), text))
            .collect();
        beside.insert(self.sdk.lock.clone(), baseline.lock.to_text());
        read.baseline = Some(baseline);
        let after = read.prepare(&Asked::default())?;
        if !after.is_released() {
            let why =
                "the crate would not be the same after its release: a defect of the generator";
            return Err(Refusal::NotNow(why.to_owned(), vec![version_line(&after)]));
        }
        let act = if execute { output::write_with } else { output::check_with };
        let changes = act(&after.generated.files, &self.sdk.out, &beside)?;
        let package = read.config.package.name;
        let commands = commands(&[(&package, &prepared.version)]);
        Ok(Released { package, prepared, changes, commands })
    }

    /// Refuses what is wrong whatever the SDK is: the day, and changes that are not committed.
    fn check(&self) -> Result<(), Refusal> {
        if !is_date(&self.date) {
            let why = format!("`{}` is not a day; write it like 2026-01-31", self.date);
            return Err(Refusal::NotNow(why, Vec::new()));
        }
        let changes = git::changes(&self.root).map_err(Refusal::Environment)?;
        if changes.is_empty() {
            return Ok(());
        }
        let why = "the working tree has changes: commit them, or put them away".to_owned();
        Err(Refusal::NotNow(why, changes))
    }

    /// Publishes the crate from the working tree, which is that of a commit: what is published can be found again, and Cargo
    /// refuses everything else.
    fn publish(&self) -> ExitCode {
        let manifest = self.sdk.out.join("Cargo.toml");
        // The one that runs the task.
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["publish", "--manifest-path"])
            .arg(manifest)
            .current_dir(&self.root)
            .status();
        match status {
            Ok(status) if status.success() => ExitCode::SUCCESS,
            Ok(_) => {
                eprintln!("the crate is not published; its release is committed");
                ExitCode::from(3)
            }
            Err(error) => {
                eprintln!("cargo could not be started: {error}");
                ExitCode::from(3)
            }
        }
    }
}

/// Says what happened, or what would, and what is left to do; commits and publishes where that was asked for.
fn finish(all: &[(&Release, Released)]) -> ExitCode {
    for (run, Released { prepared, changes, .. }) in all {
        if run.execute {
            eprintln!("{}", version_line(prepared));
            eprintln!("the baseline is version {} now", prepared.version);
        } else {
            print!("{}", changes.diff);
            eprintln!("{}", version_line(prepared));
        }
    }
    let named: Vec<(&str, &Version)> = all
        .iter()
        .map(|(_, released)| (released.package.as_str(), &released.prepared.version))
        .collect();
    let mut commands = commands(&named);
    let published: Vec<&Release> =
        all.iter().map(|(run, _)| *run).filter(|run| run.execute && run.publish).collect();
    if let Some(first) = published.first() {
        // Everything was committed before the release was written, so what is not are its files alone.
        if let Err(why) = git::commit(&first.root, &message(&named)) {
            eprintln!("the release is written, but not committed, and nothing is published: {why}");
            return ExitCode::from(3);
        }
        for run in &published {
            let code = run.publish();
            if code != ExitCode::SUCCESS {
                return code;
            }
        }
        commands.retain(|command| {
            !command.starts_with("git commit") && !command.starts_with("cargo publish")
        });
    }
    if all.iter().any(|(run, _)| run.execute) {
        eprintln!("what is left to do:");
    } else {
        eprintln!("nothing was written; `--execute` writes this, and then it takes:");
    }
    for command in commands {
        println!("{command}");
    }
    ExitCode::SUCCESS
}

/// What the commit of a release says.
fn message(all: &[(&str, &Version)]) -> String {
    let names: Vec<String> =
        all.iter().map(|(name, version)| format!("{name} {version}")).collect();
    format!("Release {}", names.join(", "))
}

/// What a person does after the files are written. A tag names its crate: the versions of several count apart.
fn commands(all: &[(&str, &Version)]) -> Vec<String> {
    let mut commands = vec![format!("git commit --all --message \"{}\"", message(all))];
    for (name, version) in all {
        commands
            .push(format!("git tag --annotate {name}-v{version} --message \"{name} {version}\""));
    }
    commands.extend(all.iter().map(|(name, _)| format!("cargo publish --package {name}")));
    commands.push("git push --follow-tags".to_owned());
    commands
}

/// Whether a text looks like a day.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize| {
        let plain = part.len() == digits && part.chars().all(|c| c.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| plain)
    };
    match parts.as_slice() {
        [year, month, day] => {
            number(year, 4).is_some()
                && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
                && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn knows_a_day() {
        assert!(is_date("2026-01-31"));
        for text in
            ["", "today", "2026-1-31", "2026-13-01", "2026-01-32", "2026-01-31\n", "26-01-31"]
        {
            assert!(!is_date(text), "{text}");
        }
    }
}
