//! The places of a definition at which something can be changed, and which way what stands there travels.
//!
//! In: a Swagger 2.0 or OpenAPI 3 document that stands alone. Out: a [`Place`] for each operation, parameter, body, content,
//! response and schema that a call reaches. It is read here once more, by other code than that of the generator, so that a
//! mistake there is none here. What only replies of errors reach is left out: an SDK gives those to callers as they come.

use std::collections::BTreeMap;

use serde_json::Value;

/// The keys of a path that are methods.
pub const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Which way a value travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Travel {
    /// From programs to the server.
    pub sent: bool,
    /// From the server to programs.
    pub received: bool,
    /// Whether it is part of a model that a crate offers both ways, whichever way it travels.
    pub offered: bool,
}

impl Travel {
    /// Only to the server.
    pub const SENT: Self = Self { sent: true, received: false, offered: false };
    /// Only from the server.
    pub const RECEIVED: Self = Self { sent: false, received: true, offered: false };
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An item of `paths`.
    Path,
    /// An operation.
    Operation,
    /// A parameter that is no body.
    Parameter,
    /// A request body: `requestBody` of OpenAPI 3, the parameter in `body` of Swagger 2.0.
    Body,
    /// An object of media types.
    Content,
    /// A response.
    Response,
    /// A schema; in Swagger 2.0 also a parameter, which has the keys of one.
    Schema,
    /// An object with `$ref` where a schema is expected.
    Reference,
}

/// A place of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What stands there.
    pub kind: Kind,
    /// Where it is, a JSON pointer.
    pub pointer: String,
    /// Which way it travels.
    pub travel: Travel,
    /// Whether it is the schema of a parameter, or inside it.
    pub of_parameter: bool,
}

/// All places of a definition that calls reach, in the order of their pointers.
pub fn places(definition: &Value) -> Vec<Place> {
    let mut walk = Walk { definition, found: BTreeMap::new() };
    let paths = definition.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let at = format!("/paths/{}", token(path));
        walk.add(Kind::Path, &at, Travel::default(), false);
        walk.parameters(&at);
        for method in METHODS.iter().filter(|method| item.get(**method).is_some()) {
            walk.operation(&format!("{at}/{method}"));
        }
    }
    walk.found.into_values().collect()
}

/// A name as a step of a pointer.
pub fn token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name that a step of a pointer stands for.
pub fn name(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// Where a value leads: the place that it refers to, through several references; itself when it refers to nothing.
pub fn resolved(definition: &Value, pointer: &str) -> Option<String> {
    let mut at = pointer.to_owned();
    for _ in 0..20 {
        let Some(reference) = definition.pointer(&at)?.get("$ref") else { return Some(at) };
        reference.as_str()?.strip_prefix('#')?.clone_into(&mut at);
    }
    None
}

struct Walk<'d> {
    definition: &'d Value,
    found: BTreeMap<(String, Kind), Place>,
}

impl Walk<'_> {
    /// Notes a place; whether anything is new about it.
    fn add(&mut self, kind: Kind, pointer: &str, travel: Travel, of_parameter: bool) -> bool {
        let key = (pointer.to_owned(), kind);
        let new = Place { kind, pointer: pointer.to_owned(), travel, of_parameter };
        let Some(known) = self.found.get_mut(&key) else {
            self.found.insert(key, new);
            return true;
        };
        let all = Travel {
            sent: known.travel.sent || travel.sent,
            received: known.travel.received || travel.received,
            offered: known.travel.offered || travel.offered,
        };
        let grows = all != known.travel;
        known.travel = all;
        known.of_parameter &= of_parameter;
        grows
    }

    fn value(&self, pointer: &str) -> Option<&Value> {
        self.definition.pointer(pointer)
    }

    fn has(&self, pointer: &str) -> bool {
        self.value(pointer).is_some()
    }

    /// The pointers of the members of an object or a list.
    fn members(&self, pointer: &str) -> Vec<String> {
        match self.value(pointer) {
            Some(Value::Object(members)) => {
                members.keys().map(|key| format!("{pointer}/{}", token(key))).collect()
            }
            Some(Value::Array(items)) => {
                (0..items.len()).map(|number| format!("{pointer}/{number}")).collect()
            }
            _ => Vec::new(),
        }
    }

    fn parameters(&mut self, of: &str) {
        for at in self.members(&format!("{of}/parameters")) {
            let Some(at) = resolved(self.definition, &at) else { continue };
            if self.value(&at).and_then(|it| it.get("in")) == Some(&Value::from("body")) {
                self.add(Kind::Body, &at, Travel::SENT, false);
                self.schema(&format!("{at}/schema"), Travel::SENT, false);
                continue;
            }
            if self.is_ignored(&at) {
                continue;
            }
            self.add(Kind::Parameter, &at, Travel::SENT, true);
            if self.has(&format!("{at}/schema")) {
                self.schema(&format!("{at}/schema"), Travel::SENT, true);
            } else if self.has(&format!("{at}/type")) {
                self.schema(&at, Travel::SENT, true);
            }
        }
    }

    /// Whether a parameter is one of the headers that the specification says to ignore.
    fn is_ignored(&self, at: &str) -> bool {
        let text = |key: &str| self.value(at).and_then(|it| it.get(key)).and_then(Value::as_str);
        let name = text("name").unwrap_or_default().to_ascii_lowercase();
        text("in") == Some("header")
            && ["accept", "authorization", "content-type"].contains(&name.as_str())
    }

    fn operation(&mut self, at: &str) {
        self.add(Kind::Operation, at, Travel::default(), false);
        self.parameters(at);
        if let Some(body) = resolved(self.definition, &format!("{at}/requestBody")) {
            self.add(Kind::Body, &body, Travel::SENT, false);
            self.content(&body, Travel::SENT);
        }
        for response in self.members(&format!("{at}/responses")) {
            let is_success = response.rsplit('/').next().is_some_and(|code| code.starts_with('2'));
            let Some(response) = resolved(self.definition, &response) else { continue };
            self.add(Kind::Response, &response, Travel::RECEIVED, false);
            if is_success {
                self.content(&response, Travel::RECEIVED);
                self.schema(&format!("{response}/schema"), Travel::RECEIVED, false);
            }
        }
    }

    fn content(&mut self, of: &str, travel: Travel) {
        let at = format!("{of}/content");
        if self.has(&at) {
            self.add(Kind::Content, &at, travel, false);
        }
        for media_type in self.members(&at) {
            self.schema(&format!("{media_type}/schema"), travel, false);
        }
    }

    fn schema(&mut self, at: &str, travel: Travel, of_parameter: bool) {
        let Some(value) = self.value(at).and_then(Value::as_object) else { return };
        if value.contains_key("$ref") {
            if !self.add(Kind::Reference, at, travel, of_parameter) {
                return;
            }
            let Some(target) = resolved(self.definition, at) else { return };
            return self.schema(&target, travel, of_parameter);
        }
        if !self.add(Kind::Schema, at, travel, of_parameter) {
            return;
        }
        for property in self.members(&format!("{at}/properties")) {
            let is = |key: &str| {
                self.value(&property).and_then(|it| it.get(key)) == Some(&Value::Bool(true))
            };
            let travel = Travel {
                sent: travel.sent && !is("readOnly"),
                received: travel.received && !is("writeOnly"),
                ..travel
            };
            self.schema(&property, travel, of_parameter);
        }
        // A base is a model of its own too, which a crate offers both ways.
        for part in self.members(&format!("{at}/allOf")) {
            let base =
                resolved(self.definition, &part).filter(|_| self.has(&format!("{part}/$ref")));
            let is_model = base.is_some_and(|base| self.has(&format!("{base}/properties")));
            let travel = Travel { offered: travel.offered || is_model, ..travel };
            self.schema(&part, travel, of_parameter);
        }
        for list in ["oneOf", "anyOf"] {
            for part in self.members(&format!("{at}/{list}")) {
                self.schema(&part, travel, of_parameter);
            }
        }
        for inner in ["items", "additionalProperties"] {
            self.schema(&format!("{at}/{inner}"), travel, of_parameter);
        }
    }
}
