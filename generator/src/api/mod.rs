//! The one intermediate form of an API: what a definition says, in wire words, whatever its version.
//!
//! `resolve` makes an [`Api`]; `view` turns it into Rust words and `diff` compares two of them. It is
//! plain, ordered data: references are names, problems have been reported already, and every part
//! keeps the [`Pointer`] of the place in the original document that it came from.

mod body;
mod constraints;
mod direction;
mod facts;
pub mod header;
mod messages;
mod operation;
mod schema;
mod server;
mod style;

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

pub use body::{
    Content, Encoding, FIELD_COLLECTION_FORMAT, Header, RequestBody, Response, Status,
    error_catalogue,
};
pub use constraints::{Bound, Constraints, Join, Joined, Limit, Moved, moved};
pub use direction::{Direction, directions};
pub use messages::{MESSAGES, Messages};
pub use operation::{Location, Method, Operation, Parameter, PathPart, PathTemplate};
pub use schema::{
    AdditionalProperties, Assertion, Discriminator, NOTHING, Property, Schema, Shape, UnionKind,
};
pub use server::{Server, ServerReach, ServerVariable};
pub use style::Style;

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;

/// Vendor extensions (`x-…`) of a part of the definition, in document order.
pub type Extensions = IndexMap<String, Value>;

/// A whole API.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Api {
    /// What the definition says of itself.
    pub info: Info,
    /// Where the API is served; empty when the definition does not say.
    pub servers: Vec<Server>,
    /// The groups of operations that the definition describes, in document order.
    pub tags: Vec<Tag>,
    /// How a client may identify itself, by name.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// All operations, sorted by path and method.
    pub operations: Vec<Operation>,
    /// What travels without an operation.
    #[serde(skip_serializing_if = "Messages::is_empty")]
    pub messages: Messages,
    /// All schemas that have a name, and those that a reference names by their place.
    pub schemas: BTreeMap<SchemaId, Schema>,
    /// What the server may send on its own account, by name, as the definition writes it: nothing is
    /// generated for it.
    pub webhooks: IndexMap<String, Value>,
    /// Where references to shared parts stand, and the places that they lead to: parameters, bodies,
    /// responses, headers, path items. The part itself has the pointer of the place that it was read at.
    /// References to schemas are [`Shape::Reference`].
    pub references: BTreeMap<Pointer, Pointer>,
    /// Vendor extensions at the top of the document.
    pub extensions: Extensions,
    /// The problems that were met on the way here, whatever the configuration thinks of them: why it says less than the
    /// definition, where it does.
    #[serde(skip)]
    pub losses: Diagnostics,
}

/// The name of a schema: its key under `definitions` or `components/schemas`, or, for a reference to
/// any other place, the pointer of that place in the original document (it starts with `/`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SchemaId(pub String);

impl SchemaId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Title, version and description of the API.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Info {
    /// The title.
    pub title: String,
    /// The version of the API, as the definition states it (`v2`).
    pub version: String,
    /// A longer text, `CommonMark`.
    pub description: Option<String>,
}

/// A group of operations.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tag {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// The name, any text.
    pub name: String,
    /// What the group is about.
    pub description: Option<String>,
}

/// A way in which a client may identify itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SecurityScheme {
    /// Where it is declared.
    pub pointer: Pointer,
    /// What it is for.
    pub description: Option<String>,
    /// How the credential travels.
    pub kind: SecurityKind,
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub enum SecurityKind {
    /// A key, verbatim, in a header, the query or a cookie.
    ApiKey {
        /// Header, query or cookie.
        location: Location,
        /// The name of the header, parameter or cookie.
        name: String,
    },
    /// User name and password in the `Authorization` header.
    Basic,
    /// A token in the `Authorization` header, after `Bearer`.
    Bearer,
    /// A token got by one of the OAuth 2 flows; sent like [`SecurityKind::Bearer`].
    OAuth2 {
        /// The token endpoints, by flow name, as the definition gives them.
        flows: Value,
    },
    /// A token got by `OpenID` Connect discovery; sent like [`SecurityKind::Bearer`].
    OpenIdConnect {
        /// The discovery document.
        url: String,
    },
    /// A scheme that no client can be generated for (HTTP digest, mutual TLS …).
    Other {
        /// The name that the definition uses.
        name: String,
    },
}
