//! Which way a schema travels, found by following what each operation sends and receives, and what travels without one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{AdditionalProperties, Api, Schema, SchemaId, Shape};

/// Which way a schema travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Direction {
    /// From the client to the server.
    pub request: bool,
    /// From the server to the client.
    pub response: bool,
}

/// The direction of every named schema that an operation or a message reaches. A schema that none reaches is not
/// in the map.
///
/// A read-only property is not followed on the way to the server, a write-only one not on the way back.
pub fn directions(api: &Api) -> BTreeMap<SchemaId, Direction> {
    let mut found = BTreeMap::new();
    let mut requests = Vec::new();
    let mut responses = Vec::new();
    for operation in &api.operations {
        requests.extend(operation.parameters.iter().map(|parameter| &parameter.schema));
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        requests.extend(bodies.filter_map(|content| content.schema.as_ref()));
        for response in &operation.responses {
            responses.extend(response.contents.iter().filter_map(|c| c.schema.as_ref()));
            responses.extend(response.headers.iter().map(|header| &header.schema));
        }
    }
    requests.extend(&api.messages.sent);
    responses.extend(&api.messages.received);
    follow(api, requests, &mut found, true);
    follow(api, responses, &mut found, false);
    found
}

/// Marks everything that can be reached from `roots` in one direction.
fn follow<'a>(
    api: &'a Api,
    roots: Vec<&'a Schema>,
    found: &mut BTreeMap<SchemaId, Direction>,
    request: bool,
) {
    let way = Direction { request, response: !request };
    let mut open = roots;
    while let Some(schema) = open.pop() {
        match &schema.shape {
            Shape::Object { properties, additional } => {
                let properties = properties.values().map(|property| &property.schema);
                open.extend(properties.filter(|property| {
                    let own = api.direction_of_property(way, property);
                    own.request || own.response
                }));
                if let AdditionalProperties::Typed(schema) = additional {
                    open.push(schema);
                }
            }
            _ => open.extend(schema.children()),
        }
        let named = schema.reference().into_iter().chain(discriminated(schema));
        for id in named {
            let direction = found.entry(id.clone()).or_default();
            let seen = if request { &mut direction.request } else { &mut direction.response };
            if !std::mem::replace(seen, true) {
                open.extend(api.schemas.get(id));
            }
        }
    }
}

/// The schemas that a union reaches by its discriminator alone.
fn discriminated(schema: &Schema) -> impl Iterator<Item = &SchemaId> {
    let discriminator = match &schema.shape {
        Shape::Union { discriminator, .. } => discriminator.as_ref(),
        _ => None,
    };
    discriminator.into_iter().flat_map(|discriminator| discriminator.mapping.values())
}
