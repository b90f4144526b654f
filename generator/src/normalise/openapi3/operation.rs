//! Path items and operations.

use indexmap::IndexMap;
use openapiv3::{Operation, PathItem, ReferenceOr, Responses, StatusCode};
use serde_json::Value;

use crate::api::Status;
use crate::normalise::Reader;
use crate::normalise::mark::CALLBACKS;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::Part;
use crate::normalise::reference::{ComponentKind, Followed};

const PATH_ITEM: &[&str] = &[
    "$ref",
    "additionalOperations",
    "summary",
    "description",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "servers",
    "parameters",
];

const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

impl Reader<'_> {
    /// Reads a path item. One that refers to another is read there, with its own members added.
    pub(super) fn path_item3(
        &mut self,
        value: &Value,
        place: &PartPlace,
    ) -> Option<ReferenceOr<PathItem>> {
        let part = self.part(value, place, "a path item")?;
        let own = self.path_item_members(part);
        let Some(text) = part.reference() else { return Some(ReferenceOr::Item(own)) };
        match self.follow(text, place, ComponentKind::PathItem) {
            Followed::Nowhere => None,
            Followed::Reference(reference) => Some(ReferenceOr::Reference { reference }),
            Followed::Value(value, origin) => {
                let place = PartPlace { here: place.here.clone(), origin };
                self.origins.record(&place);
                let part = self.part(value, &place, "a path item")?;
                let referred = self.path_item_members(part);
                Some(ReferenceOr::Item(merged(own, referred)))
            }
        }
    }

    fn path_item_members(&mut self, part: Part<'_>) -> PathItem {
        self.unknown(part, "a path item", PATH_ITEM);
        PathItem {
            summary: self.text(part, "summary"),
            description: self.text(part, "description"),
            get: self.operation3(part, "get"),
            put: self.operation3(part, "put"),
            post: self.operation3(part, "post"),
            delete: self.operation3(part, "delete"),
            options: self.operation3(part, "options"),
            head: self.operation3(part, "head"),
            patch: self.operation3(part, "patch"),
            trace: self.operation3(part, "trace"),
            servers: self.servers(part),
            parameters: self.parameters3(part),
            extensions: Self::extensions(part),
        }
    }

    fn operation3(&mut self, item: Part<'_>, method: &str) -> Option<Operation> {
        let place = item.place.child(method);
        let part = self.part(item.get(method)?, &place, "an operation")?;
        self.unknown(part, "an operation", OPERATION);
        let mut extensions = Self::extensions(part);
        if let Some(callbacks) = part.get("callbacks") {
            let message = "Callbacks are made by the server; nothing is generated for them.";
            self.ignored(&place.child("callbacks"), message.to_owned());
            extensions.insert(CALLBACKS.to_owned(), callbacks.clone());
        }
        let body = place.child("requestBody");
        Some(Operation {
            tags: self.texts(part, "tags").unwrap_or_default(),
            summary: self.text(part, "summary"),
            description: self.text(part, "description"),
            external_docs: None,
            operation_id: self.text(part, "operationId").filter(|id| !id.is_empty()),
            parameters: self.parameters3(part),
            request_body: part.get("requestBody").and_then(|value| {
                self.referable(value, &body, ComponentKind::RequestBody, Self::request_body3)
            }),
            responses: self.responses(part, |reader, value, place| {
                reader.referable(value, place, ComponentKind::Response, Self::response3)
            }),
            callbacks: IndexMap::new(),
            deprecated: self.flag(part, "deprecated").unwrap_or(false),
            security: self.security(part),
            servers: self.servers(part),
            extensions,
        })
    }

    /// Reads the responses of an operation; the keys are statuses.
    pub(in crate::normalise) fn responses(
        &mut self,
        operation: Part<'_>,
        mut read: impl FnMut(&mut Self, &Value, &PartPlace) -> Option<ReferenceOr<openapiv3::Response>>,
    ) -> Responses {
        let list = operation.place.child("responses");
        let mut responses = Responses::default();
        for (key, value) in self.object(operation, "responses").into_iter().flatten() {
            let place = list.child(key);
            if key.starts_with("x-") {
                responses.extensions.insert(key.clone(), value.clone());
                continue;
            }
            let status = match Status::parse(key.trim()) {
                Some(Status::Code(code)) => Some(StatusCode::Code(code)),
                Some(Status::Range(class)) => Some(StatusCode::Range(u16::from(class))),
                Some(Status::Default) => None,
                None => {
                    self.invalid(
                        &place,
                        format!("`{key}` is not a status; the response is left out."),
                    );
                    continue;
                }
            };
            let Some(response) = read(self, value, &place) else { continue };
            if let Some(status) = status {
                self.keep_place(&list, &status.to_string(), &place);
                responses.responses.insert(status, response);
            } else {
                self.keep_place(&list, "default", &place);
                responses.default = Some(response);
            }
        }
        responses
    }

    /// Leads from the name that a part has in the result to the place that it was read at.
    fn keep_place(&mut self, list: &PartPlace, name: &str, place: &PartPlace) {
        if list.here.child(name) != place.here {
            self.moved(list, name, &place.origin);
        }
    }
}

/// The members of a path item, completed by those of the one that it refers to.
fn merged(own: PathItem, referred: PathItem) -> PathItem {
    let mut extensions = referred.extensions;
    extensions.extend(own.extensions);
    PathItem {
        summary: own.summary.or(referred.summary),
        description: own.description.or(referred.description),
        get: own.get.or(referred.get),
        put: own.put.or(referred.put),
        post: own.post.or(referred.post),
        delete: own.delete.or(referred.delete),
        options: own.options.or(referred.options),
        head: own.head.or(referred.head),
        patch: own.patch.or(referred.patch),
        trace: own.trace.or(referred.trace),
        servers: if own.servers.is_empty() { referred.servers } else { own.servers },
        parameters: if own.parameters.is_empty() { referred.parameters } else { own.parameters },
        extensions,
    }
}
