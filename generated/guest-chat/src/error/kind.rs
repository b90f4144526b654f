//! The kinds of failure a caller can tell apart.

/// What kind of failure an [`Error`](crate::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built or used as it was configured.
    Config,
    /// An argument cannot be sent; nothing was.
    InvalidInput,
    /// The operation needs credentials that the client does not have; nothing was sent.
    MissingCredentials,
    /// No connection to the service could be opened; nothing was sent.
    Connect,
    /// The service, or someone in its place, could not be trusted, or ended the connection amid the TLS
    /// handshake; nothing was sent.
    Tls,
    /// A time limit passed.
    Timeout,
    /// The connection broke.
    Io,
    /// The service answered with a redirect. Redirects are never followed.
    Redirect,
    /// The response is larger than the client accepts.
    TooLarge,
    /// The response does not have the expected form, or cannot be decompressed.
    Decode,
    /// The credentials have expired; nothing was sent.
    Expired,
    /// A stream of events cannot go on, or what came over it makes no sense.
    Stream,
    /// The service refused the request because there were too many (status 429).
    RateLimited,
    /// The service answered with an error.
    Api,
    /// An [`Interceptor`](crate::Interceptor) of the caller ended the call.
    Interceptor,
}
