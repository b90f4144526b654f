//! Reads the `Retry-After` header.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// The header as a number of seconds; `None` when it is absent or anything else. Digits beyond the
/// range of `u64` mean "very long".
pub(super) fn seconds(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

/// The header as a number of seconds or as a date. A date counts from the response's own `Date`,
/// which makes the clocks' difference irrelevant, or else from `now`, the clock of this machine; a
/// date in the past is zero.
pub(crate) fn retry_after(headers: &HeaderMap, now: Option<SystemTime>) -> Option<Duration> {
    seconds(headers).or_else(|| {
        let until = date(headers, &RETRY_AFTER)?;
        let now = date(headers, &DATE).or(now)?;
        Some(until.duration_since(now).unwrap_or_default())
    })
}

fn date(headers: &HeaderMap, name: &http::HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?.trim()).ok()
}
