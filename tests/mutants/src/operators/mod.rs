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

use crate::draft::Draft;
use crate::operator::{Claim, Family, Operator};
use crate::places::Travel;

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
    rows: &'static [u16],
    forward: Claim,
    backward: Claim,
    edit: fn(&mut Draft<'_>) -> Option<Travel>,
) -> Operator {
    Operator { name, rows, forward, backward, edit }
}
