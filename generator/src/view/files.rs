//! Which values are files: those in a form of parts that are bytes, or that the form gives the type of a file.

use std::collections::BTreeSet;

use crate::api::{Api, Content, RequestBody, Schema, Shape};
use crate::media_type::MediaKind;

/// Where the schemas of files stand.
pub(super) fn find(api: &Api) -> BTreeSet<&str> {
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let forms = bodies.filter_map(RequestBody::preferred);
    let forms = forms.filter(|content| content.media_type.kind() == MediaKind::Multipart);
    forms.flat_map(|content| of_form(api, content)).collect()
}

fn of_form<'a>(api: &'a Api, content: &'a Content) -> Vec<&'a str> {
    let shape = content.schema.as_ref().map(|schema| &api.target(schema).shape);
    let Some(Shape::Object { properties, .. }) = shape else { return Vec::new() };
    let files = properties.iter().filter_map(|(name, property)| {
        let encoding = content.encoding.get(name);
        let is_typed = encoding.is_some_and(|encoding| {
            let mut types = encoding.media_types.iter();
            !encoding.media_types.is_empty() && types.all(|of| of.kind() == MediaKind::Bytes)
        });
        let schema = &property.schema;
        let item = match &api.target(schema).shape {
            Shape::Array { items, .. } => items,
            _ => schema,
        };
        is_file(api.target(item), is_typed).then(|| item.pointer.as_str())
    });
    files.collect()
}

/// Whether a value is a file; `is_typed` when the form says that its part is one of bytes.
fn is_file(schema: &Schema, is_typed: bool) -> bool {
    let may_be = matches!(schema.shape, Shape::Any | Shape::String { .. });
    schema.is_binary() || (is_typed && may_be && schema.enumeration.is_empty())
}
