//! One record of a log: what is said of an attempt, as text or as JSON. What could break a line of it, or
//! turn it round, is escaped.

use std::borrow::Cow;
use std::fmt::Write;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;
use serde::Serialize;

use super::mask::Mask;
use super::{LogLevel, LogSettings, Watched};
use crate::attempt::Failure;
use crate::error::Error;
use crate::response::Head;
use crate::visible::{visible, visible_but_for_ascii};

/// What is said of an attempt; everything in it is masked.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Record {
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    level: &'static str,
    operation: &'static str,
    attempt: u32,
    method: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    correlation_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    request_headers: Headers,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_headers: Option<Headers>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_body: Option<String>,
}

/// Names and values; several values of one name are joined.
type Headers = std::collections::BTreeMap<String, String>;

impl Record {
    pub(super) fn new(
        watched: &Watched,
        result: &Result<(Head, Bytes), Failure>,
        settings: &LogSettings,
        now: Option<SystemTime>,
    ) -> Self {
        let mask = Mask::new(&watched.headers);
        let (head, body) = parts(result);
        let level = match (result, settings.level) {
            (Err(_), _) => LogLevel::Error,
            (Ok(_), level) => level,
        };
        let of_body = |body: &Bytes| shown(&mask.body(body, settings.longest_body));
        let has_body = |body: &&Bytes| !body.is_empty();
        let request_body = Some(&watched.body).filter(has_body);
        let response_body = body.filter(has_body);
        Self {
            date: now.and_then(in_words),
            level: match level {
                LogLevel::None => "none",
                LogLevel::Error => "error",
                LogLevel::Debug => "debug",
                LogLevel::Trace => "trace",
            },
            operation: watched.operation,
            attempt: watched.attempt,
            method: watched.method.to_string(),
            url: shown(&mask.uri(&watched.uri)),
            correlation_id: head
                .and_then(Head::correlation_id)
                .map(|id| shown(&mask.text(id))),
            status_code: head.map(|head| head.status.as_u16()),
            error: result.as_ref().err().map(|failure| shown(&reason(failure))),
            request_headers: headers(&watched.headers, &mask),
            response_headers: head
                .filter(|_| level != LogLevel::Debug)
                .map(|head| headers(&head.headers, &mask)),
            request_body: request_body
                .filter(|_| settings.request_bodies)
                .map(of_body),
            response_body: response_body
                .filter(|_| settings.response_bodies)
                .map(of_body),
        }
    }

    /// One line.
    pub(super) fn json(&self) -> String {
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }

    /// A block of lines.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let date = self.date.as_deref().unwrap_or("unknown date");
        let level = self.level.to_uppercase();
        let (operation, attempt) = (self.operation, self.attempt);
        writeln!(text, "{level} {date} {operation}, attempt {attempt}")?;
        writeln!(text, "=== REQUEST ===")?;
        writeln!(text, "URL: {}", on_one_line(&self.url))?;
        writeln!(text, "Method: {}", self.method)?;
        write_headers(text, &self.request_headers)?;
        write_body(text, self.request_body.as_deref())?;
        writeln!(text, "=== RESPONSE ===")?;
        match (self.status_code, &self.error) {
            (Some(status), _) => writeln!(text, "Status: {status}")?,
            (None, _) => writeln!(text, "Status: none")?,
        }
        if let Some(error) = &self.error {
            writeln!(text, "Error: {}", on_one_line(error))?;
        }
        if let Some(id) = &self.correlation_id {
            writeln!(text, "Correlation ID: {}", on_one_line(id))?;
        }
        if let Some(headers) = &self.response_headers {
            write_headers(text, headers)?;
        }
        write_body(text, self.response_body.as_deref())
    }
}

fn write_headers(text: &mut String, headers: &Headers) -> std::fmt::Result {
    writeln!(text, "Headers:")?;
    headers
        .iter()
        .try_for_each(|(name, value)| writeln!(text, "    {name}: {}", on_one_line(value)))
}

fn write_body(text: &mut String, body: Option<&str>) -> std::fmt::Result {
    body.map_or(Ok(()), |body| writeln!(text, "Body: {}", on_one_line(body)))
}

/// What came from elsewhere cannot look like lines of the log.
fn on_one_line(text: &str) -> Cow<'_, str> {
    visible(text)
}

/// What came from elsewhere as a record holds it; JSON has escapes of its own for ASCII.
fn shown(text: &str) -> String {
    visible_but_for_ascii(text).into_owned()
}

fn parts(result: &Result<(Head, Bytes), Failure>) -> (Option<&Head>, Option<&Bytes>) {
    match result {
        Ok((head, body)) => (Some(head), Some(body)),
        Err(Failure::Status(head, body)) => (Some(head), body.as_ref().ok()),
        Err(Failure::Body(head, _)) => (Some(head), None),
        Err(Failure::Transport(_)) => (None, None),
    }
}

/// Why an attempt failed, without anything of what was exchanged.
fn reason(failure: &Failure) -> String {
    match failure {
        Failure::Status(head, Ok(_)) => Error::message_of_status(head.status).to_owned(),
        Failure::Status(_, Err(error)) | Failure::Body(_, error) | Failure::Transport(error) => {
            error.to_string()
        }
    }
}

fn headers(headers: &HeaderMap, mask: &Mask) -> Headers {
    let mut texts = Headers::new();
    for (name, value) in headers {
        let value = shown(&mask.header(name, value));
        texts
            .entry(name.to_string())
            .and_modify(|earlier| {
                earlier.push_str(", ");
                earlier.push_str(&value);
            })
            .or_insert(value);
    }
    texts
}

fn in_words(time: SystemTime) -> Option<String> {
    let time = jiff::Timestamp::try_from(time).ok()?;
    Some(format!("{time:.3}"))
}
