//! The output folder is not trusted: whatever lies in it, nothing outside is read, written or deleted, nothing
//! hangs, and what was not generated stays.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

use generator::diagnostic::{Code, Diagnostics};
use generator::output::{self, Beside, Changes, MANIFEST};
use generator::render::{File, FileSet};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// A folder with an output folder `out` in it, and `precious` beside that.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::create_dir(place.out()).unwrap();
        place.put("precious/file", PRECIOUS);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn out(&self) -> PathBuf {
        self.path("out")
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Makes it a folder of ours by a manifest with these files and their true digests.
    fn list(&self, files: &[(&str, &str)]) {
        let lines: Vec<String> =
            files.iter().map(|(path, text)| format!("{}  {path}\n", digest(text))).collect();
        self.put(&format!("out/{MANIFEST}"), &lines.concat());
    }

    fn assert_untouched(&self, name: &str) {
        assert_eq!(fs::read_to_string(self.path(name)).unwrap(), PRECIOUS, "{name}");
    }
}

const PRECIOUS: &str = "precious";

/// Text → its SHA-256, as the manifest writes it.
fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text);
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

fn files(files: &[(&str, &str)]) -> FileSet {
    let file = |text: &str| File { text: text.to_owned(), template: None, announced: Vec::new() };
    files.iter().map(|(path, text)| ((*path).to_owned(), file(text))).collect()
}

fn small() -> FileSet {
    files(&[("src/lib.rs", "// generated\n"), ("Cargo.toml", "# generated\n")])
}

fn assert_refused(result: Result<Changes, Diagnostics>, code: Code, said: &str) {
    let problems = result.unwrap_err();
    let text = problems.to_string();
    assert!(problems.iter().all(|problem| problem.code == code), "{text}");
    assert!(text.contains(said), "`{said}` is not said: {text}");
}

#[test]
fn a_manifest_deletes_nothing_outside_and_nothing_of_git() {
    let entries = [
        "../precious/file",
        "a/../../precious/file",
        "/precious/file",
        ".git/config",
        ".GIT/config",
        ".git./config",
        "git~1/config",
        ".g\u{200d}it/config",
        "vendor/.git/config",
        ".hg/hgrc",
    ];
    for entry in entries {
        let place = Place::new();
        place.put("out/.git/config", PRECIOUS);
        place.put("out/vendor/.git/config", PRECIOUS);
        place.list(&[(entry, PRECIOUS)]);
        for act in [output::check_with, output::write_with, output::write_into_existing] {
            assert_refused(
                act(&small(), &place.out(), &Beside::new()),
                Code::EditedByHand,
                "is not a manifest",
            );
        }
        for kept in ["precious/file", "out/.git/config", "out/vendor/.git/config"] {
            place.assert_untouched(kept);
        }
    }
}

#[test]
fn a_manifest_deletes_no_file_that_was_edited() {
    let place = Place::new();
    place.put("out/mine.rs", PRECIOUS);
    place.list(&[("mine.rs", "something else")]);
    assert_refused(output::write(&small(), &place.out()), Code::EditedByHand, "mine.rs");
    place.assert_untouched("out/mine.rs");
}

#[test]
fn a_manifest_deletes_no_generated_file_by_another_case() {
    let place = Place::new();
    let text = "// generated\n";
    place.put("out/src/lib.rs", text);
    // Where the file system folds case, this is the file above; where it does not, it is a file of its own.
    place.put("out/SRC/lib.rs", text);
    place.list(&[("SRC/lib.rs", text), ("src/lib.rs", text)]);
    let changes = output::write(&small(), &place.out()).unwrap();
    assert!(changes.removed.is_empty(), "{changes:?}");
    assert_eq!(fs::read_to_string(place.path("out/src/lib.rs")).unwrap(), text);
}

#[test]
fn a_template_cannot_write_where_git_keeps_its_files() {
    use generator::render::path_problem;

    assert!(path_problem(".github/workflows/ci.yml").is_none());
    assert!(path_problem(".git/hooks/post-checkout").is_some());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn a_linked_folder_is_not_followed() {
        let place = Place::new();
        place.put("precious/lib.rs", PRECIOUS);
        place.list(&[("src/lib.rs", PRECIOUS), ("src/gone.rs", PRECIOUS)]);
        symlink(place.path("precious"), place.path("out/src")).unwrap();
        for act in [output::check_with, output::write_with, output::write_into_existing] {
            let said = "is a symbolic link, and a folder of generated files must be there";
            assert_refused(act(&small(), &place.out(), &Beside::new()), Code::ForeignFile, said);
        }
        assert_eq!(fs::read_dir(place.path("precious")).unwrap().count(), 2);
        place.assert_untouched("precious/lib.rs");
    }

    #[test]
    fn nothing_is_deleted_through_a_linked_folder() {
        let place = Place::new();
        place.list(&[("old/file", PRECIOUS)]);
        symlink(place.path("precious"), place.path("out/old")).unwrap();
        assert_refused(output::write(&small(), &place.out()), Code::ForeignFile, "old");
        place.assert_untouched("precious/file");
    }

    #[test]
    fn a_linked_file_is_neither_read_nor_written() {
        let place = Place::new();
        place.list(&[]);
        symlink(place.path("precious/file"), place.path("out/Cargo.toml")).unwrap();
        for act in [output::check, output::write] {
            let problems = act(&small(), &place.out()).unwrap_err();
            assert!(!problems.to_string().contains("-precious"), "its content is shown");
            assert!(problems.iter().all(|problem| problem.code == Code::ForeignFile));
        }
        place.assert_untouched("precious/file");
    }

    #[test]
    fn a_linked_manifest_is_not_read() {
        let place = Place::new();
        symlink(place.path("precious/file"), place.path("out").join(MANIFEST)).unwrap();
        assert_refused(output::write(&small(), &place.out()), Code::ForeignFile, MANIFEST);
        place.assert_untouched("precious/file");
    }

    #[test]
    fn the_output_folder_itself_may_be_a_link() {
        let place = Place::new();
        symlink(place.out(), place.path("link")).unwrap();
        output::write(&small(), &place.path("link")).unwrap();
        assert!(place.path("out/src/lib.rs").exists());
    }

    #[test]
    fn pipes_sockets_and_devices_are_not_opened() {
        for name in ["Cargo.toml", MANIFEST, "src", "old.rs"] {
            let place = Place::new();
            if name != MANIFEST {
                place.list(&[("old.rs", "")]);
            }
            pipe(&place.out().join(name));
            for act in [output::check_with, output::write_with, output::write_into_existing] {
                assert_refused(
                    act(&small(), &place.out(), &Beside::new()),
                    Code::ForeignFile,
                    "is a pipe",
                );
            }
        }
        let place = Place::new();
        let _socket = UnixListener::bind(place.path("out/Cargo.toml")).unwrap();
        let refused = output::write_into_existing(&small(), &place.out(), &Beside::new());
        assert_refused(refused, Code::ForeignFile, "is a socket");

        pipe(&place.path("beside"));
        let beside = Beside::from([(place.path("beside"), "text".to_owned())]);
        let refused = output::check_with(&small(), &place.path("new"), &beside);
        assert_refused(refused, Code::ForeignFile, "is a pipe");
        assert!(output::replace(&place.path("beside"), "text").is_err());
        assert!(output::replace(Path::new("/dev/null"), "text").is_err());
    }

    #[test]
    fn staging_uses_no_folder_that_is_there() {
        let place = Place::new();
        place.list(&[]);
        let taken = format!("out/.generated-staging-{}-0", std::process::id());
        symlink(place.path("precious"), place.path(&taken)).unwrap();
        output::write(&small(), &place.out()).unwrap();
        assert!(place.path(&taken).is_symlink());
        assert_eq!(fs::read_dir(place.path("precious")).unwrap().count(), 1);
        let left = fs::read_dir(place.out()).unwrap().count();
        assert_eq!(left, 4, "the manifest, two generated entries and the link");
    }

    #[test]
    fn a_link_is_replaced_and_not_written_through() {
        let place = Place::new();
        symlink(place.path("precious/file"), place.path("report.txt")).unwrap();
        output::replace(&place.path("report.txt"), "report").unwrap();
        assert!(!place.path("report.txt").is_symlink());
        place.assert_untouched("precious/file");
    }
}

#[test]
fn a_folder_of_others_asks_for_intent() {
    let place = Place::new();
    place.put("out/notes.txt", PRECIOUS);
    assert_refused(output::write(&small(), &place.out()), Code::ForeignFolder, "--into-existing");
    assert!(!place.path("out/Cargo.toml").exists());
    output::write_into_existing(&small(), &place.out(), &Beside::new()).unwrap();
    place.assert_untouched("out/notes.txt");
    assert!(place.path("out/Cargo.toml").exists());
}

#[test]
fn the_root_of_the_file_system_asks_for_intent() {
    let place = Place::new();
    let root = place.0.path().ancestors().last().unwrap();
    assert_refused(output::write(&small(), root), Code::ForeignFolder, "is the root");
}

#[test]
fn a_new_repository_is_taken_as_it_is() {
    let place = Place::new();
    place.put("out/.git/config", PRECIOUS);
    place.put("out/LICENSE", PRECIOUS);
    output::write(&small(), &place.out()).unwrap();
    place.assert_untouched("out/.git/config");
    place.assert_untouched("out/LICENSE");
}
