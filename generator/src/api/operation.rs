//! Operations: what can be asked of the API, with what, and what comes back.

use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;

use super::{Extensions, RequestBody, Response, Schema, Style};
use crate::media_type::MediaType;
use crate::pointer::Pointer;

/// One operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Operation {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// The `operationId`, if it has one of its own. No two operations have the same.
    pub id: Option<String>,
    /// The `operationId` that it shares with other operations: it names none of them.
    pub shared_id: Option<String>,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base address.
    pub path: PathTemplate,
    /// The groups it belongs to, the main one first.
    pub tags: Vec<String>,
    /// One line about it.
    pub summary: Option<String>,
    /// More about it, `CommonMark`.
    pub description: Option<String>,
    /// Whether new code should not use it.
    pub deprecated: bool,
    /// All parameters but the body; those of the path item are included. No two have the same
    /// location and name.
    pub parameters: Vec<Parameter>,
    /// Parameters that cannot be sent: the path has no placeholder for them, or no client can set a header or a
    /// cookie of that name.
    pub unsent: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// The responses, by status.
    pub responses: Vec<Response>,
    /// What a caller must present: any one of these alternatives, each a list of scheme names with
    /// their scopes that are needed together. An empty list: nothing is needed. An empty
    /// alternative: anonymous calls are allowed too.
    pub security: Vec<Vec<(String, Vec<String>)>>,
    /// Where the definition says so: at the operation, or else at the top.
    pub security_pointer: Pointer,
    /// What the server calls in return, by name, as the definition writes it: nothing is generated for it.
    pub callbacks: IndexMap<String, Value>,
    /// Vendor extensions.
    pub extensions: Extensions,
}

impl Operation {
    /// The schemas of everything that travels: parameters, bodies, replies and their headers.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.schema);
        let bodies = self.body.iter().flat_map(|body| &body.contents);
        let bodies = bodies.filter_map(|content| content.schema.as_ref());
        let replies = self.responses.iter().flat_map(Response::schemas);
        parameters.chain(bodies).chain(replies)
    }

    /// The responses that a successful call may get, by status: those of the successes, or else the one for
    /// all statuses that are not listed.
    pub fn successes(&self) -> impl Iterator<Item = &Response> {
        let listed = self.lists_success();
        self.responses.iter().filter(move |response| response.status.stands_for_success(listed))
    }

    /// The responses that a failed call may get, by status.
    pub fn failures(&self) -> impl Iterator<Item = &Response> {
        let listed = self.lists_success();
        self.responses.iter().filter(move |response| !response.status.stands_for_success(listed))
    }

    /// The response whose body a successful call returns: the first success that has one, or else the first.
    pub fn reply(&self) -> Option<&Response> {
        let with_body = self.successes().find(|response| !response.contents.is_empty());
        with_body.or_else(|| self.successes().next())
    }

    /// Whether any response is that of a success; otherwise the one for all statuses stands for them.
    fn lists_success(&self) -> bool {
        self.responses.iter().any(|response| response.status.is_success())
    }

    /// What configuration, errors and other SDKs call it: its id, or its method and path where it has none.
    pub fn identity(&self) -> String {
        let place = || format!("{} {}", self.method.key(), self.path.text.replace(['{', '}'], " "));
        self.id.clone().unwrap_or_else(place)
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are the methods")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// All of them, in the order of the specification.
    pub const ALL: [Self; 8] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
    ];

    /// The name in capitals.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// The key of a path item: the name in small letters.
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A path with placeholders.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PathTemplate {
    /// The text of the definition (`/pets/{petId}`).
    pub text: String,
    /// What is sent for it, cut at the placeholders: the same, but for `.` and `..` segments.
    pub parts: Vec<PathPart>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PathPart {
    /// Text, slashes included.
    Literal(String),
    /// The name of a placeholder.
    Parameter(String),
}

impl PathTemplate {
    /// Cuts a path at its placeholders. An unclosed or empty brace is text.
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = text;
        let mut literal = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            literal.push_str(before);
            match after.split_once('}') {
                Some((name, tail)) if !name.is_empty() && !name.contains(['{', '/']) => {
                    if !literal.is_empty() {
                        parts.push(PathPart::Literal(std::mem::take(&mut literal)));
                    }
                    parts.push(PathPart::Parameter(name.to_owned()));
                    rest = tail;
                }
                _ => {
                    literal.push('{');
                    rest = after;
                }
            }
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(PathPart::Literal(literal));
        }
        Self { text: text.to_owned(), parts }
    }

    /// The names of the placeholders, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            PathPart::Parameter(name) => Some(name.as_str()),
            PathPart::Literal(_) => None,
        })
    }
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the places")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// The name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// What it means.
    pub description: Option<String>,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Whether new code should not use it.
    pub deprecated: bool,
    /// How lists and objects are written.
    pub style: Style,
    /// Whether each item of a list, or member of an object, is a pair of its own.
    pub explode: bool,
    /// Whether the value may be empty (`?name=`).
    pub allow_empty: bool,
    /// Whether reserved characters of the value are sent as they are.
    pub allow_reserved: bool,
    /// When the value is a document of its own inside the parameter, its media type.
    pub media_type: Option<MediaType>,
    /// The value.
    pub schema: Schema,
    /// Vendor extensions.
    pub extensions: Extensions,
}

impl Parameter {
    /// Whether a list is written as one pair per item (`tag=a&tag=b`). The delimiter of a style says nothing then.
    pub fn repeats_for_items(&self) -> bool {
        match self.style {
            Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited => {
                self.explode
            }
            Style::Simple | Style::Label | Style::Matrix | Style::DeepObject => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PathPart, PathTemplate};

    #[test]
    fn cuts_paths_at_placeholders() {
        let parts = |text| PathTemplate::parse(text).parts;
        let literal = |text: &str| PathPart::Literal(text.to_owned());
        let parameter = |name: &str| PathPart::Parameter(name.to_owned());
        assert_eq!(
            parts("/a/{b}/c.{d}"),
            [literal("/a/"), parameter("b"), literal("/c."), parameter("d")]
        );
        assert_eq!(parts("/{a}{b}"), [literal("/"), parameter("a"), parameter("b")]);
        assert_eq!(parts("/a{"), [literal("/a{")]);
        assert_eq!(parts("/{}/x"), [literal("/{}/x")]);
    }
}
