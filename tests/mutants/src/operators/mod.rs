//! The operators, by the part of a definition that they edit.

mod bodies;
mod composition;
mod documents;
mod limits;
mod models;
mod operations;
mod parameters;
mod paths;
mod properties;
mod replies;
mod security;
mod types;
mod values;

use serde_json::{Value, json};

use crate::draft::Draft;
use crate::operator::{Claim, Family, Operator};
use crate::places::{Kind, Travel};

/// All families, in the order of a definition.
pub const FAMILIES: &[&Family] = &[
    &documents::FAMILY,
    &security::FAMILY,
    &paths::FAMILY,
    &operations::FAMILY,
    &parameters::FAMILY,
    &bodies::FAMILY,
    &replies::FAMILY,
    &models::FAMILY,
    &properties::FAMILY,
    &types::FAMILY,
    &values::FAMILY,
    &limits::FAMILY,
    &composition::FAMILY,
];

/// All operators with the names of their families.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Operator)> {
    FAMILIES.iter().flat_map(|family| family.operators.iter().map(|own| (family.name, own)))
}

const fn operator(
    name: &'static str,
    forward: Claim,
    backward: Claim,
    edit: fn(&mut Draft<'_>) -> Option<Travel>,
) -> Operator {
    Operator { name, forward, backward, edit }
}

/// Refers to another model where one is that travels a way that fits.
fn other_model(draft: &mut Draft<'_>, fits: fn(Travel) -> bool) -> Option<Travel> {
    let models = draft.models();
    let place = draft.pick_where(Kind::Reference, |place, value| {
        let target = value.get("$ref").and_then(Value::as_str).unwrap_or_default();
        fits(place.travel) && target.starts_with(&format!("#{models}/"))
    })?;
    let known = draft.at(&place)?.get("$ref")?.clone();
    let name = draft.member(models, |name, _| known != json!(format!("#{models}/{name}")))?;
    draft.at(&place)?.insert("$ref".to_owned(), json!(format!("#{models}/{name}")));
    Some(place.travel)
}

/// Calls the JSON of a content by another media type.
fn rename_json(draft: &mut Draft<'_>, content: &str) -> Option<()> {
    let content = draft.object(content)?;
    let json = content.shift_remove("application/json")?;
    content.insert("application/vnd.other+json".to_owned(), json);
    Some(())
}

/// Adds texts to the media types of a content.
fn add_text(draft: &mut Draft<'_>, content: &str) -> Option<()> {
    let text = json!({"schema": {"type": "string"}});
    draft.object(content)?.insert("text/plain".to_owned(), text);
    Some(())
}
