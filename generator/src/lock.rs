//! The lock of `generate`: what a crate was made from and what everything in it is called, so that the next run keeps
//! the names that callers know.
//!
//! One file holds both, because the names alone do not say which schema of the next definition is meant by them. It is
//! TOML; the definition is in it as JSON with a line for each operation and schema, so that a review shows which of
//! them changed. The order of its keys is kept: it helps to recognise what was renamed. An SDK with releases has a lock
//! of another kind, that of its last release ([`crate::release::Lock`]).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::Api;
use crate::config::position;
use crate::diagnostic::{Code, Diagnostic, Levels, Position};
use crate::inherit::NameLock;
use crate::limit::Limits;
use crate::load::{Rules, load_within};

/// The name of the file in the folder of the crate.
pub const FILE: &str = "sdk.lock";

/// The version of the format: raised when a key changes its meaning.
const FORMAT: u32 = 1;

/// What the file begins with.
const TITLE: &str = "# What this crate was made from, and every name and shape that it gave out. The next run keeps them.";

/// The rest of what is said to whoever opens it.
const ABOUT: &str = "# Written with the crate; commit it, and do not edit it.";

/// What stands after the definition.
const END: &str = "'''\n\n";

/// How deep the definition is broken into lines: `paths`, a path, a method.
const LINES_DEPTH: usize = 3;

/// What a run leaves for the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    /// What the crate calls everything.
    pub names: NameLock,
    /// The definition, corrected and pruned, as [`definition_text`] writes it.
    pub definition: String,
}

/// The file, key by key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    format: u32,
    definition: String,
    names: NameLock,
}

/// What follows the definition.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rest {
    names: NameLock,
}

/// The tables of the file.
#[derive(Serialize)]
struct Tables<'l> {
    names: &'l NameLock,
}

impl Lock {
    /// Reads a lock; `file` is what it is called in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, Diagnostic> {
        if let Some((definition, rest)) = parts(text)
            && let Ok(Rest { names }) = toml::from_str(rest)
        {
            return Ok(Self { names, definition: definition.to_owned() });
        }
        match toml::from_str(text) {
            Ok(Content { format: FORMAT, definition, names }) => Ok(Self { names, definition }),
            Ok(Content { format, .. }) => Err(unknown_format(file, format)),
            Err(error) => Err(unreadable(file, text, &error)),
        }
    }

    /// Whether a text is a lock, be it one that cannot be read: what may be replaced by a new one.
    pub fn is_one(text: &str) -> bool {
        text.starts_with(TITLE)
    }

    /// The text of the file.
    pub fn to_text(&self) -> String {
        let names = toml::to_string(&Tables { names: &self.names }).unwrap_or_default();
        let definition = &self.definition;
        format!("{}{definition}{END}{names}", beginning())
    }

    /// The API that the crate was made from. It was corrected and pruned then.
    pub fn api(&self, file: &str, limits: Limits) -> Result<Api, Diagnostic> {
        let loaded = load_within(file, &self.definition, Rules::kept(limits, &Levels::default()));
        loaded.api.ok_or_else(|| {
            let problem = loaded.diagnostics.iter().next();
            let why = problem.map_or("it has no operations", |problem| &problem.message);
            damaged(file, format!("The definition in the lock cannot be read: {why}"))
        })
    }
}

/// What stands before the definition.
fn beginning() -> String {
    format!("{TITLE}\n{ABOUT}\n\nformat = {FORMAT}\ndefinition = '''\n")
}

/// The definition, and what follows it, of a file that is as [`Lock::to_text`] writes it: the definition is most of it,
/// and nothing that a parser of TOML should look through. `None` for any other.
fn parts(text: &str) -> Option<(&str, &str)> {
    let (definition, rest) = text.strip_prefix(&beginning())?.split_once(END)?;
    let is_literal = |byte: u8| byte == b'\n' || !byte.is_ascii_control();
    let is_text = !definition.contains('\'') && definition.bytes().all(is_literal);
    is_text.then_some((definition, rest))
}

/// A definition as a lock holds it: JSON with a line for each operation and each schema, and nothing that would end a
/// literal text of TOML.
pub fn definition_text(definition: &Value) -> String {
    let mut text = String::new();
    write_lines(definition, 0, &mut text);
    text.push('\n');
    // Both occur in texts only, where JSON may escape them.
    text.replace('\'', "\\u0027").replace('\u{7f}', "\\u007f")
}

/// The format that a lock of any kind says it has, whatever else is in it: the only key whose meaning no format changes.
pub(crate) fn stated_format(text: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Stated {
        format: u32,
    }
    toml::from_str(text).ok().map(|Stated { format }| format)
}

fn write_lines(value: &Value, depth: usize, text: &mut String) {
    let members = value.as_object().filter(|members| depth < LINES_DEPTH && !members.is_empty());
    let Some(members) = members else {
        text.push_str(&value.to_string());
        return;
    };
    text.push('{');
    for (number, (key, value)) in members.iter().enumerate() {
        text.push_str(if number == 0 { "\n" } else { ",\n" });
        text.push_str(&Value::from(key.as_str()).to_string());
        text.push_str(": ");
        write_lines(value, depth + 1, text);
    }
    text.push_str("\n}");
}

fn unreadable(file: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let conflict = text.lines().position(|line| line.starts_with("<<<<<<< "));
    if let Some(line) = conflict {
        let message = "The lock holds the marks of a merge conflict.";
        return damaged(file, message)
            .in_text(file, text, Position { line: line + 1, column: 1 })
            .help(
                "Take one side whole (`git checkout --ours` or `--theirs`, and the file), that of the crate that has \
                 callers, and run again. Names that only the other side gave out are lost.",
            );
    }
    if text.lines().any(|line| line.trim_end() == "[release]") {
        let message = "This is the lock of an SDK with releases, not one that `generate` keeps.";
        return damaged(file, message)
            .help("`cargo xtask regenerate` and `cargo xtask diff` find it by themselves.");
    }
    // A newer format may well have keys that this program does not know.
    if let Some(format) = stated_format(text).filter(|format| *format != FORMAT) {
        return unknown_format(file, format);
    }
    let problem = damaged(file, format!("The lock cannot be read: {}.", error.message()));
    match error.span() {
        Some(span) => problem.in_text(file, text, position(text, span.start)),
        None => problem,
    }
}

fn unknown_format(file: &str, format: u32) -> Diagnostic {
    let message = format!("The lock has format {format}; this program knows {FORMAT}.");
    damaged(file, message).help(
        "Use the version of this program that wrote it. `--fresh` starts anew: names that earlier runs gave out are then \
         lost.",
    )
}

/// A lock that is not what a run wrote.
fn damaged(file: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::DamagedLock, message).in_file(file).help(
        "Restore the file from version control (`git checkout`). `--fresh` starts anew: names that earlier runs gave out \
         are then lost.",
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Lock, definition_text};
    use crate::inherit::{NameLock, UseSite};
    use crate::limit::Limits;

    fn lock() -> Lock {
        let odd = "'''\" \u{7f}\u{1b}\n\\ é";
        let definition = json!({
            "openapi": "3.0.3",
            "info": {"title": odd, "version": "1"},
            "paths": {"/a": {"get": {"summary": odd, "responses": {}}}, "/b": {}},
        });
        let mut names = NameLock::default();
        names.uses.insert(UseSite::schema(odd), "String".to_owned());
        Lock { names, definition: definition_text(&definition) }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let lock = lock();
        let text = lock.to_text();
        assert!(Lock::is_one(&text));
        assert_eq!(Lock::parse("a", &text).unwrap(), lock);
        assert_eq!(Lock::parse("a", &text).unwrap().to_text(), text);
        let api = lock.api("a", Limits::default()).unwrap();
        assert_eq!(api.info.title, "'''\" \u{7f}\u{1b}\n\\ é");
    }

    #[test]
    fn an_operation_is_a_line() {
        let line = |text: &str| text.lines().any(|line| line.starts_with("\"get\": {\"summary\":"));
        assert!(line(&lock().definition), "{}", lock().definition);
    }

    #[test]
    fn what_cannot_be_read_says_the_way_out() {
        let text = lock().to_text();
        let problem = |text: &str| Lock::parse("pets/sdk.lock", text).unwrap_err().to_string();
        let newer = text.replace("format = 1\n", "format = 2\nshape = 'round'\n");
        assert!(problem(&newer).contains("format 2; this program knows 1"), "{}", problem(&newer));
        let merged = format!("<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n");
        assert!(problem(&merged).contains("git checkout --ours"), "{}", problem(&merged));
        let released = "format = 1\n\n[release]\nversion = \"1.0.0\"\n";
        assert!(problem(released).contains("SDK with releases"), "{}", problem(released));
        let (cut, _) = text.split_once("[names").unwrap();
        assert!(problem(cut).contains("--fresh"), "{}", problem(cut));
        assert!(!Lock::is_one("# Something else.\n"));
        let broken = Lock { definition: "{".to_owned(), ..lock() };
        let problem = broken.api("pets/sdk.lock", Limits::default()).unwrap_err().to_string();
        assert!(problem.contains("definition in the lock cannot be read"), "{problem}");
    }
}
