//! Circles that never reach a value: schemas that are only references to one another, and unions one of
//! whose variants is, through unions only, the union itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Schema, SchemaId, Shape};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Reports every such circle and opens it: a circle of references becomes free-form, a union loses the
/// variant.
pub(super) fn break_circles(
    schemas: &mut BTreeMap<SchemaId, Schema>,
    diagnostics: &mut Diagnostics,
) {
    let mut finished = BTreeSet::new();
    let names: Vec<SchemaId> = schemas.keys().cloned().collect();
    for name in names {
        while let Some((id, target)) = find_circle(schemas, &name, &mut finished) {
            open_circle(schemas, &id, &target, diagnostics);
        }
    }
}

/// The schemas that a value of this one may be without anything around it.
fn steps(schema: &Schema) -> Vec<SchemaId> {
    match &schema.shape {
        Shape::Reference { id } => vec![id.clone()],
        Shape::Union { variants, .. } => {
            variants.iter().filter_map(|variant| variant.reference().cloned()).collect()
        }
        _ => Vec::new(),
    }
}

/// Walks from one schema until a step leads to one that is still on the way; gives that step. What was
/// walked without finding one is `finished`.
fn find_circle(
    schemas: &BTreeMap<SchemaId, Schema>,
    start: &SchemaId,
    finished: &mut BTreeSet<SchemaId>,
) -> Option<(SchemaId, SchemaId)> {
    let mut way: Vec<(SchemaId, Vec<SchemaId>)> = Vec::new();
    let mut on_way = BTreeSet::new();
    let mut next = Some(start.clone());
    loop {
        if let Some(id) = next.take().filter(|id| !finished.contains(id)) {
            let steps = schemas.get(&id).map(steps).unwrap_or_default();
            on_way.insert(id.clone());
            way.push((id, steps));
        }
        let (id, steps) = way.last_mut()?;
        match steps.pop() {
            Some(step) if on_way.contains(&step) => return Some((id.clone(), step)),
            Some(step) => next = Some(step),
            None => {
                on_way.remove(id);
                finished.insert(id.clone());
                way.pop();
            }
        }
    }
}

fn open_circle(
    schemas: &mut BTreeMap<SchemaId, Schema>,
    id: &SchemaId,
    target: &SchemaId,
    diagnostics: &mut Diagnostics,
) {
    let Some(schema) = schemas.get_mut(id) else { return };
    if let Shape::Union { variants, .. } = &mut schema.shape {
        variants.retain(|variant| variant.reference() != Some(target));
        let message =
            format!("The variant `{target}` leads back to the union itself; it is left out.");
        diagnostics.push(Diagnostic::new(Code::UnsupportedSchema, message).at(&schema.pointer));
        if variants.is_empty() {
            schema.shape = Shape::Any;
        }
        return;
    }
    schema.shape = Shape::Any;
    let message =
        format!("`{id}` and what it refers to lead back to themselves without reaching a schema.");
    let diagnostic = Diagnostic::new(Code::CircularReference, message).at(&schema.pointer);
    diagnostics.push(diagnostic.help("Let one of them be a schema of its own."));
}
