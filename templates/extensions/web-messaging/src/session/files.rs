//! Files: one that has arrived is sent, taken back, or has its address renewed.

use super::Session;
use super::history::unexpected;
use crate::error::Error;
use crate::models::{
    AttachmentId, ContentAttachment, ContentType, DeleteAttachmentRequest, FileUrl, Frame,
    GenerateDownloadUrlRequest, MessageType, SentContent, SentMessage,
};

impl Session {
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

    /// Takes back a file that was uploaded and not sent.
    ///
    /// # Errors
    ///
    /// When the service does not have it, or not any more; and as all calls that need an answer: when the connection breaks
    /// or the events are dropped, or nobody polls them until the time limit of calls passes.
    pub async fn take_back(&self, id: impl Into<AttachmentId>) -> Result<(), Error> {
        let id = id.into();
        let make = |token, tracing_id| {
            DeleteAttachmentRequest::new(id, token)
                .tracing_id(tracing_id)
                .into()
        };
        match self.ask(make).await? {
            Frame::AttachmentDeletedResponseFrame(_) => Ok(()),
            _ => Err(unexpected()),
        }
    }

    /// A fresh address of a file, sent or received: an address is good for minutes only. It is a secret, and at a host of its
    /// own, which must not be given the tokens of the guest.
    ///
    /// # Errors
    ///
    /// As [`take_back`](Self::take_back).
    pub async fn file_address(&self, id: impl Into<AttachmentId>) -> Result<FileUrl, Error> {
        let id = id.into();
        let make = |token, tracing_id| {
            GenerateDownloadUrlRequest::new(id, token)
                .tracing_id(tracing_id)
                .into()
        };
        let address = match self.ask(make).await? {
            Frame::PresignedUrlResponseFrame(frame) => frame.body.and_then(|body| body.url),
            _ => None,
        };
        address.ok_or_else(unexpected)
    }
}
