//! `OpenAPI` 3.0 and 3.1, which differ from each other almost only in their schemas.

mod body;
mod operation;
mod parameter;
mod security;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Paths, ReferenceOr};
use serde_json::{Map, Value};

use super::Reader;
use super::mark::WEBHOOKS;
use super::origins::PartPlace;
use super::part::Part;
use super::reference::ComponentKind;

const KNOWN: &[&str] = &[
    "openapi",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
    "$self",
    "$schema",
];

impl Reader<'_> {
    /// Reads a whole document.
    pub(super) fn openapi3(&mut self) -> OpenAPI {
        let place = PartPlace::root();
        let nothing = Map::new();
        let members = self.root.as_object().unwrap_or(&nothing);
        let part = Part { members, place: &place };
        self.unknown(part, "a definition", KNOWN);
        let webhooks = self.object(part, "webhooks");
        for name in webhooks.into_iter().flat_map(Map::keys) {
            let message = format!(
                "The webhook `{name}` is called by the server; nothing is generated for it."
            );
            self.ignored(&place.child("webhooks").child(name), message);
        }
        let mut extensions = Self::extensions(part);
        if let Some(webhooks) = webhooks {
            extensions.insert(WEBHOOKS.to_owned(), Value::Object(webhooks.clone()));
        }
        OpenAPI {
            openapi: self.text(part, "openapi").unwrap_or_default(),
            info: self.info(part),
            servers: self.servers(part),
            paths: self.paths3(part),
            components: Some(self.components(part)),
            security: self.security(part),
            tags: self.tags(part),
            external_docs: None,
            extensions,
        }
    }

    fn paths3(&mut self, document: Part<'_>) -> Paths {
        let items = self.path_items(document);
        // Path items are so large that a map which grows costs more than all that is put into it.
        let mut paths = IndexMap::with_capacity(items.len());
        for (path, value, place) in items {
            if let Some(item) = self.path_item3(value, &place) {
                paths.insert(path, item);
            }
        }
        Paths { paths, extensions: IndexMap::new() }
    }

    fn components(&mut self, document: Part<'_>) -> Components {
        const KNOWN: &[&str] = &[
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "securitySchemes",
            "links",
            "callbacks",
            "pathItems",
            "mediaTypes",
        ];
        let nothing = Map::new();
        let members = self.object(document, "components").unwrap_or(&nothing);
        let place = document.place.child("components");
        let part = Part { members, place: &place };
        self.unknown(part, "the components", KNOWN);
        Components {
            schemas: self.named(part, "schemas", |reader, value, place| {
                Some(reader.schema_inline(value, place))
            }),
            responses: self.named(part, "responses", |reader, value, place| {
                reader.referable(value, place, ComponentKind::Response, Self::response3)
            }),
            parameters: self.named(part, "parameters", |reader, value, place| {
                reader.referable(value, place, ComponentKind::Parameter, Self::parameter3)
            }),
            examples: self.named(part, "examples", |reader, value, place| {
                let read = |reader: &mut Self, value: &Value, place: &PartPlace| {
                    Some(reader.example3(value, place))
                };
                reader.referable(value, place, ComponentKind::Example, read)
            }),
            request_bodies: self.named(part, "requestBodies", |reader, value, place| {
                reader.referable(value, place, ComponentKind::RequestBody, Self::request_body3)
            }),
            headers: self.named(part, "headers", |reader, value, place| {
                reader.referable(value, place, ComponentKind::Header, Self::header3)
            }),
            security_schemes: self.named(part, "securitySchemes", |reader, value, place| {
                reader.referable(
                    value,
                    place,
                    ComponentKind::SecurityScheme,
                    Self::security_scheme3,
                )
            }),
            links: IndexMap::new(),
            callbacks: IndexMap::new(),
            extensions: Self::extensions(part),
        }
    }

    /// Reads a collection of named parts; those that had to be left out are missing.
    pub(super) fn named<T>(
        &mut self,
        holder: Part<'_>,
        key: &str,
        read: impl FnMut(&mut Self, &Value, &PartPlace) -> Option<ReferenceOr<T>>,
    ) -> IndexMap<String, ReferenceOr<T>> {
        self.named_at(holder, key, &holder.place.child(key), read)
    }

    /// Reads a collection of named parts that stands elsewhere in the result.
    pub(super) fn named_at<T>(
        &mut self,
        holder: Part<'_>,
        key: &str,
        place: &PartPlace,
        mut read: impl FnMut(&mut Self, &Value, &PartPlace) -> Option<ReferenceOr<T>>,
    ) -> IndexMap<String, ReferenceOr<T>> {
        let members = self.object(holder, key);
        let mut parts = IndexMap::with_capacity(members.map_or(0, Map::len));
        for (name, value) in members.into_iter().flatten() {
            if let Some(part) = read(self, value, &place.child(name)) {
                parts.insert(name.clone(), part);
            }
        }
        parts
    }
}
