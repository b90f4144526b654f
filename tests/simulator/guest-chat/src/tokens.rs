//! Guest tokens: they look like a JWT and carry a JWT's claims, but the signature is only a unique text.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::clock::Timestamp;

/// How many 64-bit words make a signature of the length that RS256 gives.
const SIGNATURE_WORDS: u64 = 32;

/// What a token says about its bearer.
pub(crate) struct Claims<'a> {
    pub(crate) organization_id: &'a str,
    pub(crate) deployment_id: &'a str,
    pub(crate) conversation_id: &'a str,
    pub(crate) member_id: &'a str,
    pub(crate) issued: Timestamp,
    pub(crate) lifetime: Duration,
}

/// Writes a token. `salt` tells simulators that run at the same time apart.
pub(crate) fn mint(claims: &Claims<'_>, salt: u16) -> String {
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": "simulator" });
    let payload = json!({
        "exp": claims.issued.plus(claims.lifetime).unix_seconds(),
        "iat": claims.issued.unix_seconds(),
        "iss": "urn:purecloud:webchat",
        "org": claims.organization_id,
        "data": { "conv": claims.conversation_id, "did": claims.deployment_id, "sub": claims.member_id },
    });
    format!(
        "{}.{}.{}",
        part(&header),
        part(&payload),
        signature(claims.conversation_id, salt)
    )
}

fn part(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

fn signature(conversation_id: &str, salt: u16) -> String {
    let bytes: Vec<u8> = (0..SIGNATURE_WORDS)
        .flat_map(|word| {
            let mut hasher = DefaultHasher::new();
            (salt, conversation_id, word).hash(&mut hasher);
            hasher.finish().to_be_bytes()
        })
        .collect();
    URL_SAFE_NO_PAD.encode(bytes)
}
