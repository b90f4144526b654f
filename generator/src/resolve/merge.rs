//! One schema takes over what another says.

use crate::api::Schema;

/// Takes over what another schema says and this one does not; its shape too, when asked.
pub(super) fn merge(schema: &mut Schema, other: Schema, shape: bool) {
    if shape {
        schema.shape = other.shape;
        schema.additional_at = other.additional_at;
        schema.bases.extend(other.bases);
    }
    if other.pointer != schema.pointer && !other.pointer.is_root() {
        schema.parts.push(other.pointer);
    }
    schema.parts.extend(other.parts);
    schema.title = schema.title.take().or(other.title);
    schema.description = schema.description.take().or(other.description);
    schema.default = schema.default.take().or(other.default);
    schema.example = schema.example.take().or(other.example);
    schema.deprecated |= other.deprecated;
    schema.nullable |= other.nullable;
    schema.read_only |= other.read_only;
    schema.write_only |= other.write_only;
    if schema.enumeration.is_empty() {
        schema.enumeration = other.enumeration;
        schema.is_open = other.is_open;
    }
    for (key, value) in other.extensions {
        schema.extensions.entry(key).or_insert(value);
    }
    let (own, other) = (&mut schema.constraints, other.constraints);
    if own.minimum.is_none() {
        (own.minimum, own.exclusive_minimum) = (other.minimum, other.exclusive_minimum);
    }
    if own.maximum.is_none() {
        (own.maximum, own.exclusive_maximum) = (other.maximum, other.exclusive_maximum);
    }
    own.multiple_of = own.multiple_of.take().or(other.multiple_of);
    own.pattern = own.pattern.take().or(other.pattern);
    own.min_length = own.min_length.or(other.min_length);
    own.max_length = own.max_length.or(other.max_length);
    own.min_items = own.min_items.or(other.min_items);
    own.max_items = own.max_items.or(other.max_items);
    own.min_properties = own.min_properties.or(other.min_properties);
    own.max_properties = own.max_properties.or(other.max_properties);
}
