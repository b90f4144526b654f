//! The handshake: the request that asks for a WebSocket, and whether the answer is one to it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{
    CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, Uri};
use sha1::{Digest as _, Sha1};

use crate::random::Random;

/// What RFC 6455 appends to the key.
const SUFFIX: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// One handshake, with its own key.
#[derive(Debug)]
pub(crate) struct Handshake {
    key: String,
}

impl Handshake {
    pub(crate) fn new(random: &Random) -> Self {
        // The key only tells this handshake from others; it keeps no secret.
        let nonce: [[u8; 4]; 4] = std::array::from_fn(|_| random.next().to_be_bytes());
        Self {
            key: STANDARD.encode(nonce.as_flattened()),
        }
    }

    /// The request. `uri` is of `http` or `https`, and `headers` are those it has besides.
    pub(crate) fn request(&self, uri: Uri, headers: HeaderMap) -> Request<Bytes> {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        let headers = request.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
        if let Ok(key) = HeaderValue::try_from(&self.key) {
            headers.insert(SEC_WEBSOCKET_KEY, key);
        }
        request
    }

    /// Whether the answer opens a WebSocket, and is one to this request. If not, why.
    pub(crate) fn check(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Result<(), &'static str> {
        if status != StatusCode::SWITCHING_PROTOCOLS {
            return Err("the service did not open a WebSocket");
        }
        if !names(headers, &UPGRADE, "websocket") || !names(headers, &CONNECTION, "upgrade") {
            return Err("the service switched to something else than WebSocket");
        }
        let accepted = headers.get(SEC_WEBSOCKET_ACCEPT);
        if accepted.is_none_or(|accepted| accepted.as_bytes() != self.accept().as_bytes()) {
            return Err("the answer to the WebSocket handshake is not one to this request");
        }
        // Nothing of this was asked for.
        if headers.contains_key(SEC_WEBSOCKET_EXTENSIONS)
            || headers.contains_key(SEC_WEBSOCKET_PROTOCOL)
        {
            return Err("the service insists on a variant of WebSocket");
        }
        Ok(())
    }

    /// What a server that has understood the request answers.
    fn accept(&self) -> String {
        let mut hash = Sha1::new();
        hash.update(self.key.as_bytes());
        hash.update(SUFFIX);
        STANDARD.encode(hash.finalize())
    }
}

/// Whether a header that is a list has this word.
fn names(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    headers.get_all(name).iter().any(|value| {
        let text = value.to_str().unwrap_or_default();
        text.split(',')
            .any(|part| part.trim().eq_ignore_ascii_case(word))
    })
}
