//! Swagger 2.0, read into the shape of 3.0: bodies and forms leave the parameters, media types move to
//! the bodies, the collections move under `components`.

mod body;
mod operation;
mod parameter;
mod security;

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Server};
use serde_json::Map;

use super::Reader;
use super::origins::PartPlace;
use super::part::Part;
use crate::pointer::Pointer;

const KNOWN: &[&str] = &[
    "swagger",
    "info",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "security",
    "tags",
    "externalDocs",
    "$schema",
];

/// The media types that hold where an operation does not say otherwise.
#[derive(Clone, Debug, Default)]
struct Media {
    consumes: MediaTypes,
    produces: MediaTypes,
}

/// What a list of media types says.
#[derive(Clone, Debug, Default)]
struct MediaTypes {
    /// None: the definition does not say.
    names: Vec<Named>,
    /// Where an operation that inherits the list could say something else.
    place: Pointer,
}

/// A media type and where it is named.
#[derive(Clone, Debug)]
struct Named {
    text: String,
    pointer: Pointer,
}

impl Reader<'_> {
    /// Reads a whole document.
    pub(super) fn swagger2(&mut self) -> OpenAPI {
        let place = PartPlace::root();
        let nothing = Map::new();
        let members = self.root.as_object().unwrap_or(&nothing);
        let part = Part { members, place: &place };
        self.unknown(part, "a definition", KNOWN);
        let media = self.media(part, &Media::default());
        OpenAPI {
            openapi: "3.0.3".to_owned(),
            info: self.info(part),
            servers: self.servers2(part),
            paths: self.paths2(part, &media),
            components: Some(self.collections(part)),
            security: self.security(part),
            tags: self.tags(part),
            external_docs: None,
            extensions: Self::extensions(part),
        }
    }

    /// The shared parameters and responses are missing here: they are read where they are used.
    fn collections(&mut self, document: Part<'_>) -> Components {
        let components = document.place.child("components");
        let definitions = Pointer::root().child("definitions");
        let definitions = self.moved(&components, "schemas", &definitions);
        let security = Pointer::root().child("securityDefinitions");
        let security = self.moved(&components, "securitySchemes", &security);
        Components {
            schemas: self.named_at(
                document,
                "definitions",
                &definitions,
                |reader, value, place| Some(reader.schema_inline(value, place)),
            ),
            security_schemes: self.named_at(
                document,
                "securityDefinitions",
                &security,
                |reader, value, place| {
                    reader.security_scheme2(value, place).map(openapiv3::ReferenceOr::Item)
                },
            ),
            ..Components::default()
        }
    }

    /// The media types of an operation or of the document, with those around it as the default.
    fn media(&mut self, part: Part<'_>, around: &Media) -> Media {
        Media {
            consumes: self.media_types(part, "consumes", &around.consumes),
            produces: self.media_types(part, "produces", &around.produces),
        }
    }

    fn media_types(&mut self, part: Part<'_>, key: &str, around: &MediaTypes) -> MediaTypes {
        let place = part.place.origin.child(key);
        let texts = self.texts(part, key).unwrap_or_default();
        if texts.is_empty() {
            return MediaTypes { names: around.names.clone(), place };
        }
        let numbered = texts.into_iter().enumerate();
        let names = numbered.map(|(n, text)| Named { text, pointer: place.child(n) }).collect();
        MediaTypes { names, place }
    }

    /// One server per scheme, encrypted ones first.
    fn servers2(&mut self, document: Part<'_>) -> Vec<Server> {
        let host = self.text(document, "host").filter(|host| !host.is_empty());
        let base = self.text(document, "basePath").unwrap_or_default();
        let base = base.trim_matches('/');
        let base = if base.is_empty() { String::new() } else { format!("/{base}") };
        let schemes = self.texts(document, "schemes").unwrap_or_default();
        let mut schemes: Vec<(usize, String)> = schemes.into_iter().enumerate().collect();
        schemes.sort_by_key(|(_, scheme)| !scheme.ends_with('s'));
        let origin = |key: &str| Pointer::root().child(key);
        let addresses = match host {
            None if document.get("basePath").is_none() => Vec::new(),
            None if base.is_empty() => vec![("/".to_owned(), origin("basePath"))],
            None => vec![(base, origin("basePath"))],
            Some(host) if schemes.is_empty() => {
                vec![(format!("https://{host}{base}"), origin("host"))]
            }
            Some(host) => {
                let address = |(number, scheme): (usize, String)| {
                    (format!("{scheme}://{host}{base}"), origin("schemes").child(number))
                };
                schemes.into_iter().map(address).collect()
            }
        };
        let list = document.place.child("servers");
        let mut servers = Vec::with_capacity(addresses.len());
        for (number, (url, origin)) in addresses.into_iter().enumerate() {
            self.moved(&list, &number.to_string(), &origin);
            servers.push(Server {
                url,
                description: None,
                variables: None,
                extensions: IndexMap::new(),
            });
        }
        servers
    }
}
