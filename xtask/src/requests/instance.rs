//! Values of schemas, as small as they may be and as full as they can be.
//!
//! In: a schema of an `Api`. Out: JSON that a client may send for it. What a schema demands beside shape and limits is not
//! weighed here: who asks has the value validated, and asks for another attempt, which makes other choices.

use std::cell::Cell;

use generator::api::{AdditionalProperties, Api, Discriminator, Property, Schema, Shape};
use indexmap::IndexMap;
use serde_json::{Map, Number, Value, json};

use super::pattern;

/// Objects are not nested deeper than this by what may be left out: schemas may contain themselves.
const DEEPEST: usize = 4;

/// What must be there and contains itself has no value; it ends here.
const ABYSS: usize = 24;

/// How much of what may be left out is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    Smallest,
    Fullest,
}

/// Makes values of the schemas of an API.
pub(super) struct Writer<'a> {
    pub(super) api: &'a Api,
    pub(super) extent: Extent,
    /// The number of this attempt: each takes other variants of unions, and every second one has no empty lists.
    pub(super) attempt: usize,
    /// How many properties were left out because no value of theirs could be made.
    pub(super) left_out: Cell<usize>,
}

/// Why there is no value.
pub(super) type Reason = String;

impl Writer<'_> {
    /// A value, or why none could be made.
    pub(super) fn value(&self, schema: &Schema) -> Result<Value, Reason> {
        self.at(schema, 0, 0)
    }

    /// The value of a number, where several are to differ.
    fn at(&self, schema: &Schema, depth: usize, number: usize) -> Result<Value, Reason> {
        if depth > ABYSS {
            return Err("it contains itself without an end".to_owned());
        }
        if schema.allows_nothing() {
            return Err("no value is allowed".to_owned());
        }
        let target = self.api.target(schema);
        let values = match self.api.values(schema) {
            [] => &target.enumeration,
            values => values,
        };
        let chosen = match self.extent {
            Extent::Smallest => number,
            Extent::Fullest => (values.len() + number).saturating_sub(1),
        };
        if let Some(value) = values.get(chosen % values.len().max(1)) {
            return Ok(value.clone());
        }
        match &target.shape {
            Shape::Any => Ok(json!(format!("any{number}"))),
            Shape::Boolean => Ok(json!(number.is_multiple_of(2))),
            Shape::Integer { .. } => Ok(integer(target, number)),
            Shape::Number { .. } => Ok(fraction(target, number)),
            Shape::String { format } => text(target, format.as_deref(), number),
            Shape::File => Ok(json!("content")),
            Shape::Array { items, unique } => self.list(target, items, *unique, depth),
            Shape::Tuple { items, .. } => {
                items.iter().map(|item| self.at(item, depth + 1, number)).collect()
            }
            Shape::Object { properties, additional } => {
                self.object(target, properties, additional, depth)
            }
            Shape::Union { variants, discriminator, .. } => {
                self.variant(variants, discriminator.as_ref(), depth)
            }
            Shape::Reference { id } => Err(format!("nothing is called {id}")),
        }
    }

    /// A list has an item near the top, where it may be a parameter or a field of a form: an empty one cannot be said
    /// there.
    fn list(
        &self,
        of: &Schema,
        items: &Schema,
        unique: bool,
        depth: usize,
    ) -> Result<Value, Reason> {
        let least = of.constraints.min_items.unwrap_or(0);
        let most = of.constraints.max_items.unwrap_or(u64::MAX);
        let count = match self.extent {
            _ if depth > DEEPEST => least,
            Extent::Smallest => least.max(u64::from(depth <= 1 || self.attempt % 2 == 1)),
            Extent::Fullest => least.max(2),
        };
        let mut list: Vec<Value> = Vec::new();
        for number in 0..usize::try_from(count.min(most)).unwrap_or(usize::MAX) {
            let item = self.at(items, depth + 1, number)?;
            if !(unique && list.contains(&item)) {
                list.push(item);
            }
        }
        Ok(list.into())
    }

    fn object(
        &self,
        of: &Schema,
        properties: &IndexMap<String, Property>,
        additional: &AdditionalProperties,
        depth: usize,
    ) -> Result<Value, Reason> {
        let mut members = Map::new();
        let wanted = self.extent == Extent::Fullest && depth < DEEPEST;
        for (name, Property { required, schema }) in properties {
            if self.api.is_read_only(schema) || !(*required || wanted) {
                continue;
            }
            match self.at(schema, depth + 1, 0) {
                Ok(value) => drop(members.insert(name.clone(), value)),
                Err(reason) if *required => return Err(format!("{name}: {reason}")),
                Err(_) => self.left_out.set(self.left_out.get() + 1),
            }
        }
        let least = of.constraints.min_properties.unwrap_or(0).max(u64::from(wanted));
        let least = usize::try_from(least).unwrap_or(usize::MAX);
        let mut number = 0;
        while members.len() < least && number < least {
            let value = match additional {
                AdditionalProperties::Typed(schema) => self.at(schema, depth + 1, number)?,
                AdditionalProperties::Any => json!("any"),
                _ => break,
            };
            members.insert(format!("key{number}"), value);
            number += 1;
        }
        Ok(Value::Object(members))
    }

    fn variant(
        &self,
        variants: &[Schema],
        discriminator: Option<&Discriminator>,
        depth: usize,
    ) -> Result<Value, Reason> {
        let first = match self.extent {
            Extent::Fullest if depth < DEEPEST => self.attempt + variants.len().saturating_sub(1),
            _ => self.attempt,
        };
        let usual = variants.get(first % variants.len().max(1)).ok_or("it has no variant")?;
        // Far down a variant that goes no deeper is taken, where there is one.
        let mut flat = variants.iter().filter(|_| depth > DEEPEST);
        let variant = flat.find(|variant| self.is_flat(variant)).unwrap_or(usual);
        let mut value = self.at(variant, depth + 1, 0)?;
        if let (Value::Object(members), Some(told), Some(id)) =
            (&mut value, discriminator, variant.reference())
        {
            let mapped = told.mapping.iter().find(|(_, of)| *of == id);
            let name = mapped.map_or(id.as_str(), |(name, _)| name);
            members.insert(told.property.clone(), json!(name));
        }
        Ok(value)
    }

    /// Whether values have no values inside.
    fn is_flat(&self, schema: &Schema) -> bool {
        !matches!(
            self.api.target(schema).shape,
            Shape::Array { .. } | Shape::Tuple { .. } | Shape::Object { .. } | Shape::Union { .. }
        )
    }
}

/// A whole number within the limits.
fn integer(of: &Schema, number: usize) -> Value {
    let step = of.constraints.multiple_of.as_ref().and_then(Number::as_f64).unwrap_or(1.0).max(1.0);
    let least = lower(of, 1.0);
    #[expect(clippy::cast_precision_loss, reason = "lists are short")]
    let value = ((least / step).ceil() + number as f64) * step;
    #[expect(clippy::cast_possible_truncation, reason = "limits of whole numbers are such")]
    let value = value as i64;
    json!(value)
}

/// A number within the limits, with a part that is not whole where no multiple is asked for.
fn fraction(of: &Schema, number: usize) -> Value {
    let whole = integer(of, number);
    let limits = &of.constraints;
    if limits.multiple_of.is_some() {
        return whole;
    }
    let bound = |of: &Option<Number>| of.as_ref().and_then(Number::as_f64);
    let most = bound(&limits.maximum).unwrap_or(f64::MAX);
    let chosen = match whole.as_f64() {
        Some(whole) if whole + 0.5 < most => whole + 0.5,
        Some(whole) if whole < most => whole,
        _ => bound(&limits.minimum).unwrap_or(most - 1.0).midpoint(most),
    };
    Number::from_f64(chosen).map_or(whole, Value::Number)
}

/// The least that a number may be, or 1 where it may be that.
fn lower(of: &Schema, usual: f64) -> f64 {
    let limits = &of.constraints;
    let number = |of: &Option<Number>| of.as_ref().and_then(Number::as_f64);
    let beside = |excluded: bool| if excluded { 1.0 } else { 0.0 };
    let least = number(&limits.minimum).map(|least| least + beside(limits.exclusive_minimum));
    let most = number(&limits.maximum).map(|most| most - beside(limits.exclusive_maximum));
    match (least, most) {
        (Some(least), _) => least,
        (None, Some(most)) => most.min(usual),
        (None, None) => usual,
    }
}

/// A text that is all that is asked for.
fn text(of: &Schema, format: Option<&str>, number: usize) -> Result<Value, Reason> {
    let Some(pattern) = &of.constraints.pattern else {
        return Ok(plain_text(of, format, number));
    };
    let text = pattern::text(pattern, of.constraints.min_length, number)
        .ok_or_else(|| format!("no text of the pattern {pattern:?} could be made"))?;
    // A pattern may be that of the end alone, of which the format says more.
    let is_end = format == Some("email") && text.starts_with('@');
    Ok(if is_end { format!("name{text}") } else { text }.into())
}

/// A text of the format and the length that are asked for.
fn plain_text(of: &Schema, format: Option<&str>, number: usize) -> Value {
    let known = match format.unwrap_or_default() {
        "date-time" => Some(format!("2026-11-29T12:00:{:02}Z", number % 60)),
        "date" => Some(format!("2026-11-{:02}", 1 + number % 28)),
        "time" => Some(format!("12:00:{:02}Z", number % 60)),
        "duration" => Some(format!("PT{}S", number + 1)),
        "uuid" => Some(format!("3fa85f64-5717-4562-b3fc-{number:012x}")),
        "email" | "idn-email" => Some(format!("name{number}@example.com")),
        "uri" | "url" | "uri-reference" | "iri" => Some(format!("https://example.com/{number}")),
        "hostname" => Some(format!("host{number}.example.com")),
        "ipv4" => Some(format!("192.0.2.{}", number % 256)),
        "ipv6" => Some(format!("2001:db8::{number:x}")),
        "byte" | "base64" => Some("Ynl0ZQ==".to_owned()),
        // Numbers that travel as texts.
        "int32" | "int64" | "uint64" | "decimal" => Some(format!("{}", number + 1)),
        _ => None,
    };
    let text = known.unwrap_or_else(|| format!("text{number}"));
    let limit = |of: Option<u64>| of.and_then(|of| usize::try_from(of).ok());
    let least = limit(of.constraints.min_length).unwrap_or(0);
    let most = limit(of.constraints.max_length).unwrap_or(usize::MAX);
    let padding = "x".repeat(least.saturating_sub(text.len()));
    // Of a text that is too long the end stays, which tells it from others.
    let text = padding + text.get(text.len().saturating_sub(most)..).unwrap_or_default();
    text.into()
}
