//! Requests by the browser's `fetch`: no redirects, no cookies, no referrer, no cache.
//!
//! In: requests with absolute URIs. Out: responses whose bodies stream in, with those headers that the
//! service lets the page see. Dropping the future, or the body, aborts the request.

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH, HOST, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, ResponseType,
};

use super::body::Chunks;
use super::{global_function, socket};
use crate::future::BoxFuture;
use crate::transport::{
    Body, Transport, TransportError, TransportErrorKind, TransportOptions, Upgrade,
};

/// What the browser sends as it sees fit. A `User-Agent` of the page's choice would have to be
/// permitted by the service, and is not worth that.
const LEFT_TO_BROWSER: [HeaderName; 4] = [ACCEPT_ENCODING, CONTENT_LENGTH, HOST, USER_AGENT];

/// The default transport in a browser. It has no state: connections belong to the browser.
pub(crate) struct FetchTransport;

impl Transport for FetchTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(fetch(request))
    }

    fn upgrade(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Upgrade>, TransportError>> {
        Box::pin(async move {
            let socket = socket::open(request.uri()).await?;
            let mut response = Response::new(Upgrade::Messages(Box::new(socket)));
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            Ok(response)
        })
    }
}

/// Aborts the request when it is dropped; one that is complete is not touched by that.
pub(super) struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn fetch(request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
    let abort = Abort(AbortController::new().map_err(|_| unusable())?);
    let sending = begin(&request, &abort)?;
    drop(request);
    let response: web_sys::Response = JsFuture::from(sending)
        .await
        .map_err(|_| failed())?
        .unchecked_into();
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(TransportError::new(TransportErrorKind::Redirect));
    }
    let body = match response.body() {
        None => Body::empty(),
        Some(stream) => Body::from_stream(Chunks::new(&stream, abort)),
    };
    let mut answer = Response::new(body);
    *answer.status_mut() = StatusCode::from_u16(response.status()).map_err(|_| failed())?;
    *answer.headers_mut() = headers(&response);
    Ok(answer)
}

/// Hands the request to the browser.
fn begin(request: &Request<Bytes>, abort: &Abort) -> Result<Promise, TransportError> {
    let init = RequestInit::new();
    init.set_method(request.method().as_str());
    init.set_redirect(RequestRedirect::Manual);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_cache(RequestCache::NoStore);
    init.set_signal(Some(&abort.0.signal()));
    if !request.body().is_empty() {
        init.set_body(&Uint8Array::from(request.body().as_ref()));
    }
    let headers = web_sys::Headers::new().map_err(|_| unusable())?;
    for (name, value) in request.headers() {
        if !LEFT_TO_BROWSER.contains(name) {
            append(&headers, name, value)?;
        }
    }
    init.set_headers(&headers);
    let request = web_sys::Request::new_with_str_and_init(&request.uri().to_string(), &init)
        .map_err(|_| unusable())?;
    let fetch = global_function("fetch").ok_or_else(unusable)?;
    let promise = fetch.call1(&JsValue::UNDEFINED, &request);
    promise.and_then(JsCast::dyn_into).map_err(|_| unusable())
}

fn append(
    headers: &web_sys::Headers,
    name: &HeaderName,
    value: &HeaderValue,
) -> Result<(), TransportError> {
    // The browser wants text with a byte in each character.
    let text: String = value.as_bytes().iter().copied().map(char::from).collect();
    headers.append(name.as_str(), &text).map_err(|_| unusable())
}

/// The headers that the service lets the page see. Such as cannot be expressed are left out.
fn headers(response: &web_sys::Response) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let entries = js_sys::try_iter(&response.headers()).ok().flatten();
    for entry in entries.into_iter().flatten().flatten() {
        let entry: Array = entry.unchecked_into();
        let (name, value) = (entry.get(0).as_string(), entry.get(1).as_string());
        let bytes = value
            .unwrap_or_default()
            .chars()
            .map(u8::try_from)
            .collect();
        let value = bytes_value(bytes);
        let name = HeaderName::try_from(name.unwrap_or_default()).ok();
        if let (Some(name), Some(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    headers
}

fn bytes_value<E>(bytes: Result<Vec<u8>, E>) -> Option<HeaderValue> {
    HeaderValue::try_from(bytes.ok()?).ok()
}

/// No response came. A browser does not say why, lest pages learn about networks they should not see.
fn failed() -> TransportError {
    TransportError::with_message(
        TransportErrorKind::Io,
        "the browser got no answer: there is no connection, or the service does not permit requests from this page (CORS)",
    )
}

/// The browser did not even begin.
fn unusable() -> TransportError {
    TransportError::with_message(
        TransportErrorKind::Config,
        "the browser refused to make the request",
    )
}
