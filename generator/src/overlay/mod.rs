//! What is changed in a definition before anything is made of it: by overlay files (OpenAPI Overlay 1.0 and 1.1), by
//! corrections that are kept beside it, each with its reason; and what it does not say at all: which schemas travel
//! without an operation, and what tells the kinds of them apart.
//!
//! Every action and every correction must apply and must change something. One that no longer does is an error, so that
//! they disappear when the definition is fixed at its source.

mod file;
mod merge;
mod messages;
mod unions;

use serde_json::{Map, Value};

use self::file::OverlayFile;
use self::unions::Schemas;
use crate::config::{Additions, Config, Correction, OverlayText};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::pointer::Pointer;
use crate::source::Version;

/// What a configuration changes in a definition.
#[derive(Clone, Copy)]
pub(crate) struct Edits<'a> {
    pub(crate) files: &'a [OverlayText],
    pub(crate) corrections: &'a [Correction],
    pub(crate) additions: Additions<'a>,
}

impl<'a> Edits<'a> {
    /// For a definition that was changed when it was kept.
    pub(crate) const NONE: Self = Self { files: &[], corrections: &[], additions: Additions::NONE };

    /// Those of a configuration.
    pub(crate) fn of(config: &'a Config) -> Self {
        Self {
            files: &config.overlay_texts,
            corrections: &config.overlay,
            additions: config.additions(),
        }
    }

    /// Makes all of them, in their order: files, corrections, what is added.
    pub(crate) fn apply(
        self,
        document: &mut Value,
        version: Version,
        diagnostics: &mut Diagnostics,
    ) {
        apply_files(document, self.files, diagnostics);
        apply(document, self.corrections, diagnostics);
        add(document, version, self.additions, diagnostics);
    }
}

/// Applies the overlay files, in their order.
fn apply_files(document: &mut Value, files: &[OverlayText], diagnostics: &mut Diagnostics) {
    for OverlayText { name, text } in files {
        match OverlayFile::parse(name, text) {
            Ok(file) => file.apply(document, diagnostics),
            Err(problems) => diagnostics.extend(problems),
        }
    }
}

/// Applies all corrections, in their order.
fn apply(document: &mut Value, corrections: &[Correction], diagnostics: &mut Diagnostics) {
    for correction in corrections {
        if let Err(failure) = correct(document, correction) {
            diagnostics.push(failure.into_diagnostic(correction));
        }
    }
}

/// Adds the unions and the messages of the configuration.
fn add(
    document: &mut Value,
    version: Version,
    additions: Additions<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Additions { messages, unions } = additions;
    if unions.is_empty() && messages.is_empty() {
        return;
    }
    let place = match version {
        Version::Swagger2 => Pointer::root().child("definitions"),
        Version::OpenApi30 | Version::OpenApi31 => {
            Pointer::root().child("components").child("schemas")
        }
    };
    let Some(members) = object_at(document, &place) else { return };
    let mut schemas = Schemas { members, place: place.clone() };
    let mut report = |table: String, Failure { problem, help }: Failure| {
        let message = format!("`{table}` does not apply: {problem}.");
        diagnostics.push(Diagnostic::new(Code::OverlayFailed, message).at(&place).help(help));
    };
    for (name, union) in unions {
        if let Err(failure) = unions::add(&mut schemas, name, union) {
            report(format!("[unions.{name}]"), failure);
        }
    }
    match messages::stated(&schemas, messages) {
        Ok(Some((key, stated))) => {
            if let Some(document) = document.as_object_mut() {
                document.insert(key.to_owned(), stated);
            }
        }
        Ok(None) => {}
        Err(failure) => report("[messages]".to_owned(), failure),
    }
}

/// The object at a place, made if nothing stands there. `None`: something else does, which a later stage reports.
fn object_at<'d>(document: &'d mut Value, place: &Pointer) -> Option<&'d mut Map<String, Value>> {
    let mut reached = document.as_object_mut()?;
    for key in place.tokens() {
        reached =
            reached.entry(key).or_insert_with(|| Value::Object(Map::new())).as_object_mut()?;
    }
    Some(reached)
}

/// Why a correction does not apply, and the way out.
struct Failure {
    problem: String,
    help: String,
}

impl Failure {
    fn new(problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self { problem: problem.into(), help: help.into() }
    }

    fn superfluous(problem: impl Into<String>) -> Self {
        Self::new(problem, "The definition seems to be fixed at its source; remove the correction.")
    }

    fn into_diagnostic(self, correction: &Correction) -> Diagnostic {
        let Self { problem, help } = self;
        let message = format!(
            "The correction of `{}` does not apply: {problem}. Its reason: {}",
            correction.at, correction.reason
        );
        Diagnostic::new(Code::OverlayFailed, message)
            .at(&Pointer::from_escaped(correction.at.clone()))
            .help(help)
    }
}

/// What a correction does.
enum Edit<'a> {
    Set(&'a Value),
    Merge(&'a Map<String, Value>),
    Remove,
}

fn correct(document: &mut Value, correction: &Correction) -> Result<(), Failure> {
    let edit = edit(correction)?;
    if !correction.at.is_empty() && !correction.at.starts_with('/') {
        return Err(Failure::new(
            "the place is not a JSON pointer",
            "A pointer starts with `/` and separates keys by `/`, with `~1` for a `/` in a key.",
        ));
    }
    let found = document.pointer(&correction.at);
    if let Some(expected) = &correction.expect {
        match found {
            Some(value) if value == expected => {}
            Some(value) => {
                let problem = format!("`{}` stands there, not `{}`", short(value), short(expected));
                return Err(Failure::new(
                    problem,
                    "The definition has changed: look whether the correction is still needed, then adapt or remove it.",
                ));
            }
            None => return Err(missing(document, &correction.at)),
        }
    }
    match edit {
        Edit::Set(value) if found == Some(value) => {
            Err(Failure::superfluous("the value that it sets already stands there"))
        }
        Edit::Set(value) => set(document, &correction.at, value.clone()),
        Edit::Merge(members) => merge(document, &correction.at, members),
        Edit::Remove if found.is_none() => Err(Failure::superfluous("nothing stands there")),
        Edit::Remove => remove(document, &correction.at),
    }
}

/// The one thing that a correction does.
fn edit(correction: &Correction) -> Result<Edit<'_>, Failure> {
    match (&correction.set, &correction.merge, correction.remove) {
        (Some(value), None, false) => Ok(Edit::Set(value)),
        (None, Some(Value::Object(members)), false) => Ok(Edit::Merge(members)),
        (None, Some(_), false) => {
            Err(Failure::new("`merge` is not a table", "Write `merge = { key = value }`."))
        }
        (None, None, true) => Ok(Edit::Remove),
        _ => Err(Failure::new(
            "it must have exactly one of `set`, `merge` and `remove = true`",
            "Split it into several corrections, or say what to do.",
        )),
    }
}

/// Puts a value at a place that exists, or adds it to the object or at the end of the list that would
/// hold it.
fn set(document: &mut Value, at: &str, value: Value) -> Result<(), Failure> {
    if let Some(place) = document.pointer_mut(at) {
        *place = value;
        return Ok(());
    }
    let pointer = Pointer::from_escaped(at);
    let (parent, key) = (pointer.parent(), pointer.last());
    let holder = parent.and_then(|parent| document.pointer_mut(parent.as_str()));
    match (holder, key) {
        (Some(Value::Object(members)), Some(key)) => {
            members.insert(key, value);
            Ok(())
        }
        (Some(Value::Array(items)), Some(key)) if key == "-" || key == items.len().to_string() => {
            items.push(value);
            Ok(())
        }
        _ => Err(missing(document, at)),
    }
}

/// Adds members to the object at a place; a null removes one.
fn merge(document: &mut Value, at: &str, members: &Map<String, Value>) -> Result<(), Failure> {
    let target = match document.pointer_mut(at) {
        Some(Value::Object(target)) => target,
        Some(other) => {
            let problem = format!("`{}` stands there, not an object", short(other));
            return Err(Failure::new(problem, "Use `set` to replace the whole value."));
        }
        None => return Err(missing(document, at)),
    };
    let mut changed = false;
    for (key, value) in members {
        if value.is_null() {
            changed |= target.shift_remove(key).is_some();
        } else {
            let before = target.insert(key.clone(), value.clone());
            changed |= before.as_ref() != Some(value);
        }
    }
    if changed {
        Ok(())
    } else {
        Err(Failure::superfluous("the object already has the members that it merges"))
    }
}

fn remove(document: &mut Value, at: &str) -> Result<(), Failure> {
    if take_out(document, at) {
        return Ok(());
    }
    Err(Failure::new(
        "the whole document cannot be removed",
        "Name the part that is wrong in `at`.",
    ))
}

/// Takes a member out of its object, or an item out of its list; `false` for the whole document, which is in neither.
fn take_out(document: &mut Value, at: &str) -> bool {
    let pointer = Pointer::from_escaped(at);
    let (Some(parent), Some(key)) = (pointer.parent(), pointer.last()) else { return false };
    match document.pointer_mut(parent.as_str()) {
        Some(Value::Object(members)) => {
            members.shift_remove(&key);
        }
        Some(Value::Array(items)) => {
            if let Some(number) = key.parse().ok().filter(|number| *number < items.len()) {
                items.remove(number);
            }
        }
        // Gone already, with what held it.
        _ => {}
    }
    true
}

/// Says how far a pointer leads, and what is there instead.
fn missing(document: &Value, at: &str) -> Failure {
    let mut reached = document;
    let mut pointer = Pointer::root();
    for token in Pointer::from_escaped(at).tokens() {
        let here = pointer.child(&token);
        let Some(next) = document.pointer(here.as_str()) else {
            let names = reached.as_object().into_iter().flat_map(Map::keys).map(String::as_str);
            let hint = match nearest(&token, names) {
                Some(name) => format!(" Did you mean `{}`?", pointer.child(name)),
                None => String::new(),
            };
            return Failure::new(
                format!("`{pointer}` has no `{token}`"),
                format!("Correct the pointer, or remove the correction if the part is gone.{hint}"),
            );
        };
        (reached, pointer) = (next, here);
    }
    Failure::new("the place is not there", "Correct the pointer, or remove the correction.")
}

/// A value on one short line.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return text;
    }
    text.chars().take(59).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::apply;
    use crate::config::Correction;
    use crate::diagnostic::{Code, Diagnostics};

    fn correction(at: &str) -> Correction {
        Correction {
            at: at.to_owned(),
            reason: "The service says so.".to_owned(),
            expect: None,
            set: None,
            merge: None,
            remove: false,
        }
    }

    fn run(document: &mut Value, correction: Correction) -> Option<String> {
        let mut diagnostics = Diagnostics::default();
        apply(document, &[correction], &mut diagnostics);
        diagnostics.into_iter().next().map(|diagnostic| {
            assert_eq!(diagnostic.code, Code::OverlayFailed);
            assert!(diagnostic.message.contains("The service says so."));
            format!("{} {}", diagnostic.message, diagnostic.help.unwrap())
        })
    }

    #[test]
    fn sets_adds_merges_and_removes() {
        let mut document = json!({"a": {"b": 1, "list": [1, 2]}});
        let set = Correction { set: Some(json!(2)), ..correction("/a/b") };
        assert_eq!(run(&mut document, set), None);
        let add = Correction { set: Some(json!(3)), ..correction("/a/list/2") };
        assert_eq!(run(&mut document, add), None);
        let merge = Correction { merge: Some(json!({"c": true, "b": null})), ..correction("/a") };
        assert_eq!(run(&mut document, merge), None);
        let remove = Correction { remove: true, expect: Some(json!(1)), ..correction("/a/list/0") };
        assert_eq!(run(&mut document, remove), None);
        assert_eq!(document, json!({"a": {"list": [2, 3], "c": true}}));
    }

    #[test]
    fn fails_with_the_way_out() {
        let document = json!({"definitions": {"Member": {"type": "object"}}});
        let fails = |correction: Correction| run(&mut document.clone(), correction).unwrap();
        let superfluous =
            Correction { set: Some(json!("object")), ..correction("/definitions/Member/type") };
        assert!(fails(superfluous).contains("remove the correction"));
        let misspelt = Correction { set: Some(json!(1)), ..correction("/definitions/Membre/x") };
        assert!(fails(misspelt).contains("`/definitions` has no `Membre`"));
        let misspelt = Correction { remove: true, ..correction("/definitions/Membre") };
        assert!(fails(misspelt).contains("nothing stands there"));
        let unexpected = Correction {
            expect: Some(json!("array")),
            remove: true,
            ..correction("/definitions/Member/type")
        };
        assert!(fails(unexpected).contains("`\"object\"` stands there, not `\"array\"`"));
        let scalar =
            Correction { merge: Some(json!({"a": 1})), ..correction("/definitions/Member/type") };
        assert!(fails(scalar).contains("not an object"));
        let both = Correction { set: Some(json!(1)), remove: true, ..correction("/definitions") };
        assert!(fails(both).contains("exactly one"));
        assert!(fails(correction("definitions")).contains("exactly one"));
        let bare = Correction { remove: true, ..correction("definitions") };
        assert!(fails(bare).contains("not a JSON pointer"));
        let root = Correction { remove: true, ..correction("") };
        assert!(fails(root).contains("whole document"));
    }
}
