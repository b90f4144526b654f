//! Lists and maps that hold themselves: to any depth, and written as they came.

use std::collections::BTreeMap;

use recursive_containers::api::indices::SetIndex;
use recursive_containers::models::{Index, Rows, Shelf, ShelfEither};
use recursive_containers::{Client, Request};
use serde_json::{Value, json};

fn shelf(value: Value) -> Shelf {
    serde_json::from_value(value).expect("a shelf")
}

#[test]
fn they_nest_to_any_depth() {
    let mut rows = json!([]);
    for _ in 0..50 {
        rows = json!([rows, []]);
    }
    let read: Rows = serde_json::from_value(rows.clone()).expect("rows");
    assert_eq!(read.0.len(), 2);
    assert_eq!(serde_json::to_value(&read).expect("it is written"), rows);
}

#[test]
fn what_came_is_written_back() {
    let value = json!({
        "index": {"a": {"b": {}}, "c": {}},
        "left": [[{"x": [], "y": null, "z": [[{}]]}]],
        "branch": ["a", [["b", []], ["c", []]]],
        "boxes": [{"inside": [{}]}],
        "either": [[], [[]]],
    });
    let read = shelf(value.clone());
    assert!(matches!(read.either, Some(ShelfEither::Rows(_))));
    assert_eq!(serde_json::to_value(&read).expect("it is written"), value);
    let read = shelf(json!({"either": {"a": {}}}));
    assert!(matches!(read.either, Some(ShelfEither::Index(_))));
}

#[test]
fn they_are_made_of_what_they_hold() {
    let leaf = Index::from(BTreeMap::new());
    let index = Index::from(BTreeMap::from([("a".to_owned(), leaf)]));
    let client = Client::builder().base_url("https://example.com").build().expect("a client");
    let request = client.indices().set_index(index).prepare().expect("a request");
    assert_eq!(request.body().as_ref(), br#"{"a":{}}"#);
}

#[test]
fn a_null_costs_no_reply() {
    let read = shelf(json!({"index": null, "left": [[null]], "boxes": []}));
    assert_eq!((read.index, read.boxes.map(|boxes| boxes.len())), (None, Some(0)));
}

#[test]
fn a_null_costs_no_reply_that_is_a_list_itself() {
    let read = |body: &'static str| {
        Request::<SetIndex>::decode(http::Response::new(bytes::Bytes::from(body)))
    };
    assert_eq!(read("[null,[],[null]] ").expect("rows").into_body().0.len(), 2);
    for (body, reason) in [("null", "sequence"), ("[] []", "trailing"), ("{}", "sequence")] {
        let error = read(body).expect_err("no rows").to_string();
        assert!(error.contains(reason), "{error}");
    }
}
