//! Definitions out of the history of a repository.

use std::process::Command;

use crate::{LAMPS, Place, Run, reworded};

/// A repository with two commits: `first` (a tag) and `main`.
struct Repository {
    place: Place,
}

impl Repository {
    /// `None` after saying so where there is no Git.
    fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("skipped: Git is not installed");
            return None;
        }
        let repository = Self { place: Place::new() };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit(LAMPS, "first");
        repository.git(&["tag", "first"]);
        repository.commit(&reworded(), "second");
        Some(repository)
    }

    fn commit(&self, definition: &str, message: &str) {
        self.place.write("api/all lamps.yaml", definition);
        self.place.write("api/$(touch gone);`touch gone`.yaml", definition);
        self.git(&["add", "api"]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "commit.gpgsign=false",
        ]);
        command.args(arguments).current_dir(self.place.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        assert!(command.status().unwrap().success(), "git {arguments:?}");
    }

    fn diff(&self, old: &str, new: &str) -> Run {
        self.place.run(&["diff", old, new])
    }
}

#[test]
fn revisions_can_be_compared() {
    let Some(repository) = Repository::new() else { return };
    let run = repository.diff("git:first:api/all lamps.yaml", "git:HEAD:api/all lamps.yaml");
    run.assert_done();
    assert!(run.output.starts_with("PATCH: "), "{run:#?}");
    assert!(run.output.contains("old git:first:api/all lamps.yaml (Lamps"), "{run:#?}");
    let run = repository.diff("git:HEAD~1:api/all lamps.yaml", "api/all lamps.yaml");
    run.assert_done();
    let run = repository.diff("git:HEAD^{/first}:api/all lamps.yaml", "old.yaml");
    run.assert_done();
    assert!(run.output.starts_with("NONE: "), "{run:#?}");
}

#[test]
fn other_files_are_those_of_the_revision() {
    let Some(repository) = Repository::new() else { return };
    let place = &repository.place;
    let whole = "#/components/schemas/Lamp";
    assert!(LAMPS.contains(whole));
    place.write("cut/lamps.yaml", &LAMPS.replace(whole, "models/lamp.yaml"));
    place.write("cut/models/lamp.yaml", "{type: object, properties: {id: {type: string}}}");
    repository.git(&["add", "cut"]);
    repository.git(&["commit", "--quiet", "--message", "cut"]);
    place.write("cut/models/lamp.yaml", "{type: object, properties: {id: {type: integer}}}");
    let run = repository.diff("git:HEAD:cut/lamps.yaml", "cut/lamps.yaml");
    assert!(run.output.starts_with("MAJOR: "), "{run:#?}");
    assert!(run.output.contains("models/lamp.yaml:"), "{run:#?}");
    let run = repository.diff("git:HEAD:cut/lamps.yaml", "git:HEAD:cut/lamps.yaml");
    assert!(!run.errors.contains("external-reference"), "{run:#?}");
}

#[test]
fn no_shell_sees_the_names() {
    let Some(repository) = Repository::new() else { return };
    let name = "api/$(touch gone);`touch gone`.yaml";
    let run = repository.diff(&format!("git:first:{name}"), &format!("git:HEAD:{name}"));
    run.assert_done();
    assert!(!repository.place.path().join("gone").exists());
}

#[test]
fn unknown_names_are_explained() {
    let Some(repository) = Repository::new() else { return };
    for (input, said) in [
        ("git:frist:api/all lamps.yaml", "Did you mean `first`?"),
        ("git:mian:api/all lamps.yaml", "Did you mean `main`?"),
        ("git:0123456789:api/all lamps.yaml", "The repository has no revision `0123456789`."),
        ("git:HEAD:all lamps.yaml", "Did you mean `api/all lamps.yaml`?"),
        ("git:HEAD:api/all lambs.yaml", "Did you mean `api/all lamps.yaml`?"),
        ("git:HEAD:api", "It is a folder; name a file in it, such as `api/"),
        ("git:HEAD:something/else/entirely.json", "The path is taken from the root"),
        ("git:HEAD", "Write `git:REVISION:PATH`"),
        ("git:", "Write `git:REVISION:PATH`"),
        ("git::api/all lamps.yaml", "Write `git:REVISION:PATH`"),
        ("git:HEAD:", "Write `git:REVISION:PATH`"),
    ] {
        repository.diff(input, "new.yaml").assert_refused(2, &[said, &format!("--> {input}")]);
        repository.diff("old.yaml", input).assert_refused(2, &[said]);
    }
}

#[test]
fn a_revision_is_no_option() {
    let Some(repository) = Repository::new() else { return };
    for option in ["--output=gone", "-h", "--batch"] {
        let run = repository.diff(&format!("git:{option}:api/all lamps.yaml"), "new.yaml");
        run.assert_refused(2, &["is not a revision: it starts like an option"]);
    }
    assert!(!repository.place.path().join("gone").exists());
}

#[test]
fn a_folder_without_repository_is_named_as_such() {
    if Repository::new().is_none() {
        return;
    }
    let run = Place::new().run(&["diff", "git:HEAD:old.yaml", "new.yaml"]);
    run.assert_refused(
        2,
        &["Git finds no repository here", "inside the repository, or name a file"],
    );
}

#[test]
fn a_missing_git_is_the_fault_of_the_machine() {
    let place = Place::new();
    let mut command = place.command(&["diff", "git:HEAD:old.yaml", "new.yaml"]);
    let run = Run::of(&command.env("PATH", place.path().join("empty")).output().unwrap());
    run.assert_refused(3, &["error[missing-program]: `git` could not be run", "Install Git"]);
}
