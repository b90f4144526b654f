//! Names of headers and cookies: which of them a client can send.

/// Headers that carry credentials. A security scheme may name them, a parameter may not.
const OF_CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// Headers that belong to the connection or frame the message, and the one that would switch off
/// decompression: only the transport may set them.
const OF_THE_TRANSPORT: [&str; 11] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Whether a text is a token of RFC 9110, which the name of a header or a cookie has to be.
pub fn is_token(text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_part)
}

/// Whether only the transport may set the header.
pub fn is_of_the_transport(name: &str) -> bool {
    OF_THE_TRANSPORT.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// Whether the client sets the header itself, so that no parameter may. `header_policy.rs` of the runtime
/// refuses the same ones.
pub fn is_of_the_client(name: &str) -> bool {
    is_of_the_transport(name) || OF_CREDENTIALS.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// Whether a header says what the media types of bodies and replies say: the specification ignores parameters of these
/// names.
pub fn is_of_media_types(name: &str) -> bool {
    ["accept", "content-type"].iter().any(|own| own.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::{is_of_the_client, is_of_the_transport, is_token};

    #[test]
    fn tokens_have_no_spaces_and_no_separators() {
        for name in ["X-A", "x_a", "a", "1", "%25", "~"] {
            assert!(is_token(name), "{name}");
        }
        for name in ["", "X A", "x:", "é", "a\r\nb", "a=b", "a;b", "a,b", "\u{7f}", "(a)"] {
            assert!(!is_token(name), "{name:?}");
        }
    }

    #[test]
    fn case_does_not_count() {
        assert!(is_of_the_client("AUTHORIZATION") && !is_of_the_transport("Authorization"));
        assert!(is_of_the_client("Content-Length") && is_of_the_transport("Content-Length"));
        assert!(!is_of_the_client("X-Authorization"));
    }
}
