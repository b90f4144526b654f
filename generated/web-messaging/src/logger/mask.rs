//! Takes out of a record what must not be in a log.
//!
//! In: headers, addresses and bodies. Out: the same with `[REDACTED]` in the place of credentials, of
//! the fields that the API calls secret, and of whatever looks like a token, wherever it stands.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::credentials::Placement;
use crate::facts;
use crate::mask::{MASK, is_secret_field, masked};

/// A credential that is shorter says nothing; masking it would eat ordinary words.
const SHORTEST_SECRET: usize = 6;

/// JSON of more bytes than this is not looked into.
const LARGEST_BODY: usize = 1024 * 1024;

/// The secrets of a request, to find them anywhere else.
pub(super) struct Mask {
    secrets: Vec<Zeroizing<String>>,
    /// Whether the request is a form of pairs.
    is_form: bool,
    /// Whether the request is a form of parts, which are not looked into.
    has_parts: bool,
}

impl Mask {
    /// Knows the credentials in these headers of a request.
    pub(super) fn new(headers: &HeaderMap) -> Self {
        let values = headers
            .iter()
            .filter(|(name, value)| is_secret_header(name, value))
            .filter_map(|(_, value)| value.to_str().ok());
        let secrets = values
            // After the name of a scheme, such as `Bearer`.
            .filter_map(|value| value.rsplit(' ').next())
            .filter(|secret| secret.len() >= SHORTEST_SECRET)
            .map(|secret| Zeroizing::new(secret.to_owned()))
            .collect();
        let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let content_type = content_type.unwrap_or_default().to_ascii_lowercase();
        Self {
            secrets,
            is_form: content_type.starts_with(b"application/x-www-form-urlencoded"),
            has_parts: content_type.starts_with(b"multipart/"),
        }
    }

    pub(super) fn header(&self, name: &HeaderName, value: &HeaderValue) -> String {
        if is_secret_header(name, value) {
            return MASK.to_owned();
        }
        self.text(&String::from_utf8_lossy(value.as_bytes()))
    }

    pub(super) fn uri(&self, uri: &Uri) -> String {
        let text = uri.to_string();
        let Some((place, query)) = text.split_once('?') else {
            return self.text(&text);
        };
        self.text(&format!("{place}?{}", self.pairs(query)))
    }

    /// The pairs of a query or of a form.
    fn pairs(&self, text: &str) -> String {
        let pairs = text.split('&').map(|pair| self.pair(pair));
        pairs.collect::<Vec<String>>().join("&")
    }

    /// A pair whose name, or whose value as a list of names and values, has a secret in it loses its value.
    fn pair(&self, pair: &str) -> String {
        let Some((name, value)) = pair.split_once('=') else {
            return pair.to_owned();
        };
        let [way, list] = [name, value].map(|text| percent_decode_str(text).decode_utf8_lossy());
        let mut names = way
            .split(['[', ']'])
            .chain(list.split([',', ' ', '\t', '|']));
        if names.any(is_secret_parameter) {
            return format!("{name}={MASK}");
        }
        match serde_json::from_str(&list) {
            Ok(json @ (Value::Array(_) | Value::Object(_))) => {
                format!("{name}={}", self.value(json))
            }
            _ => pair.to_owned(),
        }
    }

    /// A body, cut after `longest` characters.
    pub(super) fn body(&self, body: &Bytes, longest: usize) -> String {
        if self.has_parts || body.len() > LARGEST_BODY {
            return format!("[{} bytes]", body.len());
        }
        let text = match (serde_json::from_slice(body), std::str::from_utf8(body)) {
            (Ok(value), _) => self.value(value).to_string(),
            (Err(_), Ok(text)) if self.is_form => self.text(&self.pairs(text)),
            // Parts of JSON, or none.
            (Err(_), Ok(text)) => self.text(text),
            (Err(_), Err(_)) => return format!("[{} bytes that are no text]", body.len()),
        };
        match text.char_indices().nth(longest) {
            Some((end, _)) => {
                let kept = text.get(..end).unwrap_or_default();
                format!("{kept}... [{} bytes in all]", body.len())
            }
            None => text,
        }
    }

    fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Value::Object(fields) => {
                let fields = fields.into_iter().map(|(name, value)| {
                    let is_masked = is_secret_field(&name) && !value.is_null();
                    let value = if is_masked {
                        Value::from(MASK)
                    } else {
                        self.value(value)
                    };
                    (self.text(&name), value)
                });
                Value::Object(fields.collect())
            }
            other => other,
        }
    }

    /// A text without the credentials of the request, without what it calls by a secret name, and
    /// without tokens.
    pub(super) fn text(&self, text: &str) -> String {
        let mut hidden = Cow::Borrowed(text);
        for secret in &self.secrets {
            if hidden.contains(secret.as_str()) {
                hidden = Cow::Owned(hidden.replace(secret.as_str(), MASK));
            }
        }
        masked(&hidden)
    }
}

fn is_secret_header(name: &HeaderName, value: &HeaderValue) -> bool {
    value.is_sensitive()
        || matches!(
            name.as_str(),
            "authorization"
                | "cookie"
                | "location"
                | "proxy-authenticate"
                | "proxy-authorization"
                | "set-cookie"
                | "www-authenticate"
        )
}

fn is_secret_parameter(name: &str) -> bool {
    let is_credential = facts::SECURITY_SCHEMES
        .iter()
        .any(|scheme| matches!(scheme.placement, Placement::Query { name: used } if used == name));
    is_credential || is_secret_field(name)
}
