//! Counts requests per token and minute.

use std::collections::BTreeMap;

use crate::clock::Timestamp;

const WINDOW_SECONDS: u64 = 60;

/// Where a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Requests so far in this window, this one included.
    pub(crate) count: u32,
    /// Seconds until the next window begins.
    pub(crate) reset: u64,
}

/// The current window of each token. A window begins with a token's first request.
#[derive(Debug, Default)]
pub(crate) struct Limiter {
    windows: BTreeMap<String, Window>,
}

#[derive(Debug)]
struct Window {
    began: u64,
    count: u32,
}

impl Limiter {
    /// Counts one request; those without a token share a window.
    pub(crate) fn count(&mut self, token: Option<&str>, now: Timestamp) -> Usage {
        let now = now.unix_seconds();
        let window = self
            .windows
            .entry(token.unwrap_or_default().to_owned())
            .or_insert(Window {
                began: now,
                count: 0,
            });
        if now.saturating_sub(window.began) >= WINDOW_SECONDS {
            *window = Window {
                began: now,
                count: 0,
            };
        }
        window.count += 1;
        Usage {
            count: window.count,
            reset: (window.began + WINDOW_SECONDS).saturating_sub(now),
        }
    }
}
