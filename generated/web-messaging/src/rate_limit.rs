//! The rate limit a service reports in its response headers.

use std::time::Duration;

use http::HeaderMap;

use crate::facts;

/// The names of the headers that report the rate limit.
#[derive(Debug)]
#[allow(dead_code, reason = "not every API reports a rate limit")]
pub(crate) struct RateLimitHeaders {
    pub(crate) allowed: &'static str,
    pub(crate) count: &'static str,
    pub(crate) reset: &'static str,
}

/// How much of the allowed request rate is used, as the service reported it with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The requests allowed per interval.
    pub allowed: Option<u64>,
    /// The requests counted in the current interval.
    pub count: Option<u64>,
    /// The time until the interval ends and the count starts again.
    pub reset: Option<Duration>,
}

impl RateLimit {
    /// Reads the headers; `None` when the API has no such headers or the response none that can be
    /// read.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let names = facts::RATE_LIMIT_HEADERS.as_ref()?;
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
        let limit = Self {
            allowed: number(names.allowed),
            count: number(names.count),
            reset: number(names.reset).map(Duration::from_secs),
        };
        let reported = limit.allowed.is_some() || limit.count.is_some() || limit.reset.is_some();
        reported.then_some(limit)
    }
}
