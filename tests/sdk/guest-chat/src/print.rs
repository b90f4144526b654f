//! All that an error shows of itself, to search it for what must not be there.

use std::error::Error as _;
use std::fmt::Write as _;

use purecloud_guest_chat_client::Error;

/// `Display`, `Debug` and pretty `Debug` of an error and of everything behind it.
pub fn all_texts(error: &Error) -> String {
    let mut texts = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        write!(texts, " | {cause} {cause:?} {cause:#?}").expect("a string takes any text");
        source = cause.source();
    }
    texts
}

/// Checks that an error shows no address (`server` neither) and nothing that was named a canary.
pub fn assert_discreet(error: &Error, server: &str) {
    let texts = all_texts(error);
    for leak in ["canary", "http://", "https://", "/api/v2", server] {
        assert!(!texts.contains(leak), "{leak} in {texts}");
    }
}
