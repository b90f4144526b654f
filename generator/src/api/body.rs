//! Bodies: what travels in a request or a response, in which media types, and which of them is preferred.

use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Extensions, Schema, Style};
use crate::media_type::{self, MediaKind, MediaType};
use crate::pointer::Pointer;

/// The extension by which a property of a form says the `collectionFormat` of Swagger 2.0, where its list is not one
/// field per item. In 3.0 `encoding` says that, outside the schema.
pub const FIELD_COLLECTION_FORMAT: &str = "x-collection-format";

/// The body of a request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequestBody {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// What it means.
    pub description: Option<String>,
    /// Whether a call without it is refused.
    pub required: bool,
    /// The media types accepted, in the order of [`Content::preference`].
    pub contents: Vec<Content>,
    /// Vendor extensions.
    pub extensions: Extensions,
}

impl RequestBody {
    /// The content that generated code sends: its model, its media type and how it is written all follow from
    /// this one.
    pub fn preferred(&self) -> Option<&Content> {
        self.contents.first()
    }
}

/// A body in one media type.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Content {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// Where it names the media type: the same place, or in Swagger 2.0 an item of `consumes` or
    /// `produces`, or the list of the operation when there is no such item.
    pub declared: Pointer,
    /// The media type (`application/json`).
    pub media_type: MediaType,
    /// The shape; `None` when the definition does not say.
    pub schema: Option<Schema>,
    /// How properties of a form are written, where the definition says it.
    pub encoding: IndexMap<String, Encoding>,
    /// A sample.
    pub example: Option<Value>,
}

/// How a property of a form is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Encoding {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// The media types that its value may have, which may be ranges; empty where the definition does not say.
    pub media_types: Vec<MediaType>,
    /// The headers of its part of a multipart body.
    pub headers: Vec<Header>,
    /// How lists and objects are written, as in a query; `None` where the definition says nothing of that.
    pub style: Option<Style>,
    /// Whether each item of a list, or member of an object, is a pair of its own.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
}

/// One response.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Response {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// The statuses it stands for.
    pub status: Status,
    /// What it means.
    pub description: Option<String>,
    /// The media types, in the order of [`Content::preference`]; empty when there is no body.
    pub contents: Vec<Content>,
    /// The headers.
    pub headers: Vec<Header>,
    /// Vendor extensions.
    pub extensions: Extensions,
}

/// The codes of an extension that explains error codes, with their texts: an object of nothing but texts.
pub fn error_catalogue(extension: &Value) -> Option<&Map<String, Value>> {
    extension.as_object().filter(|codes| codes.values().all(Value::is_string))
}

impl Content {
    /// Which content is taken where there are several, the smallest first: what generated code handles best,
    /// then by name, because the order of a definition says nothing.
    ///
    /// `*/*` stands before forms: a service that takes any body takes JSON, which needs no encoding of its own.
    pub fn preference(&self) -> (u8, String) {
        let is_binary = self.schema.as_ref().is_some_and(Schema::is_binary);
        let rank = match self.media_type.kind() {
            // A file is no JSON document. Swagger 2.0 lists one `produces` for all operations, so JSON is
            // often among the media types of a file.
            MediaKind::Json if is_binary => 11,
            MediaKind::Json if self.media_type.essence() == media_type::JSON => 0,
            MediaKind::Json => 1,
            MediaKind::Any => 2,
            MediaKind::Text => 3,
            MediaKind::EventStream => 4,
            MediaKind::JsonLines => 5,
            MediaKind::UrlencodedForm => 6,
            MediaKind::Multipart => 7,
            MediaKind::Xml if self.media_type.top_level() == "text" => 8,
            MediaKind::Xml => 9,
            MediaKind::Bytes => 10,
        };
        (rank, self.media_type.as_str().to_owned())
    }
}

impl Response {
    /// The content that generated code asks for and decodes.
    pub fn preferred(&self) -> Option<&Content> {
        self.contents.first()
    }

    /// The schemas of the body in each media type, then of the headers.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema> {
        let bodies = self.contents.iter().filter_map(|content| content.schema.as_ref());
        bodies.chain(self.headers.iter().map(|header| &header.schema))
    }
}

/// The statuses that a response stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A class: `2` for `2XX`.
    Range(u8),
    /// All that are not listed.
    Default,
}

impl Status {
    /// Reads the key of a response (`200`, `4XX`, `default`).
    pub fn parse(key: &str) -> Option<Self> {
        if key.eq_ignore_ascii_case("default") {
            return Some(Self::Default);
        }
        let bytes = key.as_bytes();
        match bytes {
            [class @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => Some(Self::Range(class - b'0')),
            [b'1'..=b'9', _, _] => key.parse().ok().map(Self::Code),
            _ => None,
        }
    }

    /// Whether it stands for a success in an operation that lists one, or that lists none.
    pub(super) fn stands_for_success(self, listed: bool) -> bool {
        self.is_success() || (!listed && self == Self::Default)
    }

    /// Whether it is a success by itself.
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::Range(class) => class == 2,
            Self::Default => false,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(formatter, "{code}"),
            Self::Range(class) => write!(formatter, "{class}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

impl Serialize for Status {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A header of a response.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Header {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// The name.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// Whether it is always there.
    pub required: bool,
    /// The value.
    pub schema: Schema,
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn reads_statuses() {
        assert_eq!(Status::parse("204"), Some(Status::Code(204)));
        assert_eq!(Status::parse("4xx"), Some(Status::Range(4)));
        assert_eq!(Status::parse("default"), Some(Status::Default));
        assert_eq!(Status::parse("x-note"), None);
        assert_eq!(Status::parse("2é"), None);
    }
}
