//! Tuples, and secrets inside of lists, maps and tuples: written, and never shown.

use std::collections::BTreeMap;

use containers::models::{Lock, Safe};
use containers::{Client, Secret};
use serde_json::{Value, json};

fn safe(value: Value) -> Safe {
    serde_json::from_value(value).expect("a safe")
}

#[test]
fn secrets_in_containers_are_sent_and_not_shown() {
    let value = json!({
        "codes": ["canary-1"],
        "owners": {"me": "canary-2"},
        "spare": ["canary-3", null],
        "other": "canary-4",
    });
    let safe = safe(value.clone());
    assert_eq!(serde_json::to_value(&safe).expect("it is written"), value);
    assert!(!format!("{safe:?}").contains("canary"), "{safe:?}");
}

#[test]
fn structs_with_derived_traits_send_them_too() {
    let rest = BTreeMap::from([("other".to_owned(), Secret::from("canary-2"))]);
    let lock = Lock::new(["canary-1"], (1, 2)).note_null().additional_properties(rest);
    let expected =
        json!({"codes": ["canary-1"], "range": [1, 2], "note": null, "other": "canary-2"});
    assert_eq!(serde_json::to_value(&lock).expect("it is written"), expected);
    assert!(!format!("{lock:?}").contains("canary"), "{lock:?}");
}

#[test]
fn a_body_of_secrets_is_sent() {
    let client = Client::builder().base_url("https://example.com").build().expect("a client");
    let request = client.safes().set_codes(["canary"]).prepare().expect("a request");
    assert_eq!(request.body().as_ref(), br#"["canary"]"#);
}

#[test]
fn tuples_are_written_as_they_came() {
    let value = json!({
        "place": [1.5, 2.0],
        "history": [["2026-01-02T03:04:05Z", {"by": "me"}, "a", null], ["2026-01-02T03:04:05Z", {}, 7, true]],
    });
    let safe = safe(value.clone());
    assert_eq!(safe.place, Some((1.5, 2.0)));
    assert_eq!(serde_json::to_value(&safe).expect("it is written"), value);
}

#[test]
fn a_tuple_of_another_length_costs_no_reply() {
    let read = |place: Value| safe(json!({"place": place, "codes": ["a"]}));
    assert_eq!(read(json!([1, 2, 3])).place, Some((1.0, 2.0)));
    for short in [json!([1]), json!([]), json!([1, null]), Value::Null] {
        let safe = read(short);
        assert_eq!((safe.place, safe.codes.map(|codes| codes.len())), (None, Some(1)));
    }
}

#[test]
fn a_number_keeps_its_last_digit() {
    let text = r#"{"place": [3.75e301, 2.3650000000000007e302]}"#;
    let safe: Safe = serde_json::from_str(text).expect("a safe");
    assert_eq!(safe.place, Some((3.75e301, 2.365_000_000_000_000_7e302)));
}
