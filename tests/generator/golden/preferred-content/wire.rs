//! The model of a body, how it is written and what its headers say come from one and the same content.

use preferred_content::api::general::{AddPet, ChangePets};
use preferred_content::models::{AddPetBody, ChangePetsBody};
use preferred_content::{Client, Request};

fn client() -> Client {
    Client::builder().base_url("https://example.com").build().expect("a client")
}

fn reply(body: &'static str) -> http::Response<bytes::Bytes> {
    http::Response::new(body.into())
}

fn created(body: &'static str) -> http::Response<bytes::Bytes> {
    let reply = http::Response::builder().status(201).body(body.into());
    reply.expect("a reply")
}

#[test]
fn beside_a_form_any_body_is_json_of_its_own_schema() {
    let body = AddPetBody::new("Rex");
    let request = client().general().add_pet(body).prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"name":"Rex"}"#);
}

#[test]
fn the_first_success_with_a_body_is_the_reply() {
    let body = AddPetBody::new("Rex");
    let request = client().general().add_pet(body).prepare().expect("ok");
    assert_eq!(request.headers()["accept"], "Application/JSON; charset=utf-8");
    let pet = Request::<AddPet>::decode(created(r#"{"id":"7"}"#)).expect("ok");
    assert_eq!(pet.into_body().expect("a body").id.as_deref(), Some("7"));
    let nothing = Request::<AddPet>::decode(reply("")).expect("ok");
    assert!(nothing.body().is_none());
}

#[test]
fn a_range_is_never_sent() {
    let body = ChangePetsBody::new().sold(true);
    let request = client().general().change_pets().body(body).prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"sold":true}"#);
}

#[test]
fn without_a_success_the_response_for_all_statuses_is_the_reply() {
    let changed = Request::<ChangePets>::decode(reply(r#"{"changed":3}"#)).expect("ok");
    assert_eq!(changed.body().changed, Some(3));
}

#[test]
fn a_picture_is_asked_for_as_a_picture() {
    let request = client().general().get_picture().prepare().expect("ok");
    assert_eq!(request.headers()["accept"], "image/*");
}
