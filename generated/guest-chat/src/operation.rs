//! The facts the generated code states about an operation. All behaviour lives in the modules that
//! read them.

#![allow(
    dead_code,
    reason = "an API may have no operations, or none with path parameters"
)]

use http::Method;

/// One operation of the API, as a static.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The operation id, as in the API definition.
    pub(crate) id: &'static str,
    /// The HTTP method.
    pub(crate) method: Method,
    /// The path below the base URL. It starts with a literal that starts with `/`.
    pub(crate) path: &'static [PathPart],
    /// The alternatives of credentials, any one of which suffices; each lists indices into
    /// `facts::SECURITY_SCHEMES` that are needed together. No alternatives: credentials are never
    /// sent. An empty alternative: they are sent when there are any.
    pub(crate) security: &'static [&'static [usize]],
    /// The value of the `Accept` header; empty for none.
    pub(crate) accept: &'static str,
}

/// A piece of a path template.
#[derive(Debug)]
pub(crate) enum PathPart {
    /// Text that is sent as it stands, already encoded.
    Literal(&'static str),
    /// The place of the parameter with this name.
    Parameter(&'static str),
}
