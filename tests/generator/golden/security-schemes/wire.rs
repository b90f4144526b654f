//! Which credential goes where.

use security_schemes::{Client, ErrorKind};

fn client() -> Client {
    Client::builder().build().expect("a client")
}

#[test]
fn the_server_with_variables_is_the_default() {
    assert_eq!(client().base_url().to_string(), "https://eu.api.example.com/v1");
}

#[test]
fn an_open_operation_never_sends_one() {
    let request = client().with_bearer("secret").general().open().prepare().expect("a request");
    assert!(request.headers().get("authorization").is_none());
}

#[test]
fn the_default_of_the_definition_counts() {
    let error = client().general().by_default().prepare().expect_err("a credential is missing");
    assert_eq!(error.kind(), ErrorKind::MissingCredentials);
    let request = client().with_bearer("secret").general().by_default().prepare().expect("ok");
    assert_eq!(request.headers()["authorization"], "Bearer secret");
    assert!(request.headers()["authorization"].is_sensitive());
}

#[test]
fn alternatives_are_taken_whole() {
    let half = client().with_bearer("b").general().either().prepare();
    assert!(half.is_err(), "one of two that are needed together is not enough");
    let both = client().with_bearer("b").with_session_key("s").general().either().prepare().expect("ok");
    assert_eq!(both.headers()["authorization"], "Bearer b");
    assert_eq!(both.headers()["cookie"], "sid=s");
    let key = client().with_key("k").general().either().prepare().expect("ok");
    assert_eq!(key.headers()["x-key"], "k");
}

#[test]
fn optional_ones_are_sent_when_they_are_there() {
    let without = client().general().optional().prepare().expect("ok");
    assert_eq!(without.uri().query(), None);
    let with = client().with_query("a b").general().optional().prepare().expect("ok");
    assert_eq!(with.uri().query(), Some("key=a%20b"));
}

#[test]
fn basic_authentication_is_encoded() {
    let request = client().with_user("Aladdin", "open sesame").general().by_user().prepare().expect("ok");
    assert_eq!(request.headers()["authorization"], "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    let short = client().with_user("a", "b").general().by_user().prepare().expect("ok");
    assert_eq!(short.headers()["authorization"], "Basic YTpi");
}
