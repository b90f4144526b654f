//! One test per case: the folders of a suite become tests whose names a filter finds.
//!
//! `cargo test property_added_optional` runs the pair in `tests/diff/property-added-optional/`, and whatever else has that in
//! its name. The test binaries that use this have `harness = false` and a `main` that fills a [`Suite`].

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use crate::{UPDATE, difference, update};

/// The tests of one binary.
pub struct Suite {
    /// The name of the binary.
    test: &'static str,
    arguments: Arguments,
    trials: Vec<Trial>,
}

/// A folder with a case.
#[derive(Clone, Debug)]
pub struct Case {
    /// The name of the folder.
    pub name: String,
    /// Where it is.
    pub folder: PathBuf,
    /// The command that writes what is expected of it.
    writes: String,
}

impl Suite {
    /// A suite without tests, for the binary of this name.
    pub fn new(test: &'static str) -> Self {
        Self { test, arguments: Arguments::from_args(), trials: Vec::new() }
    }

    /// Whether only some tests are asked for, by name.
    pub fn is_filtered(&self) -> bool {
        self.arguments.filter.is_some()
    }

    /// Adds a test that is about no case alone. It fails by panicking.
    pub fn law(&mut self, name: &str, holds: fn()) {
        let trial = Trial::test(name, move || {
            holds();
            Ok(())
        });
        self.trials.push(trial);
    }

    /// Adds a case: all that is checked of one folder. `group` tells folders of the same name apart, and may be empty.
    pub fn case<F>(&mut self, group: &str, name: &str, folder: &Path, check: F)
    where
        F: FnOnce(&Case) -> Result<(), String> + Send + 'static,
    {
        let case = self.named(group, name, folder);
        let trial = test_name(group, name);
        self.trials.push(Trial::test(trial, move || check(&case).map_err(Failed::from)));
    }

    /// Adds a case that is left out of this run, so that the output still counts it.
    pub fn left_out(&mut self, group: &str, name: &str) {
        let trial = Trial::test(test_name(group, name), || Ok(()));
        self.trials.push(trial.with_ignored_flag(true));
    }

    fn named(&self, group: &str, name: &str, folder: &Path) -> Case {
        let (test, filter) = (self.test, test_name(group, name));
        let writes = format!("{UPDATE}=1 cargo test -p generator-tests --test {test} {filter}");
        Case { name: name.to_owned(), folder: folder.to_owned(), writes }
    }

    /// Runs what the command line asks for.
    pub fn run(self) -> ExitCode {
        let names: BTreeSet<&str> = self.trials.iter().map(Trial::name).collect();
        assert_eq!(names.len(), self.trials.len(), "two cases of {} have one name", self.test);
        libtest_mimic::run(&self.arguments, self.trials).exit_code()
    }
}

impl Case {
    /// Compares a text with what is expected in a file of the case, or rewrites the file when [`UPDATE`] is set. The
    /// error says what differs and how to accept it.
    pub fn compare(&self, file: &str, actual: &str) -> Result<(), String> {
        let path = self.folder.join(file);
        if update() {
            return crate::write(&path, actual);
        }
        if !path.exists() {
            let (path, writes) = (path.display(), &self.writes);
            return Err(format!("{path} is missing: `{writes}` writes it"));
        }
        let writes = &self.writes;
        difference(&path, actual)
            .map_err(|difference| format!("{difference}\n`{writes}` accepts it"))
    }
}

/// The name of a test, as a function would have it.
fn test_name(group: &str, name: &str) -> String {
    let name = name.replace(['-', '.'], "_");
    if group.is_empty() { name } else { format!("{group}::{name}") }
}
