//! Request bodies, responses and the media types in both.

use indexmap::IndexMap;
use openapiv3::{
    Content, Encoding, Example, MediaType, QueryStyle, ReferenceOr, RequestBody, Response,
};
use serde_json::Value;

use crate::normalise::Reader;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::Part;
use crate::normalise::reference::ComponentKind;

impl Reader<'_> {
    pub(super) fn request_body3(
        &mut self,
        value: &Value,
        place: &PartPlace,
    ) -> Option<RequestBody> {
        let part = self.part(value, place, "a request body")?;
        self.unknown(part, "a request body", &["description", "content", "required"]);
        Some(RequestBody {
            description: self.text(part, "description"),
            content: self.content(part),
            required: self.flag(part, "required").unwrap_or(false),
            extensions: Self::extensions(part),
        })
    }

    pub(super) fn response3(&mut self, value: &Value, place: &PartPlace) -> Option<Response> {
        let part = self.part(value, place, "a response")?;
        self.unknown(
            part,
            "a response",
            &["summary", "description", "headers", "content", "links"],
        );
        if part.get("links").is_some() {
            let message = "Nothing is generated for the links of a response.";
            self.ignored(&place.child("links"), message.to_owned());
        }
        Some(Response {
            description: self.text(part, "description").unwrap_or_default(),
            headers: self.named(part, "headers", |reader, value, place| {
                reader.referable(value, place, ComponentKind::Header, Self::header3)
            }),
            content: self.content(part),
            links: IndexMap::new(),
            extensions: Self::extensions(part),
        })
    }

    /// Reads the bodies by media type.
    pub(super) fn content(&mut self, holder: Part<'_>) -> Content {
        const KNOWN: &[&str] = &[
            "schema",
            "itemSchema",
            "example",
            "examples",
            "encoding",
            "prefixEncoding",
            "itemEncoding",
        ];
        let list = holder.place.child("content");
        let mut content = Content::new();
        for (media_type, value) in self.object(holder, "content").into_iter().flatten() {
            let place = list.child(media_type);
            if value.is_null() {
                content.insert(media_type.clone(), MediaType::default());
                continue;
            }
            let Some(part) = self.part(value, &place, "a media type") else { continue };
            self.unknown(part, "a media type", KNOWN);
            let schema = place.child("schema");
            let media = MediaType {
                schema: part.get("schema").map(|value| self.schema(value, &schema)),
                example: part.get("example").cloned(),
                examples: self.examples(part),
                encoding: self.encoding(part),
                extensions: Self::extensions(part),
            };
            content.insert(media_type.clone(), media);
        }
        content
    }

    /// Reads how properties of a form are written.
    fn encoding(&mut self, holder: Part<'_>) -> IndexMap<String, Encoding> {
        const KNOWN: &[&str] = &[
            "contentType",
            "headers",
            "style",
            "explode",
            "allowReserved",
            "encoding",
            "prefixEncoding",
            "itemEncoding",
        ];
        let list = holder.place.child("encoding");
        let mut found = IndexMap::new();
        for (property, value) in self.object(holder, "encoding").into_iter().flatten() {
            let place = list.child(property);
            let Some(part) = self.part(value, &place, "an encoding") else { continue };
            self.unknown(part, "an encoding", KNOWN);
            let style = self.encoding_style(part);
            found.insert(
                property.clone(),
                Encoding {
                    content_type: self.text(part, "contentType"),
                    headers: self.named(part, "headers", |reader, value, place| {
                        reader.referable(value, place, ComponentKind::Header, Self::header3)
                    }),
                    explode: self
                        .flag(part, "explode")
                        .unwrap_or(style.as_ref().is_none_or(|style| *style == QueryStyle::Form)),
                    allow_reserved: self.flag(part, "allowReserved").unwrap_or(false),
                    extensions: Self::extensions(part),
                    style,
                },
            );
        }
        found
    }

    /// The style of a property; `None` when nothing is said of how it is written but a media type.
    fn encoding_style(&mut self, part: Part<'_>) -> Option<QueryStyle> {
        let stated =
            ["style", "explode", "allowReserved"].iter().any(|key| part.get(key).is_some());
        let style = match self.text(part, "style").as_deref() {
            Some("spaceDelimited") => QueryStyle::SpaceDelimited,
            Some("pipeDelimited") => QueryStyle::PipeDelimited,
            Some("deepObject") => QueryStyle::DeepObject,
            None | Some("form") => QueryStyle::Form,
            Some(_) => {
                let message = "The style is not one of a query; the usual one is taken.";
                self.invalid(&part.place.child("style"), message.to_owned());
                QueryStyle::Form
            }
        };
        stated.then_some(style)
    }

    /// Reads named examples. A list of bare values, as schemas have it, gets numbers for names.
    pub(super) fn examples(&mut self, holder: Part<'_>) -> IndexMap<String, ReferenceOr<Example>> {
        if let Some(Value::Array(values)) = holder.get("examples") {
            let example =
                |value: &Value| Example { value: Some(value.clone()), ..Example::default() };
            let numbered = values.iter().enumerate();
            return numbered
                .map(|(n, value)| (n.to_string(), ReferenceOr::Item(example(value))))
                .collect();
        }
        self.named(holder, "examples", |reader, value, place| {
            let read = |reader: &mut Self, value: &Value, place: &PartPlace| {
                Some(reader.example3(value, place))
            };
            reader.referable(value, place, ComponentKind::Example, read)
        })
    }

    /// Reads an example. A bare value in its place is the example itself.
    pub(super) fn example3(&mut self, value: &Value, place: &PartPlace) -> Example {
        let Value::Object(members) = value else {
            return Example { value: Some(value.clone()), ..Example::default() };
        };
        let part = Part { members, place };
        Example {
            summary: self.text(part, "summary"),
            description: self.text(part, "description"),
            value: part.get("value").cloned(),
            external_value: self.text(part, "externalValue"),
            extensions: Self::extensions(part),
        }
    }
}
