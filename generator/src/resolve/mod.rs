//! `openapiv3::OpenAPI` → [`Api`]: references are followed, compositions are worked out, and every
//! problem of the definition is reported, all in one run.
//!
//! The last stage that knows `openapiv3`. There is always a result; whether it may be used is for the
//! caller to see from the diagnostics. Every part of it carries its pointer in the original document.

mod all_of;
mod body;
mod cycles;
mod distribute;
mod document;
mod files;
mod flat;
mod merge;
mod messages;
mod numbers;
mod operation;
mod parameter;
mod path;
mod recursive;
mod reference;
mod schema;
mod server;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI};
use serde_json::Value;

use crate::api::{Api, Extensions, SchemaId};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::limit::{Found, Limit, Limits};
use crate::normalise::{Normalised, Origins, mark};
use crate::pointer::Pointer;

/// Resolves a normalised definition.
pub fn resolve(normalised: &Normalised, limits: Limits, diagnostics: &mut Diagnostics) -> Api {
    let nothing = Components::default();
    let openapi = &normalised.openapi;
    let components = openapi.components.as_ref().unwrap_or(&nothing);
    let mut resolver = Resolver {
        openapi,
        components,
        origins: &normalised.origins,
        limits,
        diagnostics,
        credentials: BTreeMap::new(),
        subtypes: union::subtypes(components),
        composing: BTreeSet::new(),
        work: 0,
        texts: 0,
        suggestions: 0,
        lost_parts: 0,
    };
    let mut schemas = resolver.named_schemas();
    cycles::break_cycles(&mut schemas, resolver.diagnostics);
    recursive::mark(&mut schemas);
    let security_schemes = resolver.security_schemes();
    resolver.credentials = document::credential_headers(&security_schemes);
    let messages = resolver.messages();
    let mut api = Api {
        info: resolver.info(),
        servers: resolver.servers(),
        tags: resolver.tags(),
        security_schemes,
        operations: resolver.operations(&messages),
        messages,
        schemas,
        webhooks: marked(&openapi.extensions, mark::WEBHOOKS),
        references: normalised.origins.references().clone(),
        extensions: extensions(&openapi.extensions),
        losses: Diagnostics::default(),
    };
    files::mark_files(&mut api);
    api
}

struct Resolver<'a> {
    openapi: &'a OpenAPI,
    components: &'a Components,
    origins: &'a Origins,
    limits: Limits,
    diagnostics: &'a mut Diagnostics,
    /// The headers in which credentials travel, in small letters → the security scheme.
    credentials: BTreeMap<String, String>,
    /// For each schema with a discriminator, the schemas that extend it.
    subtypes: BTreeMap<String, Vec<&'a str>>,
    /// The compositions that are being worked out right now, each inside the one before it.
    composing: BTreeSet<Pointer>,
    /// How many schemas have been looked at.
    work: usize,
    /// How many bytes of text have been copied.
    texts: usize,
    /// How many suggestions have been made.
    suggestions: usize,
    /// How many parameters and bodies could not be had because a reference leads nowhere.
    lost_parts: usize,
}

/// How many references that lead nowhere get a suggestion, which takes a look at every name.
const MAX_SUGGESTIONS: usize = 50;

/// How many compositions may be inside one another.
const MAX_COMPOSING: usize = 16;

impl Resolver<'_> {
    /// A problem at a place of the normalised definition.
    fn report(&mut self, code: Code, here: &Pointer, message: String, help: &str) {
        let origin = self.origins.original(here);
        let diagnostic = Diagnostic::new(code, message).at(&origin);
        self.diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    /// The same, for a place that is known in the original document already.
    fn report_at_origin(&mut self, code: Code, origin: &Pointer, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, message).at(origin).help(help));
    }

    /// There is more here than is allowed.
    fn exceeded(&mut self, code: Code, limit: Limit, found: Found, here: &Pointer) {
        let origin = self.origins.original(here);
        let problem = self.limits.exceeded(code, limit, "The definition", found);
        self.diagnostics.push(problem.at(&origin));
    }

    /// A text that says something. A shared part says it again wherever it is used.
    fn text(&mut self, text: Option<&String>, here: &Pointer) -> Option<String> {
        let text = non_empty(text)?;
        self.say(text.len(), here).then_some(text)
    }

    /// Counts bytes of text; whether they are still allowed.
    fn say(&mut self, bytes: usize, here: &Pointer) -> bool {
        let most = self.limits.of(Limit::Texts);
        let was_allowed = self.texts <= most;
        self.texts = self.texts.saturating_add(bytes);
        let is_allowed = self.texts <= most;
        if was_allowed && !is_allowed {
            self.exceeded(Code::InputTooLarge, Limit::Texts, Found::More, here);
        }
        is_allowed
    }

    /// Whether no further composition may be worked out here.
    fn spent(&self) -> bool {
        self.work > self.limits.of(Limit::Compositions) || self.composing.len() >= MAX_COMPOSING
    }

    fn named_schemas(&mut self) -> BTreeMap<SchemaId, crate::api::Schema> {
        let holder = Pointer::root().child("components").child("schemas");
        let mut schemas = BTreeMap::new();
        for (name, schema) in &self.components.schemas {
            let schema = self.named_schema(name, schema, &holder.child(name));
            schemas.insert(SchemaId(name.clone()), schema);
        }
        schemas
    }
}

/// The extensions of a part, without the marks of `normalise`.
fn extensions(extensions: &IndexMap<String, Value>) -> Extensions {
    let own = extensions.iter().filter(|(key, _)| !mark::is_mark(key));
    own.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The members of an object that `normalise` kept as they are written.
fn marked(extensions: &IndexMap<String, Value>, key: &str) -> IndexMap<String, Value> {
    let members = extensions.get(key).and_then(Value::as_object).into_iter().flatten();
    members.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A text that says something.
fn non_empty(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).cloned()
}
