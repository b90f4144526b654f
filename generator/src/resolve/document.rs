//! The parts at the top: info, tags, security.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, SecurityRequirement};
use serde_json::Value;

use super::{Resolver, non_empty};
use crate::api::{Info, Location, SecurityKind, SecurityScheme, Tag};
use crate::diagnostic::Code;
use crate::nearest::nearest;
use crate::pointer::Pointer;

/// The alternatives of a security requirement: each a list of schemes with their scopes.
type Security = Vec<Vec<(String, Vec<String>)>>;

impl Resolver<'_> {
    pub(super) fn info(&self) -> Info {
        let info = &self.openapi.info;
        Info {
            title: info.title.clone(),
            version: info.version.clone(),
            description: non_empty(info.description.as_ref()),
        }
    }

    pub(super) fn tags(&self) -> Vec<Tag> {
        let holder = Pointer::root().child("tags");
        let tags = self.openapi.tags.iter().enumerate();
        tags.map(|(number, tag)| Tag {
            pointer: self.origins.original(&holder.child(number)),
            name: tag.name.clone(),
            description: non_empty(tag.description.as_ref()),
        })
        .collect()
    }

    pub(super) fn security_schemes(&mut self) -> IndexMap<String, SecurityScheme> {
        let named = &self.components.security_schemes;
        let holder = Pointer::root().child("components").child("securitySchemes");
        let mut schemes = IndexMap::new();
        for (name, scheme) in named {
            let Some((scheme, place)) =
                self.follow(scheme, &holder.child(name), "securitySchemes", named)
            else {
                continue;
            };
            let pointer = self.origins.original(&place);
            let (description, kind) = scheme_kind(scheme);
            schemes.insert(name.clone(), SecurityScheme { pointer, description, kind });
        }
        schemes
    }

    /// What a list of requirements at a place asks for. A scheme that is not declared is taken out.
    pub(super) fn security(&mut self, list: &[SecurityRequirement], here: &Pointer) -> Security {
        let mut security = Vec::new();
        for (number, requirement) in list.iter().enumerate() {
            let mut known = Vec::new();
            for (name, scopes) in requirement {
                if self.components.security_schemes.contains_key(name) {
                    known.push((name.clone(), scopes.clone()));
                } else {
                    self.unknown_scheme(name, &here.child(number).child(name));
                }
            }
            if !known.is_empty() || requirement.is_empty() {
                security.push(known);
            }
        }
        security
    }

    fn unknown_scheme(&mut self, name: &str, here: &Pointer) {
        let message =
            format!("The security scheme `{name}` is not declared; the requirement is ignored.");
        let known = self.components.security_schemes.keys().map(String::as_str);
        let help = match nearest(name, known) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => "Declare the scheme, or remove the requirement.".to_owned(),
        };
        self.report(Code::UnknownSecurityScheme, here, message, &help);
    }
}

/// The headers in which keys travel, in small letters → the scheme.
pub(super) fn credential_headers(
    schemes: &IndexMap<String, SecurityScheme>,
) -> BTreeMap<String, String> {
    let headers = schemes.iter().filter_map(|(scheme, declared)| match &declared.kind {
        SecurityKind::ApiKey { location: Location::Header, name } => {
            Some((name.to_ascii_lowercase(), scheme.clone()))
        }
        _ => None,
    });
    headers.collect()
}

fn scheme_kind(scheme: &openapiv3::SecurityScheme) -> (Option<String>, SecurityKind) {
    match scheme {
        openapiv3::SecurityScheme::APIKey { location, name, description, .. } => {
            let location = match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            };
            (non_empty(description.as_ref()), SecurityKind::ApiKey { location, name: name.clone() })
        }
        openapiv3::SecurityScheme::HTTP { scheme, description, .. } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "basic" => SecurityKind::Basic,
                "bearer" => SecurityKind::Bearer,
                _ => SecurityKind::Other { name: scheme.clone() },
            };
            (non_empty(description.as_ref()), kind)
        }
        openapiv3::SecurityScheme::OAuth2 { flows, description, .. } => {
            let flows = serde_json::to_value(flows).unwrap_or(Value::Null);
            (non_empty(description.as_ref()), SecurityKind::OAuth2 { flows })
        }
        openapiv3::SecurityScheme::OpenIDConnect { open_id_connect_url, description, .. } => {
            let url = open_id_connect_url.clone();
            (non_empty(description.as_ref()), SecurityKind::OpenIdConnect { url })
        }
    }
}
