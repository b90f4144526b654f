//! The legacy analysis of the differ: rule by rule on small pairs, and on everything that was published.
//!
//! A case is two definitions and the lines that must come out, as `impact group: text`, all of them and in
//! their order.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

#[path = "legacy/collections.rs"]
mod collections;
#[path = "legacy/history.rs"]
mod history;
#[path = "legacy/malformed.rs"]
mod malformed;
#[path = "legacy/models.rs"]
mod models;
#[path = "legacy/openapi3.rs"]
mod openapi3;
#[path = "legacy/operations.rs"]
mod operations;
#[path = "legacy/parameters.rs"]
mod parameters;
#[path = "legacy/release.rs"]
mod release;
#[path = "legacy/scope.rs"]
mod scope;

use std::path::PathBuf;

use generator::legacy::{Changes, compare};
use serde_json::{Value, json};

/// The changes as lines.
fn lines(changes: &Changes) -> Vec<String> {
    let line = |change: &generator::legacy::Change| {
        format!("{} {}: {}", change.impact.as_str(), change.group, change.text)
    };
    changes.iter().map(line).collect()
}

/// Compares two definitions and expects these lines.
#[track_caller]
fn expect(old: &Value, new: &Value, expected: &[&str]) {
    assert_eq!(lines(&compare(old, new)), expected);
}

/// Compares two versions of one operation, `GET /a`. The lines are expected without the group.
#[track_caller]
fn expect_operation(old: &Value, new: &Value, expected: &[&str]) {
    let definition = |operation: &Value| json!({"paths": {"/a": {"get": operation}}});
    let expected = with_group("GET /a", expected);
    assert_eq!(lines(&compare(&definition(old), &definition(new))), expected);
}

/// Compares two versions of the parameters of `GET /a`.
#[track_caller]
fn expect_parameters(old: &Value, new: &Value, expected: &[&str]) {
    expect_operation(&json!({"parameters": old}), &json!({"parameters": new}), expected);
}

/// Compares two versions of the responses of `GET /a`.
#[track_caller]
fn expect_responses(old: &Value, new: &Value, expected: &[&str]) {
    expect_operation(&json!({"responses": old}), &json!({"responses": new}), expected);
}

/// Compares two versions of one model, `Pet`. The lines are expected without the group.
#[track_caller]
fn expect_model(old: &Value, new: &Value, expected: &[&str]) {
    let definition = |model: &Value| json!({"definitions": {"Pet": model}});
    assert_eq!(lines(&compare(&definition(old), &definition(new))), with_group("Pet", expected));
}

/// Compares two versions of the property `name` of `Pet`.
#[track_caller]
fn expect_property(old: &Value, new: &Value, expected: &[&str]) {
    let model = |property: &Value| json!({"properties": {"name": property}});
    expect_model(&model(old), &model(new), expected);
}

/// Puts a group between the impact and the text of each line.
fn with_group(group: &str, expected: &[&str]) -> Vec<String> {
    let parts = expected.iter().map(|line| line.split_once(' ').unwrap());
    parts.map(|(impact, text)| format!("{impact} {group}: {text}")).collect()
}

/// A folder or file of the material beside the project, or `None` after saying that it is absent.
fn shared(name: &str) -> Option<PathBuf> {
    let path = generator_tests::root().join("../shared").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}
