//! Values for what an operation takes: made from the schemas, and validated before they are sent.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use generator::api::{Content, Operation, Schema};
use mutants::judge::{Reader, Validator};

use serde_json::Value;

use super::definition::Made;
use super::instance::{Extent, Writer};

/// Who makes the values.
pub(super) struct Arguments<'a> {
    made: &'a Made,
    /// Place of a schema → what validates its values; none where no validator takes the schema.
    validators: RefCell<BTreeMap<String, Option<Validator>>>,
    /// How many properties and parameters the fullest calls leave out, by the reason.
    pub(super) left_out: RefCell<BTreeMap<String, usize>>,
}

/// Other variants of unions are tried so often.
const ATTEMPTS: usize = 6;

impl<'a> Arguments<'a> {
    pub(super) fn of(made: &'a Made) -> Self {
        Self { made, validators: RefCell::default(), left_out: RefCell::default() }
    }

    /// The value of what the wire calls `location:name`, or `body`.
    pub(super) fn value(
        &self,
        operation: &Operation,
        wire: &str,
        extent: Extent,
    ) -> Result<Value, String> {
        let schema = match wire.split_once(':') {
            Some((location, name)) => {
                let mut all = operation.parameters.iter();
                let found = all.find(|of| of.name == name && key(of.location) == location);
                found.map(|parameter| &parameter.schema)
            }
            None => match self.content(operation, wire) {
                // The definition says nothing of the body but its type.
                Some(Content { schema: None, .. }) => return Ok(Value::String("any".to_owned())),
                content => content.and_then(|content| content.schema.as_ref()),
            },
        };
        let schema = schema.ok_or_else(|| format!("{wire} is not in the definition"))?;
        self.valid(schema, extent).map_err(|reason| format!("{wire}: {reason}"))
    }

    /// What is sent, if it is the body.
    #[expect(clippy::unused_self, reason = "it belongs to the values")]
    pub(super) fn content<'o>(&self, operation: &'o Operation, wire: &str) -> Option<&'o Content> {
        operation.body.as_ref().filter(|_| wire == "body")?.preferred()
    }

    /// Notes that a fullest call is not as full as it could be.
    pub(super) fn leave_out(&self, reason: String, count: usize) {
        *self.left_out.borrow_mut().entry(reason).or_default() += count;
    }

    /// The first of some attempts that the schema allows.
    fn valid(&self, schema: &Schema, extent: Extent) -> Result<Value, String> {
        let mut problem = String::new();
        for attempt in 0..ATTEMPTS {
            let api = &self.made.generated.api;
            let writer = Writer { api, extent, attempt, left_out: Cell::new(0) };
            let value = writer.value(schema)?;
            match self.flaw(schema, &value) {
                Some(flaw) => problem = flaw,
                None => {
                    let count = writer.left_out.get();
                    if count > 0 {
                        self.leave_out("no value of a property could be made".to_owned(), count);
                    }
                    return Ok(value);
                }
            }
        }
        Err(format!("no valid value could be made: {problem}"))
    }

    /// What a validator that is not ours says against a value.
    fn flaw(&self, schema: &Schema, value: &Value) -> Option<String> {
        let place = schema.pointer.as_str();
        let mut validators = self.validators.borrow_mut();
        let validator = validators.entry(place.to_owned()).or_insert_with(|| {
            let written = self.made.value.pointer(place)?;
            Reader::of_server(&self.made.value).validator(written)
        });
        let problem = validator.as_ref()?.validate(value).err()?;
        Some(format!("{} at {}", problem, problem.instance_path()))
    }
}

fn key(location: generator::api::Location) -> &'static str {
    use generator::api::Location;
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
