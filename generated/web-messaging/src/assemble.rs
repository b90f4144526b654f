//! Assembles the HTTP request of a call, without any I/O.
//!
//! In: a call. Out: the request with absolute URI, headers, credentials and body; or `InvalidInput`
//! / `MissingCredentials`. Invariants: credentials are only those the operation asks for; the
//! request goes to the origin of the base URL; header values that are secret are marked as
//! sensitive.

use std::borrow::Cow;
use std::fmt::Write;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};

use crate::call::Call;
use crate::credentials::{Credentials, Placement, SecurityScheme};
use crate::encode::{self, QueryParameter, QueryValue};
use crate::error::Error;
use crate::secret::Secret;

/// How many headers a request usually has beside the defaults, those of the transport included.
const USUAL_HEADERS: usize = 8;

/// Assembles the request of `call` with these credentials; without its body, where that is a stream.
pub(crate) fn assemble(call: &Call, credentials: &Credentials) -> Result<Request<Bytes>, Error> {
    call.check()?;
    let secrets = credentials.select(call.operation.security)?;
    let uri = uri(call, &secrets)?;
    let headers = headers(call, &secrets)?;
    let bytes = call
        .body
        .as_ref()
        .and_then(|body| body.payload.whole().cloned());

    let mut request = Request::new(bytes.unwrap_or_default());
    *request.method_mut() = call.operation.method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    Ok(request)
}

type Secrets<'a> = [(&'static SecurityScheme, &'a Secret)];

fn uri(call: &Call, secrets: &Secrets<'_>) -> Result<Uri, Error> {
    let mut target = encode::path(call.operation.path, &call.path).map_err(Error::invalid_input)?;
    let credentials = query_credentials(secrets);
    let query = encode::query(call.query.iter().chain(&credentials));
    if !query.is_empty() {
        // The path of the definition may have the beginning of the query.
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&query);
    }
    let base_url = call.base_url()?;
    base_url
        .join(target)
        .filter(|uri| base_url.is_origin_of(uri))
        .ok_or_else(|| Error::invalid_input("the request URL would be too long or invalid"))
}

fn query_credentials(secrets: &Secrets<'_>) -> Vec<QueryParameter> {
    secrets
        .iter()
        .filter_map(|(scheme, secret)| match scheme.placement {
            Placement::Query { name } => Some(QueryParameter {
                name: name.into(),
                value: QueryValue::One(secret.expose().to_owned()),
            }),
            Placement::Header { .. } | Placement::Cookie { .. } => None,
        })
        .collect()
}

/// Later ones win: the client's defaults, what the operation needs, the caller's choice for this
/// call, then cookies and credentials.
fn headers(call: &Call, secrets: &Secrets<'_>) -> Result<HeaderMap, Error> {
    let defaults = &call.client.shared().headers;
    let mut headers = HeaderMap::with_capacity(defaults.len() + USUAL_HEADERS);
    replace_all(&mut headers, defaults);
    if !call.operation.accept.is_empty() {
        headers.insert(ACCEPT, media_type(call.operation.accept.into())?);
    }
    if let Some(body) = &call.body {
        headers.insert(CONTENT_TYPE, media_type(body.content_type.clone())?);
        if let Some(length) = body.payload.streamed_length() {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
    }
    replace_all(&mut headers, &call.headers);
    replace_all(&mut headers, &call.options.headers);
    if let Some(cookies) = cookies(call, secrets)? {
        headers.insert(COOKIE, cookies);
    }
    for (scheme, secret) in secrets {
        if let Placement::Header { name, prefix } = scheme.placement {
            let name = HeaderName::try_from(name)
                .map_err(|_| Error::config(format!("`{name}` is not a header name")))?;
            headers.insert(name, header_credential(scheme, prefix, secret)?);
        }
    }
    Ok(headers)
}

fn media_type(text: Cow<'static, str>) -> Result<HeaderValue, Error> {
    let value = match text {
        Cow::Borrowed(text) => {
            HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes())).ok()
        }
        Cow::Owned(ref text) => HeaderValue::from_str(text).ok(),
    };
    value.ok_or_else(|| Error::invalid_input(format!("{text:?} is not a media type")))
}

fn replace_all(headers: &mut HeaderMap, others: &HeaderMap) {
    for (name, value) in others {
        headers.insert(name, value.clone());
    }
}

fn cookies(call: &Call, secrets: &Secrets<'_>) -> Result<Option<HeaderValue>, Error> {
    let mut text = String::new();
    for (_, pairs) in call.cookies.iter().filter(|(_, pairs)| !pairs.is_empty()) {
        text.push_str(if text.is_empty() { "" } else { "; " });
        text.push_str(pairs);
    }
    for (scheme, secret) in secrets {
        if let Placement::Cookie { name } = scheme.placement {
            let separator = if text.is_empty() { "" } else { "; " };
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "{separator}{name}={}",
                encode::encode(secret.expose())
            );
        }
    }
    if text.is_empty() {
        return Ok(None);
    }
    let value = HeaderValue::try_from(text);
    value.map(sensitive).map(Some).map_err(|_| {
        Error::invalid_input("a cookie name has characters that a header cannot carry")
    })
}

fn header_credential(
    scheme: &SecurityScheme,
    prefix: &str,
    secret: &Secret,
) -> Result<HeaderValue, Error> {
    let secret = scheme.bare(secret);
    if secret.is_empty() {
        return Err(Error::invalid_input(format!(
            "the credential for {} is empty",
            scheme.name
        )));
    }
    let text = [prefix, secret].concat();
    let value = HeaderValue::from_maybe_shared(Bytes::from(text));
    value.map(sensitive).map_err(|_| {
        Error::invalid_input(format!(
            "the credential for {} has characters that a header cannot carry",
            scheme.name
        ))
    })
}

fn sensitive(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}
