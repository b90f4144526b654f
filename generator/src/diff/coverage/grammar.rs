//! What each place of a definition is for, as far as the comparison of documents must know: where order
//! means nothing, which list is aligned by what, what holds when a key is absent, and which keys reach no
//! generated code.

use super::reasons::{ABOUT, EXTENSION, NOT_READ, SAME_VALUE, TAG_TEXT, VERSION_TEXT};
use crate::assertion::KEYWORDS;

/// What a place is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    Document,
    Components,
    Info,
    /// One of the keys that say where the API is served.
    Address,
    /// The same, a list.
    Addresses,
    Servers,
    Server,
    /// The address of a server; a slash at its end means nothing.
    Url,
    /// A variable of the address of a server.
    Variable,
    Tags,
    Tag,
    Paths,
    PathItem,
    Operation,
    Parameter,
    /// The body of Swagger 2.0, whose name is used nowhere.
    BodyParameter,
    /// A form field of Swagger 2.0.
    Field,
    Header,
    Body,
    Media,
    Responses,
    Response,
    Headers,
    Schema,
    /// An `allOf` part: its properties are compared as those of the whole.
    SchemaPart,
    /// The keys of a schema that say something together are compared as [`super::facets`]; this is one.
    Facet,
    /// One schema, or a list of them by position.
    Items,
    /// Schemas in a list whose order does not matter.
    Variants,
    SecurityScheme,
    Discriminator,
    Example,
    /// An object of free keys.
    Map(&'static NodeKind),
    /// The same, of parts that count only where something refers to them.
    Shared(&'static NodeKind),
    /// A list of texts whose order does not matter.
    Texts,
    /// The same, but for the first one.
    Groups,
    /// A scalar; a number is the same as its text, and a blank text is the same as none.
    Text,
    /// `true` or `false`; absent means `false`.
    Flag,
    /// Any value, compared as a whole.
    Free,
    /// The title or the description of a schema: a text.
    Words,
    /// A sample of a schema, compared as a whole.
    Sample,
    /// Compared with the operations that it holds for.
    Inherited,
    /// Means nothing unless a change says otherwise.
    NotModelled(&'static str),
}

impl NodeKind {
    /// The keys of a path item that are operations.
    pub(super) const METHODS: [&str; 8] =
        ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    /// What the member `key` of an object of this kind is for.
    pub(super) fn member(self, key: &str) -> Self {
        match self {
            Self::Map(kind) | Self::Shared(kind) => return *kind,
            Self::Headers => return Self::Header,
            Self::Schema | Self::SchemaPart | Self::Items => return schema(key),
            Self::Paths if key.starts_with('/') || !key.starts_with("x-") => {
                return Self::PathItem;
            }
            _ => {}
        }
        if key.starts_with("x-") && key != "x-nullable" {
            return Self::NotModelled(EXTENSION);
        }
        match self {
            Self::Document => document(key),
            Self::Components => components(key),
            Self::Info => Self::NotModelled(if is_one_of(key, INFO) { ABOUT } else { NOT_READ }),
            Self::Server if key == "variables" => Self::Map(&Self::Variable),
            Self::Server if key == "url" => Self::Url,
            Self::Server => text_or_idle(key, &["description"]),
            Self::Variable if key == "enum" => Self::Texts,
            Self::Variable => text_or_idle(key, &["default", "description"]),
            Self::Tag => match key {
                "name" => Self::Text,
                "description" => Self::NotModelled(TAG_TEXT),
                _ => Self::NotModelled(NOT_READ),
            },
            Self::PathItem => path_item(key),
            Self::Operation => operation(key),
            Self::BodyParameter => body_parameter(key),
            Self::Field if key == "deprecated" => Self::NotModelled(NOT_READ),
            Self::Parameter | Self::Field => parameter(key),
            Self::Header => header(key),
            Self::Body => body(key),
            Self::Media => match key {
                "schema" => Self::Schema,
                "encoding" => Self::Map(&Self::Free),
                "example" => Self::Free,
                "examples" => Self::Map(&Self::Example),
                _ => Self::NotModelled(NOT_READ),
            },
            Self::Responses => Self::Response,
            Self::Response => response(key),
            Self::SecurityScheme => text_or_idle(key, SECURITY_SCHEME),
            Self::Discriminator => match key {
                "propertyName" => Self::Text,
                "mapping" => Self::Map(&Self::Text),
                _ => Self::NotModelled(NOT_READ),
            },
            Self::Example => match key {
                "value" => Self::Free,
                _ => Self::NotModelled(NOT_READ),
            },
            _ => Self::Free,
        }
    }

    /// What a parameter is for, by where it is sent.
    pub(super) fn parameter(location: Option<&str>) -> Self {
        match location {
            Some("body") => Self::BodyParameter,
            Some("form" | "formData") => Self::Field,
            _ => Self::Parameter,
        }
    }

    /// What the items of a list of this kind are for.
    pub(super) fn item(self) -> Self {
        match self {
            Self::Servers => Self::Server,
            Self::Tags => Self::Tag,
            Self::Variants | Self::Items => Self::Schema,
            Self::Addresses => Self::Address,
            _ => Self::Free,
        }
    }

    /// The reason to ignore a difference at such a place.
    pub(super) fn not_modelled(self) -> Option<&'static str> {
        match self {
            Self::NotModelled(reason) => Some(reason),
            _ => None,
        }
    }

    /// What such a place is for where the keys of a schema are not compared by what they say together.
    pub(super) fn alone(self, key: &str) -> Self {
        match (self, key) {
            (Self::Facet, "example" | "examples") => Self::Sample,
            (Self::Facet, _) => Self::Free,
            _ => self,
        }
    }

    /// Whether it is what a schema says of itself for people.
    pub(super) fn describes(self) -> bool {
        matches!(self, Self::Words | Self::Sample)
    }

    /// Whether what is said around such a place holds for what is inside it.
    pub(super) fn inherits(self) -> bool {
        matches!(self, Self::Document | Self::Paths | Self::PathItem | Self::Operation)
    }

    /// Whether it says nothing beside what its members say.
    pub(super) fn is_container(self) -> bool {
        matches!(
            self,
            Self::Document
                | Self::Components
                | Self::Info
                | Self::Servers
                | Self::Tags
                | Self::Tag
                | Self::Paths
                | Self::PathItem
                | Self::Responses
                | Self::Headers
                | Self::SchemaPart
                | Self::Addresses
                | Self::Texts
                | Self::Groups
                | Self::Map(_)
                | Self::Shared(_)
        )
    }

    /// Whether a `$ref` may stand at such a place.
    pub(super) fn may_refer(self) -> bool {
        matches!(
            self,
            Self::PathItem
                | Self::Parameter
                | Self::BodyParameter
                | Self::Field
                | Self::Header
                | Self::Body
                | Self::Response
                | Self::Schema
                | Self::SchemaPart
                | Self::Items
                | Self::SecurityScheme
                | Self::Example
        )
    }
}

const INFO: &[&str] = &["title", "version", "description"];

const SECURITY_SCHEME: &[&str] = &[
    "type",
    "description",
    "name",
    "in",
    "flow",
    "authorizationUrl",
    "tokenUrl",
    "scopes",
    "scheme",
    "openIdConnectUrl",
    "flows",
];

fn is_one_of(key: &str, keys: &[&str]) -> bool {
    keys.contains(&key)
}

fn text_or_idle(key: &str, read: &[&str]) -> NodeKind {
    match key {
        "scopes" | "flows" => NodeKind::Map(&NodeKind::Free),
        _ if is_one_of(key, read) => NodeKind::Text,
        _ => NodeKind::NotModelled(NOT_READ),
    }
}

fn document(key: &str) -> NodeKind {
    match key {
        "swagger" | "openapi" => NodeKind::NotModelled(VERSION_TEXT),
        "info" => NodeKind::Info,
        "host" | "basePath" => NodeKind::Address,
        "schemes" => NodeKind::Addresses,
        "servers" => NodeKind::Servers,
        "consumes" | "produces" | "security" => NodeKind::Inherited,
        "paths" => NodeKind::Paths,
        "definitions" => NodeKind::Map(&NodeKind::Schema),
        "parameters" => NodeKind::Shared(&NodeKind::Parameter),
        "responses" => NodeKind::Shared(&NodeKind::Response),
        "securityDefinitions" => NodeKind::Map(&NodeKind::SecurityScheme),
        "components" => NodeKind::Components,
        "tags" => NodeKind::Tags,
        _ => NodeKind::NotModelled(NOT_READ),
    }
}

fn components(key: &str) -> NodeKind {
    match key {
        "schemas" => NodeKind::Map(&NodeKind::Schema),
        "responses" => NodeKind::Shared(&NodeKind::Response),
        "parameters" => NodeKind::Shared(&NodeKind::Parameter),
        "examples" => NodeKind::Shared(&NodeKind::Example),
        "requestBodies" => NodeKind::Shared(&NodeKind::Body),
        "headers" => NodeKind::Shared(&NodeKind::Header),
        "pathItems" => NodeKind::Shared(&NodeKind::PathItem),
        "securitySchemes" => NodeKind::Map(&NodeKind::SecurityScheme),
        _ => NodeKind::NotModelled(NOT_READ),
    }
}

fn path_item(key: &str) -> NodeKind {
    match key {
        "parameters" => NodeKind::Inherited,
        _ if NodeKind::METHODS.contains(&key) => NodeKind::Operation,
        _ => NodeKind::NotModelled(NOT_READ),
    }
}

fn operation(key: &str) -> NodeKind {
    match key {
        "tags" => NodeKind::Groups,
        "summary" | "description" | "operationId" => NodeKind::Text,
        "deprecated" => NodeKind::Flag,
        "parameters" | "consumes" | "produces" | "security" => NodeKind::Inherited,
        "requestBody" => NodeKind::Body,
        "responses" => NodeKind::Responses,
        _ => NodeKind::NotModelled(NOT_READ),
    }
}

/// In 2.0 a parameter has the keys of a schema among its own.
fn parameter(key: &str) -> NodeKind {
    match key {
        "name" | "in" | "style" | "description" | "collectionFormat" => NodeKind::Text,
        "explode" => NodeKind::Free,
        "required" | "deprecated" => NodeKind::Flag,
        "schema" => NodeKind::Schema,
        "content" => NodeKind::Map(&NodeKind::Media),
        "examples" => NodeKind::Map(&NodeKind::Example),
        "allowReserved" => NodeKind::NotModelled(SAME_VALUE),
        "allowEmptyValue" | "title" => NodeKind::NotModelled(NOT_READ),
        _ => schema(key),
    }
}

fn body_parameter(key: &str) -> NodeKind {
    match key {
        "in" | "description" => NodeKind::Text,
        "required" => NodeKind::Flag,
        "schema" => NodeKind::Schema,
        "name" | "deprecated" | "title" | "default" | "example" => NodeKind::NotModelled(NOT_READ),
        _ => schema(key),
    }
}

fn header(key: &str) -> NodeKind {
    match key {
        "required" => NodeKind::Flag,
        "name" | "in" | "style" | "explode" | "deprecated" | "collectionFormat" => {
            NodeKind::NotModelled(NOT_READ)
        }
        _ => parameter(key),
    }
}

fn body(key: &str) -> NodeKind {
    match key {
        "description" => NodeKind::Text,
        "required" => NodeKind::Flag,
        "content" => NodeKind::Map(&NodeKind::Media),
        _ => NodeKind::NotModelled(NOT_READ),
    }
}

fn response(key: &str) -> NodeKind {
    match key {
        "description" => NodeKind::Text,
        "schema" => NodeKind::Schema,
        "headers" => NodeKind::Headers,
        "content" => NodeKind::Map(&NodeKind::Media),
        "examples" => NodeKind::Map(&NodeKind::Free),
        _ => NodeKind::NotModelled(NOT_READ),
    }
}

fn schema(key: &str) -> NodeKind {
    match key {
        "title" | "description" => NodeKind::Words,
        "pattern" | "multipleOf" | "minLength" | "maxLength" | "minItems" | "maxItems"
        | "minProperties" | "maxProperties" => NodeKind::Text,
        "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => NodeKind::Flag,
        "default" | "x-discriminator-value" | "x-ms-discriminator-value" => NodeKind::Free,
        "properties" | "$defs" | "definitions" | "patternProperties" => {
            NodeKind::Map(&NodeKind::Schema)
        }
        "dependencies" | "dependentRequired" | "dependentSchemas" => NodeKind::Map(&NodeKind::Free),
        _ if KEYWORDS.contains(&key) => NodeKind::Free,
        "additionalProperties" | "additionalItems" => NodeKind::Schema,
        "items" | "prefixItems" => NodeKind::Items,
        "oneOf" | "anyOf" | "allOf" => NodeKind::Variants,
        "discriminator" => NodeKind::Discriminator,
        "type" | "nullable" | "x-nullable" | "enum" | "const" | "format" | "contentEncoding"
        | "contentMediaType" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum"
        | "example" | "examples" | "required" => NodeKind::Facet,
        _ if key.starts_with("x-") => NodeKind::NotModelled(EXTENSION),
        _ => NodeKind::NotModelled(NOT_READ),
    }
}
