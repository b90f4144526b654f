//! What each place of a definition is for, as far as the comparison of documents must know: where order
//! means nothing, which list is aligned by what, what holds when a key is absent, and which keys reach no
//! generated code.

use super::reasons::{ABOUT, EXTENSION, NOT_READ, TAG_TEXT, VERSION_TEXT};

/// What a place is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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
    Map(&'static Kind),
    /// The same, of parts that count only where something refers to them.
    Shared(&'static Kind),
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
    Idle(&'static str),
}

impl Kind {
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
            return Self::Idle(EXTENSION);
        }
        match self {
            Self::Document => document(key),
            Self::Components => components(key),
            Self::Info => Self::Idle(if is_one_of(key, INFO) { ABOUT } else { NOT_READ }),
            Self::Server if key == "variables" => Self::Map(&Self::Variable),
            Self::Server if key == "url" => Self::Url,
            Self::Server => text_or_idle(key, &["description"]),
            Self::Variable if key == "enum" => Self::Texts,
            Self::Variable => text_or_idle(key, &["default", "description"]),
            Self::Tag => match key {
                "name" => Self::Text,
                "description" => Self::Idle(TAG_TEXT),
                _ => Self::Idle(NOT_READ),
            },
            Self::PathItem => path_item(key),
            Self::Operation => operation(key),
            Self::BodyParameter => body_parameter(key),
            Self::Field if key == "deprecated" => Self::Idle(NOT_READ),
            Self::Parameter | Self::Field => parameter(key),
            Self::Header => header(key),
            Self::Body => body(key),
            Self::Media => match key {
                "schema" => Self::Schema,
                "example" => Self::Free,
                "examples" => Self::Map(&Self::Example),
                _ => Self::Idle(NOT_READ),
            },
            Self::Responses => Self::Response,
            Self::Response => response(key),
            Self::SecurityScheme => text_or_idle(key, SECURITY_SCHEME),
            Self::Discriminator => match key {
                "propertyName" => Self::Text,
                "mapping" => Self::Map(&Self::Text),
                _ => Self::Idle(NOT_READ),
            },
            Self::Example => match key {
                "value" => Self::Free,
                _ => Self::Idle(NOT_READ),
            },
            _ => Self::Free,
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
    pub(super) fn idle(self) -> Option<&'static str> {
        match self {
            Self::Idle(reason) => Some(reason),
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

fn text_or_idle(key: &str, read: &[&str]) -> Kind {
    match key {
        "scopes" | "flows" => Kind::Map(&Kind::Free),
        _ if is_one_of(key, read) => Kind::Text,
        _ => Kind::Idle(NOT_READ),
    }
}

fn document(key: &str) -> Kind {
    match key {
        "swagger" | "openapi" => Kind::Idle(VERSION_TEXT),
        "info" => Kind::Info,
        "host" | "basePath" => Kind::Address,
        "schemes" => Kind::Addresses,
        "servers" => Kind::Servers,
        "consumes" | "produces" | "security" => Kind::Inherited,
        "paths" => Kind::Paths,
        "definitions" => Kind::Map(&Kind::Schema),
        "parameters" => Kind::Shared(&Kind::Parameter),
        "responses" => Kind::Shared(&Kind::Response),
        "securityDefinitions" => Kind::Map(&Kind::SecurityScheme),
        "components" => Kind::Components,
        "tags" => Kind::Tags,
        _ => Kind::Idle(NOT_READ),
    }
}

fn components(key: &str) -> Kind {
    match key {
        "schemas" => Kind::Map(&Kind::Schema),
        "responses" => Kind::Shared(&Kind::Response),
        "parameters" => Kind::Shared(&Kind::Parameter),
        "examples" => Kind::Shared(&Kind::Example),
        "requestBodies" => Kind::Shared(&Kind::Body),
        "headers" => Kind::Shared(&Kind::Header),
        "pathItems" => Kind::Shared(&Kind::PathItem),
        "securitySchemes" => Kind::Map(&Kind::SecurityScheme),
        _ => Kind::Idle(NOT_READ),
    }
}

fn path_item(key: &str) -> Kind {
    match key {
        "parameters" => Kind::Inherited,
        _ if Kind::METHODS.contains(&key) => Kind::Operation,
        _ => Kind::Idle(NOT_READ),
    }
}

fn operation(key: &str) -> Kind {
    match key {
        "tags" => Kind::Groups,
        "summary" | "description" | "operationId" => Kind::Text,
        "deprecated" => Kind::Flag,
        "parameters" | "consumes" | "produces" | "security" => Kind::Inherited,
        "requestBody" => Kind::Body,
        "responses" => Kind::Responses,
        _ => Kind::Idle(NOT_READ),
    }
}

/// In 2.0 a parameter has the keys of a schema among its own.
fn parameter(key: &str) -> Kind {
    match key {
        "name" | "in" | "style" | "description" | "collectionFormat" => Kind::Text,
        "explode" => Kind::Free,
        "required" | "deprecated" => Kind::Flag,
        "schema" => Kind::Schema,
        "content" => Kind::Map(&Kind::Media),
        "examples" => Kind::Map(&Kind::Example),
        "allowEmptyValue" | "allowReserved" | "title" => Kind::Idle(NOT_READ),
        _ => schema(key),
    }
}

fn body_parameter(key: &str) -> Kind {
    match key {
        "in" | "description" => Kind::Text,
        "required" => Kind::Flag,
        "schema" => Kind::Schema,
        "name" | "deprecated" | "title" | "default" | "example" => Kind::Idle(NOT_READ),
        _ => schema(key),
    }
}

fn header(key: &str) -> Kind {
    match key {
        "required" => Kind::Flag,
        "name" | "in" | "style" | "explode" | "deprecated" | "collectionFormat" => {
            Kind::Idle(NOT_READ)
        }
        _ => parameter(key),
    }
}

fn body(key: &str) -> Kind {
    match key {
        "description" => Kind::Text,
        "required" => Kind::Flag,
        "content" => Kind::Map(&Kind::Media),
        _ => Kind::Idle(NOT_READ),
    }
}

fn response(key: &str) -> Kind {
    match key {
        "description" => Kind::Text,
        "schema" => Kind::Schema,
        "headers" => Kind::Headers,
        "content" => Kind::Map(&Kind::Media),
        "examples" => Kind::Map(&Kind::Free),
        _ => Kind::Idle(NOT_READ),
    }
}

fn schema(key: &str) -> Kind {
    match key {
        "title" | "description" => Kind::Words,
        "pattern" | "multipleOf" | "minLength" | "maxLength" | "minItems" | "maxItems"
        | "minProperties" | "maxProperties" => Kind::Text,
        "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => Kind::Flag,
        "default" | "x-discriminator-value" | "x-ms-discriminator-value" => Kind::Free,
        "properties" | "$defs" | "definitions" | "patternProperties" => Kind::Map(&Kind::Schema),
        "additionalProperties" | "additionalItems" => Kind::Schema,
        "items" | "prefixItems" => Kind::Items,
        "oneOf" | "anyOf" | "allOf" => Kind::Variants,
        "discriminator" => Kind::Discriminator,
        "type" | "nullable" | "x-nullable" | "enum" | "const" | "format" | "contentEncoding"
        | "contentMediaType" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum"
        | "example" | "examples" | "required" => Kind::Facet,
        _ if key.starts_with("x-") => Kind::Idle(EXTENSION),
        _ => Kind::Idle(NOT_READ),
    }
}
