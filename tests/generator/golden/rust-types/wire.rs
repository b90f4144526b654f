//! Types of other crates travel as what the definition says.

use rust_types::Client;
use rust_types::models::{Parcel, ParcelParent};
use serde_json::{Map, Value, json};
use uuid::Uuid;

const ID: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

fn id() -> Uuid {
    ID.parse().expect("an id")
}

fn amount(value: &str) -> Map<String, Value> {
    [("value".to_owned(), json!(value))].into_iter().collect()
}

fn client() -> Client {
    Client::builder().build().expect("a client")
}

#[test]
fn parameters_are_written_as_their_texts() {
    let since: jiff::Timestamp = "2026-01-02T03:04:05Z".parse().expect("a time");
    let request = client().general().get_parcel(id()).since(since).others([id(), id()]).x_least(amount("2"));
    let request = request.prepare().expect("ok");
    let query = format!("since=2026-01-02T03%3A04%3A05Z&others={ID}&others={ID}");
    assert_eq!(request.uri().path(), format!("/parcels/{ID}"));
    assert_eq!(request.uri().query(), Some(query.as_str()));
    assert_eq!(request.headers()["x-least"], "value,2");
}

#[test]
fn models_hold_them() {
    let sent = json!({
        "id": ID, "price": {"value": "1.50"}, "paid": null, "sentAt": "2026-01-02T03:04:05Z",
        "stops": ["2026-01-02T03:04:05Z"], "weights": {"a": {"value": "1"}}, "parent": ID, "kind": ID,
    });
    let parcel: Parcel = serde_json::from_value(sent.clone()).expect("a parcel");
    assert_eq!(parcel.id, Some(id()));
    assert_eq!(parcel.price, Some(amount("1.50")));
    assert!(matches!(&parcel.parent, Some(ParcelParent::Text(parent)) if *parent == id()));
    assert_eq!(serde_json::to_value(&parcel).expect("JSON"), sent);
    let made = Parcel::new(id(), amount("1.50")).sent_at("2026-01-02T03:04:05Z".parse::<jiff::Timestamp>().expect("a time"));
    let request = client().general().send_parcel(made).prepare().expect("ok");
    let body: Value = serde_json::from_slice(request.body()).expect("JSON");
    assert_eq!(body, json!({"id": ID, "price": {"value": "1.50"}, "sentAt": "2026-01-02T03:04:05Z"}));
}

#[test]
fn a_value_that_the_type_cannot_hold_is_an_error_that_names_the_member() {
    let error = serde_json::from_value::<Parcel>(json!({"id": "7"})).expect_err("no id");
    assert!(error.to_string().contains("id"), "{error}");
    let other: Parcel = serde_json::from_value(json!({"parent": "7"})).expect("an unknown parent");
    assert!(matches!(other.parent, Some(ParcelParent::Unknown(_))));
}
