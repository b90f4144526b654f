//! Raw tree → `openapiv3::OpenAPI`, whatever the version: Swagger 2.0 is rewritten into the shape of
//! 3.0, and what 3.1 adds is expressed by what 3.0 has.
//!
//! The types of `openapiv3` are filled by hand, part by part, instead of by their `Deserialize`, which
//! refuses a whole document for one wrong key: here a malformed part costs itself and a warning. What a
//! later stage needs and 3.0 cannot say travels in `mark` extensions. [`Origins`] leads from every
//! place of the result back to the original document.
//!
//! Invariants of the result: a schema is always `SchemaKind::Any`, because the other kinds cannot keep
//! a keyword beside an `allOf`; its type is one of 3.0 or `null`; a reference to a schema leads to
//! `components/schemas` (a place elsewhere is moved there, under its pointer as the name) or could not
//! be followed at all.

mod document;
pub(crate) mod mark;
mod openapi3;
mod origins;
mod part;
mod reference;
mod schema;
mod swagger2;

use std::collections::BTreeSet;

use indexmap::IndexSet;
use openapiv3::OpenAPI;
use serde_json::Value;

pub use self::origins::Origins;
use self::origins::PartPlace;
pub(crate) use self::schema::only_restricts;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::limit::{Found, Limit, Limits};
use crate::pointer::Pointer;
use crate::source::Version;

/// A definition in the shape of `OpenAPI` 3.0.
#[derive(Clone, Debug)]
pub struct Normalised {
    /// The definition.
    pub openapi: OpenAPI,
    /// Where each part of it comes from.
    pub origins: Origins,
}

/// Brings a definition into the shape of 3.0. Every problem goes to `diagnostics`; there is always a
/// result, if only of what could be understood.
pub fn normalise(
    document: &Value,
    version: Version,
    limits: Limits,
    diagnostics: &mut Diagnostics,
) -> Normalised {
    let mut reader = Reader {
        root: document,
        version,
        limits,
        targets: reference::deep_targets(document, version),
        moved: IndexSet::new(),
        diagnostics,
        origins: Origins::default(),
        schemas: 0,
    };
    reader.warn_of_newer_version();
    let mut openapi = match version {
        Version::Swagger2 => reader.swagger2(),
        Version::OpenApi30 | Version::OpenApi31 => reader.openapi3(),
    };
    reader.move_targets(&mut openapi);
    Normalised { openapi, origins: reader.origins }
}

/// What all the readers of parts share.
struct Reader<'a> {
    root: &'a Value,
    version: Version,
    limits: Limits,
    /// The places of schemas, outside the named ones, that some reference leads to.
    targets: BTreeSet<Pointer>,
    /// Those of them that were met, in the order in which they were.
    moved: IndexSet<Pointer>,
    diagnostics: &'a mut Diagnostics,
    origins: Origins,
    /// How many schemas have been read.
    schemas: usize,
}

impl Reader<'_> {
    fn warn_of_newer_version(&mut self) {
        let stated = self.root.get("openapi").map(Value::to_string).unwrap_or_default();
        if stated.trim_matches('"').starts_with("3.2") {
            let message = "OpenAPI 3.2 is read as far as it is the same as 3.1.";
            let mut warning = Diagnostic::new(Code::UnsupportedVersion, message)
                .at(&Pointer::root().child("openapi"))
                .help("What 3.2 adds is reported as unknown and left out.");
            warning.severity = Severity::Warning;
            self.diagnostics.push(warning);
        }
    }

    /// The place of a member that comes from somewhere else than its name suggests.
    fn moved(&mut self, place: &PartPlace, token: &str, origin: &Pointer) -> PartPlace {
        let moved = PartPlace { here: place.here.child(token), origin: origin.clone() };
        self.origins.record(&moved);
        moved
    }

    /// The place of the item `number` of a list, when those left out before it make it the item `now`.
    fn item(&mut self, list: &PartPlace, number: usize, now: usize) -> PartPlace {
        if number == now {
            return list.child(number);
        }
        let origin = list.origin.child(number);
        self.moved(list, &now.to_string(), &origin)
    }

    fn invalid(&mut self, place: &PartPlace, message: String) {
        let help = "Correct the definition, or add a correction to the overlay.";
        let diagnostic = Diagnostic::new(Code::InvalidShape, message).at(&place.origin).help(help);
        self.diagnostics.push(diagnostic);
    }

    fn exceeded(&mut self, limit: Limit, found: Found, origin: &Pointer) {
        let subject = "The definition";
        let problem = self.limits.exceeded(Code::InputTooLarge, limit, subject, found);
        self.diagnostics.push(problem.at(origin));
    }

    fn ignored(&mut self, place: &PartPlace, message: String) {
        self.diagnostics.push(Diagnostic::new(Code::IgnoredKeyword, message).at(&place.origin));
    }
}
