//! Media types: parsed here and nowhere else, and asked by every later stage what they are.
//!
//! In: the text of a definition (`Application/JSON; charset=utf-8`, `application/*+json`, `*/*`). Out: a
//! [`MediaType`] that keeps that text and knows its parts. Nothing is refused: what is no media type is kept
//! as given and counts as bytes, because a definition with one odd key is still worth a crate.

use serde::{Serialize, Serializer};

/// JSON.
pub const JSON: &str = "application/json";
/// Bytes of no stated kind.
pub const OCTET_STREAM: &str = "application/octet-stream";
/// A form that can hold files.
pub const MULTIPART: &str = "multipart/form-data";
/// A form like that of a query.
pub const URLENCODED: &str = "application/x-www-form-urlencoded";

/// A media type, or a range of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MediaType {
    /// As the definition writes it.
    text: String,
    /// `type/subtype+suffix` in lower case; the whole text when it is no media type.
    essence: String,
    /// Where the suffix begins in the essence, its `+` left out.
    suffix: Option<usize>,
    /// Names in lower case, values without quotes.
    parameters: Vec<(String, String)>,
}

/// What a media type says of a body: the kinds that are written and read in different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MediaKind {
    /// One JSON document: `application/json`, `text/json`, `…+json`.
    Json,
    /// Whatever the schema makes of it: `*/*`, `application/*`.
    Any,
    /// Text for people or other programs: `text/…`.
    Text,
    /// Server-sent events.
    EventStream,
    /// A JSON document per line, or per record: NDJSON, JSON Lines, JSON text sequences.
    JsonLines,
    /// `application/xml`, `text/xml`, `…+xml`.
    Xml,
    /// `application/x-www-form-urlencoded`.
    UrlencodedForm,
    /// `multipart/…`.
    Multipart,
    /// Everything else: images, archives, `application/octet-stream`, what is no media type.
    Bytes,
}

impl MediaType {
    /// Reads a media type; any text is one.
    pub fn parse(text: &str) -> Self {
        let trimmed = text.trim();
        // Parameters that nobody can read (`application/json; charset`) do not change what the body is.
        let essence = trimmed.split(';').next().unwrap_or_default().trim_end();
        let parsed = mediatype::MediaType::parse(trimmed);
        let Ok(parsed) = parsed.or_else(|_| mediatype::MediaType::parse(essence)) else {
            let essence = trimmed.to_ascii_lowercase();
            return Self { text: text.to_owned(), essence, suffix: None, parameters: Vec::new() };
        };
        let mut essence = format!("{}/{}", parsed.ty, parsed.subty).to_ascii_lowercase();
        let suffix = parsed.suffix.map(|suffix| {
            essence.push('+');
            let start = essence.len();
            essence.push_str(&suffix.as_str().to_ascii_lowercase());
            start
        });
        let parameters = parsed.params.iter().map(|(name, value)| {
            (name.as_str().to_ascii_lowercase(), value.unquoted_str().into_owned())
        });
        Self { text: text.to_owned(), essence, suffix, parameters: parameters.collect() }
    }

    /// The text of the definition.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `type/subtype+suffix` in lower case, without parameters; the whole text when it is no media type.
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// The part before the slash, in lower case (`application`).
    pub fn top_level(&self) -> &str {
        self.essence.split_once('/').map_or("", |(top_level, _)| top_level)
    }

    /// The part after the slash, in lower case, with its suffix (`problem+json`).
    pub fn subtype(&self) -> &str {
        self.essence.split_once('/').map_or("", |(_, subtype)| subtype)
    }

    /// The structured syntax suffix, in lower case (`json` of `application/problem+json`).
    pub fn suffix(&self) -> Option<&str> {
        self.essence.get(self.suffix?..)
    }

    /// The value of a parameter, without quotes. The name is in lower case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it stands for several media types: `*/*`, `image/*`, `application/*+json`.
    pub fn is_range(&self) -> bool {
        self.essence.contains('*')
    }

    /// Whether the body is a form, whose fields are the properties of its schema.
    pub fn is_form(&self) -> bool {
        matches!(self.kind(), MediaKind::UrlencodedForm | MediaKind::Multipart)
    }

    /// What the body is.
    pub fn kind(&self) -> MediaKind {
        match (self.top_level(), self.subtype()) {
            ("*" | "application", "*") => MediaKind::Any,
            (_, "json") => MediaKind::Json,
            (_, "xml") => MediaKind::Xml,
            _ if self.suffix() == Some("json") => MediaKind::Json,
            _ if self.suffix() == Some("json-seq") => MediaKind::JsonLines,
            _ if self.suffix() == Some("xml") => MediaKind::Xml,
            ("text", "event-stream") => MediaKind::EventStream,
            (
                _,
                "ndjson" | "x-ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines"
                | "json-seq",
            ) => MediaKind::JsonLines,
            ("text", _) => MediaKind::Text,
            ("application", "x-www-form-urlencoded") => MediaKind::UrlencodedForm,
            ("multipart", _) => MediaKind::Multipart,
            _ => MediaKind::Bytes,
        }
    }

    /// What a client writes into `Content-Type`: one media type, never a range. A range becomes the usual
    /// member of its kind, because `application/*+json` in a header is refused by every server.
    pub fn content_type(&self) -> &str {
        if !self.is_range() {
            return &self.text;
        }
        match self.kind() {
            MediaKind::Json | MediaKind::Any => JSON,
            MediaKind::Text => "text/plain",
            MediaKind::EventStream => "text/event-stream",
            MediaKind::JsonLines => "application/x-ndjson",
            MediaKind::Xml => "application/xml",
            MediaKind::UrlencodedForm => URLENCODED,
            MediaKind::Multipart => MULTIPART,
            MediaKind::Bytes => OCTET_STREAM,
        }
    }

    /// What a client writes into `Accept`. There, other than in `Content-Type`, `*/*` and `image/*` are
    /// allowed, but no range of suffixes.
    pub fn accept(&self) -> &str {
        let whole = self.essence == "*/*"
            || self
                .essence
                .split_once('/')
                .is_some_and(|(top_level, subtype)| subtype == "*" && !top_level.contains('*'));
        if whole { &self.text } else { self.content_type() }
    }

    /// The same type in one spelling, without its character set: what two definitions mean alike although
    /// they write it differently. Parameters that tell representations apart (`version=2`) stay.
    pub fn without_charset(&self) -> String {
        let mut text = self.essence.clone();
        for (name, value) in self.parameters.iter().filter(|(name, _)| name != "charset") {
            text.push(';');
            text.push_str(name);
            text.push('=');
            text.push_str(value);
        }
        text
    }
}

impl std::fmt::Display for MediaType {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Serialize for MediaType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::{MediaKind, MediaType};

    fn kind(text: &str) -> MediaKind {
        MediaType::parse(text).kind()
    }

    #[test]
    fn keeps_the_text_and_knows_the_parts() {
        let text = r#"Application/Vnd.Pet.V2+JSON; Version="2 b"; charset=UTF-8"#;
        let media_type = MediaType::parse(text);
        assert_eq!(media_type.as_str(), text);
        assert_eq!(media_type.essence(), "application/vnd.pet.v2+json");
        assert_eq!(media_type.top_level(), "application");
        assert_eq!(media_type.subtype(), "vnd.pet.v2+json");
        assert_eq!(media_type.suffix(), Some("json"));
        assert_eq!(media_type.parameter("version"), Some("2 b"));
        assert_eq!(media_type.parameter("boundary"), None);
    }

    #[test]
    fn tells_the_kinds_apart() {
        for json in ["application/json", " application/JSON ;charset", "text/json", "a/hal+json"] {
            assert_eq!(kind(json), MediaKind::Json, "{json}");
        }
        assert_eq!(kind("application/*+json"), MediaKind::Json);
        assert_eq!(kind("*/*"), MediaKind::Any);
        assert_eq!(kind("application/*"), MediaKind::Any);
        assert_eq!(kind("text/event-stream"), MediaKind::EventStream);
        for lines in ["application/x-ndjson", "application/jsonl", "application/geo+json-seq"] {
            assert_eq!(kind(lines), MediaKind::JsonLines, "{lines}");
        }
        for xml in ["text/xml", "application/xml", "image/svg+xml"] {
            assert_eq!(kind(xml), MediaKind::Xml, "{xml}");
        }
        assert_eq!(kind("text/csv"), MediaKind::Text);
        assert_eq!(kind("application/x-www-form-urlencoded"), MediaKind::UrlencodedForm);
        assert_eq!(kind("multipart/mixed; boundary=x"), MediaKind::Multipart);
        for bytes in ["image/*", "application/octet-stream", "application/pdf", "json", "", "a/é"]
        {
            assert_eq!(kind(bytes), MediaKind::Bytes, "{bytes}");
        }
    }

    #[test]
    fn never_sends_a_range() {
        let sent = |text| MediaType::parse(text).content_type().to_owned();
        assert_eq!(sent("*/*"), "application/json");
        assert_eq!(sent("application/*+json"), "application/json");
        assert_eq!(sent("text/*"), "text/plain");
        assert_eq!(sent("image/*"), "application/octet-stream");
        assert_eq!(sent("application/json; v=2"), "application/json; v=2");
        let accept = |text| MediaType::parse(text).accept().to_owned();
        assert_eq!(accept("image/*"), "image/*");
        assert_eq!(accept("*/*"), "*/*");
        assert_eq!(accept("application/*+json"), "application/json");
    }

    #[test]
    fn a_character_set_makes_no_other_media_type() {
        let plain = |text| MediaType::parse(text).without_charset();
        assert_eq!(plain("Application/JSON; Charset=UTF-8"), "application/json");
        assert_eq!(plain("application/json;version=2"), "application/json;version=2");
    }
}
