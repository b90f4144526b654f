//! What is said when the disk is not as it should be.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use similar::TextDiff;

use super::standing::Standing;
use crate::diagnostic::{Code, Diagnostic};

/// Most lines of a diff that are shown for one file.
const DIFF_LINES: usize = 400;

/// A unified diff of one file, cut when it is very long.
pub fn unified(path: &str, old: &str, new: &str) -> String {
    let path = path.trim_start_matches('/');
    let diff = TextDiff::from_lines(old, new);
    let text = diff
        .unified_diff()
        .context_radius(3)
        .header(&format!("a/{path}"), &format!("b/{path}"))
        .to_string();
    let lines = text.lines().count();
    if lines <= DIFF_LINES {
        return text;
    }
    let mut cut: String = text.lines().take(DIFF_LINES).flat_map(|line| [line, "\n"]).collect();
    let _ = writeln!(cut, "({} more lines of {path})", lines - DIFF_LINES);
    cut
}

/// A generated file is not what was generated.
pub fn edited(target: &Path, bytes: &[u8], new: &str) -> Diagnostic {
    let path = target.display().to_string();
    let message = format!("`{path}` was edited by hand since it was generated.");
    let diff = unified(&path, new, &String::from_utf8_lossy(bytes));
    Diagnostic::new(Code::EditedByHand, message).in_file(&path).help(format!(
        "Make the change in a template, an overlay or the configuration, then restore the file \
         (`git checkout`) or delete it, and run again; the edit is\n{diff}"
    ))
}

/// A file of somebody else stands where a generated one must go.
pub fn foreign(target: &Path, bytes: &[u8], new: &str) -> Diagnostic {
    let path = target.display().to_string();
    let message = format!("`{path}` was not generated, and a generated file must go there.");
    let diff = unified(&path, &String::from_utf8_lossy(bytes), new);
    Diagnostic::new(Code::ForeignFile, message)
        .in_file(&path)
        .help(format!("Move it away, and run again; it would become\n{diff}"))
}

/// What stands where a generated file, or a folder with generated files, must go.
pub fn in_the_way(path: &Path, standing: Standing, file_is_due: bool) -> Diagnostic {
    let path = path.display().to_string();
    let is = match standing {
        Standing::Nothing => "nothing",
        Standing::File => "a file",
        Standing::Folder => "a folder",
        Standing::Other(word) => word,
    };
    let due = if file_is_due { "a generated file" } else { "a folder of generated files" };
    Diagnostic::new(Code::ForeignFile, format!("`{path}` is {is}, and {due} must be there."))
        .in_file(&path)
        .help("It was not opened, and nothing was changed. Move it away, and run again.")
}

/// The system refuses something.
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let path = path.display().to_string();
    Diagnostic::new(Code::UnwritableOutput, format!("`{path}` cannot be written: {error}."))
        .in_file(&path)
        .help("Nothing was changed. Make the folder writable, or choose another one with `--out`.")
}
