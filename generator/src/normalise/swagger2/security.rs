//! Security definitions.

use openapiv3::{OAuth2Flows, SecurityScheme};
use serde_json::Value;

use crate::normalise::Reader;
use crate::normalise::origins::PartPlace;
use crate::normalise::part::Part;

impl Reader<'_> {
    pub(super) fn security_scheme2(
        &mut self,
        value: &Value,
        place: &PartPlace,
    ) -> Option<SecurityScheme> {
        const KNOWN: &[&str] = &[
            "type",
            "description",
            "name",
            "in",
            "flow",
            "authorizationUrl",
            "tokenUrl",
            "scopes",
        ];
        let part = self.part(value, place, "a security definition")?;
        self.unknown(part, "a security definition", KNOWN);
        let typ = self.text(part, "type").unwrap_or_default();
        let description = self.text(part, "description");
        let extensions = Self::extensions(part);
        match typ.as_str() {
            "apiKey" => self.api_key(part),
            "oauth2" => {
                let flows = self.flow2(part);
                Some(SecurityScheme::OAuth2 { flows, description, extensions })
            }
            other => {
                let scheme = other.to_owned();
                Some(SecurityScheme::HTTP { scheme, bearer_format: None, description, extensions })
            }
        }
    }

    /// The only flow of an OAuth 2 definition, under the name that it has in 3.0.
    fn flow2(&mut self, part: Part<'_>) -> OAuth2Flows {
        let mut flows = OAuth2Flows::default();
        match self.text(part, "flow").as_deref() {
            Some("implicit") => flows.implicit = self.flow_members(part),
            Some("password") => flows.password = self.flow_members(part),
            Some("application") => flows.client_credentials = self.flow_members(part),
            Some("accessCode") => flows.authorization_code = self.flow_members(part),
            _ => {
                let message = "`flow` is none of `implicit`, `password`, `application` and `accessCode`; it is ignored.";
                self.invalid(part.place, message.to_owned());
            }
        }
        flows
    }
}
