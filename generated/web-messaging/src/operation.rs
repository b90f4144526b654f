//! What the generated code states about operations. All behaviour lives in the modules that read it.
//!
//! An operation is a type that nobody makes a value of. It implements [`Operation`]: facts that are the same
//! in every call, what the call returns, and how that is decoded. What a call is given lives in a
//! [`Call`](crate::call::Call). Everything up to the raw response reads [`Facts`] and is compiled once;
//! only what depends on the output is generic over the operation. The traits are sealed by hidden items
//! that no other crate can write, so that more can be added to them.

#![allow(
    dead_code,
    unused_imports,
    reason = "an API may have no operations, or none in pages"
)]

pub(crate) use http::Method;
use serde::de::DeserializeOwned;

pub(crate) use crate::decode;
use crate::decode::Decode;
use crate::paging::Paging;
pub(crate) use crate::request::Request;
pub(crate) use crate::unknown_reply::UnknownReply;

/// An operation of the API: what a [`Request`] is for.
///
/// The types that implement it stand in the modules of [`api`](crate::api). They are only names:
/// `Request<O>` is the request, and the methods that set the optional parameters of one operation
/// are methods of the `Request` of that operation. No other crate can implement it.
pub trait Operation: 'static {
    /// What a successful call returns.
    type Output: 'static;

    #[doc(hidden)]
    const FACTS: &'static Facts;

    #[doc(hidden)]
    const DECODE: Decode<Self::Output>;
}

/// An operation that returns a list in pages, which [`Request::items`] and [`Request::pages`] walk through.
pub trait Paged: Operation {
    /// What the list is of.
    type Item: 'static;

    #[doc(hidden)]
    const PAGING: &'static Paging<Self::Output>;

    #[doc(hidden)]
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// An operation that can answer with a stream of events, which [`Request::into_events`] gives as they come.
pub trait EventSource: Operation {
    #[doc(hidden)]
    const EVENTS: &'static str;
}

/// An operation that can answer with one value per line, which [`Request::into_lines`] gives as they come.
pub trait LineSource: Operation {
    /// What stands on a line.
    type Line: DeserializeOwned + 'static;

    #[doc(hidden)]
    const LINES: &'static str;
}

/// An operation that has forms of its own for error replies, which [`Error::typed`](crate::Error::typed) reads.
pub trait TypedErrors: Operation {
    /// Why a call was refused, by status.
    type Error: 'static;

    #[doc(hidden)]
    const DECODE_ERROR: Decode<Self::Error>;

    #[doc(hidden)]
    const UNKNOWN: fn(UnknownReply) -> Self::Error;
}

/// What is the same in every call of an operation.
#[derive(Debug)]
pub struct Facts {
    /// The operation id, as in the API definition.
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    /// The path below the base URL, already encoded but for `{name}` in the place of each parameter. It
    /// starts with `/`.
    pub(crate) path: &'static str,
    /// The alternatives of credentials, any one of which suffices; each lists indices into
    /// `facts::SECURITY_SCHEMES` that are needed together. No alternatives: credentials are never
    /// sent. An empty alternative: they are sent when there are any.
    pub(crate) security: &'static [&'static [usize]],
    /// The value of the `Accept` header; empty for none.
    pub(crate) accept: &'static str,
    /// Where it is served, if not where the others are: an address, or only a path of the same service, which starts
    /// with `/`.
    pub(crate) server: Option<&'static str>,
}
