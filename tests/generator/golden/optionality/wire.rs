//! What a trusted reply must have, what it may lack, and what a request takes.

use std::error::Error as _;

use optionality::models::{Exchanged, Failure, Received, Sent};
use serde_json::{Value, json};

/// The required members of a reply.
fn required() -> serde_json::Map<String, Value> {
    let members = json!({
        "requiredText": "a", "requiredList": [1],
        "requiredReadOnlyText": "a", "requiredReadOnlyList": [1],
        "requiredNullableText": null, "requiredNullableList": null,
        "requiredNullableReadOnlyText": null, "requiredNullableReadOnlyList": null,
        "requiredReference": null,
    });
    members.as_object().expect("an object").clone()
}

#[test]
fn what_is_only_sent_may_be_missing_in_a_reply() {
    let received: Received = serde_json::from_value(required().into()).expect("ok");
    assert_eq!(received.required_text, "a");
    assert_eq!(received.required_read_only_text, "a");
    assert_eq!(received.required_write_only_text, None);
    assert_eq!(received.required_nullable_text, None);
    assert_eq!(received.required_reference, None);
}

#[test]
fn what_a_trusted_reply_must_have_is_missed() {
    for member in ["requiredText", "requiredReadOnlyList"] {
        let mut members = required();
        members.remove(member);
        let failure = serde_json::from_value::<Received>(members.into()).expect_err("missing");
        assert!(failure.source().is_none() && failure.to_string().contains(member));
    }
}

#[test]
fn what_is_only_received_is_no_argument() {
    let sent = Sent::new([1], [1], "b", [1], "c", "d", "e", [1], "f");
    assert_eq!(sent.required_list, [1]);
    assert_eq!(sent.required_read_only_text, None);
    let exchanged = Exchanged::new([1], [1], "b", [1], "c", "d", "e", [1], "f");
    assert_eq!(exchanged.required_read_only_text, None);
}

#[test]
fn the_code_of_an_error_may_be_null() {
    let failure: Failure = serde_json::from_value(json!({"code": null})).expect("ok");
    assert_eq!(failure.code, None);
}
