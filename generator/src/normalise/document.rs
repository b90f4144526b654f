//! The parts at the top of a document that are written the same way in every version: info, tags,
//! servers, security requirements.

use indexmap::IndexMap;
use openapiv3::{Info, SecurityRequirement, Server, ServerVariable, Tag};
use serde_json::Value;

use super::Reader;
use super::origins::PartPlace;
use super::part::Part;

impl Reader<'_> {
    pub(super) fn info(&mut self, document: Part<'_>) -> Info {
        const KNOWN: &[&str] =
            &["title", "summary", "description", "termsOfService", "contact", "license", "version"];
        let place = document.place.child("info");
        let Some(part) =
            document.get("info").and_then(|value| self.part(value, &place, "the info"))
        else {
            return Info::default();
        };
        self.unknown(part, "the info", KNOWN);
        Info {
            title: self.text(part, "title").unwrap_or_default(),
            description: self.text(part, "description"),
            version: self.text(part, "version").unwrap_or_default(),
            extensions: Self::extensions(part),
            ..Info::default()
        }
    }

    pub(super) fn tags(&mut self, document: Part<'_>) -> Vec<Tag> {
        const KNOWN: &[&str] =
            &["name", "summary", "description", "externalDocs", "parent", "kind"];
        let list = document.place.child("tags");
        let mut tags = Vec::new();
        for (number, value) in self.list(document, "tags").unwrap_or_default().iter().enumerate() {
            let place = self.item(&list, number, tags.len());
            let Some(part) = self.part(value, &place, "a tag") else { continue };
            self.unknown(part, "a tag", KNOWN);
            let Some(name) = self.text(part, "name") else {
                self.invalid(&place, "A tag needs a `name`; it is left out.".to_owned());
                continue;
            };
            let description = self.text(part, "description");
            tags.push(Tag {
                name,
                description,
                external_docs: None,
                extensions: Self::extensions(part),
            });
        }
        tags
    }

    /// Reads a list of security requirements; `None` when the part has none.
    pub(super) fn security(&mut self, part: Part<'_>) -> Option<Vec<SecurityRequirement>> {
        let list = part.place.child("security");
        let mut alternatives = Vec::new();
        for (number, value) in self.list(part, "security")?.iter().enumerate() {
            let place = self.item(&list, number, alternatives.len());
            let Some(schemes) = self.part(value, &place, "a security requirement") else {
                continue;
            };
            let mut requirement = SecurityRequirement::new();
            for name in schemes.members.keys() {
                requirement.insert(name.clone(), self.texts(schemes, name).unwrap_or_default());
            }
            alternatives.push(requirement);
        }
        Some(alternatives)
    }

    pub(super) fn servers(&mut self, part: Part<'_>) -> Vec<Server> {
        let list = part.place.child("servers");
        let mut servers = Vec::new();
        for (number, value) in self.list(part, "servers").unwrap_or_default().iter().enumerate() {
            let place = self.item(&list, number, servers.len());
            let Some(part) = self.part(value, &place, "a server") else { continue };
            self.unknown(part, "a server", &["url", "description", "variables", "name"]);
            let Some(url) = self.text(part, "url") else {
                self.invalid(&place, "A server needs a `url`; it is left out.".to_owned());
                continue;
            };
            servers.push(Server {
                url,
                description: self.text(part, "description"),
                variables: self.server_variables(part),
                extensions: Self::extensions(part),
            });
        }
        servers
    }

    fn server_variables(&mut self, server: Part<'_>) -> Option<IndexMap<String, ServerVariable>> {
        let list = server.place.child("variables");
        let mut variables = IndexMap::new();
        for (name, value) in self.object(server, "variables")? {
            let place = list.child(name);
            let Some(part) = self.part(value, &place, "a variable") else { continue };
            let enumeration = self.texts(part, "enum").unwrap_or_default();
            let default = self.text(part, "default").or_else(|| enumeration.first().cloned());
            let variable = ServerVariable {
                default: default.unwrap_or_default(),
                enumeration,
                description: self.text(part, "description"),
                extensions: Self::extensions(part),
            };
            variables.insert(name.clone(), variable);
        }
        Some(variables)
    }

    /// The path of a path item, which must start with a slash.
    pub(super) fn path(&mut self, path: &str, place: &PartPlace) -> String {
        if path.starts_with('/') {
            return path.to_owned();
        }
        self.invalid(
            place,
            format!("The path `{path}` does not start with a slash; it is taken as `/{path}`."),
        );
        format!("/{path}")
    }

    /// The path items of a document, by path, with their places.
    pub(super) fn path_items<'v>(
        &mut self,
        document: Part<'v>,
    ) -> Vec<(String, &'v Value, PartPlace)> {
        let list = document.place.child("paths");
        let mut found = Vec::new();
        for (key, value) in self.object(document, "paths").into_iter().flatten() {
            if key.starts_with("x-") || value.is_null() {
                continue;
            }
            let place = list.child(key);
            let path = self.path(key, &place);
            let place = if path == *key { place } else { self.moved(&list, &path, &place.origin) };
            found.push((path, value, place));
        }
        found
    }
}
