//! How every kind of parameter goes over the wire.

use parameters::api::general::Find;
use parameters::{Client, Request};

fn uri(request: &Request<Find>) -> String {
    request.prepare().expect("the request is valid").uri().to_string()
}

fn find() -> Request<Find> {
    let client = Client::builder().build().expect("a client");
    client.general().find("b c", "json", "x&y=z")
}

#[test]
fn required_ones_are_arguments_and_encoded() {
    assert_eq!(uri(&find()), "https://api.example.com/v2/find/b%20c.json?q=x%26y%3Dz");
}

#[test]
fn lists_are_joined_as_the_definition_says() {
    let lists = find().csv(["a,b", "c"]).ssv([1, 2]).pipes(["a", "b"]).multi(["a", "new"]);
    let uri = uri(&lists);
    for part in ["csv=a%2Cb,c", "ssv=1%202", "pipes=a%7Cb", "multi=a&multi=new"] {
        assert!(uri.contains(part), "{part} is not in {uri}");
    }
}

#[test]
fn false_and_zero_are_sent_and_unset_is_not() {
    let uri = uri(&find().deep(false).page_size(0));
    assert!(uri.ends_with("?q=x%26y%3Dz&deep=false&page.size=0"), "{uri}");
}

#[test]
fn a_parameter_set_twice_has_the_last_value() {
    let uri = uri(&find().page_size(1).page_size(2));
    assert!(uri.contains("page.size=2") && !uri.contains("page.size=1"), "{uri}");
}

#[test]
fn headers_are_sent_and_cannot_be_broken() {
    let request = find().x_trace("abc").prepare().expect("the request is valid");
    assert_eq!(request.headers()["x-trace"], "abc");
    assert!(find().x_trace("a\r\nevil: 1").prepare().is_err());
}

#[test]
fn segments_cannot_leave_their_place() {
    let client = Client::builder().build().expect("a client");
    for segment in ["", "..", "."] {
        assert!(client.general().find(segment, "json", "q").prepare().is_err(), "{segment:?}");
    }
    let uri = uri(&client.general().find("a/../b?c#d", "json", "q"));
    assert!(uri.starts_with("https://api.example.com/v2/find/a%2F..%2Fb%3Fc%23d.json"), "{uri}");
}

#[test]
fn lists_in_forms_are_joined_as_the_definition_says() {
    let client = Client::builder().build().expect("a client");
    let body = parameters::models::SubmitBody::new("a b").csv(["a", "b"]).tsv(["c", "d"]).multi([1, 2]);
    let request = client.general().submit(body).prepare().expect("the request is valid");
    assert_eq!(request.body(), "csv=a,b&multi=1&multi=2&name=a%20b&tsv=c%09d");
}
