//! The report as SARIF 2.1.0, for code scanning: one result per entry.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::uri::{is_relative, repository_path, uri};
use super::{Analysis, Entry, Location, Report, json, words};
use crate::PROGRAM;
use crate::bump::Bump;
use crate::changes::{Area, Effect};
use crate::diff::explain::{self, RuleText};

/// How many operations a message names.
const OPERATIONS: usize = 5;

/// Writes the report.
pub(super) fn render(report: &Report) -> String {
    let rules: BTreeMap<&str, &Entry> =
        report.entries.iter().rev().map(|entry| (entry.rule.as_str(), entry)).collect();
    let ids: Vec<&str> = rules.keys().copied().collect();
    let results: Vec<Value> =
        report.entries.iter().map(|entry| result(report, entry, &ids)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": PROGRAM,
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|entry| rule(entry)).collect::<Vec<_>>(),
            }},
            "invocations": [invocation(report)],
            "artifacts": artifacts(report),
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {
                "verdict": report.verdict,
                "compared": report.compared,
                "configuration": report.configuration,
                "names": report.names,
                "versions": report.versions,
            },
        }],
    });
    json::write(&log)
}

/// A rule that an entry names.
fn rule(entry: &Entry) -> Value {
    let text = explain::rule(&entry.rule);
    let title = text.as_ref().map_or_else(|| entry.rule.clone(), |text| text.title.clone());
    let why = text.as_ref().map_or_else(|| title.clone(), |text| text.why.clone());
    json!({
        "id": entry.rule,
        "shortDescription": message(&title),
        "fullDescription": message(&why),
        "help": message(&format!("{why}\n`{PROGRAM} explain {}` says more.", entry.rule)),
        "helpUri": help_uri(entry, text.as_ref()),
        "defaultConfiguration": { "level": level(entry.wire.max(entry.public_api), entry.effect) },
    })
}

/// The page about what the rule is about: the part of the specification, or Cargo's chapter.
fn help_uri(entry: &Entry, text: Option<&RuleText>) -> String {
    if let Some(page) = text.and_then(|text| text.page.clone()) {
        return page;
    }
    if entry.analysis == Analysis::PublicApi {
        let page = entry.items.iter().find_map(|item| item.anchor.clone());
        return page
            .unwrap_or_else(|| "https://doc.rust-lang.org/cargo/reference/semver.html".into());
    }
    let part = match entry.area {
        None | Some(Area::Document | Area::Documentation) => "openapi-object",
        Some(Area::Security) => "security-requirement-object",
        Some(Area::Operation) => "operation-object",
        Some(Area::Parameter) => "parameter-object",
        Some(Area::Body) => "request-body-object",
        Some(Area::Response) => "response-object",
        Some(
            Area::Model
            | Area::Property
            | Area::Type
            | Area::Enum
            | Area::Limit
            | Area::Composition,
        ) => "schema-object",
    };
    format!("https://spec.openapis.org/oas/v3.0.3.html#{part}")
}

fn result(report: &Report, entry: &Entry, ids: &[&str]) -> Value {
    let mut result = Map::new();
    let mut add = |key: &str, value: Value| {
        result.insert(key.to_owned(), value);
    };
    add("ruleId", json!(entry.rule));
    add("ruleIndex", json!(ids.binary_search(&entry.rule.as_str()).unwrap_or_default()));
    let level = level(entry.bump, entry.effect);
    add("kind", json!(if level == "none" { "informational" } else { "fail" }));
    add("level", json!(level));
    add("message", message(&text(entry)));
    add("locations", json!([location(report, entry)]));
    if let (Some(_), Some(old)) = (entry.new.as_ref().or(entry.near.as_ref()), &entry.old) {
        let mut related = json!({ "id": 0, "message": message("the old definition") });
        if let (Some(physical), Some(related)) = (physical(old), related.as_object_mut()) {
            related.insert("physicalLocation".to_owned(), physical);
        }
        add("relatedLocations", json!([related]));
    }
    add("partialFingerprints", json!({ "change/v1": entry.fingerprint }));
    let eased = entry.bump < entry.wire.max(entry.public_api);
    if let Some(reason) = entry.accepted.as_ref().filter(|_| eased && entry.bump == Bump::None) {
        add("suppressions", json!([{ "kind": "external", "justification": reason }]));
    }
    add("properties", properties(entry));
    Value::Object(result)
}

fn level(bump: Bump, effect: Effect) -> &'static str {
    match (bump, effect) {
        (Bump::Major, _) => "error",
        (Bump::Minor, Effect::Announced) => "warning",
        (Bump::Minor | Bump::Patch, _) => "note",
        (Bump::None, _) => "none",
    }
}

fn text(entry: &Entry) -> String {
    let after = |before: &str, text: Option<String>| {
        text.map_or_else(String::new, |text| format!("{before}{text}"))
    };
    format!(
        "{}: {}{}. {}{}{}{}.",
        entry.subject,
        entry.sentence,
        after(", in ", words::path(entry)),
        words::verdicts(entry),
        after("; ", words::effect(entry)),
        after("; affects ", words::operations(entry, OPERATIONS, str::to_owned)),
        after(". Hint: ", entry.hint.clone()),
    )
}

/// Where the result is: in the new definition, or where it was in the old one; and for whom.
fn location(report: &Report, entry: &Entry) -> Value {
    let mut location = Map::new();
    let place = entry.new.as_ref().or(entry.near.as_ref()).or(entry.old.as_ref());
    let physical = place.and_then(physical).or_else(|| {
        // A change of the generated code alone belongs to the new definition as a whole.
        let uri = uri(&repository_path(&report.new.name)?);
        Some(json!({ "artifactLocation": artifact_location(&uri) }))
    });
    if let Some(physical) = physical {
        location.insert("physicalLocation".to_owned(), physical);
    }
    let mut logical = vec![json!({ "fullyQualifiedName": entry.subject, "kind": "resource" })];
    let items: BTreeSet<&str> = entry.items.iter().map(|item| item.item.as_str()).collect();
    logical.extend(items.into_iter().map(|item| {
        let name = item.rsplit("::").next().unwrap_or(item);
        json!({ "name": name, "fullyQualifiedName": item, "kind": "member" })
    }));
    location.insert("logicalLocations".to_owned(), Value::Array(logical));
    Value::Object(location)
}

fn physical(location: &Location) -> Option<Value> {
    let uri = uri(&repository_path(&location.file)?);
    Some(json!({
        "artifactLocation": artifact_location(&uri),
        "region": { "startLine": location.line.max(1), "startColumn": location.column.max(1) },
    }))
}

fn artifact_location(uri: &str) -> Value {
    if is_relative(uri) {
        json!({ "uri": uri, "uriBaseId": "%SRCROOT%" })
    } else {
        json!({ "uri": uri })
    }
}

/// All files that a place names; the two definitions are one file when they are two of its revisions.
fn artifacts(report: &Report) -> Vec<Value> {
    let places = report.entries.iter().flat_map(|entry| [&entry.old, &entry.new, &entry.near]);
    let places = places.flatten().chain(&report.uncovered).map(|location| &location.file);
    let names: BTreeSet<&String> = places.chain([&report.old.name, &report.new.name]).collect();
    let uris = names.into_iter().filter_map(|name| Some(uri(&repository_path(name)?)));
    let uris: BTreeSet<String> = uris.collect();
    uris.iter()
        .map(|uri| json!({ "location": artifact_location(uri), "roles": ["analysisTarget"] }))
        .collect()
}

/// That the comparison was made, and what it does not know.
fn invocation(report: &Report) -> Value {
    let notifications: Vec<Value> = report
        .uncovered
        .iter()
        .map(|place| {
            let text = format!(
                "A difference that no rule knows: {}; the verdict may be too low.",
                words::pointer(place)
            );
            let mut notification = json!({ "level": "error", "message": message(&text) });
            if let (Some(physical), Some(map)) = (physical(place), notification.as_object_mut()) {
                map.insert("locations".to_owned(), json!([{ "physicalLocation": physical }]));
            }
            notification
        })
        .collect();
    json!({ "executionSuccessful": true, "toolExecutionNotifications": notifications })
}

fn properties(entry: &Entry) -> Value {
    json!({
        "bump": entry.bump,
        "wire": entry.wire,
        "public_api": entry.public_api,
        "effect": entry.effect,
        "forces": entry.forces,
        "operations": entry.operations,
        "accepted": entry.accepted,
        "items": entry.items,
    })
}

/// A message. Braces would stand for arguments and brackets for links; SARIF has escapes for both. Those of
/// brackets are used only where there could be a link: not all readers know them.
fn message(text: &str) -> Value {
    let mut text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") {
        text = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    }
    json!({ "text": text })
}
