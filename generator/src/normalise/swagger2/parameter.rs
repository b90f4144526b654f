//! Parameters and headers: the schema, which 2.0 mixes with the rest, gets a place of its own, and the
//! collection format becomes a style.

use indexmap::IndexMap;
use openapiv3::{
    Header, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent, ReferenceOr,
};
use serde_json::{Map, Value};

use crate::normalise::Reader;
use crate::normalise::mark::COLLECTION_FORMAT;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::Part;

/// The members of a parameter that are about its value.
const SCHEMA: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "example",
    "nullable",
    "x-nullable",
    "properties",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
];

/// The others.
const OTHER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "schema",
    "allowEmptyValue",
    "collectionFormat",
    "deprecated",
    "title",
    "examples",
];

impl Reader<'_> {
    pub(super) fn parameter2(&mut self, value: &Value, place: &PartPlace) -> Option<Parameter> {
        let part = self.part(value, place, "a parameter")?;
        self.report_parameter(part);
        let (Some(name), Some(location)) = (self.text(part, "name"), self.text(part, "in")) else {
            self.invalid(
                place,
                "A parameter needs a `name` and an `in`; it is left out.".to_owned(),
            );
            return None;
        };
        let mut extensions = Self::extensions(part);
        extensions.shift_remove("x-nullable");
        let (style, explode) = self.collection(part, &location, &mut extensions);
        let parameter_data = ParameterData {
            name,
            description: self.text(part, "description"),
            required: self.flag(part, "required").unwrap_or(false),
            deprecated: self.flag(part, "deprecated"),
            format: self.schema_of(part),
            example: None,
            examples: IndexMap::new(),
            explode,
            extensions,
        };
        self.located(part, &location, style, parameter_data)
    }

    pub(super) fn header2(&mut self, value: &Value, place: &PartPlace) -> Option<Header> {
        let part = self.part(value, place, "a header")?;
        self.report_parameter(part);
        let mut extensions = Self::extensions(part);
        extensions.shift_remove("x-nullable");
        Some(Header {
            description: self.text(part, "description"),
            style: HeaderStyle::Simple,
            required: false,
            deprecated: None,
            format: self.schema_of(part),
            example: None,
            examples: IndexMap::new(),
            extensions,
        })
    }

    pub(super) fn report_parameter(&mut self, part: Part<'_>) {
        let known: Vec<&str> = SCHEMA.iter().chain(OTHER).copied().collect();
        self.unknown(part, "a parameter", &known);
    }

    /// The schema of a parameter: its own members, or `schema` where that should not be.
    fn schema_of(&mut self, part: Part<'_>) -> ParameterSchemaOrContent {
        if let Some(value) = part.get("schema") {
            let schema = self.schema(value, &part.place.child("schema"));
            return ParameterSchemaOrContent::Schema(schema);
        }
        let place = self.moved(part.place, "schema", &part.place.origin);
        let members = Self::schema_members(part);
        let schema = self.schema_keywords(Part { members: &members, place: &place });
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema))
    }

    /// The members of a parameter or header that are about its value.
    pub(in crate::normalise) fn schema_members(part: Part<'_>) -> Map<String, Value> {
        let own = part.members.iter().filter(|(key, _)| SCHEMA.contains(&key.as_str()));
        own.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// The style of a list, and whether each of its items is a pair of its own. A format that no style
    /// expresses leaves a mark.
    fn collection(
        &mut self,
        part: Part<'_>,
        location: &str,
        extensions: &mut IndexMap<String, Value>,
    ) -> (Option<&'static str>, Option<bool>) {
        if part.get("type").and_then(Value::as_str) != Some("array") {
            return (None, None);
        }
        let format = self.text(part, "collectionFormat").unwrap_or_else(|| "csv".to_owned());
        match (location, format.as_str()) {
            (_, "csv" | "") => (None, Some(false)),
            ("query", "multi") => (Some("form"), Some(true)),
            ("query", "ssv") => (Some("spaceDelimited"), Some(false)),
            ("query", "pipes") => (Some("pipeDelimited"), Some(false)),
            (_, "tsv" | "ssv" | "pipes") => {
                extensions.insert(COLLECTION_FORMAT.to_owned(), Value::from(format));
                (None, Some(false))
            }
            _ => {
                let message = format!(
                    "`{format}` is not a way to write a list in `{location}`; commas are used."
                );
                self.invalid(&part.place.child("collectionFormat"), message);
                (None, Some(false))
            }
        }
    }
}
