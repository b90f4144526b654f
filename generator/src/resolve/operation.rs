//! Operations: the parameters of the path item are merged in, the placeholders of the path and the
//! declared path parameters are compared, and an id that several operations have is taken from all of them.

use std::collections::BTreeMap;

use openapiv3::{PathItem, ReferenceOr, Responses, StatusCode};

use super::{Resolver, extensions, marked, non_empty};
use crate::api::header::{is_of_media_types, is_of_the_client, is_token};
use crate::api::{
    Location, Messages, Method, Operation, Parameter, PathTemplate, Response, Schema, Shape,
    Status, Style,
};
use crate::diagnostic::Code;
use crate::limit::{Found, Limit};
use crate::normalise::mark::CALLBACKS;
use crate::pointer::Pointer;

impl<'a> Resolver<'a> {
    /// All operations, sorted by path and method. Where there is none, something else should travel.
    pub(super) fn operations(&mut self, messages: &Messages) -> Vec<Operation> {
        let holder = Pointer::root().child("paths");
        let mut operations = Vec::new();
        for (path, item) in &self.openapi.paths.paths {
            let here = holder.child(path);
            match item {
                ReferenceOr::Item(item) => self.path_item(path, item, &here, &mut operations),
                ReferenceOr::Reference { .. } => {
                    // `normalise` has read what is in this document; this one is elsewhere.
                    self.follow(item, &here, "pathItems", &indexmap::IndexMap::new());
                }
            }
        }
        let most = self.limits.of(Limit::Operations);
        if operations.len() > most {
            let found = Found::Exactly(operations.len());
            self.exceeded(Code::InputTooLarge, Limit::Operations, found, &holder);
            operations.clear();
            return operations;
        }
        operations.sort_by(|a, b| (&a.path.text, a.method).cmp(&(&b.path.text, b.method)));
        self.report_same_calls(&operations);
        self.take_shared_ids(&mut operations);
        if operations.is_empty() && messages.is_empty() {
            let message =
                "The definition has no operation, so the client has no method.".to_owned();
            let help =
                "Check that this is the right file, and that its operations are under `paths`.";
            self.report(Code::NoOperations, &holder, message, help);
        }
        operations
    }

    fn path_item(
        &mut self,
        path: &str,
        item: &'a PathItem,
        here: &Pointer,
        operations: &mut Vec<Operation>,
    ) {
        let before = self.lost_parts;
        let shared = self.parameters(&item.parameters, here);
        let is_whole = self.lost_parts == before;
        let path = self.path(path, here);
        for method in Method::ALL {
            let operation = match method {
                Method::Get => &item.get,
                Method::Put => &item.put,
                Method::Post => &item.post,
                Method::Delete => &item.delete,
                Method::Options => &item.options,
                Method::Head => &item.head,
                Method::Patch => &item.patch,
                Method::Trace => &item.trace,
            };
            if let Some(operation) = operation {
                let here = here.child(method.key());
                let mut made = self.operation(method, path.clone(), operation, &shared, &here);
                made.is_whole &= is_whole;
                made.servers = self.own_servers(&operation.servers, &item.servers, &here);
                operations.push(made);
            }
        }
    }

    fn operation(
        &mut self,
        method: Method,
        path: PathTemplate,
        operation: &'a openapiv3::Operation,
        shared: &[Parameter],
        here: &Pointer,
    ) -> Operation {
        let before = self.lost_parts;
        let own = self.parameters(&operation.parameters, here);
        let body = self.request_body(operation.request_body.as_ref(), &here.child("requestBody"));
        let is_request_whole = self.lost_parts == before;
        let responses = self.responses(&operation.responses, &here.child("responses"));
        let (parameters, unsent) = self.fit_to_wire(&path, with_shared(&own, shared), here);
        let root = Pointer::root().child("security");
        let own_place = here.child("security");
        let (security, security_place) = match (&operation.security, &self.openapi.security) {
            (Some(own), _) => (self.security(own, &own_place), own_place),
            (None, Some(shared)) => (self.security(shared, &root), root),
            (None, None) => (Vec::new(), root),
        };
        Operation {
            pointer: self.origins.original(here),
            id: operation.operation_id.clone(),
            shared_id: None,
            method,
            parameters,
            unsent,
            body,
            is_whole: is_request_whole && keeps_success(&operation.responses, &responses),
            responses,
            path,
            servers: Vec::new(),
            tags: operation.tags.clone(),
            summary: non_empty(operation.summary.as_ref()),
            description: non_empty(operation.description.as_ref()),
            deprecated: operation.deprecated,
            security,
            security_pointer: self.origins.original(&security_place),
            callbacks: marked(&operation.extensions, CALLBACKS),
            extensions: extensions(&operation.extensions),
        }
    }

    /// Makes the parameters those that can be sent: what the path has and nobody declared is a text, what cannot
    /// be sent is given apart.
    fn fit_to_wire(
        &mut self,
        path: &PathTemplate,
        parameters: Vec<Parameter>,
        here: &Pointer,
    ) -> (Vec<Parameter>, Vec<Parameter>) {
        let mut fitting = Vec::with_capacity(parameters.len());
        let mut unsent = Vec::new();
        for parameter in parameters {
            if self.is_sendable(path, &parameter) {
                fitting.push(parameter);
            } else {
                unsent.push(parameter);
            }
        }
        for name in path.parameters() {
            let declared = |p: &Parameter| p.location == Location::Path && p.name == name;
            if !fitting.iter().any(declared) {
                let message =
                    format!("The placeholder `{{{name}}}` is not declared; it is taken as a text.");
                let help = "Declare it as a required parameter in `path`.";
                self.report(Code::PathParameterMismatch, here, message, help);
                let place = self.origins.original(&here.child("parameters"));
                fitting.push(undeclared(name, place));
            }
        }
        (fitting, unsent)
    }

    /// Whether a parameter can be sent; says why not. A call is possible without it even when it is required: no
    /// message can carry what it stands for, or the client sends that by itself.
    fn is_sendable(&mut self, path: &PathTemplate, parameter: &Parameter) -> bool {
        let Parameter { name, pointer, .. } = parameter;
        let (kind, why, help) = match parameter.location {
            Location::Path if path.parameters().any(|placed| placed == name) => return true,
            Location::Path => {
                let message = format!(
                    "The path `{}` has no placeholder `{{{name}}}`; the parameter is left out.",
                    path.text
                );
                let help = "Add the placeholder, or remove the parameter.";
                self.report_at_origin(Code::PathParameterMismatch, pointer, message, help);
                return false;
            }
            Location::Query => return true,
            Location::Cookie if is_token(name) => return true,
            Location::Cookie => ("cookie", "no message can carry it".to_owned(), CORRECT),
            Location::Header if !is_token(name) => {
                ("header", "no message can carry it".to_owned(), CORRECT)
            }
            Location::Header if is_of_the_client(name) => {
                let why = "the client sets that header itself".to_owned();
                (
                    "header",
                    why,
                    "Remove the parameter. Credentials are declared as a security scheme.",
                )
            }
            Location::Header if is_of_media_types(name) => (
                "header",
                "the media types of the body and of the replies say what it says".to_owned(),
                "Remove the parameter. A caller can set the header of one call.",
            ),
            Location::Header => match self.credentials.get(&name.to_ascii_lowercase()) {
                None => return true,
                Some(scheme) => {
                    let why = format!("the credential of `{scheme}` travels in that header");
                    ("header", why, "Remove the parameter, and name the scheme in `security`.")
                }
            },
        };
        let message = format!("The {kind} parameter {name:?} is left out: {why}.");
        self.report_at_origin(Code::UnsendableParameter, pointer, message, help);
        false
    }

    /// An id that several operations have names none of them. To leave it to the first would make its name
    /// depend on what else there is.
    fn take_shared_ids(&mut self, operations: &mut [Operation]) {
        self.take_places(operations);
        let mut owners: BTreeMap<String, Vec<&mut Operation>> = BTreeMap::new();
        for operation in operations {
            if let Some(id) = operation.id.clone() {
                owners.entry(id).or_default().push(operation);
            }
        }
        for (id, owners) in owners {
            let [first, others @ ..] = owners.as_slice() else { continue };
            for other in others {
                let message = format!(
                    "`{id}` is the id of `{} {}` and of `{} {}`; it names neither.",
                    first.method, first.path.text, other.method, other.path.text
                );
                let help = "Give one of them another `operationId`; an overlay can do it. Until then \
                    their methods are named after method and path.";
                let place = other.pointer.child("operationId");
                self.report_at_origin(Code::DuplicateOperationId, &place, message, help);
            }
            if owners.len() > 1 {
                for owner in owners {
                    owner.shared_id = owner.id.take();
                }
            }
        }
    }

    /// Takes an id that is the method and path of another operation, which is called so where it has no id.
    fn take_places(&mut self, operations: &mut [Operation]) {
        let places: BTreeMap<String, String> = operations
            .iter()
            .map(|operation| {
                (operation.place(), format!("{} {}", operation.method, operation.path.text))
            })
            .collect();
        for operation in operations {
            let Some(id) = operation.id.as_ref().filter(|id| **id != operation.place()) else {
                continue;
            };
            let Some(other) = places.get(id) else { continue };
            let message = format!(
                "`{id}` is what `{other}` is called without an id; it cannot be that of `{} {}`.",
                operation.method, operation.path.text
            );
            let help = "Give it another `operationId`; an overlay can do it. Until then its method is named after method \
                        and path.";
            let place = operation.pointer.child("operationId");
            self.report_at_origin(Code::DuplicateOperationId, &place, message, help);
            operation.shared_id = operation.id.take();
        }
    }
}

/// Whether a response of a success is left where the definition states one.
fn keeps_success(stated: &Responses, left: &[Response]) -> bool {
    let is_success = |status: &StatusCode| match status {
        StatusCode::Code(code) => Status::Code(*code).is_success(),
        StatusCode::Range(class) => *class == 2,
    };
    !stated.responses.keys().any(is_success) || left.iter().any(|left| left.status.is_success())
}

/// The way out of a name that is wrong.
const CORRECT: &str = "Correct the name, or remove the parameter; an overlay can do it.";

/// The parameters of an operation, after those of its path item that it does not replace.
fn with_shared(own: &[Parameter], shared: &[Parameter]) -> Vec<Parameter> {
    let same = |a: &Parameter, b: &Parameter| a.location == b.location && a.name == b.name;
    let missing = shared.iter().filter(|shared| !own.iter().any(|own| same(own, shared)));
    missing.cloned().chain(own.iter().cloned()).collect()
}

fn undeclared(name: &str, pointer: Pointer) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location: Location::Path,
        description: None,
        required: true,
        deprecated: false,
        style: Style::Simple,
        explode: false,
        allow_empty: false,
        allow_reserved: false,
        media_type: None,
        schema: Schema::new(pointer.clone(), Shape::String { format: None }),
        extensions: crate::api::Extensions::new(),
        pointer,
    }
}
