//! The extensions by which `normalise` tells `resolve` what `OpenAPI` 3.0 has no word for. They are taken
//! out again by `resolve`; a definition's own keys of these names are dropped.

/// On an array: how many of its first items have a shape of their own. The shapes, and that of the items
/// after them, are the variants of the items' `anyOf`.
pub(crate) const TUPLE: &str = "x-normalised-tuple";

/// On a schema that lists its values: what the definition calls them, by their JSON text.
pub(crate) const VALUE_NAMES: &str = "x-normalised-value-names";

/// On a schema: what it demands of values beside its shape and its limits, as `assertion` reads it.
pub(crate) const ASSERTIONS: &str = "x-normalised-assertions";

/// On a parameter: the `collectionFormat` of Swagger 2.0 that no style expresses.
pub(crate) const COLLECTION_FORMAT: &str = "x-normalised-collection-format";

/// At the top: the webhooks, as they are written.
pub(crate) const WEBHOOKS: &str = "x-normalised-webhooks";

/// On an operation: its callbacks, as they are written.
pub(crate) const CALLBACKS: &str = "x-normalised-callbacks";

/// The text of a reference that leads nowhere, which has been reported; no definition can write it so.
pub(crate) const NOWHERE: &str = "\0";

/// Whether an extension is one of these.
pub(crate) fn is_mark(key: &str) -> bool {
    key.starts_with("x-normalised-")
}
