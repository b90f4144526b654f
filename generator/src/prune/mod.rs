//! Keeps the part of a definition that the rules ask for, and everything that part refers to. What the top of the
//! document refers to is kept too: the schemas that travel without an operation.
//!
//! The document keeps its shape: operations, named parts, tags and security schemes are dropped, nothing
//! is moved or renamed, so pointers stay valid. Without rules nothing is dropped.

mod reach;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use self::reach::{NamedPart, Reach};
use crate::api::Method;
use crate::config::Prune;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::nearest::edits;
use crate::pointer::Pointer;
use crate::reference;
use crate::source::Version;

/// How many names are compared with a rule that matches nothing.
const MAX_COMPARED: usize = 20_000;

/// An operation: the key of its path and of its method.
type OperationKey = (String, &'static str);

/// Drops what the rules do not ask for.
pub fn prune(document: &mut Value, version: Version, rules: &Prune, diagnostics: &mut Diagnostics) {
    if let Some(reach) = kept(document, version, rules, diagnostics) {
        drop_unreached(document, version, &reach);
    }
}

/// The same for a definition that was corrected, and for the one before that: it keeps what either reaches, so that
/// every correction still finds its place and what it refers to.
pub(crate) fn prune_both(
    corrected: &mut Value,
    uncorrected: &mut Value,
    version: Version,
    rules: &Prune,
    diagnostics: &mut Diagnostics,
) {
    let before = kept(uncorrected, version, rules, &mut Diagnostics::default());
    let Some(reach) = kept(corrected, version, rules, diagnostics) else { return };
    drop_unreached(corrected, version, &reach);
    drop_unreached(uncorrected, version, &before.unwrap_or_default().and(reach));
}

/// What the rules keep; `None` where there are none, or nothing satisfies them, which is reported.
fn kept(
    document: &Value,
    version: Version,
    rules: &Prune,
    diagnostics: &mut Diagnostics,
) -> Option<Reach> {
    if rules.paths.is_empty() && rules.tags.is_empty() && rules.operations.is_empty() {
        return None;
    }
    let facts = operations(document);
    let kept: BTreeSet<OperationKey> = facts
        .iter()
        .filter(|facts| facts.satisfies(rules))
        .map(|facts| (facts.path.clone(), facts.method))
        .collect();
    if kept.is_empty() {
        diagnostics.push(matches_nothing(rules, &facts));
        return None;
    }
    warn_of_unmatched_rules(rules, &facts, diagnostics);
    Some(Reach::of(document, version, kept))
}

/// What the rules look at.
struct OperationFacts {
    path: String,
    method: &'static str,
    id: String,
    tags: Vec<String>,
}

impl OperationFacts {
    fn satisfies(&self, rules: &Prune) -> bool {
        let Prune { paths, tags, operations } = rules;
        (paths.is_empty() || paths.iter().any(|path| self.has_path(path)))
            && (tags.is_empty() || tags.iter().any(|tag| self.has_tag(tag)))
            && (operations.is_empty() || operations.iter().any(|id| self.has_id(id)))
    }

    fn has_path(&self, prefix: &str) -> bool {
        self.path.starts_with(prefix)
    }

    fn has_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }

    fn has_id(&self, id: &str) -> bool {
        self.id == id
    }
}

/// Every operation of the document; those behind a reference of a path item are included.
fn operations(document: &Value) -> Vec<OperationFacts> {
    let paths = document.get("paths").and_then(Value::as_object);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for method in Method::ALL {
            let operation = item.get(method.key()).or_else(|| {
                let target = reference::locate(document, item.get("$ref")?.as_str()?)?;
                document.pointer(target.as_str())?.get(method.key())
            });
            if let Some(operation) = operation {
                let text = |value: &Value| value.as_str().map(str::to_owned);
                let tags = operation.get("tags").and_then(Value::as_array);
                found.push(OperationFacts {
                    path: path.clone(),
                    method: method.key(),
                    id: operation.get("operationId").and_then(text).unwrap_or_default(),
                    tags: tags.into_iter().flatten().filter_map(text).collect(),
                });
            }
        }
    }
    found
}

fn warn_of_unmatched_rules(rules: &Prune, facts: &[OperationFacts], diagnostics: &mut Diagnostics) {
    let mut warn = |kind: &str, rule: &str, used: bool| {
        if !used {
            let message = format!("The prune rule `{kind} = [\"{rule}\"]` matches no operation.");
            let help = "Remove the rule, or correct its spelling.";
            diagnostics.push(Diagnostic::new(Code::UnusedConfig, message).help(help));
        }
    };
    for rule in &rules.paths {
        warn("paths", rule, facts.iter().any(|facts| facts.has_path(rule)));
    }
    for rule in &rules.tags {
        warn("tags", rule, facts.iter().any(|facts| facts.has_tag(rule)));
    }
    for rule in &rules.operations {
        warn("operations", rule, facts.iter().any(|facts| facts.has_id(rule)));
    }
}

fn matches_nothing(rules: &Prune, facts: &[OperationFacts]) -> Diagnostic {
    let mut hints = Vec::new();
    for rule in &rules.paths {
        hints.push(hint(rule, facts.iter().map(|facts| same_length(&facts.path, rule))));
    }
    for rule in &rules.tags {
        hints
            .push(hint(rule, facts.iter().flat_map(|facts| facts.tags.iter().map(String::as_str))));
    }
    for rule in &rules.operations {
        hints.push(hint(rule, facts.iter().map(|facts| facts.id.as_str())));
    }
    let help = if facts.is_empty() {
        "The definition has no operation at all; remove the rules to generate its models."
            .to_owned()
    } else {
        hints.join(" ")
    };
    Diagnostic::new(Code::PruneMatchesNothing, "The prune rules leave no operation.")
        .at(&Pointer::root().child("paths"))
        .help(help)
}

/// As many segments of a path as the rule has.
fn same_length<'a>(path: &'a str, rule: &str) -> &'a str {
    let segments = rule.trim_end_matches('/').matches('/').count();
    let end = path.match_indices('/').nth(segments).map(|(at, _)| at);
    end.and_then(|at| path.get(..at)).unwrap_or(path)
}

/// Names the three known values that are most like a rule.
fn hint<'a>(rule: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: BTreeSet<&str> = known.filter(|name| !name.is_empty()).take(MAX_COMPARED).collect();
    let mut ranked: Vec<(usize, &str)> = known
        .into_iter()
        .map(|name| (edits(rule, name, usize::MAX).unwrap_or(usize::MAX), name))
        .collect();
    ranked.sort_unstable();
    let nearest: Vec<String> = ranked.iter().take(3).map(|(_, name)| format!("`{name}`")).collect();
    format!("Nearest to `{rule}`: {}.", nearest.join(", "))
}

fn drop_unreached(document: &mut Value, version: Version, reach: &Reach) {
    let Some(root) = document.as_object_mut() else { return };
    if let Some(Value::Object(paths)) = root.get_mut("paths") {
        paths.retain(|path, item| path.starts_with("x-") || keep_path(path, item, reach));
    }
    root.shift_remove("webhooks");
    if let Some(Value::Array(tags)) = root.get_mut("tags") {
        tags.retain(|tag| {
            tag.get("name").and_then(Value::as_str).is_none_or(|name| reach.tags.contains(name))
        });
    }
    if version == Version::Swagger2 {
        for kind in ["definitions", "parameters", "responses", "securityDefinitions"] {
            drop_parts(root, kind, reach);
        }
    } else if let Some(Value::Object(components)) = root.get_mut("components") {
        let kinds: Vec<String> =
            components.keys().filter(|kind| !kind.starts_with("x-")).cloned().collect();
        for kind in kinds {
            drop_parts(components, &kind, reach);
        }
    }
}

/// Drops the operations of a path item that are not kept, and says whether to keep the rest.
fn keep_path(path: &str, item: &mut Value, reach: &Reach) -> bool {
    if let Some(item) = item.as_object_mut() {
        item.retain(|key, _| match Method::ALL.iter().find(|method| method.key() == key) {
            Some(method) => reach.operations.contains(&(path.to_owned(), method.key())),
            None => true,
        });
    }
    reach.paths.contains(path)
}

/// Drops the named parts of one kind that nothing refers to, and the whole kind when none is left.
fn drop_parts(holder: &mut Map<String, Value>, kind: &str, reach: &Reach) {
    let Some(Value::Object(parts)) = holder.get_mut(kind) else { return };
    parts.retain(|name, _| {
        name.starts_with("x-") || reach.parts.contains(&NamedPart::new(kind, name))
    });
    if parts.is_empty() {
        holder.shift_remove(kind);
    }
}
