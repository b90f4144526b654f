//! The other files that a definition refers to: found by following every `$ref`, opened only below one folder.
//!
//! A definition may come from anybody, so a reference never opens anything else: no address, no path that leads out of the
//! folder, no link out of it, no more than a definition may have in all. Why a file was not read is kept beside the
//! others, for the report about the reference.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::limit::{MAX_BYTES, read_limited};
use super::{git, parse};

/// How many files a definition may have.
const MAX_FILES: usize = 10_000;

/// A file that a definition refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// What the reports call it.
    pub name: String,
    /// The text, or why it was not read.
    pub text: Result<String, String>,
}

/// The files of a definition beside the first one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceFiles {
    /// The path of the first one, from the folder that holds all, `/` between its parts. Empty for a definition that can
    /// have no others.
    pub path: String,
    /// The others, by their path from that folder.
    pub others: BTreeMap<String, SourceFile>,
}

/// Where files are opened.
enum Folder {
    /// A folder of the disk, links resolved.
    Disk(PathBuf),
    /// A folder in a revision of a Git repository; its path ends with a slash unless it is the root.
    Git { revision: String, path: String },
}

/// Finds the files that a text refers to. `below` is the folder that holds all of them, that of the text itself otherwise.
pub(super) fn gather(input: &str, text: &str, below: Option<&Path>) -> SourceFiles {
    if !may_refer(text) {
        return SourceFiles::default();
    }
    let Some((folder, path)) = Folder::of(input, below) else { return SourceFiles::default() };
    let mut files = SourceFiles { path: path.clone(), others: BTreeMap::new() };
    let mut open = VecDeque::from([(path, text.to_owned())]);
    let mut bytes = text.len();
    while let Some((from, text)) = open.pop_front() {
        let Ok(document) = parse(&from, &text) else { continue };
        for reference in references(document.value()) {
            let Ok((path, _)) = resolved(&from, &reference) else { continue };
            if path == files.path || files.others.contains_key(&path) {
                continue;
            }
            let text = if files.others.len() >= MAX_FILES {
                Err(format!("a definition may have no more than {MAX_FILES} files"))
            } else {
                folder.read(&path, MAX_BYTES.saturating_sub(bytes))
            };
            bytes += text.as_ref().map_or(0, String::len);
            let text = text.and_then(|text| checked(&path, text));
            if let Ok(text) = &text {
                open.push_back((path.clone(), text.clone()));
            }
            let name = folder.name(&path);
            files.others.insert(path, SourceFile { name, text });
        }
    }
    files
}

/// Whether a text may hold a reference to another file. Most definitions are one file, and need not be read twice.
fn may_refer(text: &str) -> bool {
    text.match_indices("$ref").any(|(at, key)| {
        let rest = text.get(at + key.len()..).unwrap_or_default();
        let value = rest.trim_start_matches(['"', '\'', ':', ' ', '\t', '\r', '\n', '\\']);
        !value.starts_with('#')
    })
}

/// A text that can be parsed; why it cannot.
fn checked(path: &str, text: String) -> Result<String, String> {
    match parse(path, &text) {
        Ok(_) => Ok(text),
        Err(problems) => {
            let problem = problems.into_iter().next();
            let place = problem.as_ref().and_then(|problem| problem.position);
            let line = place.map(|place| format!(", line {}", place.line)).unwrap_or_default();
            let message = problem.map(|problem| problem.message).unwrap_or_default();
            Err(format!("`{path}`{line}: {}", message.trim_end_matches('.')))
        }
    }
}

/// The texts of all references to other files.
fn references(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter().rev()),
            Value::Object(members) => {
                if let Some(Value::String(text)) = members.get("$ref")
                    && !text.trim().starts_with('#')
                {
                    found.push(text.clone());
                }
                open.extend(members.values().rev());
            }
            _ => {}
        }
    }
    found
}

/// The file that a reference in `from` leads to, and its fragment; why it can lead to none. Nothing is opened.
pub(super) fn resolved(from: &str, reference: &str) -> Result<(String, String), String> {
    let reference = reference.trim();
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    if file.is_empty() {
        return Ok((from.to_owned(), fragment.to_owned()));
    }
    let first = file.split('/').next().unwrap_or_default();
    if file.starts_with("//") || first.contains(':') {
        return Err("it is an address, and nothing is fetched".to_owned());
    }
    if file.starts_with('/') || file.contains(['\\', '\0']) {
        return Err("only paths from the file that refers to another are followed".to_owned());
    }
    let decoded = crate::reference::percent_decoded(file);
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                let out = "it leads out of the folder of the definition; `--files-below` names one that holds all files";
                parts.pop().ok_or(out)?;
            }
            part if part.contains(['\\', '\0', ':']) => {
                return Err("no file has such a name everywhere".to_owned());
            }
            part => parts.push(part),
        }
    }
    Ok((parts.join("/"), fragment.to_owned()))
}

impl Folder {
    /// The folder for an input, and the path of the input in it. `None` for one that is no file.
    fn of(input: &str, below: Option<&Path>) -> Option<(Self, String)> {
        if let Some((revision, path)) = git::split(input) {
            let (own, _) = path.rsplit_once('/').unwrap_or_default();
            let below = below.map(|below| below.to_string_lossy().replace('\\', "/"));
            let folder = below.as_deref().unwrap_or(own).trim_matches('/');
            let folder = if folder == "." { "" } else { folder };
            let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            let path = path.strip_prefix(&prefix)?.to_owned();
            return Some((Self::Git { revision: revision.to_owned(), path: prefix }, path));
        }
        let file = Path::new(input).canonicalize().ok().filter(|file| file.is_file())?;
        let folder = match below {
            Some(below) => below.canonicalize().ok()?,
            None => file.parent()?.to_owned(),
        };
        let parts = file.strip_prefix(&folder).ok()?.iter();
        let parts: Option<Vec<&str>> = parts.map(|part| part.to_str()).collect();
        let path = parts?.join("/");
        Some((Self::Disk(folder), path))
    }

    /// What the reports call a file.
    fn name(&self, path: &str) -> String {
        match self {
            Self::Disk(_) => path.to_owned(),
            Self::Git { revision, path: folder } => format!("git:{revision}:{folder}{path}"),
        }
    }

    /// Opens a file of no more than `most` bytes; why it was not opened.
    fn read(&self, path: &str, most: usize) -> Result<String, String> {
        let bytes = match self {
            Self::Git { .. } => git::read(&self.name(path))
                .map_err(|problem| problem.message.trim_end_matches('.').to_owned())?,
            Self::Disk(folder) => {
                let missing = |_| format!("there is no file `{path}`");
                let file = folder.join(path).canonicalize().map_err(missing)?;
                if !file.starts_with(folder) {
                    return Err("a link leads out of the folder of the definition".to_owned());
                }
                if !file.is_file() {
                    return Err(format!("`{path}` is not a file"));
                }
                let opened = fs::File::open(file).and_then(read_limited);
                opened.map_err(|error| format!("`{path}` could not be read: {error}"))?
            }
        };
        if bytes.len() > most {
            let limit = MAX_BYTES / (1024 * 1024);
            return Err(format!("all files of a definition may have {limit} MiB"));
        }
        String::from_utf8(bytes).map_err(|_| format!("`{path}` is not UTF-8 text"))
    }
}

#[cfg(test)]
mod tests {
    use super::{may_refer, resolved};

    #[test]
    fn paths_are_walked_and_stay_below_the_folder() {
        let path = |from: &str, reference: &str| resolved(from, reference).map(|(path, _)| path);
        assert_eq!(path("api.yaml", "./models/pet.yaml#/Pet").as_deref(), Ok("models/pet.yaml"));
        assert_eq!(path("models/pet.yaml", "../api.yaml").as_deref(), Ok("api.yaml"));
        assert_eq!(path("models/pet.yaml", "tag%20a.yaml").as_deref(), Ok("models/tag a.yaml"));
        assert_eq!(path("a/b.yaml", "#/x").as_deref(), Ok("a/b.yaml"));
        for reference in [
            "../secret",
            "a/../../secret",
            "%2e%2e/secret",
            "/etc/passwd",
            "file:///etc/passwd",
            "https://a.example/b",
            "//a.example/b",
            "C:\\x",
            "a\\..\\..\\b",
        ] {
            assert!(path("api.yaml", reference).is_err(), "{reference}");
        }
    }

    #[test]
    fn one_file_is_seen_to_be_one() {
        assert!(!may_refer("{\"$ref\": \"#/a\"}"));
        assert!(!may_refer("a: {$ref: '#/b'}"));
        assert!(may_refer("a:\n  $ref: b.yaml"));
        assert!(may_refer("{\"$ref\":\"b.json#/c\"}"));
    }
}
