//! Null is sent where it was asked for, and comes and goes among items, where the definition allows it.

use null_in_requests::models::{Change, Draft, Note};
use null_in_requests::Client;
use serde_json::{Value, json};

fn sent(request: http::Request<bytes::Bytes>) -> Value {
    serde_json::from_slice(request.body()).expect("JSON")
}

fn client() -> Client {
    Client::builder().base_url("https://example.com").build().expect("a client")
}

#[test]
fn what_must_be_there_may_be_null() {
    let draft = Draft::new("p", "t");
    assert_eq!(serde_json::to_value(&draft).expect("ok"), json!({"parent": "p", "title": "t"}));
    let request = client().notes().add_note(draft.parent_null()).prepare().expect("ok");
    assert_eq!(sent(request), json!({"parent": null, "title": "t"}));
}

#[test]
fn absent_null_and_a_value_are_three_things() {
    let change = |change| sent(client().notes().change_note(change).prepare().expect("ok"));
    assert_eq!(change(Change::new()), json!({}));
    assert_eq!(change(Change::new().title_null()), json!({"title": null}));
    assert_eq!(change(Change::new().title("a").size(1)), json!({"title": "a", "size": 1}));
    assert_eq!(change(Change::new().title("a").title_null()), json!({"title": null}));
    assert_eq!(change(Change::new().title_null().title("a")), json!({"title": "a"}));
    let mut edited = Change::new().title_null();
    edited.title = Some("a".to_owned());
    assert_eq!(change(edited), json!({"title": "a"}));
    let draft = Draft::new("p", "t").color_null().key_null();
    let draft = sent(client().notes().add_note(draft).prepare().expect("ok"));
    assert_eq!(draft, json!({"parent": "p", "title": "t", "color": null, "key": null}));
    let draft = Draft::new("p", "t").key("secret").color("red");
    let draft = sent(client().notes().add_note(draft).prepare().expect("ok"));
    assert_eq!(draft, json!({"parent": "p", "title": "t", "color": "red", "key": "secret"}));
}

#[test]
fn what_came_as_null_goes_back_as_null() {
    for text in [
        r#"{}"#,
        r#"{"title":null}"#,
        r#"{"key":null,"lines":null}"#,
        r#"{"lines":["a",null],"marks":{"a":null,"b":1},"rows":[[null,{"x":1.5}],[]]}"#,
    ] {
        let change: Change = serde_json::from_str(text).expect(text);
        assert_eq!(serde_json::to_string(&change).expect("ok"), text);
    }
    // A size cannot be null, so it is only missing.
    let change: Change = serde_json::from_str(r#"{"size":null}"#).expect("ok");
    assert_eq!((serde_json::to_string(&change).expect("ok").as_str(), change), ("{}", Change::new()));
}

#[test]
fn null_among_items_is_kept_only_where_it_is_allowed() {
    let note: Note = serde_json::from_value(json!({
        "title": null, "words": ["a", null], "lines": ["a", null],
    }))
    .expect("ok");
    assert_eq!(note.title, None);
    assert_eq!(note.words, Some(vec!["a".to_owned()]));
    assert_eq!(note.lines, Some(vec![Some("a".to_owned()), None]));
    let change = Change::new().lines([Some("a".to_owned()), None]).marks([("a", None), ("b", Some(1))]);
    let change = sent(client().notes().change_note(change).prepare().expect("ok"));
    assert_eq!(change, json!({"lines": ["a", null], "marks": {"a": null, "b": 1}}));
    let request = client().notes().get_note().tag(["a", "b"]).prepare().expect("ok");
    assert_eq!(request.uri().query(), Some("tag=a&tag=b"));
}
