//! The lock of `generate`: what a run gave out is kept by the next one, whatever changed between them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use std::fs;
use std::path::Path;

use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::generate::{Generated, LockedBefore, TemplateTree, generate_locked};
use generator::lock::Lock;
use generator_tests::{folders, repository_templates, root};

struct Maker {
    config: Config,
    templates: TemplateTree,
}

impl Maker {
    /// Made as a process of its own would: the lock has been to the disk and back.
    fn make(&self, file: &Path, lock: Option<&Lock>) -> Result<(Generated, Lock), Diagnostics> {
        let text = fs::read_to_string(file).unwrap();
        let lock = lock.map(|lock| Lock::parse("sdk.lock", &lock.to_text()).unwrap());
        let before = lock.as_ref().map(|lock| LockedBefore { file: "sdk.lock", lock });
        let name = file.display().to_string();
        generate_locked(&name, &text, &self.config, &self.templates, before)
    }
}

/// One definition of a pair of `tests/diff/`.
fn side(pair: &Path, name: &str) -> Option<std::path::PathBuf> {
    ["yaml", "json"].iter().map(|end| pair.join(format!("{name}.{end}"))).find(|file| file.exists())
}

#[test]
fn a_run_that_changes_nothing_gives_the_same_crate_and_the_same_lock() {
    let maker =
        Maker { config: Config::plain("pairs"), templates: repository_templates().unwrap() };
    let mut count = 0;
    // Some pairs show every part of a definition; crates for all of them take a minute.
    for (name, folder) in folders(&root().join("tests/diff")).into_iter().step_by(7) {
        let (Some(old), Some(new)) = (side(&folder, "old"), side(&folder, "new")) else { continue };
        // Some pairs hold what no crate is made of.
        let Ok((_, first)) = maker.make(&old, None) else { continue };
        let Ok((made, second)) = maker.make(&new, Some(&first)) else { continue };
        let (again, third) = maker.make(&new, Some(&second)).unwrap();
        assert_eq!(second.to_text(), third.to_text(), "{name}");
        assert!(made.files == again.files, "{name}: the files differ");
        count += 1;
    }
    assert!(count > 30, "only {count} pairs");
}
