//! The address of the service: checked once, then joined with the path of each operation.
//!
//! In: a URL text or `http::Uri`. Out: request URIs that always have the scheme, host and port of
//! the base URL. Where the definition states only a path, an address without one gets it here, and
//! nowhere else. Invariant: `https`, or `http` to this machine; no user information, no query, no
//! fragment, no dot segments.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::Uri;
use http::uri::{PathAndQuery, Scheme};

use crate::error::Error;
use crate::facts;

/// Where the service is: `https://host`, `https://host:port`, or with a path prefix
/// `https://host/prefix`.
///
/// Where the API definition says only under which path the service is (`/api/v3`), an address without a path means
/// the address of the installation, and gets that path; one with a path is taken as it is.
///
/// Plain `http` is accepted for `localhost`, `127.0.0.0/8` and `[::1]` only, and a client takes
/// such an address only with
/// [`ClientBuilder::allow_insecure_loopback`](crate::ClientBuilder::allow_insecure_loopback).
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    uri: Uri,
}

impl BaseUrl {
    /// The address as a URI.
    #[must_use]
    pub fn as_uri(&self) -> &Uri {
        &self.uri
    }

    /// The address that the definition states, for a client that is given none.
    pub(crate) fn default_one() -> Result<Self, Error> {
        match facts::DEFAULT_BASE_URL {
            Some(default) => Self::checked(uri(default)?),
            None => Err(Error::config(
                "no base URL is set: use `ClientBuilder::base_url`",
            )),
        }
    }

    /// Where an operation is served that states `server` for itself: an address, or a path of this service.
    ///
    /// A path takes the place of the one that the definition states for the whole service, so that what a gateway
    /// puts before that stays.
    pub(crate) fn serving(&self, server: Option<&'static str>) -> Result<Cow<'_, Self>, Error> {
        let Some(server) = server else {
            return Ok(Cow::Borrowed(self));
        };
        if !server.starts_with('/') {
            return Self::checked(uri(server)?).map(Cow::Owned);
        }
        let default = facts::DEFAULT_BASE_URL.map(uri).transpose()?;
        let of_all = default.as_ref().map_or(facts::BASE_PATH, Uri::path);
        let own = self.uri.path().trim_end_matches('/');
        let before = own.strip_suffix(of_all.trim_end_matches('/'));
        let path = format!("{}{server}", before.unwrap_or_default());
        with_path(&self.uri, path).map(|uri| Cow::Owned(Self { uri }))
    }

    fn checked(uri: Uri) -> Result<Self, Error> {
        match flaw(&uri) {
            None => Ok(Self { uri }),
            Some(flaw) => Err(Error::config(flaw)),
        }
    }

    /// Whether requests to it travel unencrypted.
    pub(crate) fn is_insecure(&self) -> bool {
        self.uri.scheme() == Some(&Scheme::HTTP)
    }

    /// The host, without port. An IPv6 address keeps its brackets.
    pub(crate) fn host(&self) -> &str {
        self.uri.host().unwrap_or_default()
    }

    /// The URI of `path_and_query` (which starts with `/`) under this address; `None` when the text
    /// is no valid URI, such as one that is too long.
    pub(crate) fn join(&self, path_and_query: String) -> Option<Uri> {
        let joined = match self.uri.path().trim_end_matches('/') {
            "" => path_and_query,
            prefix => format!("{prefix}{path_and_query}"),
        };
        let joined = PathAndQuery::try_from(joined).ok()?;
        let mut parts = self.uri.clone().into_parts();
        parts.path_and_query = Some(joined);
        Uri::from_parts(parts).ok()
    }

    /// Whether secrets may travel to `uri`: by `https`, or by `http` to this machine where this address is one of those.
    #[allow(dead_code, reason = "an API may have no such secrets")]
    pub(crate) fn permits(&self, uri: &Uri) -> bool {
        let host = uri.host().unwrap_or_default();
        let is_local = uri.scheme() == Some(&Scheme::HTTP) && is_loopback(host);
        let is_secure = uri.scheme() == Some(&Scheme::HTTPS) && !host.is_empty();
        is_secure || is_local && self.is_insecure()
    }

    /// Whether `uri` has the scheme, host and port of this address.
    pub(crate) fn is_origin_of(&self, uri: &Uri) -> bool {
        self.uri.scheme() == uri.scheme() && self.uri.authority() == uri.authority()
    }
}

impl TryFrom<Uri> for BaseUrl {
    type Error = Error;

    fn try_from(uri: Uri) -> Result<Self, Error> {
        let Self { uri } = Self::checked(uri)?;
        if facts::BASE_PATH.is_empty() || uri.path() != "/" {
            return Ok(Self { uri });
        }
        with_path(&uri, facts::BASE_PATH.to_owned()).map(|uri| Self { uri })
    }
}

impl TryFrom<&str> for BaseUrl {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        // `Uri` would drop a fragment without a word.
        if text.contains('#') {
            return Err(Error::config("the base URL must not have a fragment"));
        }
        Self::try_from(uri(text)?)
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::try_from(text.as_str())
    }
}

impl TryFrom<&String> for BaseUrl {
    type Error = Error;

    fn try_from(text: &String) -> Result<Self, Error> {
        Self::try_from(text.as_str())
    }
}

impl FromStr for BaseUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::try_from(text)
    }
}

/// Lets `ClientBuilder::base_url` take values whose conversion cannot fail.
impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(formatter)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "BaseUrl({})", self.uri)
    }
}

fn uri(text: &str) -> Result<Uri, Error> {
    Uri::try_from(text).map_err(|_| Error::config("the base URL is not a valid absolute URL"))
}

/// The address with another path.
fn with_path(uri: &Uri, path: String) -> Result<Uri, Error> {
    let invalid = || Error::config("the path of the service does not fit the base URL");
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).map_err(|_| invalid())?);
    Uri::from_parts(parts).map_err(|_| invalid())
}

/// What keeps `uri` from being a base URL. The texts never repeat it, since it may carry a
/// password.
fn flaw(uri: &Uri) -> Option<&'static str> {
    let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
        return Some("the base URL must be absolute, such as https://api.example.com");
    };
    if authority.as_str().contains('@') {
        return Some("the base URL must not contain a user name or password");
    }
    if !is_host(authority.host()) {
        return Some("the base URL has no valid host name or address");
    }
    if authority.as_str() != authority.host() && authority.port_u16().is_none() {
        return Some("the base URL has an invalid port");
    }
    if uri.query().is_some() {
        return Some("the base URL must not have a query");
    }
    if uri.path().split(['/', '\\']).any(is_dot_segment) {
        return Some("the base URL must not contain `.` or `..` segments");
    }
    if *scheme == Scheme::HTTPS {
        return None;
    }
    if *scheme == Scheme::HTTP && is_loopback(authority.host()) {
        return None;
    }
    Some("the base URL must use https; plain http is possible for localhost only")
}

/// Letters, digits, `-`, `_` and `.`, or an IPv6 address in brackets: text that every URL parser
/// reads in the same way.
pub(crate) fn is_host(host: &str) -> bool {
    if let Some(address) = ipv6_text(host) {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    !host.is_empty()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

pub(crate) fn is_loopback(host: &str) -> bool {
    let address = ipv6_text(host).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn ipv6_text(host: &str) -> Option<&str> {
    host.strip_prefix('[')?.strip_suffix(']')
}

/// URL parsers also read the encoded forms as dots.
fn is_dot_segment(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}
