//! What nobody else has: the token of a session, and the ids of requests. Both are UUIDs of version 4, made of numbers of
//! the system, because whoever guesses a token is the guest.

use std::fmt::Write as _;

use crate::error::{Error, ErrorKind};
use crate::models::SessionToken;

pub(super) fn token() -> Result<SessionToken, Error> {
    uuid().map(SessionToken::from)
}

pub(super) fn tracing_id() -> Result<String, Error> {
    uuid()
}

fn uuid() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|failure| {
        let message = "the system has no random numbers to give";
        Error::new(ErrorKind::Config, message).with_source(failure.to_string())
    })?;
    let number = u128::from_be_bytes(bytes);
    // The version and the variant of RFC 9562.
    let number = number & !(0xf << 76) | (0x4 << 76);
    let number = number & !(0x3 << 62) | (0x2 << 62);
    Ok(hyphenated(number))
}

/// 8, 4, 4, 4 and 12 digits.
fn hyphenated(number: u128) -> String {
    let mut text = String::with_capacity(36);
    for (place, digit) in format!("{number:032x}").chars().enumerate() {
        let separator = if matches!(place, 8 | 12 | 16 | 20) {
            "-"
        } else {
            ""
        };
        // Writing to a text cannot fail.
        let _ = write!(text, "{separator}{digit}");
    }
    text
}
