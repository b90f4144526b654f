//! Security schemes.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityScheme};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::normalise::Reader;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::Part;

impl Reader<'_> {
    pub(super) fn security_scheme3(
        &mut self,
        value: &Value,
        place: &PartPlace,
    ) -> Option<SecurityScheme> {
        const KNOWN: &[&str] = &[
            "type",
            "description",
            "name",
            "in",
            "scheme",
            "bearerFormat",
            "flows",
            "openIdConnectUrl",
            "oauth2MetadataUrl",
            "deprecated",
        ];
        let part = self.part(value, place, "a security scheme")?;
        self.unknown(part, "a security scheme", KNOWN);
        let typ = self.text(part, "type").unwrap_or_default();
        let description = self.text(part, "description");
        let extensions = Self::extensions(part);
        match typ.as_str() {
            "apiKey" => self.api_key(part),
            "oauth2" => {
                let flows = self.flows(part);
                Some(SecurityScheme::OAuth2 { flows, description, extensions })
            }
            "openIdConnect" => {
                let open_id_connect_url = self.text(part, "openIdConnectUrl").unwrap_or_default();
                Some(SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions })
            }
            // A type that 3.0 does not know is kept as an HTTP scheme that nobody knows.
            other => {
                let scheme = if other == "http" {
                    self.text(part, "scheme")
                } else {
                    Some(other.to_owned())
                };
                let scheme = scheme.unwrap_or_default();
                let bearer_format = self.text(part, "bearerFormat");
                Some(SecurityScheme::HTTP { scheme, bearer_format, description, extensions })
            }
        }
    }

    /// Reads a key in a header, a cookie or the query.
    pub(in crate::normalise) fn api_key(&mut self, part: Part<'_>) -> Option<SecurityScheme> {
        let location = match self.text(part, "in").as_deref() {
            Some("query") => Some(APIKeyLocation::Query),
            Some("header") => Some(APIKeyLocation::Header),
            Some("cookie") => Some(APIKeyLocation::Cookie),
            _ => None,
        };
        let (Some(location), Some(name)) = (location, self.text(part, "name")) else {
            let message = "An API key needs a `name` and an `in` of `header`, `query` or `cookie`; it is left out.";
            self.invalid(part.place, message.to_owned());
            return None;
        };
        let description = self.text(part, "description");
        Some(SecurityScheme::APIKey {
            location,
            name,
            description,
            extensions: Self::extensions(part),
        })
    }

    fn flows(&mut self, scheme: Part<'_>) -> OAuth2Flows {
        let nothing = Map::new();
        let members = self.object(scheme, "flows").unwrap_or(&nothing);
        let place = scheme.place.child("flows");
        let part = Part { members, place: &place };
        OAuth2Flows {
            implicit: self.flow(part, "implicit"),
            password: self.flow(part, "password"),
            client_credentials: self.flow(part, "clientCredentials"),
            authorization_code: self.flow(part, "authorizationCode"),
            extensions: Self::extensions(part),
        }
    }

    fn flow<T: DeserializeOwned>(&mut self, flows: Part<'_>, key: &str) -> Option<T> {
        let place = flows.place.child(key);
        let part = self.part(flows.get(key)?, &place, "a flow")?;
        self.flow_members(part)
    }

    /// Reads one flow. The addresses that it lacks are empty.
    pub(in crate::normalise) fn flow_members<T: DeserializeOwned>(
        &mut self,
        part: Part<'_>,
    ) -> Option<T> {
        let place = part.place;
        let mut members: Map<String, Value> = Map::new();
        for name in ["authorizationUrl", "tokenUrl"] {
            members.insert(name.to_owned(), Value::from(self.text(part, name).unwrap_or_default()));
        }
        if let Some(url) = self.text(part, "refreshUrl") {
            members.insert("refreshUrl".to_owned(), Value::from(url));
        }
        let mut scopes: IndexMap<String, String> = IndexMap::new();
        let scopes_place = place.child("scopes");
        if let Some(stated) = self.object(part, "scopes") {
            let stated = Part { members: stated, place: &scopes_place };
            for name in stated.members.keys() {
                scopes.insert(name.clone(), self.text(stated, name).unwrap_or_default());
            }
        }
        let scopes = scopes.into_iter().map(|(name, text)| (name, Value::from(text))).collect();
        members.insert("scopes".to_owned(), Value::Object(scopes));
        match serde_json::from_value(Value::Object(members)) {
            Ok(flow) => Some(flow),
            Err(error) => {
                self.invalid(place, format!("The flow is left out: {error}."));
                None
            }
        }
    }
}
