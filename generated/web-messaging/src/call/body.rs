//! What a call sends as its body, and how the setters of an operation give it.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Serialize;

use super::Call;
use crate::error::Error;
use crate::multipart::{self, PartKind};
use crate::payload::Payload;
use crate::request_body::RequestBody;
use crate::style::{self, Writing};
use crate::transport::Body;

/// A request body with its content type.
#[derive(Clone)]
pub(crate) struct Content {
    pub(crate) content_type: Cow<'static, str>,
    pub(crate) payload: Payload,
}

impl Call {
    /// Sets a JSON body.
    pub(crate) fn json(&mut self, body: &impl Serialize) {
        self.json_as("application/json", body);
    }

    /// Sets a JSON body with a content type of its own.
    pub(crate) fn json_as(&mut self, content_type: &'static str, body: &impl Serialize) {
        match serde_json::to_vec(body) {
            Ok(json) => self.bytes(content_type, json.into()),
            Err(_) => self.refuse("the request body cannot be written as JSON".to_owned()),
        }
    }

    /// Sets a form. `fields` says of some of its members how they are written; of the others, a list is a pair
    /// per item, and an object is a text of JSON.
    pub(crate) fn form(
        &mut self,
        content_type: &'static str,
        body: &impl Serialize,
        fields: &[(&str, Writing)],
    ) {
        let value = serde_json::to_value(body).ok();
        match value.and_then(|value| style::form(&value, fields)) {
            Some(form) => self.bytes(content_type, form.into()),
            None => self.refuse("the request body cannot be written as a form".to_owned()),
        }
    }

    /// Sets a body of bytes.
    pub(crate) fn bytes(&mut self, content_type: &'static str, bytes: Bytes) {
        self.body = Some(Content {
            content_type: content_type.into(),
            payload: bytes.into(),
        });
    }

    /// Sets a body of the caller's making. Without a `usual` content type the caller must have chosen one.
    pub(crate) fn upload(&mut self, usual: Option<&'static str>, body: impl Into<RequestBody>) {
        let (payload, chosen) = body.into().into_parts();
        match chosen.or(usual.map(Cow::Borrowed)) {
            Some(content_type) => {
                self.body = Some(Content {
                    content_type,
                    payload,
                });
            }
            None => self.refuse(
                "the request body needs a content type: `RequestBody::content_type`".to_owned(),
            ),
        }
    }

    /// Sets a form of parts. `parts` says of some of its members what their parts are like.
    pub(crate) fn multipart(
        &mut self,
        media_type: &str,
        body: &impl Serialize,
        parts: &[(&str, PartKind)],
    ) {
        match multipart::write(body, parts) {
            Ok(form) => {
                self.body = Some(Content {
                    content_type: format!("{media_type}; boundary={}", form.boundary).into(),
                    payload: form.payload,
                });
            }
            Err(reason) => self.refuse(reason),
        }
    }

    /// Sets a text body.
    pub(crate) fn text(&mut self, content_type: &'static str, text: impl Into<String>) {
        self.bytes(content_type, text.into().into());
    }

    /// The body that is streamed beside the request, if there is one.
    pub(crate) fn open_upload(&self) -> Result<Option<Body>, Error> {
        let payload = self.body.as_ref().map(|body| &body.payload);
        payload.map_or(Ok(None), Payload::open)
    }

    /// Whether the body can be sent more than once.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.body
            .as_ref()
            .is_none_or(|body| body.payload.is_repeatable())
    }
}
