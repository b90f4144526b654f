//! Bodies that are not JSON, and JSON of other names.

use bodies::api::general::{GetPicture, WriteNote};
use bodies::{Client, Request};

fn client() -> Client {
    Client::builder().base_url("https://example.com").build().expect("a client")
}

#[test]
fn text_goes_and_comes_as_text() {
    let request = client().general().write_note("Grüße").prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "text/plain");
    assert_eq!(request.body(), "Grüße");
    let reply = http::Response::new("noted".into());
    assert_eq!(Request::<WriteNote>::decode(reply).expect("ok").body(), "noted");
}

#[test]
fn binary_comes_as_bytes() {
    let request = client().general().get_picture().prepare().expect("ok");
    assert_eq!(request.headers()["accept"], "image/png");
    let reply = http::Response::new(vec![0x89, b'P', b'N', b'G'].into());
    assert_eq!(Request::<GetPicture>::decode(reply).expect("ok").body().as_ref(), b"\x89PNG");
}

#[test]
fn json_of_other_names_is_json() {
    let document = std::collections::BTreeMap::from([("a", 1)]);
    let request = client().general().patch_document().body(document).prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "application/merge-patch+json");
    assert_eq!(request.headers()["accept"], "application/hal+json");
    assert_eq!(request.body(), r#"{"a":1}"#);
}

#[test]
fn an_optional_body_may_be_absent() {
    let request = client().general().patch_document().prepare().expect("ok");
    assert!(request.body().is_empty());
}
