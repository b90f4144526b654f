//! One API written in several ways gives one result.

use std::fs;

use generator::api::Api;
use generator::source;
use serde_json::Value;

use crate::real::shared;
use crate::{TWIN_2, TWIN_30, TWIN_31, api, pointers};

/// A value without what may differ between twins: where things stand, and whether a server is written
/// with variables.
fn without_pointers(mut value: Value) -> Value {
    const PLACES: [&str; 6] =
        ["pointer", "declared", "security_pointer", "references", "template", "variables"];
    fn strip(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.retain(|key, _| !PLACES.contains(&key.as_str()));
                members.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    strip(&mut value);
    value
}

fn facts(api: &Api) -> Value {
    without_pointers(serde_json::to_value(api).unwrap())
}

#[test]
fn json_and_yaml_give_the_same_api() {
    let mut texts = vec![TWIN_2.to_owned(), TWIN_30.to_owned(), TWIN_31.to_owned()];
    if let Some(folder) = shared("specs") {
        for name in ["gc-guestchat.json", "meilisearch.json", "up-banking.json"] {
            texts.push(fs::read_to_string(folder.join(name)).unwrap());
        }
    }
    for text in texts {
        let value = source::parse("twin", &text).unwrap().value().clone();
        let as_json = api(&serde_json::to_string_pretty(&value).unwrap());
        let as_yaml = api(&serde_yaml::to_string(&value).unwrap());
        assert_eq!(as_json, as_yaml);
    }
}

#[test]
fn twins_in_all_versions_give_the_same_api() {
    let (v2, v30, v31) = (api(TWIN_2), api(TWIN_30), api(TWIN_31));
    assert_eq!(facts(&v2), facts(&v30));
    assert_eq!(facts(&v30), facts(&v31));
    assert_eq!(v2.operations.len(), 4);
}

#[test]
fn every_member_is_found_where_its_key_is_written() {
    for text in [TWIN_2, TWIN_30, TWIN_31] {
        let yaml = source::parse("twin.yaml", text).unwrap();
        let text = serde_json::to_string_pretty(yaml.value()).unwrap();
        let json = source::parse("twin.json", &text).unwrap();
        for pointer in pointers(yaml.value()) {
            let Some(key) = pointer.last().filter(|key| key.parse::<usize>().is_err()) else {
                continue;
            };
            for (document, quoted) in [(&json, true), (&yaml, false)] {
                let position = document.position(&pointer).unwrap();
                let line = document.line(position.line).unwrap();
                let rest: String = line.chars().skip(position.column - 1).collect();
                let key = if quoted { format!("{key:?}:") } else { format!("{key}:") };
                let unquoted = rest.replacen(['\'', '"'], "", if quoted { 0 } else { 2 });
                assert!(unquoted.starts_with(&key), "{pointer}: {rest} in {}", document.name());
            }
        }
    }
}
