//! Files, and what else the service is asked for: questions whose answers come among the events.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

use super::outbox::Draft;
use super::{Session, unique};
use crate::base_url::is_loopback;
use crate::error::Error;
use crate::future::within;
use crate::models::{
    AttachmentId, ContentAttachment, ContentType, DeleteAttachmentRequest, FileUrl,
    GenerateDownloadUrlRequest, GenerateUploadUrlRequest, GetJwtRequest, GuestRequest, MessageType,
    PresignedUrlResponse, SentContent, SentMessage,
};
use crate::response::Head;
use crate::transport::{TransportError, TransportErrorKind, TransportOptions};

/// What errors and transports call an upload.
const OPERATION: &str = "upload";
/// The most that is kept of the body of a refusal, in bytes.
const LARGEST_REFUSAL: usize = 64 * 1024;

impl Session {
    /// Asks for an address to which a file of this name, media type and length in bytes may be put. The answer comes as
    /// [`Event::Other`](super::Event::Other) with a [`PresignedUrlResponse`], a refusal as
    /// [`Event::Refused`](super::Event::Refused); both have the id that this gives.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn ask_to_upload(
        &self,
        name: impl Into<String>,
        media_type: impl Into<String>,
        length: u64,
    ) -> Result<String, Error> {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        self.ask(|token, id| {
            let request = GenerateUploadUrlRequest::new(name, length, media_type, token);
            request.errors_as_json(true).tracing_id(id).into()
        })
    }

    /// Puts a file to the address that the service has given, at a host of its own. That this succeeds is not all: the service
    /// looks at the file, and then says so by [`Event::Other`](super::Event::Other) with an
    /// [`UploadSuccessEvent`](crate::models::UploadSuccessEvent) or an
    /// [`UploadFailureEvent`](crate::models::UploadFailureEvent).
    ///
    /// # Errors
    ///
    /// When the address is none of a secure host, or the file did not get there.
    pub async fn upload(
        &self,
        to: &PresignedUrlResponse,
        media_type: &str,
        file: impl Into<Bytes>,
    ) -> Result<(), Error> {
        let shared = self.client.shared();
        shared.check_runtime()?;
        let mut request = Request::new(file.into());
        *request.method_mut() = Method::PUT;
        *request.uri_mut() = self.checked(to.url.as_ref())?;
        *request.headers_mut() = headers(to, media_type)?;
        let limit = shared.timeouts.attempt_limit();
        let options = TransportOptions::new(OPERATION, 1, limit);
        let work = async {
            let response = shared.transport.send(request, &options).await?;
            let (parts, body) = response.into_parts();
            let (status, headers) = (parts.status, parts.headers);
            if status.is_success() {
                return Ok(None);
            }
            let body = body.collect(LARGEST_REFUSAL).await.ok();
            Ok(Some((Head { status, headers }, body)))
        };
        let late = || Err(TransportError::new(TransportErrorKind::Timeout));
        let result = within(&*shared.timer, limit, work)
            .await
            .unwrap_or_else(late);
        let failure = match result {
            Ok(None) => return Ok(()),
            Ok(Some((head, body))) => Error::from_status(head, body, shared.timer.wall_clock()),
            Err(failure) => Error::from_transport(failure),
        };
        Err(failure.in_operation(OPERATION))
    }

    /// Sends a file that has arrived, and a text to it.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_file(
        &self,
        id: impl Into<AttachmentId>,
        text: Option<String>,
    ) -> Result<String, Error> {
        let file = ContentAttachment::new().id(id.into().as_str());
        let content = SentContent::new(ContentType::Attachment).attachment(file);
        let mut message = SentMessage::new(MessageType::Text).content([content]);
        message.text = text;
        self.send_message(message)
    }

    /// Takes back a file that was uploaded and not sent. The answer has the id that this gives.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn take_back(&self, id: impl Into<AttachmentId>) -> Result<String, Error> {
        self.ask(|token, tracing_id| {
            DeleteAttachmentRequest::new(id, token)
                .tracing_id(tracing_id)
                .into()
        })
    }

    /// Asks for a fresh address of a file, because an address is good for minutes only. The answer has the id that this gives.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but also taken when the conversation has ended.
    pub fn ask_for_address(&self, id: impl Into<AttachmentId>) -> Result<String, Error> {
        self.ask(|token, tracing_id| {
            GenerateDownloadUrlRequest::new(id, token)
                .tracing_id(tracing_id)
                .into()
        })
    }

    /// Asks for a token that opens the history for about a minute: the answer is a
    /// [`JwtResponse`](crate::models::JwtResponse) with the id that this gives, and
    /// [`Client::with_jwt`](crate::Client::with_jwt) takes the token in it.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), but also taken when the conversation has ended.
    pub fn ask_for_history_token(&self) -> Result<String, Error> {
        self.ask(|token, id| GetJwtRequest::new(token).tracing_id(id).into())
    }

    fn ask(
        &self,
        request: impl FnOnce(crate::models::SessionToken, String) -> GuestRequest,
    ) -> Result<String, Error> {
        let id = unique::tracing_id()?;
        let request = request(self.parts.token.clone(), id.clone());
        self.outbox.put(Draft::question(request, id.clone()))?;
        Ok(id)
    }

    /// An address that a file may be put to. The error does not repeat it, because it is a secret.
    fn checked(&self, address: Option<&FileUrl>) -> Result<Uri, Error> {
        let uri = address.and_then(|address| Uri::try_from(address.expose()).ok());
        let is_fit = |uri: &Uri| {
            let host = uri.host().unwrap_or_default();
            let base = &self.client.shared().address.base_url;
            match uri.scheme_str() {
                Some("https") => !host.is_empty(),
                Some("http") => base.is_insecure() && is_loopback(host),
                _ => false,
            }
        };
        let uri = uri.filter(is_fit);
        uri.ok_or_else(|| {
            Error::invalid_input("the address for the file is not one of a secure host")
        })
    }
}

/// Those that the service has given, without which the file is refused.
fn headers(to: &PresignedUrlResponse, media_type: &str) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let stated = to.headers.iter().flatten();
    let stated = stated.map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in std::iter::once((CONTENT_TYPE.as_str(), media_type)).chain(stated) {
        let unfit = || Error::invalid_input("a header of the upload cannot be sent");
        let name = HeaderName::try_from(name).map_err(|_| unfit())?;
        headers.insert(name, HeaderValue::try_from(value).map_err(|_| unfit())?);
    }
    Ok(headers)
}
