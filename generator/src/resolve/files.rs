//! Files: binary text that is a whole body, or a part of a form.

use std::collections::BTreeSet;

use crate::api::{Api, Content, Schema, SchemaId, Shape};

/// Gives every binary text that is a body or a part of a form the shape of a file. In a form that is a
/// named schema, the properties of that schema change.
pub(super) fn mark_files(api: &mut Api) {
    let mut forms = BTreeSet::new();
    for operation in &mut api.operations {
        for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
            mark_content(content, &mut forms);
        }
        for content in operation.responses.iter_mut().flat_map(|response| &mut response.contents) {
            mark_content(content, &mut forms);
        }
    }
    // A form may refer to another named schema (`allOf` of one reference), and that to the first again.
    let mut seen = BTreeSet::new();
    while let Some(id) = forms.pop_first() {
        if seen.insert(id.clone())
            && let Some(schema) = api.schemas.get_mut(&id)
        {
            mark_form(schema, &mut forms);
        }
    }
}

fn mark_content(content: &mut Content, forms: &mut BTreeSet<SchemaId>) {
    let Some(schema) = &mut content.schema else { return };
    mark_value(schema);
    if content.media_type.is_form() {
        mark_form(schema, forms);
    }
}

/// Marks the properties of a form, here or, by their names, elsewhere.
fn mark_form(schema: &mut Schema, forms: &mut BTreeSet<SchemaId>) {
    match &mut schema.shape {
        Shape::Object { properties, .. } => {
            for property in properties.values_mut() {
                mark_value(&mut property.schema);
                if let Shape::Array { items, .. } = &mut property.schema.shape {
                    mark_value(items);
                }
            }
        }
        Shape::Reference { id } => {
            forms.insert(id.clone());
        }
        Shape::Union { variants, .. } => {
            for variant in variants {
                mark_form(variant, forms);
            }
        }
        _ => {}
    }
}

fn mark_value(schema: &mut Schema) {
    if schema.is_binary() {
        schema.shape = Shape::File;
    }
}
