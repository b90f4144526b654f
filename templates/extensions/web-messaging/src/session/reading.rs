//! A frame of the service: what it is, which request it is about, and whether it refuses that.

use std::time::Duration;

use serde_json::Value;

use super::event::Refusal;
use crate::error::{Error, ErrorKind};
use crate::models::Frame;

/// What is said of a request that was taken.
const FINE: i64 = 200;

/// A frame, and what stands beside its body.
pub(super) struct Heard {
    pub(super) frame: Frame,
    pub(super) tracing_id: Option<String>,
    pub(super) code: Option<i64>,
}

/// Reads a frame. One that cannot be read is no reason to do without the others.
pub(super) fn read(text: &str) -> Result<Heard, Error> {
    let value: Value = serde_json::from_str(text).map_err(|failure| {
        let message = "a frame of the service is not JSON";
        // The failure says where, and quotes nothing.
        Error::new(ErrorKind::Decode, message).with_source(failure.to_string())
    })?;
    let tracing_id = value.get("tracingId").and_then(Value::as_str);
    let (tracing_id, code) = (
        tracing_id.map(str::to_owned),
        value.get("code").and_then(Value::as_i64),
    );
    // Here it would quote what was said.
    let frame = serde_json::from_value(value).map_err(|_| {
        let message = "a frame of the service has another form than expected";
        Error::new(ErrorKind::Decode, message)
    })?;
    Ok(Heard {
        frame,
        tracing_id,
        code,
    })
}

impl Heard {
    /// What it refuses, if it does.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        let stated = |code: Option<i64>, message: &Option<String>| Refusal {
            tracing_id: self.tracing_id.clone(),
            code: code.or(self.code),
            message: message.clone(),
            retry_after: None,
        };
        match &self.frame {
            Frame::StringFrame(frame) if self.code != Some(FINE) => Some(stated(None, &frame.body)),
            Frame::ErrorFrame(frame) => {
                let body = frame.body.as_ref()?;
                Some(stated(body.error_code, &body.error_message))
            }
            Frame::GenerateUrlErrorFrame(frame) => {
                let body = frame.body.as_ref()?;
                Some(stated(body.error_code, &body.error_message))
            }
            Frame::TooManyRequestsErrorMessageFrame(frame) => {
                let body = frame.body.as_ref()?;
                let seconds = body
                    .retry_after
                    .and_then(|seconds| u64::try_from(seconds).ok());
                let retry_after = seconds.map(Duration::from_secs);
                let refusal = stated(body.error_code, &body.error_message);
                Some(Refusal {
                    retry_after,
                    ..refusal
                })
            }
            _ => None,
        }
    }
}
