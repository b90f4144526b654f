//! The browser's clocks and timeouts, as the SDK uses them.

use std::time::Duration;

use purecloud_guest_chat_client::{ErrorKind, RequestRate};

use super::{Result, builder, create, failed, said, same};

/// Pauses take as long as they should, dates are compared with the clock on the wall, and chance is chance.
pub(super) async fn runs(service: &str) -> Result {
    // A request at a time, 200 ms apart.
    let rate = RequestRate::per_minute(300).burst(1);
    let client = said(builder(service).request_rate(rate).build())?;
    let chat = create(&client).await?;
    let began = js_sys::Date::now();
    for _ in 0..3 {
        said(chat.members().await)?;
    }
    let took = js_sys::Date::now() - began;
    if !(390.0..5_000.0).contains(&took) {
        return Err(format!("three requests took {took} ms instead of some 400"));
    }
    // The date in the header is years ahead, and the answer does not say what time it is there.
    let error = failed(chat.me().await, ErrorKind::RateLimited)?;
    let years = Duration::from_secs(10 * 365 * 24 * 3600);
    same("the wait is long", error.retry_after() > Some(years), true)
}
