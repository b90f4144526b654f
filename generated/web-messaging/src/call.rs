//! One call of an operation: its parameters, body and options, until it is sent.
//!
//! In: the facts of the operation and the values of the caller. Out: an `http::Request`
//! ([`Call::prepare`], without any I/O), or what came back ([`Call::send`]). What cannot be sent is
//! remembered and reported then, so that setters can be chained. No operation is known here but by its
//! facts, so that all of it is compiled once. Invariant: `Debug` prints the operation and the options,
//! never an id, a value, a body or a credential.

#![allow(
    dead_code,
    reason = "which setters are used depends on the operations of the API"
)]

mod body;

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use bytes::Bytes;
use http::header::ACCEPT;
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use serde::Serialize;
use serde_json::Value;

use crate::base_url::BaseUrl;
use crate::client::Client;
use crate::credentials::Credentials;
use crate::decode::Decode;
use crate::encode::{PathValue, QueryParameter, QueryValue, encode};
use crate::error::Error;
use crate::future::BoxFuture;
use crate::operation::Facts;
use crate::response::{Head, RawResponse, Response};
use crate::retry::RetryConfig;
use crate::streamed::StreamedReply;
use crate::style::{self, Writing};
use crate::trace::Span;
use crate::{assemble, driver, header_policy, timer, trace};

pub(crate) use self::body::Content;

/// A call of an operation. It is moved from future to future until it is sent, so it is small.
#[derive(Clone)]
pub(crate) struct Call(Box<Values>);

/// What a call consists of.
#[derive(Clone)]
pub(crate) struct Values {
    pub(crate) client: Client,
    pub(crate) operation: &'static Facts,
    pub(crate) path: Vec<(&'static str, PathValue)>,
    pub(crate) query: Vec<QueryParameter>,
    pub(crate) headers: HeaderMap,
    /// By parameter, the pairs that it consists of, encoded: `name=a; name=b`.
    pub(crate) cookies: Vec<(&'static str, String)>,
    pub(crate) body: Option<Content>,
    pub(crate) options: Options,
    pub(crate) invalid: Option<String>,
}

/// What the caller wants to be different in this call.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryConfig>,
    pub(crate) headers: HeaderMap,
}

impl Call {
    pub(crate) fn new(client: Client, operation: &'static Facts) -> Self {
        Self(Box::new(Values {
            client,
            operation,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            options: Options::default(),
            invalid: None,
        }))
    }

    /// Sets a path parameter.
    pub(crate) fn path(&mut self, name: &'static str, value: impl Into<String>) {
        self.set_path(name, PathValue::One(value.into()));
    }

    /// Sets a path parameter that is written in a style of its own.
    pub(crate) fn path_value(
        &mut self,
        name: &'static str,
        value: &impl Serialize,
        writing: Writing,
    ) {
        let Some(value) = self.value(name, value) else {
            return;
        };
        if style::has_controls(&value) {
            return self.refuse(format!(
                "the path parameter `{name}` must not contain control characters"
            ));
        }
        let text = style::segment(name, &value, writing);
        self.set_path(name, PathValue::Written(text.unwrap_or_default()));
    }

    /// Sets a query parameter with one value.
    pub(crate) fn query(&mut self, name: &'static str, value: impl Into<String>) {
        self.set_query(name, QueryValue::One(value.into()));
    }

    /// Sets a query parameter that is written in a style of its own. One of which nothing is written is not sent.
    pub(crate) fn query_value(
        &mut self,
        name: &'static str,
        value: &impl Serialize,
        writing: Writing,
    ) {
        if let Some(value) = self.value(name, value) {
            let mut pairs = String::new();
            style::push_pairs(&mut pairs, &style::pairs(name, &value, writing), "&");
            self.set_query(name, QueryValue::Written(pairs));
        }
    }

    /// Sets a header that is a parameter of the operation.
    pub(crate) fn header_parameter(&mut self, name: &'static str, value: impl Into<String>) {
        let Ok(header) = HeaderName::try_from(name) else {
            return self.refuse(format!("`{name}` is not a header name"));
        };
        if let Err(error) = header_policy::check(&header) {
            return self.refuse(error.to_string());
        }
        match HeaderValue::try_from(value.into()) {
            Ok(value) => {
                self.headers.insert(header, value);
            }
            Err(_) => self.refuse(format!(
                "the header parameter `{name}` has characters that a header cannot carry"
            )),
        }
    }

    /// Sets a header that is written in a style of its own. One of which nothing is written is not sent.
    pub(crate) fn header_value(
        &mut self,
        name: &'static str,
        value: &impl Serialize,
        writing: Writing,
    ) {
        let value = self.value(name, value);
        if let Some(text) = value.and_then(|value| style::header(&value, writing)) {
            self.header_parameter(name, text);
        }
    }

    /// Sets a cookie that is a parameter of the operation.
    pub(crate) fn cookie_parameter(&mut self, name: &'static str, value: impl Into<String>) {
        let pair = format!("{name}={}", encode(&value.into()));
        self.set_cookie(name, pair);
    }

    /// Sets cookies that are a parameter of the operation in a style of its own.
    pub(crate) fn cookie_value(
        &mut self,
        name: &'static str,
        value: &impl Serialize,
        writing: Writing,
    ) {
        if let Some(value) = self.value(name, value) {
            let mut pairs = String::new();
            style::push_pairs(&mut pairs, &style::pairs(name, &value, writing), "; ");
            self.set_cookie(name, pairs);
        }
    }

    /// The value of a parameter as the styles see it.
    fn value(&mut self, name: &str, value: &impl Serialize) -> Option<Value> {
        let value = serde_json::to_value(value);
        if value.is_err() {
            self.refuse(format!(
                "the parameter `{name}` has a value that cannot be written"
            ));
        }
        value.ok()
    }

    /// Limits this call, and each of its attempts, to `limit`; it replaces both limits of the
    /// client.
    pub(crate) fn timeout(&mut self, limit: Duration) {
        self.options.timeout = Some(limit);
    }

    /// Replaces the retry rule of the client for this call.
    pub(crate) fn retry(&mut self, retry: RetryConfig) {
        self.options.retry = Some(retry);
    }

    /// Sets a header of the caller's choice. It wins over a default header of the client and over a
    /// parameter of the operation.
    pub(crate) fn header(&mut self, name: HeaderName, value: HeaderValue) {
        match header_policy::check(&name) {
            Ok(()) => {
                self.options.headers.insert(name, value);
            }
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// The request as it would be sent, credentials included.
    pub(crate) fn prepare(&self) -> Result<Request<Bytes>, Error> {
        let is_whole = |body: &Content| body.payload.whole().is_some();
        if !self.body.as_ref().is_none_or(is_whole) {
            let error = Error::invalid_input("a body that is a stream cannot be prepared");
            return Err(error.in_operation(self.operation.id));
        }
        self.assemble(&self.client.credentials().known())
    }

    /// The request as it is sent with these credentials, without its body where that is a stream.
    pub(crate) fn assemble(&self, credentials: &Credentials) -> Result<Request<Bytes>, Error> {
        assemble::assemble(self, credentials).map_err(|error| error.in_operation(self.operation.id))
    }

    /// Reports what a setter refused.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.invalid {
            Some(reason) => Err(Error::invalid_input(reason.clone())),
            None => Ok(()),
        }
    }

    /// The address below which the operation is served.
    pub(crate) fn base_url(&self) -> Result<Cow<'_, BaseUrl>, Error> {
        let shared = self.client.shared();
        let server = self.operation.server.filter(|_| !shared.one_base_url);
        shared.address.base_url.serving(server)
    }

    /// Sends the call.
    ///
    /// Dropping the future at any point abandons the call; nothing goes on in the background.
    pub(crate) fn send(self) -> BoxFuture<'static, Reply> {
        Box::pin(async move {
            let span = match self.base_url() {
                Ok(base_url) => trace::call(self.operation, &base_url),
                Err(_) => trace::call(self.operation, &self.client.shared().address.base_url),
            };
            let raw = span.around(driver::run(self)).await;
            Reply { span, raw }
        })
    }

    /// Sends the call until its reply begins.
    pub(crate) fn send_streaming(self) -> BoxFuture<'static, Result<StreamedReply, Error>> {
        Box::pin(async move {
            let span = trace::call(self.operation, &self.client.shared().address.base_url);
            let opened = span.around(driver::open(&self)).await;
            match &opened {
                Ok(reply) => span.conclude(Some(reply.status()), None),
                Err(error) => span.conclude(error.status(), Some(error.kind())),
            }
            opened
        })
    }

    /// Asks for this media type in place of that of the operation.
    pub(crate) fn accept(&mut self, media_type: &'static str) {
        self.headers
            .insert(ACCEPT, HeaderValue::from_static(media_type));
    }

    /// Sends the call on this thread.
    #[cfg(feature = "blocking")]
    pub(crate) fn send_blocking(self) -> Result<Reply, Error> {
        self.check_blocking()?;
        Ok(crate::blocking::block_on(self.send()))
    }

    /// Refuses to wait for what only makes progress when an async runtime goes on.
    #[cfg(feature = "blocking")]
    pub(crate) fn check_blocking(&self) -> Result<(), Error> {
        let check = self.client.shared().check_blocking();
        check.map_err(|error| error.in_operation(self.operation.id))
    }

    fn set_path(&mut self, name: &'static str, value: PathValue) {
        self.path.retain(|(given, _)| *given != name);
        self.path.push((name, value));
    }

    fn set_cookie(&mut self, name: &'static str, pairs: String) {
        self.cookies.retain(|(given, _)| *given != name);
        self.cookies.push((name, pairs));
    }

    fn set_query(&mut self, name: &'static str, value: QueryValue) {
        self.query.retain(|parameter| parameter.name != name);
        self.query.push(QueryParameter {
            name: name.into(),
            value,
        });
    }

    /// Remembers the first reason why this call cannot be sent.
    fn refuse(&mut self, reason: String) {
        self.invalid.get_or_insert(reason);
    }
}

impl Deref for Call {
    type Target = Values;

    fn deref(&self) -> &Values {
        &self.0
    }
}

impl DerefMut for Call {
    fn deref_mut(&mut self) -> &mut Values {
        &mut self.0
    }
}

impl Call {
    /// What `Debug` may say of a call.
    pub(crate) fn describe(&self, debug: &mut fmt::DebugStruct<'_, '_>) -> fmt::Result {
        debug
            .field("operation", &self.operation.id)
            .field("timeout", &self.options.timeout)
            .field("retry", &self.options.retry)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe(&mut formatter.debug_struct("Call"))
    }
}

/// What came of a call. The body of a response has not been looked at.
pub(crate) struct Reply {
    span: Span,
    raw: Result<RawResponse, Error>,
}

impl Reply {
    /// The response with its body decoded: the one step of a call that is compiled for each operation.
    pub(crate) fn decode<T>(self, decode: Decode<T>) -> Result<Response<T>, Error> {
        let Self { span, raw } = self;
        let decoded = raw.and_then(|raw| {
            let body = span.within(|| decode(&raw))?;
            Ok(Response::from_raw(body, raw))
        });
        match &decoded {
            Ok(response) => span.conclude(Some(response.status()), None),
            Err(error) => span.conclude(error.status(), Some(error.kind())),
        }
        decoded
    }
}

/// The response that a transport of the caller's own received, unless its status is a failure.
pub(crate) fn accept_response(
    operation: &'static Facts,
    response: http::Response<Bytes>,
) -> Result<RawResponse, Error> {
    let (parts, body) = response.into_parts();
    let head = Head {
        status: parts.status,
        headers: parts.headers,
    };
    if !head.status.is_success() {
        return Err(
            Error::from_status(head, Some(body), timer::system_time()).in_operation(operation.id)
        );
    }
    Ok(RawResponse {
        operation: operation.id,
        head,
        body,
        attempts: 0,
        elapsed: Duration::ZERO,
    })
}
