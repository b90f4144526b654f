//! Turns the body of a successful response into a value.
//!
//! In: a raw response. Out: the value, or a `Decode` error that says where in the JSON it failed
//! and keeps the raw body. Invariant: an error text names positions, field names and expectations,
//! never a value that the body contains.

#![allow(
    dead_code,
    reason = "which decoders are used depends on the operations of the API"
)]

use std::str::FromStr;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde_json::error::Category;

use crate::error::{Error, ErrorKind};
use crate::json_path;
use crate::lenient::Lenient;
use crate::response::RawResponse;
use crate::timer;
use crate::unknown_reply::UnknownReply;

/// A media type that is longer is not repeated in an error.
const LONGEST_MEDIA_TYPE: usize = 80;

/// How an operation decodes its response.
pub type Decode<T> = fn(&RawResponse) -> Result<T, Error>;

/// A JSON body, read as leniently as a field of a reply: an item that is null costs no list. A byte order mark is
/// skipped; nothing but white space may follow the value.
pub(crate) fn json<T: Lenient>(raw: &RawResponse) -> Result<T, Error> {
    let text = json_text(raw)?;
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = T::lenient(&mut reader).and_then(|value| reader.end().map(|()| value));
    match read {
        Ok(Some(value)) => Ok(value),
        // There is no field that could be left out. Where null is a value, it is one; else this says what is due.
        Ok(None) => serde_json::from_slice(text).map_err(|error| json_error(raw, &error)),
        Err(error) => Err(json_error(raw, &error)),
    }
}

/// No body: whatever the service sent is ignored.
#[expect(
    clippy::unnecessary_wraps,
    reason = "all decoders have the same signature"
)]
pub(crate) fn unit(_: &RawResponse) -> Result<(), Error> {
    Ok(())
}

/// A UTF-8 text body. A byte order mark is removed.
pub(crate) fn text(raw: &RawResponse) -> Result<String, Error> {
    std::str::from_utf8(without_bom(&raw.body))
        .map(str::to_owned)
        .map_err(|error| {
            let position = error.valid_up_to();
            failure(
                raw,
                format!("the body is not UTF-8 text from byte {position} on"),
            )
        })
}

/// A value that a text body says, white space around it aside: a number, `true` or `false`.
pub(crate) fn parsed<T: FromStr>(raw: &RawResponse) -> Result<T, Error> {
    text(raw)?.trim().parse().map_err(|_| {
        failure(
            raw,
            "the text of the body is not the expected value".to_owned(),
        )
    })
}

/// A word that a text body says, white space around it aside.
pub(crate) fn word<T: From<String>>(raw: &RawResponse) -> Result<T, Error> {
    Ok(text(raw)?.trim().to_owned().into())
}

/// What `decode` makes of the body; `None` where there is none.
pub(crate) fn unless_empty<T>(raw: &RawResponse, decode: Decode<T>) -> Result<Option<T>, Error> {
    if raw.body.is_empty() {
        return Ok(None);
    }
    decode(raw).map(Some)
}

/// A reply with a status that the definition does not list.
pub(crate) fn unknown(raw: &RawResponse) -> UnknownReply {
    UnknownReply::new(raw)
}

/// The body as it is.
#[expect(
    clippy::unnecessary_wraps,
    reason = "all decoders have the same signature"
)]
pub(crate) fn bytes(raw: &RawResponse) -> Result<Bytes, Error> {
    Ok(raw.body.clone())
}

/// The body without a UTF-8 byte order mark.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// An error about the body of this response.
pub(crate) fn failure(raw: &RawResponse, message: String) -> Error {
    Error::new(ErrorKind::Decode, message)
        .with_head(raw.head.clone(), timer::system_time())
        .with_body(raw.body.clone())
        .after(raw.attempts, raw.elapsed)
        .in_operation(raw.operation)
}

fn json_text(raw: &RawResponse) -> Result<&[u8], Error> {
    let text = without_bom(&raw.body);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(failure(
            raw,
            "the body is empty where JSON is due".to_owned(),
        ));
    }
    Ok(text)
}

/// The media type that a response says it has, if that is one of text that is no JSON: a proxy or a login page
/// answers in place of the service.
fn other_media_type(raw: &RawResponse) -> Option<&str> {
    let stated = raw.head.headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let of = stated.split(';').next()?.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '+' | '.');
    let is_known = of.len() <= LONGEST_MEDIA_TYPE && of.chars().all(is_plain);
    (is_known && !of.contains("json")).then_some(of)
}

fn json_error(raw: &RawResponse, error: &serde_json::Error) -> Error {
    if let (Category::Syntax, Some(other)) = (error.classify(), other_media_type(raw)) {
        return failure(
            raw,
            format!("the body is not JSON; the answer says that it is `{other}`"),
        );
    }
    let (line, column) = (error.line(), error.column());
    let path = json_path::at(without_bom(&raw.body), line, column);
    let reason = reason(error);
    failure(
        raw,
        format!(
            "the body is not the expected JSON at `{path}`, line {line} column {column}: {reason}"
        ),
    )
}

/// What serde says, less the values it quotes.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(reason, _)| reason);
    match error.classify() {
        // The texts of the parser itself are fixed.
        Category::Syntax | Category::Eof | Category::Io => text.to_owned(),
        // Serde puts the value first and the expectation last; the names of missing and duplicate
        // fields come from the model.
        Category::Data => match text.rsplit_once(", expected ") {
            Some((_, expectation)) => format!("expected {expectation}"),
            None if is_about_a_field(text) => text.to_owned(),
            None => "the value is not acceptable".to_owned(),
        },
    }
}

fn is_about_a_field(text: &str) -> bool {
    text.starts_with("missing field `") || text.starts_with("duplicate field `")
}
