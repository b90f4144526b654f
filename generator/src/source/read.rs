//! The only place where an input is opened: a file, a file of a Git revision, or the standard input.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::files::{SourceFiles, gather};
use super::git;
use super::limit::{MAX_BYTES, read_limited, too_large};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;

/// What the reports call the standard input.
pub const STDIN: &str = "<stdin>";

/// A text and what the reports call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// The path or `git:REVISION:PATH` as the user gave it, or `<stdin>`.
    pub name: String,
    /// The content.
    pub text: String,
    /// The other files that it refers to.
    pub files: SourceFiles,
}

impl SourceText {
    /// A definition of one file.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), files: SourceFiles::default() }
    }
}

/// The text of a definition, with those of its other files where there are any.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'t> {
    /// The first file.
    pub text: &'t str,
    /// The others.
    pub files: Option<&'t SourceFiles>,
}

impl<'t> From<&'t str> for Texts<'t> {
    fn from(text: &'t str) -> Self {
        Self { text, files: None }
    }
}

impl<'t> From<&'t String> for Texts<'t> {
    fn from(text: &'t String) -> Self {
        Self { text, files: None }
    }
}

impl<'t> From<&&'t str> for Texts<'t> {
    fn from(text: &&'t str) -> Self {
        Self { text, files: None }
    }
}

impl<'t> From<&'t SourceText> for Texts<'t> {
    fn from(source: &'t SourceText) -> Self {
        Self { text: &source.text, files: Some(&source.files) }
    }
}

/// Reads a file, a file of a Git revision (`git:REVISION:PATH`), or the standard input (`-`), and the files below its folder
/// that it refers to.
pub fn read(input: &str) -> Result<SourceText, Diagnostic> {
    read_below(input, None)
}

/// The same with another folder below which files may be referred to.
pub fn read_below(input: &str, below: Option<&Path>) -> Result<SourceText, Diagnostic> {
    let (name, bytes) = match input {
        "-" => (STDIN, read_limited(io::stdin().lock())),
        _ if git::is_git(input) => (input, Ok(git::read(input)?)),
        path => (path, open(Path::new(path)).and_then(read_limited)),
    };
    let bytes = bytes.map_err(|error| unreadable(name, &error))?;
    if bytes.len() > MAX_BYTES {
        return Err(too_large(name));
    }
    let text = String::from_utf8(bytes).map_err(|error| not_text(name, error.as_bytes()))?;
    let files = if input == "-" { SourceFiles::default() } else { gather(input, &text, below) };
    Ok(SourceText { name: name.to_owned(), text, files })
}

fn open(path: &Path) -> io::Result<File> {
    // Asked first: opening a folder is an error of another kind on each system.
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    File::open(path)
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let near = (error.kind() == io::ErrorKind::NotFound).then(|| file_like(name)).flatten();
    let near = near.map(|near| format!("Did you mean `{near}`?"));
    let help = match error.kind() {
        io::ErrorKind::NotFound => {
            near.as_deref().unwrap_or("Check the path; it is taken from the current folder.")
        }
        io::ErrorKind::IsADirectory if Path::new(name).join("Cargo.toml").exists() => {
            "This is the folder of a crate. Name the definition that the crate is generated from."
        }
        io::ErrorKind::IsADirectory => "Name the definition inside the folder.",
        io::ErrorKind::PermissionDenied => "Make the file readable for the current user.",
        _ => "Copy the file to a local disk and try again.",
    };
    Diagnostic::new(Code::UnreadableInput, format!("`{name}` could not be read: {error}."))
        .in_file(name)
        .help(help)
}

/// The file in the same folder whose name is most like this one.
fn file_like(name: &str) -> Option<String> {
    let path = Path::new(name);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?.flatten();
    let mut files: Vec<String> = entries
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    // Of equally near names it is always the same, whatever order the system has them in.
    files.sort();
    let near = nearest(path.file_name()?.to_str()?, files.iter().map(String::as_str))?;
    Some(path.with_file_name(near).display().to_string())
}

fn not_text(name: &str, bytes: &[u8]) -> Diagnostic {
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "It looks like UTF-16. Save it as UTF-8.",
        [b'P', b'K', ..] | [0x1f, 0x8b, ..] => "It looks like an archive. Unpack it first.",
        _ => "Save the file as UTF-8.",
    };
    Diagnostic::new(Code::UnreadableInput, format!("`{name}` is not UTF-8 text."))
        .in_file(name)
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::diagnostic::Code;

    #[test]
    fn explains_what_cannot_be_read() {
        let missing = read("no/such/file.json").unwrap_err();
        assert_eq!(missing.code, Code::UnreadableInput);
        assert!(missing.message.contains("no/such/file.json"));
        assert!(missing.help.unwrap().contains("path"));
        assert!(read(".").unwrap_err().help.unwrap().contains("folder"));
    }
}
