//! The frames of the service, as JSON.

use serde_json::{Value, json};

use crate::refusal::{Refusal, Shape};

/// An answer.
pub(crate) fn response(class: &str, body: &Value, tracing_id: Option<&str>) -> Value {
    frame("response", class, 200, body, tracing_id)
}

/// Something that is pushed, or echoed.
pub(crate) fn message(class: &str, body: &Value, tracing_id: Option<&str>) -> Value {
    frame("message", class, 200, body, tracing_id)
}

/// A refusal, in one of the shapes that it can have.
pub(crate) fn refusal(refusal: &Refusal, tracing_id: Option<&str>) -> Value {
    let Refusal { code, text, shape } = refusal;
    match shape {
        Shape::Text => frame("response", "string", *code, &json!(text), tracing_id),
        Shape::File(id) => {
            let mut body = json!({"name": "GenerateUrlError", "message": text, "errorCode": code, "errorMessage": text});
            if let (Some(id), Some(body)) = (id, body.as_object_mut()) {
                body.insert("attachmentId".to_owned(), json!(id));
            }
            frame("response", "GenerateUrlError", 200, &body, tracing_id)
        }
        Shape::TooMany(seconds) => {
            let body = json!({"retryAfter": seconds, "errorCode": code, "errorMessage": text});
            frame("response", "TooManyRequestsErrorMessage", 429, &body, tracing_id)
        }
    }
}

fn frame(kind: &str, class: &str, code: u16, body: &Value, tracing_id: Option<&str>) -> Value {
    let mut frame = json!({"type": kind, "class": class, "code": code, "body": body});
    if let (Some(id), Some(frame)) = (tracing_id, frame.as_object_mut()) {
        frame.insert("tracingId".to_owned(), json!(id));
    }
    frame
}
