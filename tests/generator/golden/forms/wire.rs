//! Forms: each property as the definition says it, or as usual.

use forms::api::general::CreateCharge;
use forms::models::{Charge, ChargeAddress, ChargeKind, Part};
use forms::{Client, Request};

fn client() -> Client {
    Client::builder().build().expect("a client")
}

/// The form without the pair of the required field.
fn form(charge: Charge) -> String {
    let request: Request<CreateCharge> = client().general().create_charge(charge);
    let request = request.prepare().expect("it can be sent");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    let text = String::from_utf8(request.body().to_vec()).expect("a text");
    let (amount, others): (Vec<&str>, Vec<&str>) =
        text.split('&').partition(|pair| pair.starts_with("amount="));
    assert_eq!(amount, ["amount=5"]);
    others.join("&")
}

#[test]
fn values_are_texts_and_absent_ones_are_not_sent() {
    assert_eq!(form(Charge::new(5)), "");
    let charge = Charge::new(5).capture(false).note("a&b=c").key("s3cret").kind(ChargeKind::Card);
    assert_eq!(form(charge), "capture=false&key=s3cret&kind=card&note=a%26b%3Dc");
}

#[test]
fn lists_are_a_pair_per_item_and_objects_texts_of_json() {
    assert_eq!(form(Charge::new(5).tags(["a", "b c"])), "tags=a&tags=b%20c");
    let parts = Charge::new(5).parts([Part::new().id("1"), Part::new().share(0.5)]);
    assert_eq!(form(parts), "parts=%7B%22id%22%3A%221%22%7D&parts=%7B%22share%22%3A0.5%7D");
    assert_eq!(form(Charge::new(5).metadata([("a", "b")])), "metadata=%7B%22a%22%3A%22b%22%7D");
}

#[test]
fn an_encoding_says_otherwise() {
    let address = ChargeAddress::new().city("Ulm").lines(["a", "b"]);
    let deep = "address%5Bcity%5D=Ulm&address%5Blines%5D%5B0%5D=a&address%5Blines%5D%5B1%5D=b";
    assert_eq!(form(Charge::new(5).address(address)), deep);
    assert_eq!(form(Charge::new(5).expand(["a", "b"])), "expand%5B0%5D=a&expand%5B1%5D=b");
    assert_eq!(form(Charge::new(5).scopes(["a", "b"])), "scopes=a%20b");
    assert_eq!(form(Charge::new(5).source(Part::new().id("1").share(2.0))), "id=1&share=2");
    let items = Charge::new(5).items([Part::new().id("1")]);
    assert_eq!(form(items), "items=%5B%7B%22id%22%3A%221%22%7D%5D");
}

#[test]
fn a_form_without_named_fields_is_sent() {
    let request = client().general().write_settings().body([("b", "2"), ("a", "1 &")]);
    assert_eq!(request.prepare().expect("ok").body(), "a=1%20%26&b=2");
    let request = client().general().write_raw("a=1&b=2").prepare().expect("ok");
    assert_eq!(request.body(), "a=1&b=2");
}

#[test]
fn xml_is_the_text_of_the_caller() {
    let request = client().general().write_page("<page/>").prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "application/xml");
    assert_eq!(request.body(), "<page/>");
}
