//! Overlay files: <https://spec.openapis.org/overlay/v1.1.0.html>.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::merge::into_node;
use super::take_out;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::nearest;
use crate::pointer::Pointer;
use crate::source::{self, Document};

const DOCUMENT_KEYS: [&str; 4] = ["overlay", "info", "extends", "actions"];
const ACTION_KEYS: [&str; 5] = ["target", "description", "update", "copy", "remove"];

/// An overlay file: actions, each of which changes what its target selects.
pub(super) struct OverlayFile {
    /// The text, for the places of its problems.
    document: Document,
    actions: Vec<Action>,
}

struct Action {
    at: Pointer,
    target: JsonPath,
    edit: Edit,
}

enum Edit {
    Update(Value),
    Copy(JsonPath),
    Remove,
}

impl OverlayFile {
    /// Reads a file. `name` is what the reports call it.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let document = source::parse(name, text)?;
        let mut problems = Diagnostics::default();
        let actions = actions(document.value(), &mut problems);
        if problems.is_empty() {
            return Ok(Self { document, actions });
        }
        document.locate(&mut problems);
        Err(problems)
    }

    /// Applies its actions, in their order: each sees what the ones before it made.
    pub(super) fn apply(&self, definition: &mut Value, diagnostics: &mut Diagnostics) {
        let mut problems = Diagnostics::default();
        for action in &self.actions {
            if let Err(problem) = action.apply(definition) {
                problems.push(problem);
            }
        }
        self.document.locate(&mut problems);
        diagnostics.extend(problems);
    }
}

impl Action {
    fn apply(&self, definition: &mut Value) -> Result<(), Diagnostic> {
        let mut selected = places(&self.target, definition);
        if selected.is_empty() {
            let help = "Correct the target, or remove the action if the definition has changed.";
            return Err(self.failure(&format!("nothing matches `{}`", self.target), help));
        }
        let copied;
        let update = match &self.edit {
            Edit::Update(value) => value,
            Edit::Copy(from) => {
                copied = self.source(from, definition)?;
                &copied
            }
            Edit::Remove => {
                // Items of a list from behind, so that those before them keep their numbers.
                selected.reverse();
                return selected.iter().try_for_each(|at| self.remove(definition, at));
            }
        };
        let mut changed = false;
        for at in &selected {
            let Some(node) = definition.pointer_mut(at) else { continue };
            changed |= into_node(node, update).map_err(|problem| {
                let problem = format!("of `{at}`, {problem}");
                self.failure(&problem, "Let the target select the object that holds the value.")
            })?;
        }
        if changed {
            return Ok(());
        }
        let problem = "what it sets already stands there";
        Err(self
            .failure(problem, "The definition seems to be fixed at its source; remove the action."))
    }

    /// The one value that a `copy` names.
    fn source(&self, from: &JsonPath, definition: &Value) -> Result<Value, Diagnostic> {
        from.query(definition).exactly_one().cloned().map_err(|_| {
            let problem = format!("`{from}` does not select exactly one value to copy");
            self.failure(&problem, "Correct the path in `copy`.")
        })
    }

    fn remove(&self, definition: &mut Value, at: &str) -> Result<(), Diagnostic> {
        if take_out(definition, at) {
            return Ok(());
        }
        let help = "Name the part that is wrong in `target`.";
        Err(self.failure("the whole document cannot be removed", help))
    }

    fn failure(&self, problem: &str, help: &str) -> Diagnostic {
        let message = format!("The action does not apply: {problem}.");
        Diagnostic::new(Code::OverlayFailed, message).at(&self.at).help(help)
    }
}

/// The places that a path selects, in the order of the document.
fn places(path: &JsonPath, definition: &Value) -> Vec<String> {
    let mut found: Vec<String> = path
        .query_located(definition)
        .locations()
        .map(serde_json_path::NormalizedPath::to_json_pointer)
        .collect();
    let mut seen = std::collections::HashSet::new();
    found.retain(|at| seen.insert(at.clone()));
    found
}

/// The actions of a document, or what is wrong with it.
fn actions(document: &Value, problems: &mut Diagnostics) -> Vec<Action> {
    let root = Pointer::root();
    let Some(members) = document.as_object() else {
        problems.push(invalid("An overlay is an object.", &root));
        return Vec::new();
    };
    let version = members.get("overlay").and_then(Value::as_str);
    match version {
        None => {
            let message = "This is no overlay: it has no `overlay: 1.1.0`.";
            problems.push(invalid(message, &root).help(
                "`--overlay` and `overlays` take files of the OpenAPI Overlay Specification.",
            ));
            return Vec::new();
        }
        Some(version) if !version.starts_with("1.") => {
            let message = format!("Overlays of version {version} are not known.");
            let at = root.child("overlay");
            problems.push(invalid(message, &at).help("Versions 1.0 and 1.1 are."));
            return Vec::new();
        }
        Some(_) => {}
    }
    unknown_keys(members, &DOCUMENT_KEYS, &root, problems);
    let at = root.child("actions");
    let Some(list) = members.get("actions").and_then(Value::as_array) else {
        problems.push(invalid("The overlay has no list of `actions`.", &root));
        return Vec::new();
    };
    let parsed = list.iter().enumerate().filter_map(|(number, value)| {
        match action(value, &at.child(number), problems) {
            Ok(action) => Some(action),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    });
    parsed.collect()
}

fn action(value: &Value, at: &Pointer, problems: &mut Diagnostics) -> Result<Action, Diagnostic> {
    let Some(members) = value.as_object() else {
        return Err(invalid("An action is an object.", at));
    };
    unknown_keys(members, &ACTION_KEYS, at, problems);
    let Some(target) = members.get("target") else {
        return Err(invalid("The action has no `target`.", at)
            .help("A target is a JSONPath (RFC 9535), such as `$.paths['/pets'].get`."));
    };
    let target = path(target, &at.child("target"))?;
    let is_removal = match members.get("remove") {
        None => false,
        Some(Value::Bool(remove)) => *remove,
        Some(_) => return Err(invalid("`remove` is `true` or `false`.", &at.child("remove"))),
    };
    let edit = match (members.get("update"), members.get("copy"), is_removal) {
        (Some(update), None, false) => Edit::Update(update.clone()),
        (None, Some(copy), false) => Edit::Copy(path(copy, &at.child("copy"))?),
        (None, None, true) => Edit::Remove,
        _ => {
            let message =
                "The action must have exactly one of `update`, `copy` and `remove: true`.";
            return Err(
                invalid(message, at).help("Split it into several actions, or say what to do.")
            );
        }
    };
    Ok(Action { at: at.clone(), target, edit })
}

fn path(value: &Value, at: &Pointer) -> Result<JsonPath, Diagnostic> {
    let text = value.as_str().ok_or_else(|| invalid("A JSONPath is a text.", at))?;
    JsonPath::parse(text).map_err(|error| {
        let message = format!("`{text}` is no JSONPath (RFC 9535): {}.", error.message());
        let position = error.position();
        invalid(message, at).help(format!("The mistake is at character {}.", position + 1))
    })
}

/// A misspelt key would be an action that does something else.
fn unknown_keys(
    members: &Map<String, Value>,
    known: &[&str],
    at: &Pointer,
    problems: &mut Diagnostics,
) {
    let unknown =
        members.keys().filter(|key| !known.contains(&key.as_str()) && !key.starts_with("x-"));
    for key in unknown {
        let problem = invalid(format!("An overlay has no key `{key}` here."), &at.child(key));
        problems.push(match nearest(key, known.iter().copied()) {
            Some(name) => problem.help(format!("Did you mean `{name}`?")),
            None => problem.help(format!("Known are {}.", known.join(", "))),
        });
    }
}

fn invalid(message: impl Into<String>, at: &Pointer) -> Diagnostic {
    Diagnostic::new(Code::InvalidOverlay, message).at(at)
}
