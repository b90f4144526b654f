//! Guards `swagger/guest-chat/definition.json`, the definition the SDK is made from: it is whole, it is documented to the last property, and it says
//! what the published definition says, in our own words.
//!
//! Facts are compared with those that `tests/history/guest-chat/` holds. Texts are compared with the definition as it was published,
//! where that is at hand (`../shared/history/guest-chat`); without it these comparisons pass after one line on the error output.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use generator_tests::{guest_history, published_guest_history};
use history::published::read_published;
use serde_json::{Map, Value};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const DEFINITION: &str = "swagger/guest-chat/definition.json";
const PREFIX: &str = "/api/v2/webchat/guest";

/// Words whose value is for people only. `title` and `summary` occur as texts; the others are text or hold texts and addresses.
const TEXT_WORDS: [&str; 7] =
    ["contact", "description", "externalDocs", "license", "summary", "termsOfService", "title"];
/// Words whose value is a map from names: below them a key such as `description` is a name like any other.
const NAME_MAPS: [&str; 6] =
    ["definitions", "paths", "properties", "responses", "securityDefinitions", ERROR_CODES];
const ERROR_CODES: &str = "x-inin-error-codes";
/// Sections that exist to be referenced.
const SHARED_SECTIONS: [&str; 3] = ["definitions", "parameters", "responses"];
/// How many differences a failing comparison lists.
const SHOWN: usize = 20;

// The definition by itself.

#[test]
fn holds_the_whole_guest_api() {
    let guest = guest();
    let operations = operations(&guest);
    let codes: BTreeSet<_> = operations
        .iter()
        .flat_map(|(_, operation)| error_codes(operation))
        .map(|(_, status, code, _)| (status, code))
        .collect();

    assert_eq!(entries(&guest["paths"]).count(), 9, "paths");
    assert_eq!(operations.len(), 11, "operations");
    assert_eq!(entries(&guest["definitions"]).count(), 21, "models");
    assert_eq!(properties(&guest).len(), 105, "properties");
    assert_eq!(codes.len(), 58, "pairs of status and error code");
}

#[test]
fn is_printed_the_way_serde_json_prints() {
    let text = fs::read_to_string(root().join(DEFINITION)).unwrap();
    let printed = serde_json::to_string_pretty(&guest()).unwrap() + "\n";
    assert!(
        text == printed,
        "{DEFINITION} is not in the form of `serde_json::to_string_pretty` with a final newline"
    );
}

#[test]
fn describes_everything() {
    let guest = guest();
    let mut places = vec![("/info".to_owned(), &guest["info"])];
    places.extend(
        items(&guest["tags"]).enumerate().map(|(index, tag)| (format!("/tags/{index}"), tag)),
    );
    for (pointer, operation) in operations(&guest) {
        places.extend(
            items(&operation["parameters"])
                .enumerate()
                .map(|(index, parameter)| (format!("{pointer}/parameters/{index}"), parameter)),
        );
        places.extend(
            entries(&operation["responses"])
                .map(|(status, response)| (format!("{pointer}/responses/{status}"), response)),
        );
        places.push((pointer, operation));
    }
    places.extend(models(&guest));
    places.extend(properties(&guest));

    let silent: Vec<_> = places
        .iter()
        .filter(|(_, value)| is_blank(&value["description"]))
        .map(|(pointer, _)| pointer)
        .collect();
    assert!(silent.is_empty(), "without a description: {silent:#?}");
}

#[test]
fn sums_up_each_operation_in_one_sentence() {
    let guest = guest();
    let summaries = operations(&guest)
        .into_iter()
        .map(|(pointer, operation)| (pointer, operation["summary"].as_str().unwrap_or_default()));
    let faulty: Vec<_> = summaries
        .filter(|(_, summary)| summary.contains('\n') || !summary.ends_with('.'))
        .collect();
    assert!(faulty.is_empty(), "not one sentence: {faulty:#?}");
}

#[test]
fn explains_every_error_code() {
    let guest = guest();
    let operations = operations(&guest);
    let silent: Vec<_> = operations
        .iter()
        .flat_map(|(_, operation)| error_codes(operation))
        .filter(|(.., text)| text.trim().is_empty())
        .collect();
    assert!(silent.is_empty(), "without a text: {silent:#?}");
}

#[test]
fn resolves_every_reference() {
    let guest = guest();
    let broken: Vec<_> = references(&guest)
        .into_iter()
        .filter(|reference| target(&guest, reference).is_none())
        .collect();
    assert!(broken.is_empty(), "references to nothing: {broken:#?}");
}

#[test]
fn holds_nothing_that_is_not_used() {
    let differences = differences(&guest(), &prune(guest()));
    assert!(
        differences.is_empty(),
        "unused (left: {DEFINITION}, right: what is used of it):\n{}",
        list(&differences)
    );
}

// The definition against the published one.

#[test]
fn states_the_published_facts() {
    let published = guest_history();
    let published = parse(&published.newest().unwrap().text);
    let differences = differences(&strip(&guest()), &strip(&prune(published)));
    assert!(
        differences.is_empty(),
        "the facts differ (left: {DEFINITION}, right: the published definition):\n{}",
        list(&differences)
    );
}

#[test]
fn keeps_the_placeholders_of_the_published_error_texts() {
    let Some(published) = newest_published() else {
        return;
    };
    let (ours, theirs) = (placeholders(&guest()), placeholders(&prune(published)));
    let differing: Vec<_> = ours.symmetric_difference(&theirs).collect();
    assert!(differing.is_empty(), "operation, status, code and count differ: {differing:#?}");
}

#[test]
fn copies_no_published_sentence() {
    let Some(published) = newest_published() else {
        return;
    };
    let theirs: BTreeSet<_> =
        texts(&published).iter().flat_map(|(_, text)| sentences(text)).collect();
    let guest = guest();
    let copied: Vec<_> = texts(&guest)
        .into_iter()
        .filter(|(_, text)| sentences(text).iter().any(|sentence| theirs.contains(sentence)))
        .collect();
    assert!(copied.is_empty(), "copied from the published definition: {copied:#?}");
}

// Reading files.

fn root() -> &'static Path {
    Path::new(ROOT)
}

fn guest() -> Value {
    read(&root().join(DEFINITION))
}

/// The definition of the last release as it was published, or `None` where it is not at hand.
fn newest_published() -> Option<Value> {
    let folder = published_guest_history()?;
    let history = read_published(&folder).unwrap_or_else(|problem| panic!("{problem}"));
    history.newest().map(|newest| parse(&newest.text))
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn read(path: &Path) -> Value {
    let parsed = fs::read(path)
        .map_err(|error| error.to_string())
        .and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string()));
    assert!(parsed.is_ok(), "{}: {parsed:?}", path.display());
    parsed.unwrap_or_default()
}

// Finding one's way in a definition. Places are given as JSON pointers.

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn operations(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (path, methods) in entries(&document["paths"]) {
        let pointer = step("/paths", path);
        found.extend(
            entries(methods)
                .filter(|(_, operation)| operation.get("operationId").is_some())
                .map(|(method, operation)| (step(&pointer, method), operation)),
        );
    }
    found
}

/// What an operation lists as known errors: operation, status, code, text.
fn error_codes(operation: &Value) -> Vec<(&str, &str, &str, &str)> {
    let name = operation["operationId"].as_str().unwrap_or_default();
    let mut found = Vec::new();
    for (status, response) in entries(&operation["responses"]) {
        found.extend(entries(&response[ERROR_CODES]).map(|(code, text)| {
            (name, status.as_str(), code.as_str(), text.as_str().unwrap_or_default())
        }));
    }
    found
}

fn models(document: &Value) -> Vec<(String, &Value)> {
    entries(&document["definitions"])
        .map(|(name, model)| (step("/definitions", name), model))
        .collect()
}

fn properties(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (pointer, model) in models(document) {
        let pointer = step(&pointer, "properties");
        found.extend(
            entries(&model["properties"]).map(|(name, property)| (step(&pointer, name), property)),
        );
    }
    found
}

/// The pointer to `key` below `pointer`.
fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn is_blank(text: &Value) -> bool {
    text.as_str().is_none_or(|text| text.trim().is_empty())
}

// References.

fn references(value: &Value) -> BTreeSet<&str> {
    let own = value.get("$ref").and_then(Value::as_str).into_iter();
    let below = entries(value).map(|(_, child)| child).chain(items(value)).flat_map(references);
    own.chain(below).collect()
}

fn target<'a>(document: &'a Value, reference: &str) -> Option<&'a Value> {
    document.pointer(reference.strip_prefix('#')?)
}

/// Every reference that the paths need, directly or through other references.
fn needed_references(document: &Value) -> BTreeSet<String> {
    let mut open: Vec<&str> = references(&document["paths"]).into_iter().collect();
    let mut needed = BTreeSet::new();
    while let Some(reference) = open.pop() {
        if needed.insert(reference.to_owned()) {
            open.extend(target(document, reference).map(references).unwrap_or_default());
        }
    }
    needed
}

// Cutting a definition down.

/// Keeps the guest paths, and of the shared parts what these paths use.
fn prune(mut document: Value) -> Value {
    retain(&mut document, "paths", |path| path.starts_with(PREFIX));

    let needed = needed_references(&document);
    for section in SHARED_SECTIONS {
        retain(&mut document, section, |name| {
            needed.contains(&step(&format!("#/{section}"), name))
        });
    }
    let schemes = used_security_schemes(&document);
    retain(&mut document, "securityDefinitions", |name| schemes.contains(name));

    let tags = used_tags(&document);
    if let Some(declared) = document.get_mut("tags").and_then(Value::as_array_mut) {
        declared.retain(|tag| tag["name"].as_str().is_some_and(|name| tags.contains(name)));
    }
    document
}

/// Keeps the entries of a section whose name is wanted, and drops the section when none is left.
fn retain(document: &mut Value, section: &str, wanted: impl Fn(&str) -> bool) {
    let Some(sections) = document.as_object_mut() else {
        return;
    };
    if let Some(names) = sections.get_mut(section).and_then(Value::as_object_mut) {
        names.retain(|name, _| wanted(name));
        if names.is_empty() {
            sections.shift_remove(section);
        }
    }
}

fn used_security_schemes(document: &Value) -> BTreeSet<String> {
    let of_operations =
        operations(document).into_iter().flat_map(|(_, operation)| items(&operation["security"]));
    items(&document["security"])
        .chain(of_operations)
        .flat_map(entries)
        .map(|(name, _)| name.clone())
        .collect()
}

fn used_tags(document: &Value) -> BTreeSet<String> {
    let tags =
        operations(document).into_iter().flat_map(|(_, operation)| items(&operation["tags"]));
    tags.filter_map(Value::as_str).map(str::to_owned).collect()
}

// Telling texts from facts.

/// The facts of a definition: everything but the texts. Of the error codes the keys remain.
fn strip(document: &Value) -> Value {
    strip_below(document, "")
}

/// `parent` is the word above `value`, or empty where `value` stands under a name.
fn strip_below(value: &Value, parent: &str) -> Value {
    let named = NAME_MAPS.contains(&parent);
    match value {
        Value::Object(map) => {
            let facts = map.iter().filter(|(key, _)| named || !TEXT_WORDS.contains(&key.as_str()));
            let stripped: Map<_, _> = facts
                .map(|(key, child)| (key.clone(), strip_below(child, if named { "" } else { key })))
                .collect();
            if parent == ERROR_CODES {
                stripped.into_iter().map(|(code, _)| (code, Value::Null)).collect()
            } else {
                Value::Object(stripped)
            }
        }
        Value::Array(list) => list.iter().map(|item| strip_below(item, "")).collect(),
        fact => fact.clone(),
    }
}

/// All texts of a definition with their places, error texts included.
fn texts(document: &Value) -> Vec<(String, &str)> {
    let mut found = Vec::new();
    collect_texts(document, "", "", &mut found);
    found
}

fn collect_texts<'a>(
    value: &'a Value,
    pointer: &str,
    parent: &str,
    found: &mut Vec<(String, &'a str)>,
) {
    let named = NAME_MAPS.contains(&parent);
    for (key, child) in entries(value) {
        let pointer = step(pointer, key);
        let is_text = parent == ERROR_CODES
            || (!named && ["description", "summary", "title"].contains(&key.as_str()));
        match child.as_str() {
            Some(text) if is_text => found.push((pointer, text)),
            _ => collect_texts(child, &pointer, if named { "" } else { key }, found),
        }
    }
    for (index, child) in items(value).enumerate() {
        collect_texts(child, &step(pointer, &index.to_string()), "", found);
    }
}

/// The sentences of a text, without case and punctuation, so that a changed comma does not make a sentence our own.
fn sentences(text: &str) -> Vec<String> {
    let ends = |word: &&str| word.ends_with(['.', '!', '?', ';']);
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .split_inclusive(ends)
        .map(|sentence| sentence.iter().map(|word| plain(word)).collect::<Vec<_>>().join(" "))
        .collect()
}

fn plain(word: &str) -> String {
    word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many values each error text leaves open: operation, status, code, count of `%s`.
fn placeholders(document: &Value) -> BTreeSet<(String, String, String, usize)> {
    let operations = operations(document);
    let codes = operations.iter().flat_map(|(_, operation)| error_codes(operation));
    codes
        .map(|(name, status, code, text)| {
            (name.to_owned(), status.to_owned(), code.to_owned(), text.matches("%s").count())
        })
        .collect()
}

// Comparing.

/// Where two values differ, as lines that begin with the JSON pointer. The order of keys does not matter.
fn differences(left: &Value, right: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect_differences(left, right, "", &mut found);
    found
}

fn collect_differences(left: &Value, right: &Value, pointer: &str, found: &mut Vec<String>) {
    match (left, right) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for key in ours.keys().chain(theirs.keys()).collect::<BTreeSet<_>>() {
                compare_child(ours.get(key), theirs.get(key), &step(pointer, key), found);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            for index in 0..ours.len().max(theirs.len()) {
                compare_child(
                    ours.get(index),
                    theirs.get(index),
                    &step(pointer, &index.to_string()),
                    found,
                );
            }
        }
        _ if left == right => {}
        _ => found.push(format!("{pointer}: left {left}, right {right}")),
    }
}

fn compare_child(
    left: Option<&Value>,
    right: Option<&Value>,
    pointer: &str,
    found: &mut Vec<String>,
) {
    match (left, right) {
        (Some(left), Some(right)) => collect_differences(left, right, pointer, found),
        (Some(_), None) => found.push(format!("{pointer}: only left")),
        (None, Some(_)) => found.push(format!("{pointer}: only right")),
        (None, None) => {}
    }
}

fn list(differences: &[String]) -> String {
    let shown: Vec<_> = differences.iter().take(SHOWN).map(String::as_str).collect();
    let rest = differences.len().saturating_sub(SHOWN);
    shown.join("\n") + &if rest > 0 { format!("\n… and {rest} more") } else { String::new() }
}
