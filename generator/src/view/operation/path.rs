//! The path of an operation as the runtime reads it: encoded text with `{name}` in the place of each parameter.

use std::fmt::Write as _;

use crate::api::{Operation, PathPart};

/// The path as the runtime reads it. Literal parts have no braces once they are encoded.
pub(super) fn path_template(operation: &Operation) -> String {
    let parts = operation.path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => percent_encoded(text),
        PathPart::Parameter(name) => format!("{{{name}}}"),
    });
    parts.collect()
}

/// A literal part of a path as it goes over the wire: what a URL may not hold is percent-encoded. The first `?` begins
/// the query, in which others are text.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%?".contains(&byte);
        if plain {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
