//! Fresh: what is committed in `generated/` is what the generator makes, again and again, and writing it is
//! safe.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests fail loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

use generator::command::Regenerate;
use generator::diagnostic::Code;
use generator::generate::generate;
use generator::output::{self, Beside, MANIFEST};
use generator::release::Asked;
use generator::render::FileSet;
use generator::templates;
use generator_tests::{guest, guest_config, guest_history, guest_sdk, repository};

fn guest_files() -> FileSet {
    let definition = fs::read_to_string(guest_sdk().definition).unwrap();
    guest("definition.json", &definition).unwrap_or_else(|problems| panic!("{problems}")).files
}

/// A folder of its own for a test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("generator-fresh-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The whole content of a folder.
fn snapshot(folder: &Path) -> std::collections::BTreeMap<String, String> {
    generator_tests::files(folder)
}

#[test]
fn generated_is_up_to_date() {
    let sdks = repository().sdks();
    assert!(!sdks.is_empty());
    for sdk in sdks {
        let name = sdk.name.clone();
        let run =
            Regenerate { sdk, swagger: None, save: false, check: true, asked: Asked::default() };
        let changes = run.attempt().unwrap_or_else(|problems| panic!("{name}: {problems}")).changes;
        assert!(changes.is_empty(), "{name}: run `cargo xtask regenerate`:\n{}", changes.diff);
    }
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(guest_files(), guest_files());
}

/// What the build found out about the embedded templates holds for their very texts. Others are read in the run,
/// and nothing that follows from them is different.
#[test]
fn templates_that_the_build_did_not_see_give_the_same() {
    let embedded = templates::embedded();
    let mut others = embedded.clone();
    for tree in [&mut others.package, &mut others.extensions] {
        let texts: Vec<_> =
            tree.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        for (path, text) in texts.into_iter().filter(|(path, _)| path.ends_with(".rs")) {
            tree.insert(path, text + "// Unseen.\n");
        }
    }
    let definition = fs::read_to_string(guest_sdk().definition).unwrap();
    let made = [embedded, others].map(|templates| {
        let made = generate("definition.json", &definition, &guest_config().unwrap(), &templates);
        made.unwrap_or_else(|problems| panic!("{problems}"))
    });
    let [seen, unseen] = &made;
    assert_eq!(seen.public_api, unseen.public_api);
    assert_eq!(seen.names, unseen.names);
    let changed = |path: &&String| seen.files[*path].text != unseen.files[*path].text;
    let changed: Vec<&String> = seen.files.keys().filter(changed).collect();
    assert!(!changed.is_empty() && changed.iter().all(|path| path.ends_with(".rs")), "{changed:?}");
}

#[test]
fn a_second_run_changes_nothing() {
    let folder = Folder::new("second");
    let files = guest_files();
    let first = output::write(&files, folder.path()).unwrap();
    assert_eq!((first.added.len(), first.unchanged), (files.len(), 0));
    let before = modification_times(folder.path());
    let second = output::write(&files, folder.path()).unwrap();
    assert!(second.is_empty());
    assert_eq!(before, modification_times(folder.path()), "an unchanged file was touched");
}

fn modification_times(folder: &Path) -> Vec<(String, std::time::SystemTime)> {
    let files = snapshot(folder);
    let time = |path: &String| fs::metadata(folder.join(path)).unwrap().modified().unwrap();
    files.keys().map(|path| (path.clone(), time(path))).collect()
}

#[test]
fn deleted_files_are_restored_and_strays_removed() {
    let folder = Folder::new("restore");
    let files = guest_files();
    output::write(&files, folder.path()).unwrap();
    let before = snapshot(folder.path());
    fs::remove_dir_all(folder.path().join("src")).unwrap();
    output::write(&files, folder.path()).unwrap();
    assert_eq!(before, snapshot(folder.path()));

    let mut fewer = files.clone();
    let gone = "src/models/web_chat_typing.rs";
    assert!(fewer.remove(gone).is_some());
    let changes = output::write(&fewer, folder.path()).unwrap();
    assert_eq!(changes.removed, [gone]);
    assert!(!folder.path().join(gone).exists());
}

#[test]
fn files_of_others_are_left_alone() {
    let folder = Folder::new("others");
    fs::create_dir_all(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/mine.rs"), "// mine").unwrap();
    output::write_into_existing(&guest_files(), folder.path(), &output::Beside::new()).unwrap();
    // From now on it is the crate's own, whoever else has files there.
    output::write(&guest_files(), folder.path()).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("src/mine.rs")).unwrap(), "// mine");
}

#[test]
fn edits_by_hand_are_refused_and_shown() {
    let folder = Folder::new("edited");
    let files = guest_files();
    output::write(&files, folder.path()).unwrap();
    let path = folder.path().join("src/models/limit.rs");
    let edited = fs::read_to_string(&path).unwrap() + "// my own line\n";
    fs::write(&path, &edited).unwrap();
    let problems = output::write(&files, folder.path()).unwrap_err();
    let text = problems.to_string();
    assert!(problems.iter().all(|problem| problem.code == Code::EditedByHand), "{text}");
    assert!(text.contains("+// my own line"), "{text}");
    assert_eq!(fs::read_to_string(&path).unwrap(), edited, "the edit was lost");
}

#[test]
fn an_edited_file_that_is_no_longer_made_is_refused_too() {
    let folder = Folder::new("edited-stray");
    let mut files = guest_files();
    output::write(&files, folder.path()).unwrap();
    let stray = "src/models/limit.rs";
    fs::write(folder.path().join(stray), "// mine now\n").unwrap();
    files.remove(stray);
    assert!(output::write(&files, folder.path()).is_err());
    assert!(folder.path().join(stray).exists());
}

#[test]
fn a_failed_write_changes_nothing() {
    let folder = Folder::new("failed");
    let mut files = guest_files();
    output::write(&files, folder.path()).unwrap();
    // A folder stands where a new file must go.
    fs::create_dir_all(folder.path().join("zzz/inner")).unwrap();
    fs::write(folder.path().join("zzz/inner/mine"), "mine").unwrap();
    let before = snapshot(folder.path());
    let changed = files.get("src/lib.rs").unwrap().clone();
    files.insert("zzz".to_owned(), changed.clone());
    files.insert("aaa.rs".to_owned(), changed);
    assert!(output::write(&files, folder.path()).is_err());
    assert_eq!(before, snapshot(folder.path()));
}

#[test]
fn files_beside_the_folder_change_with_it_or_not_at_all() {
    let folder = Folder::new("beside");
    let out = folder.path().join("out");
    let notes = folder.path().join("notes/one.txt");
    let mut files = guest_files();
    let beside = |text: &str| Beside::from([(notes.clone(), text.to_owned())]);
    let first = output::write_with(&files, &out, &beside("one")).unwrap();
    assert_eq!(first.beside, ["notes/one.txt"]);
    assert_eq!(fs::read_to_string(&notes).unwrap(), "one");
    assert!(output::check_with(&files, &out, &beside("one")).unwrap().is_empty());
    let changes = output::check_with(&files, &out, &beside("two")).unwrap();
    assert!(changes.diff.contains("-one\n") && changes.diff.contains("+two\n"), "{}", changes.diff);

    // The manifest cannot be replaced, which is noticed last.
    files.remove("src/models/limit.rs");
    let before = snapshot(folder.path());
    fs::remove_file(out.join(MANIFEST)).unwrap();
    fs::create_dir_all(out.join(MANIFEST).join("inner")).unwrap();
    assert!(output::write_with(&files, &out, &beside("two")).is_err());
    fs::remove_dir_all(out.join(MANIFEST)).unwrap();
    let mut after = snapshot(folder.path());
    after.insert(format!("out/{MANIFEST}"), before[&format!("out/{MANIFEST}")].clone());
    assert_eq!(before, after);
}

#[test]
fn a_new_folder_is_gone_after_a_failure() {
    let folder = Folder::new("gone");
    fs::create_dir_all(folder.path()).unwrap();
    fs::write(folder.path().join("file"), "a file").unwrap();
    let impossible = Beside::from([(folder.path().join("file/inside.txt"), "text".to_owned())]);
    let before = snapshot(folder.path());
    assert!(output::write_with(&guest_files(), &folder.path().join("out"), &impossible).is_err());
    assert_eq!(before, snapshot(folder.path()));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn the_newest_published_definition_gives_the_same_sdk() {
    let history = guest_history();
    let newest = history.newest().unwrap();
    let published =
        guest(&newest.name, &newest.text).unwrap_or_else(|problems| panic!("{problems}"));
    let pruned = guest_files();
    let paths = |files: &FileSet| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&published.files), paths(&pruned));
    for (path, file) in &pruned {
        let same = without_docs(&file.text) == without_docs(&published.files[path].text);
        assert!(same || is_prose(path), "{path} differs in more than documentation");
    }
}

/// Files that consist of texts of the definition, which are our own words in `swagger/guest-chat/definition.json`.
fn is_prose(path: &str) -> bool {
    path.ends_with(".md")
}

fn without_docs(text: &str) -> String {
    let code = text.lines().filter(|line| {
        let line = line.trim_start();
        !line.starts_with("//") && !line.starts_with("# @generated")
    });
    code.collect::<Vec<_>>().join("\n")
}
