//! A definition as a revision of a Git repository holds it: `git:REVISION:PATH`.
//!
//! Git itself is asked, never through a shell. When it refuses, it is asked why, so that the report names
//! what is wrong and not what Git made of it.

use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::thread;

use super::limit::{MAX_BYTES, read_limited, too_large};
use crate::diagnostic::{Code, Diagnostic};
use crate::nearest::nearest;

/// How a name starts that Git is asked for.
const PREFIX: &str = "git:";

/// How many files of the same name are offered.
const MOST_PATHS: usize = 3;

/// Whether Git is asked for this name.
pub(super) fn is_git(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// The path of `git:REVISION:PATH` in its repository; `None` for any other name.
pub fn git_path(name: &str) -> Option<&str> {
    split(name).map(|(_, path)| path)
}

/// The revision and the path. A revision may hold colons in braces: `HEAD@{12:00}`.
pub(super) fn split(name: &str) -> Option<(&str, &str)> {
    let rest = name.strip_prefix(PREFIX)?;
    let mut braces = 0_usize;
    let colon = rest.char_indices().find(|(_, character)| {
        match character {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ => {}
        }
        *character == ':' && braces == 0
    });
    let (at, _) = colon?;
    Some((rest.get(..at)?, rest.get(at + 1..)?))
}

/// Reads a file of a revision.
pub(super) fn read(name: &str) -> Result<Vec<u8>, Diagnostic> {
    let (revision, path) = split(name).unwrap_or_default();
    if revision.is_empty() || path.is_empty() {
        let message = format!("`{name}` names no file of a revision.");
        return Err(unreadable(name, message, SHAPE.to_owned()));
    }
    if revision.starts_with('-') {
        let message = format!("`{revision}` is not a revision: it starts like an option.");
        return Err(unreadable(name, message, SHAPE.to_owned()));
    }
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let object = format!("{revision}:{path}");
    let answer = ask(&["cat-file", "blob", &object]).map_err(|error| not_run(name, &error))?;
    if answer.output.len() > MAX_BYTES {
        return Err(too_large(name));
    }
    if answer.success {
        return Ok(answer.output);
    }
    Err(refusal(name, revision, &path, &answer))
}

const SHAPE: &str = "Write `git:REVISION:PATH`, such as `git:HEAD~1:api/definition.json`; the path is \
                     taken from the root of the repository.";

/// What Git said.
struct Answer {
    success: bool,
    output: Vec<u8>,
    complaint: String,
}

impl Answer {
    /// The lines, or other parts, of the output.
    fn parts(&self, separator: char) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.output);
        text.split(separator).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// Runs Git. No more is read than a definition may have.
fn ask(arguments: &[&str]) -> io::Result<Answer> {
    let mut child = Command::new("git")
        .args(arguments)
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    // Both pipes are read at once: Git waits when either is full.
    let complaint = child.stderr.take().map(|mut pipe| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = pipe.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).trim().to_owned()
        })
    });
    let output = child.stdout.take().map_or(Ok(Vec::new()), read_limited);
    // What is still to come is not wanted; Git has ended already if it was not too much.
    if output.as_ref().map_or(true, |bytes| bytes.len() > MAX_BYTES) {
        let _ = child.kill();
    }
    let status = child.wait()?;
    let complaint = complaint.and_then(|thread| thread.join().ok()).unwrap_or_default();
    Ok(Answer { success: status.success(), output: output?, complaint })
}

fn not_run(name: &str, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::InvalidInput {
        let message = format!("`{name}` holds a character that no path can have.");
        return unreadable(name, message, SHAPE.to_owned());
    }
    let message = format!("`git` could not be run: {error}.");
    Diagnostic::new(Code::MissingProgram, message)
        .in_file(name)
        .help("Install Git, or put the definition into a file and name that.")
}

/// Finds out why Git has no such file.
fn refusal(name: &str, revision: &str, path: &str, answer: &Answer) -> Diagnostic {
    let asked = |arguments: &[&str]| ask(arguments).ok().filter(|answer| answer.success);
    if asked(&["rev-parse", "--git-dir"]).is_none() {
        let message = format!("Git finds no repository here: {}.", first_line(&answer.complaint));
        let help = "Run the command inside the repository, or name a file.";
        return unreadable(name, message, help.to_owned());
    }
    let tree = format!("{revision}^{{tree}}");
    if asked(&["rev-parse", "--verify", "--quiet", &tree]).is_none() {
        return unknown_revision(name, revision);
    }
    let files = asked(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", revision]);
    let files = files.map(|answer| answer.parts('\0')).unwrap_or_default();
    if files.iter().any(|file| file == path) {
        let message = format!("Git does not give out `{path}`: {}.", first_line(&answer.complaint));
        return unreadable(name, message, "`git fsck` checks the repository.".to_owned());
    }
    unknown_path(name, revision, path, &files)
}

fn unknown_revision(name: &str, revision: &str) -> Diagnostic {
    let message = format!("The repository has no revision `{revision}`.");
    let answer = |arguments: &[&str]| ask(arguments).ok().map(|answer| answer.parts('\n'));
    let names = answer(&["for-each-ref", "--format=%(refname:short)"]).unwrap_or_default();
    let known = names.iter().map(String::as_str).chain(["HEAD"]);
    let shallow = answer(&["rev-parse", "--is-shallow-repository"])
        .is_some_and(|lines| lines.first().is_some_and(|line| line == "true"));
    let help = match nearest(revision, known) {
        Some(near) => format!("Did you mean `{near}`?"),
        None if shallow => {
            "This clone holds a part of the history only; `git fetch --unshallow --tags` \
                            gets the rest."
                .to_owned()
        }
        None => "`git branch --all` and `git tag` list the names that there are.".to_owned(),
    };
    unreadable(name, message, help)
}

fn unknown_path(name: &str, revision: &str, path: &str, files: &[String]) -> Diagnostic {
    let message = format!("`{revision}` holds no file `{path}`.");
    let folder = format!("{}/", path.trim_end_matches('/'));
    let inside = files.iter().find(|file| file.starts_with(&folder));
    let base = path.rsplit('/').next().unwrap_or(path);
    let same_name = files.iter().filter(|file| file.rsplit('/').next() == Some(base));
    let same_name: Vec<String> = same_name.take(MOST_PATHS).cloned().collect();
    let help = if let Some(inside) = inside {
        format!("It is a folder; name a file in it, such as `{inside}`.")
    } else if !same_name.is_empty() {
        format!("Did you mean `{}`?", same_name.join("` or `"))
    } else if let Some(near) = nearest(path, files.iter().map(String::as_str)) {
        format!("Did you mean `{near}`?")
    } else {
        format!(
            "The path is taken from the root of the repository; `git ls-tree -r {revision}` lists all."
        )
    };
    unreadable(name, message, help)
}

fn first_line(text: &str) -> &str {
    let line = text.lines().next().unwrap_or("it gave no reason");
    line.strip_prefix("fatal: ").unwrap_or(line).trim_end_matches('.')
}

fn unreadable(name: &str, message: String, help: String) -> Diagnostic {
    Diagnostic::new(Code::UnreadableInput, message).in_file(name).help(help)
}

#[cfg(test)]
mod tests {
    use super::{git_path, split};

    #[test]
    fn finds_revision_and_path() {
        assert_eq!(split("git:HEAD:a b/c.json"), Some(("HEAD", "a b/c.json")));
        assert_eq!(split("git:v1@{12:30}:x:y"), Some(("v1@{12:30}", "x:y")));
        assert_eq!(split("git::x"), Some(("", "x")));
        assert_eq!(split("git:HEAD"), None);
        assert_eq!(git_path("a.json"), None);
    }
}
