//! An upload: the service is asked for an address, the file is put there, and the service says what it thinks of it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};

use super::Session;
use super::answers::Key;
use super::history::unexpected;
use crate::attempt;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, MaybeSend};
use crate::models::{AttachmentId, FileUrl, Frame, GenerateUploadUrlRequest, PresignedUrlResponse};
use crate::transport::{Body, TransportError};

/// What errors and transports call an upload.
const OPERATION: &str = "upload";
/// The longest name of a file, in bytes.
const LONGEST_NAME: usize = 1023;
/// How many bytes are handed on between two words about the progress.
const CHUNK: usize = 64 * 1024;

/// A file on its way to the service; made by [`Session::upload`], and sent by awaiting it.
#[must_use = "nothing is sent unless it is awaited"]
pub struct Upload {
    session: Session,
    name: String,
    media_type: String,
    file: Bytes,
    progress: Option<Progress>,
}

#[cfg(not(target_arch = "wasm32"))]
type Progress = Box<dyn FnMut(u64, u64) + Send>;

#[cfg(target_arch = "wasm32")]
type Progress = Box<dyn FnMut(u64, u64)>;

/// A file that has arrived, and can be sent or taken back.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UploadedFile {
    /// What it is known by: [`Session::send_file`] takes it.
    pub id: AttachmentId,
    /// Where it is for some minutes.
    pub address: Option<FileUrl>,
}

impl Session {
    /// Uploads a file of this name and media type, such as `image/png`. It reaches nobody until it is
    /// [sent](Self::send_file).
    ///
    /// # Errors
    ///
    /// `InvalidInput`, before anything is sent, where the service would refuse it: an empty file, one that is too large, a
    /// name that is too long, has no ending, or one that the service blocks. Otherwise when the service refuses it, also after
    /// it has arrived; when it does not arrive; when the connection breaks meanwhile, after which it is to be uploaded anew;
    /// and when nobody polls the [events](super::SessionEvents) until the time limit of calls passes.
    pub fn upload(
        &self,
        name: impl Into<String>,
        media_type: impl Into<String>,
        file: impl Into<Bytes>,
    ) -> Upload {
        Upload {
            session: self.clone(),
            name: name.into(),
            media_type: media_type.into(),
            file: file.into(),
            progress: None,
        }
    }

    /// Puts a file to the address that the service has given, at a host of its own, which gets no token. That it is there says
    /// nothing of what the service thinks of it.
    async fn put_file(
        &self,
        to: &PresignedUrlResponse,
        media_type: &str,
        chunks: Chunks,
    ) -> Result<(), Error> {
        let shared = self.client.shared();
        shared.check_runtime()?;
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::PUT;
        *request.uri_mut() = self.checked(to.url.as_ref())?;
        *request.headers_mut() = headers(to, media_type)?;
        let length = chunks.length();
        request.headers_mut().insert(CONTENT_LENGTH, length.into());
        // A large file takes longer than an attempt of another call may.
        let limit = shared.timeouts.total_limit(Duration::ZERO);
        let body = Some(Body::from_stream(chunks));
        // Nobody asks what the host says to a file that it takes.
        let mut unread = None;
        let unread = Some(&mut unread);
        let sent = attempt::send(shared, &mut request, body, OPERATION, 1, limit, unread).await;
        match sent {
            Ok(_) => Ok(()),
            Err(failure) => {
                let error = failure.into_error(shared.timer.wall_clock());
                Err(error.in_operation(OPERATION))
            }
        }
    }

    /// An address that a file may be put to. The error does not repeat it, because it is a secret.
    fn checked(&self, address: Option<&FileUrl>) -> Result<Uri, Error> {
        let uri = address.and_then(|address| Uri::try_from(address.expose()).ok());
        let base = &self.client.shared().address.base_url;
        let uri = uri.filter(|uri| base.permits(uri));
        uri.ok_or_else(|| {
            Error::invalid_input("the address for the file is not one of a secure host")
        })
    }

    /// Refuses what the service would.
    fn check_file(&self, name: &str, length: u64) -> Result<(), Error> {
        let most = self.outbox.file_limit();
        let has_ending = name
            .rsplit_once('.')
            .is_some_and(|(_, ending)| !ending.is_empty());
        let flaw = if length == 0 {
            "the file is empty".to_owned()
        } else if length > most {
            format!("the service takes files of {most} bytes, and this one has {length}")
        } else if name.len() > LONGEST_NAME {
            format!("the name of the file has more than {LONGEST_NAME} bytes")
        } else if !has_ending || self.outbox.is_blocked(name) {
            "the service takes no file of such a name".to_owned()
        } else {
            return Ok(());
        };
        Err(Error::invalid_input(flaw))
    }
}

impl Upload {
    /// Has it told how many bytes have been handed to the connection, and of how many.
    pub fn progress(mut self, tell: impl FnMut(u64, u64) + MaybeSend + 'static) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// See [`Session::upload`].
    pub async fn send(self) -> Result<UploadedFile, Error> {
        let Self {
            session,
            name,
            media_type,
            file,
            progress,
        } = self;
        let length = u64::try_from(file.len()).unwrap_or(u64::MAX);
        session.check_file(&name, length)?;
        let stated = i64::try_from(length).unwrap_or(i64::MAX);
        let make = |token, id| {
            let request = GenerateUploadUrlRequest::new(name, stated, &media_type, token);
            request.errors_as_json(true).tracing_id(id).into()
        };
        let to = match session.ask(make).await? {
            Frame::PresignedUrlResponseFrame(frame) => frame.body,
            _ => None,
        };
        let to = to.ok_or_else(unexpected)?;
        let id = to.attachment_id.clone().ok_or_else(unexpected)?;
        // What the service says of the file may come before the answer of its host.
        let key = Key::File(id.as_str().to_owned());
        let verdict = session.outbox.answers.wait_for(key.clone());
        let chunks = Chunks {
            file,
            sent: 0,
            progress,
        };
        if let Err(error) = session.put_file(&to, &media_type, chunks).await {
            session.outbox.answers.forget(&key);
            return Err(error);
        }
        match session.answered(&key, verdict).await? {
            Frame::UploadSuccessEventFrame(frame) => Ok(UploadedFile {
                id,
                address: frame.body.and_then(|body| body.download_url),
            }),
            Frame::UploadFailureEventFrame(frame) => {
                let code = frame.body.and_then(|body| body.error_code);
                let code = code.unwrap_or_default();
                let message = format!("the service refuses the file that has arrived: code {code}");
                Err(Error::new(ErrorKind::Api, message))
            }
            _ => Err(unexpected()),
        }
    }
}

impl IntoFuture for Upload {
    type Output = Result<UploadedFile, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Upload")
            .field("length", &self.file.len())
            .finish_non_exhaustive()
    }
}

/// A file that is handed on piece by piece.
struct Chunks {
    file: Bytes,
    sent: u64,
    progress: Option<Progress>,
}

impl Chunks {
    /// How many bytes there are to be handed on.
    fn length(&self) -> u64 {
        u64::try_from(self.file.len()).unwrap_or(u64::MAX)
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.file.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.file.len().min(CHUNK);
        let chunk = self.file.split_to(length);
        self.sent = self
            .sent
            .saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        let (sent, all) = (self.sent, self.sent.saturating_add(self.length()));
        if let Some(tell) = &mut self.progress {
            tell(sent, all);
        }
        Poll::Ready(Some(Ok(chunk)))
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
