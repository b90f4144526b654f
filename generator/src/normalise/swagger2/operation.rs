//! Path items and operations: their parameters are sorted into those that stay and those that are a
//! part of the body.

use indexmap::IndexMap;
use openapiv3::{Operation, Parameter, PathItem, Paths, ReferenceOr};
use serde_json::Value;

use super::Media;
use crate::normalise::Reader;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::Part;
use crate::normalise::reference::{ComponentKind, Followed};
use crate::pointer::Pointer;

const PATH_ITEM: &[&str] = &[
    "$ref",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "parameters",
    "summary",
    "description",
];

const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "consumes",
    "produces",
    "parameters",
    "responses",
    "schemes",
    "deprecated",
    "security",
];

/// A parameter as it is written, after its references were followed.
#[derive(Clone)]
pub(super) struct RawParameter<'a> {
    pub(super) value: &'a Value,
    pub(super) origin: Pointer,
}

/// The parameters of an operation or of a path item, by what becomes of them.
#[derive(Clone, Default)]
struct Inputs<'a> {
    plain: Vec<Plain<'a>>,
    body: Option<RawParameter<'a>>,
    form: Vec<RawParameter<'a>>,
}

/// A parameter that stays one.
#[derive(Clone)]
enum Plain<'a> {
    Raw(RawParameter<'a>),
    /// It is in another document.
    External(String),
}

impl Reader<'_> {
    pub(super) fn paths2(&mut self, document: Part<'_>, media: &Media) -> Paths {
        let items = self.path_items(document);
        let mut paths = IndexMap::with_capacity(items.len());
        for (path, value, place) in items {
            if let Some(item) = self.path_item2(value, &place, media) {
                paths.insert(path, item);
            }
        }
        Paths { paths, extensions: IndexMap::new() }
    }

    fn path_item2(
        &mut self,
        value: &Value,
        place: &PartPlace,
        media: &Media,
    ) -> Option<ReferenceOr<PathItem>> {
        self.referable(value, place, ComponentKind::PathItem, |reader, value, place| {
            let part = reader.part(value, place, "a path item")?;
            reader.unknown(part, "a path item", PATH_ITEM);
            let shared = reader.inputs(part);
            Some(PathItem {
                summary: reader.text(part, "summary"),
                description: reader.text(part, "description"),
                get: reader.operation2(part, "get", &shared, media),
                put: reader.operation2(part, "put", &shared, media),
                post: reader.operation2(part, "post", &shared, media),
                delete: reader.operation2(part, "delete", &shared, media),
                options: reader.operation2(part, "options", &shared, media),
                head: reader.operation2(part, "head", &shared, media),
                patch: reader.operation2(part, "patch", &shared, media),
                trace: None,
                servers: Vec::new(),
                parameters: reader.plain_parameters(part.place, &shared.plain),
                extensions: Self::extensions(part),
            })
        })
    }

    fn operation2(
        &mut self,
        item: Part<'_>,
        method: &str,
        shared: &Inputs<'_>,
        media: &Media,
    ) -> Option<Operation> {
        let place = item.place.child(method);
        let part = self.part(item.get(method)?, &place, "an operation")?;
        self.unknown(part, "an operation", OPERATION);
        let media = self.media(part, media);
        let inputs = self.inputs(part);
        let body = inputs.body.as_ref().or(shared.body.as_ref().filter(|_| inputs.form.is_empty()));
        let form = with_shared(&inputs.form, &shared.form);
        let request_body = match body {
            Some(body) => self.body2(body, &place, &media.consumes),
            None if form.is_empty() => None,
            None => Some(self.form2(&form, &place, &media.consumes)),
        };
        Some(Operation {
            tags: self.texts(part, "tags").unwrap_or_default(),
            summary: self.text(part, "summary"),
            description: self.text(part, "description"),
            external_docs: None,
            operation_id: self.text(part, "operationId").filter(|id| !id.is_empty()),
            parameters: self.plain_parameters(&place, &inputs.plain),
            request_body: request_body.map(ReferenceOr::Item),
            responses: self.responses(part, |reader, value, place| {
                reader.referable(value, place, ComponentKind::Response, |reader, value, place| {
                    reader.response2(value, place, &media.produces)
                })
            }),
            callbacks: IndexMap::new(),
            deprecated: self.flag(part, "deprecated").unwrap_or(false),
            security: self.security(part),
            servers: Vec::new(),
            extensions: Self::extensions(part),
        })
    }

    /// Sorts the parameters of an operation or of a path item.
    fn inputs<'v>(&mut self, holder: Part<'v>) -> Inputs<'v>
    where
        Self: 'v,
    {
        let list = holder.place.child("parameters");
        let mut inputs = Inputs::default();
        for (number, value) in
            self.list(holder, "parameters").unwrap_or_default().iter().enumerate()
        {
            let place = list.child(number);
            let Some(text) = value.get("$ref").and_then(Value::as_str) else {
                inputs.sort(RawParameter { value, origin: place.origin });
                continue;
            };
            match self.follow(text, &place, ComponentKind::Parameter) {
                Followed::Value(value, origin) => inputs.sort(RawParameter { value, origin }),
                Followed::Reference(text) => inputs.plain.push(Plain::External(text)),
                Followed::Nowhere => {}
            }
        }
        inputs
    }

    fn plain_parameters(
        &mut self,
        holder: &PartPlace,
        plain: &[Plain<'_>],
    ) -> Vec<ReferenceOr<Parameter>> {
        let list = holder.child("parameters");
        let mut parameters = Vec::with_capacity(plain.len());
        for parameter in plain {
            match parameter {
                Plain::External(reference) => {
                    parameters.push(ReferenceOr::Reference { reference: reference.clone() });
                }
                Plain::Raw(raw) => {
                    let place = self.moved(&list, &parameters.len().to_string(), &raw.origin);
                    parameters.extend(self.parameter2(raw.value, &place).map(ReferenceOr::Item));
                }
            }
        }
        parameters
    }
}

impl<'a> Inputs<'a> {
    fn sort(&mut self, raw: RawParameter<'a>) {
        match raw.value.get("in").and_then(Value::as_str) {
            Some("body") => self.body = Some(raw),
            Some("formData" | "form") => self.form.push(raw),
            _ => self.plain.push(Plain::Raw(raw)),
        }
    }
}

/// The fields of a form, completed by those of the path item.
fn with_shared<'a>(own: &[RawParameter<'a>], shared: &[RawParameter<'a>]) -> Vec<RawParameter<'a>> {
    let name = |raw: &RawParameter<'a>| raw.value.get("name").cloned();
    let missing = shared.iter().filter(|field| own.iter().all(|other| name(other) != name(field)));
    own.iter().chain(missing).cloned().collect()
}
