//! `Error::retry_after`: seconds, dates, and everything else that turns up in the header.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use guest_chat_tests::seconds;
use purecloud_guest_chat_client::api::web_chat::SendMessage;
use purecloud_guest_chat_client::{Error, Request};

fn error(headers: &[(&str, &str)]) -> Error {
    let mut response = http::Response::builder().status(429);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Request::<SendMessage>::decode(response.body(Bytes::new()).unwrap()).unwrap_err()
}

fn retry_after(value: &str) -> Option<u64> {
    error(&[("Retry-After", value), ("Date", "Wed, 21 Oct 2015 07:28:00 GMT")])
        .retry_after()
        .map(|wait| wait.as_secs())
}

#[test]
fn fault_13_numbers_of_any_size() {
    assert_eq!(retry_after("0"), Some(0));
    assert_eq!(retry_after(" 17 "), Some(17));
    assert_eq!(retry_after("9223372036854775808"), Some(1 << 63));
    assert_eq!(retry_after("99999999999999999999999999"), Some(u64::MAX));
}

#[test]
fn dates_count_from_the_date_of_the_response() {
    assert_eq!(retry_after("Wed, 21 Oct 2015 07:29:30 GMT"), Some(90));
    assert_eq!(retry_after("Wednesday, 21-Oct-15 07:29:30 GMT"), Some(90));
    assert_eq!(retry_after("Wed Oct 21 07:29:30 2015"), Some(90));
    assert_eq!(retry_after("Wed, 21 Oct 2015 07:27:59 GMT"), Some(0));
}

#[test]
fn dates_without_a_date_count_from_the_clock() {
    let until = SystemTime::now() + seconds(100);
    let wait = error(&[("Retry-After", &httpdate::fmt_http_date(until))]).retry_after().unwrap();
    assert!((98..=100).contains(&wait.as_secs()), "{wait:?}");
    assert_eq!(
        error(&[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")]).retry_after(),
        Some(Duration::ZERO)
    );
}

#[test]
fn fault_13_anything_else_is_unknown() {
    for value in
        ["-1", "1e3", "", "3.5", "+5", "soon", "0x10", "Wed, 99 Oct 2015 07:28:00 GMT", "١"]
    {
        if let Ok(header) = http::HeaderValue::from_str(value) {
            assert_eq!(retry_after(header.to_str().unwrap_or("?")), None, "{value}");
        }
    }
    assert_eq!(error(&[]).retry_after(), None);
}

#[test]
fn fault_13_the_first_of_several_headers_counts() {
    assert_eq!(
        error(&[("RETRY-AFTER", "1"), ("retry-after", "2")]).retry_after(),
        Some(seconds(1))
    );
}
