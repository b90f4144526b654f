//! Parameters: where they travel, how they are written, and the schema of their value.

use indexmap::IndexMap;
use openapiv3::{
    Example, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr,
};
use serde_json::Value;

use super::{Resolver, extensions, non_empty};
use crate::api::{Location, Parameter, Schema, Shape, Style};
use crate::diagnostic::Code;
use crate::media_type::MediaType;
use crate::normalise::mark::COLLECTION_FORMAT;
use crate::pointer::Pointer;

impl<'a> Resolver<'a> {
    /// The parameters of an operation or of a path item. Of two with the same place and name, the first
    /// one counts.
    pub(super) fn parameters(
        &mut self,
        list: &'a [ReferenceOr<openapiv3::Parameter>],
        holder: &Pointer,
    ) -> Vec<Parameter> {
        let holder = holder.child("parameters");
        let named = &self.components.parameters;
        let mut parameters: Vec<Parameter> = Vec::with_capacity(list.len());
        for (number, parameter) in list.iter().enumerate() {
            let here = holder.child(number);
            let Some((parameter, place)) = self.follow(parameter, &here, "parameters", named)
            else {
                continue;
            };
            let parameter = self.parameter(parameter, &place);
            let same = |other: &Parameter| {
                other.location == parameter.location && other.name == parameter.name
            };
            if parameters.iter().any(same) {
                let message = format!(
                    "The parameter `{}` is declared twice; the first one counts.",
                    parameter.name
                );
                self.report(Code::InvalidShape, &here, message, "Remove one of the two.");
            } else {
                parameters.push(parameter);
            }
        }
        parameters
    }

    fn parameter(&mut self, parameter: &'a openapiv3::Parameter, here: &Pointer) -> Parameter {
        let (location, style) = match parameter {
            openapiv3::Parameter::Query { style, .. } => (Location::Query, query_style(style)),
            openapiv3::Parameter::Header { .. } => (Location::Header, Style::Simple),
            openapiv3::Parameter::Path { style, .. } => (
                Location::Path,
                match style {
                    PathStyle::Matrix => Style::Matrix,
                    PathStyle::Label => Style::Label,
                    PathStyle::Simple => Style::Simple,
                },
            ),
            openapiv3::Parameter::Cookie { .. } => (Location::Cookie, Style::Form),
        };
        let data = parameter.parameter_data_ref();
        let style = marked_style(data).unwrap_or(style);
        let (allow_empty, allow_reserved) = match parameter {
            openapiv3::Parameter::Query { allow_empty_value, allow_reserved, .. } => {
                (allow_empty_value.unwrap_or(false), *allow_reserved)
            }
            _ => (false, false),
        };
        let (media_type, schema) = self.value(&data.format, here);
        Parameter {
            pointer: self.origins.original(here),
            name: data.name.clone(),
            location,
            description: non_empty(data.description.as_ref()),
            required: data.required || location == Location::Path,
            deprecated: data.deprecated.unwrap_or(false),
            style,
            explode: data.explode.unwrap_or(style == Style::Form),
            allow_empty,
            allow_reserved,
            media_type,
            schema: self.with_example(schema, data.example.as_ref(), &data.examples, here),
            extensions: extensions(&data.extensions),
        }
    }

    /// The media type, if the value is a document of its own, and the schema of a parameter or header.
    pub(super) fn value(
        &mut self,
        format: &'a ParameterSchemaOrContent,
        here: &Pointer,
    ) -> (Option<MediaType>, Schema) {
        match format {
            ParameterSchemaOrContent::Schema(schema) => {
                (None, self.schema(schema, &here.child("schema")))
            }
            ParameterSchemaOrContent::Content(content) => {
                let contents = self.contents(content, &here.child("content"));
                let place = self.origins.original(here);
                match contents.into_iter().next() {
                    Some(content) => {
                        let any = || Schema::new(place, Shape::Any);
                        (Some(content.media_type), content.schema.unwrap_or_else(any))
                    }
                    None => (None, Schema::new(place, Shape::Any)),
                }
            }
        }
    }

    /// Gives a schema the sample that stands beside it.
    pub(super) fn with_example(
        &mut self,
        mut schema: Schema,
        example: Option<&Value>,
        examples: &IndexMap<String, ReferenceOr<Example>>,
        here: &Pointer,
    ) -> Schema {
        if let Some(example) = self.example(example, examples, here) {
            schema.example = Some(example);
        }
        schema
    }
}

pub(super) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}

/// The style of a list of Swagger 2.0 that `openapiv3` has no word for.
fn marked_style(data: &ParameterData) -> Option<Style> {
    match data.extensions.get(COLLECTION_FORMAT)?.as_str()? {
        "tsv" => Some(Style::TabDelimited),
        "ssv" => Some(Style::SpaceDelimited),
        "pipes" => Some(Style::PipeDelimited),
        _ => None,
    }
}
