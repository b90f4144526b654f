//! The same functions as in `spans`, which do nothing.

use http::{Method, StatusCode, Uri};

use crate::base_url::BaseUrl;
use crate::error::ErrorKind;
use crate::operation::Facts;

/// No span.
pub(crate) struct Span;

pub(crate) fn call(_: &'static Facts, _: &BaseUrl) -> Span {
    Span
}

pub(crate) fn attempt(_: &Method, _: u32) -> Span {
    Span
}

#[allow(dead_code, reason = "an API may have no connections that leave HTTP")]
pub(crate) fn upgrade(_: &'static str, _: &'static str, _: &Uri, _: u32) -> Span {
    Span
}

pub(crate) fn unknown_value(_: &'static str) {}

impl Span {
    #[expect(
        clippy::unused_self,
        reason = "the same signature with and without the feature"
    )]
    pub(crate) fn around<F: Future>(&self, future: F) -> F {
        future
    }

    #[expect(
        clippy::unused_self,
        reason = "the same signature with and without the feature"
    )]
    pub(crate) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        work()
    }

    #[expect(
        clippy::unused_self,
        reason = "the same signature with and without the feature"
    )]
    pub(crate) fn conclude(&self, _: Option<StatusCode>, _: Option<ErrorKind>) {}
}
