//! How the body of a reply travels: the one decision that the model, the decoder and the headers follow.

use crate::api::{Content, Schema};
use crate::media_type::MediaKind;

/// How a body is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Codec {
    /// As the JSON of its model.
    Json,
    /// As text.
    Text,
    /// As it is.
    Bytes,
}

impl Codec {
    /// How the body of this media type is handled.
    pub(super) fn of(content: &Content) -> Self {
        let is_binary = content.schema.as_ref().is_some_and(Schema::is_binary);
        match content.media_type.kind() {
            MediaKind::Json | MediaKind::Any if !is_binary => Self::Json,
            MediaKind::Text | MediaKind::EventStream => Self::Text,
            // `application/xml` says its character set itself, so only `text/xml` can be taken for text.
            MediaKind::Xml | MediaKind::JsonLines if content.media_type.top_level() == "text" => {
                Self::Text
            }
            MediaKind::Json
            | MediaKind::Any
            | MediaKind::JsonLines
            | MediaKind::Xml
            | MediaKind::UrlencodedForm
            | MediaKind::Multipart
            | MediaKind::Bytes => Self::Bytes,
        }
    }
}
