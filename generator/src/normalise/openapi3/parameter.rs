//! Parameters and headers.

use openapiv3::{
    CookieStyle, Header, HeaderStyle, Parameter, ParameterData, ParameterSchemaOrContent,
    PathStyle, QueryStyle, ReferenceOr,
};
use serde_json::Value;

use crate::normalise::Reader;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::{Part, as_text};
use crate::normalise::reference::ComponentKind;
use crate::normalise::schema::free_form;

const PARAMETER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];

impl Reader<'_> {
    /// Reads the parameters of an operation or of a path item.
    pub(super) fn parameters3(&mut self, holder: Part<'_>) -> Vec<ReferenceOr<Parameter>> {
        let list = holder.place.child("parameters");
        let mut parameters = Vec::new();
        for (number, value) in
            self.list(holder, "parameters").unwrap_or_default().iter().enumerate()
        {
            let place = self.item(&list, number, parameters.len());
            parameters.extend(self.referable(
                value,
                &place,
                ComponentKind::Parameter,
                Self::parameter3,
            ));
        }
        parameters
    }

    pub(super) fn parameter3(&mut self, value: &Value, place: &PartPlace) -> Option<Parameter> {
        let part = self.part(value, place, "a parameter")?;
        self.unknown(part, "a parameter", PARAMETER);
        let (Some(name), Some(location)) = (self.text(part, "name"), self.text(part, "in")) else {
            self.invalid(
                place,
                "A parameter needs a `name` and an `in`; it is left out.".to_owned(),
            );
            return None;
        };
        let parameter_data = ParameterData {
            name,
            description: self.text(part, "description"),
            required: self.flag(part, "required").unwrap_or(false),
            deprecated: self.flag(part, "deprecated"),
            format: self.schema_or_content(part),
            example: part.get("example").cloned(),
            examples: self.examples(part),
            explode: self.flag(part, "explode"),
            extensions: Self::extensions(part),
        };
        let style = self.text(part, "style");
        self.located(part, &location, style.as_deref(), parameter_data)
    }

    /// Puts the data of a parameter where it travels, in the style that is allowed there.
    pub(in crate::normalise) fn located(
        &mut self,
        part: Part<'_>,
        location: &str,
        style: Option<&str>,
        parameter_data: ParameterData,
    ) -> Option<Parameter> {
        let mut known = true;
        let parameter = match location {
            "query" | "querystring" => Parameter::Query {
                parameter_data,
                allow_reserved: self.flag(part, "allowReserved").unwrap_or(false),
                style: match style {
                    Some("spaceDelimited") => QueryStyle::SpaceDelimited,
                    Some("pipeDelimited") => QueryStyle::PipeDelimited,
                    Some("deepObject") => QueryStyle::DeepObject,
                    other => {
                        known = matches!(other, None | Some("form"));
                        QueryStyle::Form
                    }
                },
                allow_empty_value: self.flag(part, "allowEmptyValue"),
            },
            "header" => {
                known = matches!(style, None | Some("simple"));
                Parameter::Header { parameter_data, style: HeaderStyle::Simple }
            }
            "path" => Parameter::Path {
                parameter_data,
                style: match style {
                    Some("matrix") => PathStyle::Matrix,
                    Some("label") => PathStyle::Label,
                    other => {
                        known = matches!(other, None | Some("simple"));
                        PathStyle::Simple
                    }
                },
            },
            "cookie" => {
                known = matches!(style, None | Some("form" | "cookie"));
                Parameter::Cookie { parameter_data, style: CookieStyle::Form }
            }
            other => {
                let message = format!("A parameter cannot be in `{other}`; it is left out.");
                self.invalid(&part.place.child("in"), message);
                return None;
            }
        };
        if !known {
            let message =
                format!("The style is not allowed in `{location}`; the usual one is taken.");
            self.invalid(&part.place.child("style"), message);
        }
        Some(parameter)
    }

    pub(super) fn header3(&mut self, value: &Value, place: &PartPlace) -> Option<Header> {
        let part = self.part(value, place, "a header")?;
        // Some definitions write the type of a header beside its description, as 2.0 does.
        let bare = part.get("schema").is_none() && part.get("type").is_some();
        let format = if bare {
            let members = Self::schema_members(part);
            let schema = self.schema_keywords(Part { members: &members, place });
            ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema))
        } else {
            self.unknown(part, "a header", PARAMETER);
            self.schema_or_content(part)
        };
        Some(Header {
            description: self.text(part, "description"),
            style: HeaderStyle::Simple,
            required: self.flag(part, "required").unwrap_or(false),
            deprecated: self.flag(part, "deprecated"),
            format,
            example: part.get("example").cloned(),
            examples: self.examples(part),
            extensions: Self::extensions(part),
        })
    }

    fn schema_or_content(&mut self, part: Part<'_>) -> ParameterSchemaOrContent {
        if let Some(value) = part.get("schema") {
            let schema = self.schema(value, &part.place.child("schema"));
            return ParameterSchemaOrContent::Schema(schema);
        }
        if part.get("content").is_some() {
            return ParameterSchemaOrContent::Content(self.content(part));
        }
        let name = part.get("name").and_then(as_text).unwrap_or_default();
        let message =
            format!("`{name}` has neither a `schema` nor a `content`; any value is accepted.");
        self.invalid(part.place, message);
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(free_form()))
    }
}
