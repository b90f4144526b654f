//! What comes back is told apart by its status, and nothing of it is lost.

use replies_by_status::api::exports::{
    CheckExport, Count, CountError, DeleteExport, GetExport, GetExportError, GetExportReply,
    Picture, PutExport, State,
};
use replies_by_status::models::StateReply;
use replies_by_status::{Client, Error, ErrorKind, Operation, Request};

fn reply(status: u16, body: &'static str) -> http::Response<bytes::Bytes> {
    http::Response::builder().status(status).body(body.into()).expect("a response")
}

fn returned<O: Operation>(status: u16, body: &'static str) -> O::Output {
    Request::<O>::decode(reply(status, body)).expect("a success").into_body()
}

fn refused<O: Operation>(status: u16, body: &'static str) -> Error {
    match Request::<O>::decode(reply(status, body)) {
        Ok(_) => panic!("{status} is no success"),
        Err(error) => error,
    }
}

#[test]
fn each_status_has_its_own_body() {
    let of = |status, body| returned::<GetExport>(status, body);
    assert!(matches!(of(200, r#"{"id":"7"}"#), GetExportReply::Ok(e) if e.id.as_deref() == Some("7")));
    assert!(matches!(of(202, r#"{"percent":40}"#), GetExportReply::Accepted(e) if e.percent == Some(40)));
    assert!(matches!(of(203, "a;b"), GetExportReply::NonAuthoritativeInformation(text) if text == "a;b"));
    assert_eq!(of(204, ""), GetExportReply::NoContent);
    assert!(matches!(of(206, "\u{1}"), GetExportReply::Success(bytes) if bytes == "\u{1}"));
}

#[test]
fn where_only_nothing_joins_the_body_may_be_missing() {
    let deleted = returned::<DeleteExport>(200, r#"{"id":"7"}"#).expect("a body");
    assert_eq!(deleted.id.as_deref(), Some("7"));
    assert!(returned::<DeleteExport>(204, "").is_none());
    assert!(returned::<DeleteExport>(202, "").is_none());
    assert_eq!(refused::<DeleteExport>(200, "").kind(), ErrorKind::Decode);
}

#[test]
fn what_is_the_same_for_all_is_not_told_apart() {
    for status in [200, 201] {
        assert_eq!(returned::<PutExport>(status, r#"{"id":"7"}"#).id.as_deref(), Some("7"));
    }
    returned::<CheckExport>(200, "");
}

#[test]
fn all_that_is_decoded_is_asked_for_and_nothing_else() {
    let client = Client::builder().base_url("https://example.com").build().expect("a client");
    let exports = client.exports();
    let accept = |request: http::Request<bytes::Bytes>| request.headers()["accept"].clone();
    let get = exports.get_export("7").prepare().expect("ok");
    assert_eq!(accept(get), "application/json, text/csv, application/octet-stream");
    let put = exports.put_export("7").prepare().expect("ok");
    assert_eq!(accept(put), "application/json, application/vnd.export+json");
    let picture = exports.picture().prepare().expect("ok");
    assert_eq!(accept(picture), "image/jpeg, image/png");
    assert_eq!(returned::<Picture>(200, "\u{1}"), "\u{1}");
}

#[test]
fn a_plain_text_says_a_value() {
    assert_eq!(returned::<Count>(200, " 42\n"), 42);
    assert_eq!(refused::<Count>(200, "many").kind(), ErrorKind::Decode);
    assert_eq!(returned::<State>(200, "idle"), StateReply::Idle);
}

#[test]
fn an_error_reply_has_the_form_of_its_status() {
    let of = |status, body| refused::<GetExport>(status, body).typed::<GetExport>();
    let problem = r#"{"title":"gone","detail":"for ever"}"#;
    assert!(matches!(of(404, problem), Some(GetExportError::NotFound(p)) if p.detail.as_deref() == Some("for ever")));
    assert!(matches!(of(409, r#"{"owner":"Ann"}"#), Some(GetExportError::Conflict(c)) if c.owner.as_deref() == Some("Ann")));
    assert_eq!(of(410, ""), Some(GetExportError::Gone));
    assert!(matches!(of(503, "later"), Some(GetExportError::ServerError(text)) if text == "later"));
    assert!(matches!(of(418, problem), Some(GetExportError::Other(_))));
    assert_eq!(
        refused::<Count>(503, "not now").typed::<Count>(),
        Some(CountError::ServiceUnavailable("not now".to_owned()))
    );
}

#[test]
fn an_error_reply_of_another_form_keeps_status_and_body() {
    let error = refused::<Count>(400, "<html>");
    let Some(CountError::Unknown(reply)) = error.typed::<Count>() else { panic!("{error:?}") };
    assert_eq!((reply.status().as_u16(), &reply.body()[..]), (400, &b"<html>"[..]));
    assert!(matches!(refused::<Count>(502, "").typed::<Count>(), Some(CountError::Unknown(_))));
    let odd = refused::<Count>(200, "many");
    assert!(odd.typed::<Count>().is_none());
}

#[test]
fn an_error_says_what_the_service_says() {
    let shown = |body| refused::<GetExport>(404, body).to_string();
    let problem = r#"{"title":"No such export","id":7}"#;
    assert_eq!(
        shown(problem),
        "getExport: the service answered with an error: No such export (status 404)"
    );
    let detail = r#"{"title":"a","detail":"b\u202ec\nd"}"#;
    assert!(shown(detail).contains(r": b\u{202e}c\nd (status"), "{}", shown(detail));
    let token = r#"{"title":"bad token eyJhbGciOiJIUzI1NiJ9.e30.abc"}"#;
    assert!(!shown(token).contains("eyJ"), "{}", shown(token));
    let inside = r#"{"error":{"message":"No room"}}"#;
    assert_eq!(refused::<GetExport>(409, inside).service_message(), Some("No room"));
    assert!(!shown("<p>Ann</p>").contains("Ann"));
}
