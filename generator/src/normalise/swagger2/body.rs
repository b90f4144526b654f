//! Bodies: the body parameter or the form fields of a request, and the schema of a response, each in
//! every media type that the operation names.

use indexmap::IndexMap;
use openapiv3::{
    AnySchema, MediaType, ReferenceOr, RequestBody, Response, Schema, SchemaData, SchemaKind,
};
use serde_json::{Map, Value};

use super::operation::RawParameter;
use super::{MediaTypes, Named};
use crate::api::FIELD_COLLECTION_FORMAT;
use crate::media_type::{self, JSON, MULTIPART, OCTET_STREAM, URLENCODED};
use crate::normalise::Reader;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::{Part, as_text};
use crate::pointer::Pointer;

/// A media type and where the definition names it, or would.
type MediaName<'a> = (&'a str, &'a Pointer);

impl Reader<'_> {
    /// The body parameter of an operation.
    pub(super) fn body2(
        &mut self,
        raw: &RawParameter<'_>,
        operation: &PartPlace,
        consumes: &MediaTypes,
    ) -> Option<RequestBody> {
        let place = self.moved(operation, "requestBody", &raw.origin);
        let part = self.part(raw.value, &place, "a parameter")?;
        self.report_parameter(part);
        // Some definitions write the type of a body as that of any other parameter.
        let bare = Map::from_iter([("schema".to_owned(), Self::schema_members(part).into())]);
        Some(RequestBody {
            description: self.text(part, "description"),
            content: self.content2(with_schema(part, &bare), or_default(consumes, JSON)),
            required: self.flag(part, "required").unwrap_or(false),
            extensions: Self::extensions(part),
        })
    }

    /// The form fields of an operation: one object, whose properties they are.
    pub(super) fn form2(
        &mut self,
        fields: &[RawParameter<'_>],
        operation: &PartPlace,
        consumes: &MediaTypes,
    ) -> RequestBody {
        let parameters = operation.origin.child("parameters");
        let place = self.moved(operation, "requestBody", &parameters);
        let file = fields.iter().any(|field| is_file(field.value));
        let content_place = place.child("content");
        let mut content = IndexMap::new();
        let mut required = false;
        for (media_type, named) in form_types(consumes, file) {
            let media_place = self.moved(&content_place, media_type, &parameters);
            self.origins.declare(&media_place, named);
            let schema_place = self.moved(&media_place, "schema", &parameters);
            let (schema, any_required) = self.form_schema(fields, &schema_place);
            required |= any_required;
            let media =
                MediaType { schema: Some(ReferenceOr::Item(schema)), ..MediaType::default() };
            content.insert(media_type.to_owned(), media);
        }
        RequestBody { description: None, content, required, extensions: IndexMap::new() }
    }

    /// The schema of a form, and whether any of its fields is required.
    fn form_schema(&mut self, fields: &[RawParameter<'_>], place: &PartPlace) -> (Schema, bool) {
        let properties = place.child("properties");
        let mut any = AnySchema { typ: Some("object".to_owned()), ..AnySchema::default() };
        for field in fields {
            let at = PartPlace { here: properties.here.clone(), origin: field.origin.clone() };
            let Some(part) = self.part(field.value, &at, "a parameter") else { continue };
            self.report_parameter(part);
            let Some(name) = self.text(part, "name") else {
                self.invalid(&at, "A parameter needs a `name`; it is left out.".to_owned());
                continue;
            };
            let place = self.moved(&properties, &name, &field.origin);
            if self.flag(part, "required") == Some(true) {
                any.required.push(name.clone());
            }
            let schema = self.form_field(Part { members: part.members, place: &place });
            any.properties.insert(name, ReferenceOr::Item(Box::new(schema)));
        }
        let required = !any.required.is_empty();
        let schema_kind = SchemaKind::Any(any);
        (Schema { schema_data: SchemaData::default(), schema_kind }, required)
    }

    /// A field is a property: it keeps its description and extensions. A list that is not written as one
    /// field per item says so in an extension, because 3.0 says it outside the schema.
    fn form_field(&mut self, part: Part<'_>) -> Schema {
        let mut members = Self::schema_members(part);
        let beside = |key: &str| key == "description" || key.starts_with("x-");
        let described = part.members.iter().filter(|(key, _)| beside(key));
        members.extend(described.map(|(key, value)| (key.clone(), value.clone())));
        if part.get("type").and_then(Value::as_str) == Some("array") {
            let format =
                part.get("collectionFormat").and_then(as_text).unwrap_or_else(|| "csv".to_owned());
            if format != "multi" {
                members.insert(FIELD_COLLECTION_FORMAT.to_owned(), Value::from(format));
            }
        }
        self.schema_keywords(Part { members: &members, place: part.place })
    }

    pub(super) fn response2(
        &mut self,
        value: &Value,
        place: &PartPlace,
        produces: &MediaTypes,
    ) -> Option<Response> {
        let part = self.part(value, place, "a response")?;
        self.unknown(part, "a response", &["description", "schema", "headers", "examples"]);
        let default = if part.get("schema").is_some_and(is_file) { OCTET_STREAM } else { JSON };
        let content = match part.get("schema") {
            Some(_) => self.content2(part, or_default(produces, default)),
            None => IndexMap::new(),
        };
        Some(Response {
            description: self.text(part, "description").unwrap_or_default(),
            headers: self.named(part, "headers", |reader, value, place| {
                reader.header2(value, place).map(ReferenceOr::Item)
            }),
            content,
            links: IndexMap::new(),
            extensions: Self::extensions(part),
        })
    }

    /// The schema of a body in each of the media types, with the example for each.
    fn content2(
        &mut self,
        part: Part<'_>,
        media_types: Vec<MediaName<'_>>,
    ) -> IndexMap<String, MediaType> {
        let list = part.place.child("content");
        let nothing = Map::new();
        let examples = part.get("examples").and_then(Value::as_object).unwrap_or(&nothing);
        let mut content = IndexMap::new();
        for (media_type, named) in media_types {
            let place = self.moved(&list, media_type, &part.place.origin);
            self.origins.declare(&place, named);
            let schema = place.child("schema");
            let media = MediaType {
                schema: part.get("schema").map(|value| self.schema(value, &schema)),
                example: examples.get(media_type).filter(|example| !example.is_null()).cloned(),
                ..MediaType::default()
            };
            content.insert(media_type.to_owned(), media);
        }
        content
    }
}

/// The part itself, or, when it has a type in the place of a schema, the one that has.
fn with_schema<'a>(part: Part<'a>, bare: &'a Map<String, Value>) -> Part<'a> {
    let typed = part.get("schema").is_none() && part.get("type").is_some();
    if typed { Part { members: bare, ..part } } else { part }
}

/// The media types that the definition names, or the one that is assumed.
fn or_default<'a>(media_types: &'a MediaTypes, default: &'a str) -> Vec<MediaName<'a>> {
    if media_types.names.is_empty() {
        return vec![(default, &media_types.place)];
    }
    media_types.names.iter().map(|named| (named.text.as_str(), &named.pointer)).collect()
}

/// The media types of a form: files need the one that can hold them.
fn form_types(consumes: &MediaTypes, file: bool) -> Vec<MediaName<'_>> {
    let read = |named: &Named| media_type::MediaType::parse(&named.text);
    if file {
        let named = consumes.names.iter().find(|named| read(named).essence() == MULTIPART);
        return vec![(MULTIPART, named.map_or(&consumes.place, |named| &named.pointer))];
    }
    let stated = consumes.names.iter().filter(|named| read(named).is_form());
    let stated: Vec<MediaName<'_>> =
        stated.map(|named| (named.text.as_str(), &named.pointer)).collect();
    if stated.is_empty() { vec![(URLENCODED, &consumes.place)] } else { stated }
}

fn is_file(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("file")
}
