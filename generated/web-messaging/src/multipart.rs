//! Forms of parts (RFC 7578), with names written as browsers do it.
//!
//! In: a value whose members are the fields, and the content types that the definition gives to some. Out: the
//! pieces of the body. A list is a part per item, an object is a part of JSON, a file is a part with a name, and
//! what is absent or null is no part. The boundary is drawn by chance, and never part of what is in memory.

#![allow(dead_code, reason = "an API may have no such forms")]

use std::borrow::Cow;
use std::fmt::Write as _;

use bytes::Bytes;
use http::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use crate::file_part::{self, Collected, FilePart};
use crate::payload::{Payload, Piece};
use crate::random::Random;
use crate::style;

/// The content type of files of which nothing is known.
const UNKNOWN: &str = "application/octet-stream";

/// What the definition says of a part, where it is not as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartKind {
    /// It has this media type, unless the caller says another one.
    Typed(&'static str),
    /// Only the caller can know its media type.
    Open,
    /// A list is one part, with this between its items.
    Joined(&'static str),
}

/// A form that is ready to be sent.
pub(crate) struct Form {
    pub(crate) boundary: String,
    pub(crate) payload: Payload,
}

/// Writes a form; the error is the message for the caller.
pub(crate) fn write(body: &impl Serialize, kinds: &[(&str, PartKind)]) -> Result<Form, String> {
    let random = Random::new(None);
    let unwritable = |_| "the request body cannot be written as a form".to_owned();
    let (value, collected) = file_part::collected(body, drawn(&random)).map_err(unwritable)?;
    let Value::Object(members) = value else {
        return Err("the request body has no members that could be parts of a form".to_owned());
    };
    let mut parts = Vec::new();
    for (name, value) in &members {
        let kind = kinds.iter().find(|(field, _)| field == name);
        let kind = kind.map(|(_, kind)| *kind);
        match (value, kind) {
            (Value::Array(items), Some(PartKind::Joined(separator))) if !items.is_empty() => {
                let items: Vec<String> = items.iter().filter_map(style::scalar).collect();
                let joined = Value::String(items.join(separator));
                parts.extend(part(name, &joined, kind, &collected)?);
            }
            (Value::Array(items), _) => {
                for item in items {
                    parts.extend(part(name, item, kind, &collected)?);
                }
            }
            (value, _) => parts.extend(part(name, value, kind, &collected)?),
        }
    }
    let mut boundary = drawn(&random);
    while parts.iter().any(|part| part.contains(&boundary)) {
        boundary = drawn(&random);
    }
    let payload = Payload::of(pieces(parts, &boundary));
    Ok(Form { boundary, payload })
}

/// A text that nobody foresees.
fn drawn(random: &Random) -> String {
    let mut text = String::from("part-");
    for _ in 0..4 {
        // Writing to a string cannot fail.
        let _ = write!(text, "{:08x}", random.next());
    }
    text
}

/// A part of a form: its head, and what it holds.
struct Part {
    head: String,
    content: Vec<Piece>,
}

impl Part {
    /// Whether a text occurs in what is in memory.
    fn contains(&self, text: &str) -> bool {
        self.content.iter().any(|piece| match piece {
            Piece::Bytes(bytes) => bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes()),
            _ => false,
        })
    }
}

/// The part for a value; `None` for null.
fn part(
    name: &str,
    value: &Value,
    kind: Option<PartKind>,
    collected: &Collected,
) -> Result<Option<Part>, String> {
    let (text, usual) = match value {
        Value::Null => return Ok(None),
        Value::Object(members) => {
            if let Some(file) = file(members, collected) {
                return file_of(name, file, kind).map(Some);
            }
            (value.to_string(), Some("application/json"))
        }
        Value::Array(_) => (value.to_string(), Some("application/json")),
        Value::String(text) if !is_json(kind) => (text.clone(), None),
        value => (value.to_string(), None),
    };
    if !collected.files.is_empty() && text.contains(&collected.mark) {
        return Err(format!(
            "`{name}` has a file inside of it, which can only be a part by itself"
        ));
    }
    let content_type = match kind {
        Some(PartKind::Typed(stated)) => Some(stated),
        Some(PartKind::Open | PartKind::Joined(_)) | None => usual,
    };
    Ok(Some(Part {
        head: head(name, None, content_type),
        content: vec![Piece::Bytes(Bytes::from(text))],
    }))
}

/// Whether even a text is written as JSON.
fn is_json(kind: Option<PartKind>) -> bool {
    matches!(kind, Some(PartKind::Typed(stated)) if stated.starts_with("application/json"))
}

/// The file that an object stands for, if it is a mark.
fn file<'c>(
    members: &serde_json::Map<String, Value>,
    collected: &'c Collected,
) -> Option<&'c FilePart> {
    let number = members.get(&collected.mark)?.as_u64()?;
    collected.files.get(usize::try_from(number).ok()?)
}

fn file_of(name: &str, file: &FilePart, kind: Option<PartKind>) -> Result<Part, String> {
    let (payload, chosen) = file.body.clone().into_parts();
    let usual = match kind {
        Some(PartKind::Typed(stated)) => Some(stated),
        Some(PartKind::Open) => None,
        Some(PartKind::Joined(_)) | None => Some(UNKNOWN),
    };
    let content_type = chosen.or(usual.map(Cow::Borrowed)).ok_or_else(|| {
        format!("the file `{name}` needs a content type: `FilePart::content_type`")
    })?;
    if HeaderValue::from_str(&content_type).is_err() {
        return Err(format!(
            "the content type of the file `{name}` is not a media type"
        ));
    }
    let file_name = file.file_name.as_deref().unwrap_or(name);
    Ok(Part {
        head: head(name, Some(file_name), Some(&content_type)),
        content: payload.into_pieces(),
    })
}

fn head(name: &str, file_name: Option<&str>, content_type: Option<&str>) -> String {
    let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escaped(name));
    if let Some(file_name) = file_name {
        let _ = write!(head, "; filename=\"{}\"", escaped(file_name));
    }
    if let Some(content_type) = content_type {
        let _ = write!(head, "\r\nContent-Type: {content_type}");
    }
    head.push_str("\r\n\r\n");
    head
}

/// A name as it stands between quotes: what would end it, or the line, is percent-encoded.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' => escaped.push_str("%22"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// All parts with the boundary between them. A form without parts is the last boundary alone.
fn pieces(parts: Vec<Part>, boundary: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for part in parts {
        pieces.push(Piece::Bytes(
            format!("--{boundary}\r\n{}", part.head).into(),
        ));
        pieces.extend(part.content);
        pieces.push(Piece::Bytes(Bytes::from_static(b"\r\n")));
    }
    pieces.push(Piece::Bytes(format!("--{boundary}--\r\n").into()));
    pieces
}
