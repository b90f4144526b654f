//! The retry rule of the Genesys Cloud SDKs, expressed in the generic parts of [`RetryConfig`].

use std::time::Duration;

use http::StatusCode;

use crate::retry::RetryConfig;

impl RetryConfig {
    /// Retries as the Genesys Cloud SDKs do, to the second.
    ///
    /// - Retried are the statuses 429, 502, 503 and 504, whatever the method (so a message may be
    ///   sent twice), and nothing else: a connection that breaks is not.
    /// - No attempt follows once `max_retry_time` has passed since the call began; zero disables
    ///   retries.
    /// - The wait is the number of seconds in `Retry-After`, or 3 s without one.
    /// - After five such waits for other statuses than 429, the wait for them is 3 s during the
    ///   first 5 minutes of the call, 9 s during the next 5 minutes and 27 s from then on.
    ///
    /// The time is looked at before a wait, so a call may take one wait longer than
    /// `max_retry_time`. By default a call may take 60 s more than that: a longer wait is not
    /// begun, and the call ends with the error that asked for it. Set
    /// [`Timeouts::total`](crate::Timeouts::total) to allow longer waits. Some rate limits are
    /// daily quotas that ask for hours.
    ///
    /// A service that asks for a wait of zero seconds is asked again at once;
    /// [`max_retries`](Self::max_retries) bounds that too.
    #[must_use]
    #[doc(alias = "RetryConfiguration")]
    pub fn genesys(max_retry_time: Duration) -> Self {
        let statuses = [
            StatusCode::TOO_MANY_REQUESTS,
            StatusCode::BAD_GATEWAY,
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::GATEWAY_TIMEOUT,
        ];
        Self::on_statuses(statuses, max_retry_time)
            .retry_after_default(Duration::from_secs(3))
            .waits_before_backoff(5)
            .backoff_interval(Duration::from_secs(300))
            .backoff_powers(3, 3)
    }
}
