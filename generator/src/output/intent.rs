//! Whether a folder may become that of a crate without a question.
//!
//! It may when it is new, when it has a manifest, or when nothing is in it but what a forge puts into a new
//! repository: the folder of the version control, a readme, a licence. Anything else may be a slip of the
//! keyboard, such as `--out .` in the wrong folder, and costs a flag.

use std::fs;
use std::io;
use std::path::Path;

use super::problem::unwritable;
use crate::diagnostic::{Code, Diagnostic};

/// How many of the files in a folder a message names.
const NAMED: usize = 3;

/// What a new repository holds, by whole name.
const OF_REPOSITORIES: [&str; 5] = [".git", ".gitignore", ".gitattributes", ".DS_Store", "COPYING"];

/// The same by the part before the first dot or dash: `README.md`, `LICENSE-MIT`.
const BY_STEM: [&str; 3] = ["README", "LICENSE", "LICENCE"];

/// Refuses a folder that is not the crate's own. `home` is the home folder of the user.
pub fn refuse_foreign(
    folder: &Path,
    has_manifest: bool,
    home: Option<&Path>,
) -> Result<(), Diagnostic> {
    // `.`, `..` and links are followed: what counts is the folder that they lead to.
    let real = match folder.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(unwritable(folder, &error)),
    };
    if real.parent().is_none() {
        return Err(foreign_folder(folder, "is the root of a file system"));
    }
    if home.and_then(|home| home.canonicalize().ok()).is_some_and(|home| home == real) {
        return Err(foreign_folder(folder, "is your home folder"));
    }
    if has_manifest || !real.is_dir() {
        return Ok(());
    }
    let names = foreign_names(&real).map_err(|error| unwritable(folder, &error))?;
    if names.is_empty() {
        return Ok(());
    }
    let first: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Err(foreign_folder(
        folder,
        &format!("holds what was not generated: {}{more}", first.join(", ")),
    ))
}

/// The names in a folder that no new repository has, sorted.
fn foreign_names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let stem = name.split(['.', '-']).next().unwrap_or_default();
        let is_usual = OF_REPOSITORIES.contains(&name.as_str())
            || BY_STEM.iter().any(|usual| usual.eq_ignore_ascii_case(stem));
        if !is_usual {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

fn foreign_folder(folder: &Path, is: &str) -> Diagnostic {
    let folder = folder.display().to_string();
    Diagnostic::new(Code::ForeignFolder, format!("`{folder}` {is}. Shall the crate go there?"))
        .in_file(&folder)
        .help(
            "Name a folder of its own with `--out`. If you mean this one, say `--into-existing`: what is there \
             stays as it is. If it was the folder of the crate, restore its `.generated` (`git checkout`).",
        )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::refuse_foreign;

    fn refusal(folder: &Path, has_manifest: bool, home: Option<&Path>) -> String {
        match refuse_foreign(folder, has_manifest, home) {
            Ok(()) => String::new(),
            Err(problem) => problem.message,
        }
    }

    #[test]
    fn a_new_repository_is_as_good_as_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        assert_eq!(refusal(&path.join("new"), false, None), "");
        assert_eq!(refusal(path, false, None), "");
        fs::create_dir(path.join(".git")).unwrap();
        for name in ["README.md", "LICENSE-MIT", "licence.txt", ".gitignore"] {
            fs::write(path.join(name), "").unwrap();
        }
        assert_eq!(refusal(path, false, None), "");
    }

    #[test]
    fn files_of_others_ask_for_intent() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["c", "a", "d", "READMEs"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let said = refusal(folder.path(), false, None);
        assert!(said.contains("`READMEs`, `a`, `c` and 1 more"), "{said}");
        assert_eq!(refusal(folder.path(), true, None), "");
    }

    #[test]
    fn the_root_and_the_home_folder_ask_for_intent_whatever_is_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let home = Some(folder.path());
        let root = folder.path().ancestors().last().unwrap();
        assert!(refusal(root, true, None).contains("is the root"));
        assert!(refusal(folder.path(), true, home).contains("is your home folder"));
        fs::create_dir(folder.path().join("crate")).unwrap();
        let around = folder.path().join("crate/..");
        assert!(refusal(&around, false, home).contains("is your home folder"));
        assert_eq!(refusal(&folder.path().join("crate"), false, home), "");
    }
}
