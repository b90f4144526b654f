//! Forms of Swagger 2.0: their fields stand among the parameters, so that the body has no place of its
//! own.

use serde_json::Value;

use super::OperationComparer;
use super::encoding::{ParamEncoding, of, sample};
use crate::api::FIELD_COLLECTION_FORMAT;
use crate::api::{Content, Location, Parameter, Property, Schema, Shape, Style};
use crate::changes::rules::operations::parameter as rules;
use crate::changes::{ChangePlace, Site};
use crate::pointer::Pointer;

/// Why the flag of a field means nothing by itself.
const FIELD: &str = "a form field is a property of the body, whose change is reported";

/// Where a body stands that is held by a request body or response: its fields, when they stand among
/// the parameters.
pub(super) fn places(holder: &Pointer, content: &Content) -> Vec<Pointer> {
    match &content.schema {
        Some(schema) if schema.pointer == *holder => match &schema.shape {
            Shape::Object { properties, .. } => {
                properties.values().map(|property| property.schema.pointer.clone()).collect()
            }
            _ => Vec::new(),
        },
        Some(schema) if content.pointer == *holder => vec![schema.pointer.clone()],
        _ => vec![content.pointer.clone()],
    }
}

impl<'a> OperationComparer<'a> {
    /// Compares what fields say as parameters. What they are as values is compared elsewhere.
    pub(super) fn form(&mut self, place: &ChangePlace, old: &'a Schema, new: &'a Schema) {
        let (Shape::Object { properties: olds, .. }, Shape::Object { properties: news, .. }) =
            (&old.shape, &new.shape)
        else {
            return;
        };
        for (name, before) in olds {
            let Some(after) = news.get(name) else { continue };
            for (field, around, is_new) in [(before, old, false), (after, new, true)] {
                let stands_alone =
                    !super::is_below(&field.schema.pointer, &around.pointer.child("properties"));
                if before.required != after.required && stands_alone {
                    self.gathering.ignore(&field.schema.pointer.child("required"), is_new, FIELD);
                }
            }
            self.field_writing(place, name, before, after);
        }
    }

    /// Reports that a list in a field is written in another way.
    fn field_writing(&mut self, place: &ChangePlace, name: &str, old: &Property, new: &Property) {
        let lists = [(self.old, old), (self.new, new)];
        if lists
            .iter()
            .any(|(api, field)| ParamEncoding::of(api, &field.schema) != ParamEncoding::List)
        {
            return;
        }
        let (before, after) = (field_parameter(name, old), field_parameter(name, new));
        if of(&before, ParamEncoding::List) == of(&after, ParamEncoding::List) {
            return;
        }
        let site = |parameter: &Parameter| {
            let pointer = parameter.pointer.child("collectionFormat");
            Some(Site::stating(&pointer, sample(parameter, ParamEncoding::List)))
        };
        let place = place.inside(format!("field `{name}`"));
        let rule = &rules::PARAMETER_STYLE_CHANGED;
        self.gathering.report(rule, &place, name, site(&before), site(&after));
    }
}

/// A field of Swagger 2.0 as the parameter that it is.
fn field_parameter(name: &str, field: &Property) -> Parameter {
    let format = field.schema.extensions.get(FIELD_COLLECTION_FORMAT).and_then(Value::as_str);
    let style = match format {
        Some("ssv") => Style::SpaceDelimited,
        Some("tsv") => Style::TabDelimited,
        Some("pipes") => Style::PipeDelimited,
        _ => Style::Form,
    };
    as_parameter(field.schema.pointer.clone(), name, style, format.is_none())
}

/// A field as a parameter that is written in the same way.
pub(super) fn as_parameter(pointer: Pointer, name: &str, style: Style, explode: bool) -> Parameter {
    Parameter {
        pointer,
        name: name.to_owned(),
        location: Location::Query,
        description: None,
        required: false,
        deprecated: false,
        style,
        explode,
        allow_empty: false,
        allow_reserved: false,
        media_type: None,
        schema: Schema::default(),
        extensions: crate::api::Extensions::new(),
    }
}
