//! A judge of what travels that is not the differ: instances of one definition, validated against the other.
//!
//! A request that the old definition allows must be one that the new one allows. A reply that the new definition allows must
//! be one that a program reads which was built for the old one: `Reader` in `schema` says what such a program insists on.
//! The judge only ever proves breaks: what it does not find may still be one.

mod exchange;
mod instance;
mod received;
mod schema;

use generator_tests::random::Random;
use serde_json::Value;

pub use jsonschema::Validator;

pub use self::exchange::Exchange;
use self::instance::Writer;
pub use self::received::received;
pub use self::schema::Reader;

/// Instances of each body and parameter.
const INSTANCES: usize = 24;

/// What was found: a sentence for each way in which an old program stops working.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// A request that is refused now.
    pub refused: Option<String>,
    /// A reply that cannot be read any more.
    pub undecodable: Option<String>,
}

impl Observed {
    /// Whether an old program stops working.
    pub fn breaks(&self) -> bool {
        self.refused.is_some() || self.undecodable.is_some()
    }
}

/// Judges the step from one definition to another.
pub fn judge(old: &Value, new: &Value, random: &mut Random) -> Observed {
    let (before, after) = (exchange::exchanges(old), exchange::exchanges(new));
    let mut observed = Observed::default();
    for (key, was) in &before {
        let Some(is) = after.get(key) else {
            observed.refused.get_or_insert_with(|| format!("nobody answers {key}"));
            continue;
        };
        let mut sides = Sides { key, old, new, random };
        if observed.refused.is_none() {
            observed.refused = sides.requests(was, is);
        }
        if observed.undecodable.is_none() {
            observed.undecodable = sides.replies(was, is);
        }
    }
    observed
}

/// The value with texts instead of numbers and flags.
fn as_text(value: &Value) -> Value {
    match value {
        Value::Number(_) | Value::Bool(_) => Value::String(value.to_string()),
        Value::Array(items) => items.iter().map(as_text).collect(),
        other => other.clone(),
    }
}

struct Sides<'a> {
    key: &'a str,
    old: &'a Value,
    new: &'a Value,
    random: &'a mut Random,
}

impl Sides<'_> {
    fn requests(&mut self, was: &Exchange, is: &Exchange) -> Option<String> {
        let demanded = is.parameters.iter().find(|(name, now)| {
            let known = was.parameters.get(*name);
            now.required && known.is_none_or(|known| !known.required)
        });
        if let Some((name, _)) = demanded {
            return Some(format!("{}: {name} must be sent", self.key));
        }
        if is.body_required && !was.body_required {
            return Some(format!("{}: a body must be sent", self.key));
        }
        for (name, known) in &was.parameters {
            let Some(now) = is.parameters.get(name) else { continue };
            if let Some(value) = self.refused(&known.schema, &now.schema, true) {
                return Some(format!("{}: {name} = {value} is refused", self.key));
            }
        }
        if let [only] = was.request.keys().collect::<Vec<_>>().as_slice()
            && !is.request.is_empty()
            && !is.request.contains_key(*only)
        {
            return Some(format!("{}: {only} is not taken", self.key));
        }
        for (media_type, known) in &was.request {
            let Some(now) = is.request.get(media_type) else { continue };
            if let Some(value) = self.refused(known, now, false) {
                return Some(format!("{}: the body {value} is refused", self.key));
            }
        }
        None
    }

    /// An instance of the old schema that the new one refuses. What is `written` as text, as parameters are, has no other
    /// type.
    fn refused(&mut self, old: &Value, new: &Value, written: bool) -> Option<Value> {
        let was = Reader::of_server(self.old).validator(old)?;
        let is = Reader::of_successor(self.new).validator(new)?;
        let mut writer = Writer::new(self.old, self.random, "readOnly");
        let instances = (0..INSTANCES).map(|number| writer.instance(old, number));
        let mut instances = instances.filter(|value| was.is_valid(value));
        let takes = |value: &Value| {
            let text = as_text(value);
            // One text is a list of one.
            is.is_valid(value)
                || (written && (is.is_valid(&text) || is.is_valid(&Value::Array(vec![text]))))
        };
        instances.find(|value| !takes(value))
    }

    /// A reply of the new schema that a program of the old one does not read.
    fn replies(&mut self, was: &Exchange, is: &Exchange) -> Option<String> {
        for (reply, now) in &is.replies {
            let Some(known) = was.replies.get(reply) else { continue };
            let Some(reads) = Reader::of_program(self.old).validator(known) else { continue };
            let Some(sends) = Reader::of_server(self.new).validator(now) else { continue };
            let mut writer = Writer::new(self.new, self.random, "writeOnly");
            let instances = (0..INSTANCES).map(|number| writer.instance(now, number));
            let mut instances = instances.filter(|value| sends.is_valid(value));
            if let Some(value) = instances.find(|value| !reads.is_valid(value)) {
                return Some(format!("{}: the reply {value} is not read", self.key));
            }
        }
        None
    }
}
