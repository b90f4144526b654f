//! Cycles that never reach a value: schemas that are only references to one another, and unions one of
//! whose variants is, through unions only, the union itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Schema, SchemaId, Shape};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Reports every such cycle and opens it: a cycle of references becomes free-form, a union loses the
/// variant.
pub(super) fn break_cycles(
    schemas: &mut BTreeMap<SchemaId, Schema>,
    diagnostics: &mut Diagnostics,
) {
    for (id, target) in closing_steps(schemas) {
        open_cycle(schemas, &id, &target, diagnostics);
    }
}

/// The schemas that a value of this one may be without anything around it.
fn steps(schema: &Schema) -> Vec<&SchemaId> {
    match &schema.shape {
        Shape::Reference { id } => vec![id],
        Shape::Union { variants, .. } => variants.iter().filter_map(Schema::reference).collect(),
        _ => Vec::new(),
    }
}

/// Walks from every schema; a step that leads to one that is still on the way closes a cycle.
///
/// petgraph is of no use here: its depth-first search, which would tell the closing edges, recurses, and a
/// definition may have a chain of as many references as its size allows.
fn closing_steps(schemas: &BTreeMap<SchemaId, Schema>) -> Vec<(SchemaId, SchemaId)> {
    let mut closing = Vec::new();
    let mut on_way: BTreeSet<&SchemaId> = BTreeSet::new();
    let mut walked: BTreeSet<&SchemaId> = BTreeSet::new();
    for (start, schema) in schemas {
        if !walked.insert(start) {
            continue;
        }
        on_way.insert(start);
        let mut way = vec![(start, steps(schema))];
        while let Some((id, open)) = way.last_mut() {
            let Some(step) = open.pop() else {
                on_way.remove(*id);
                way.pop();
                continue;
            };
            if on_way.contains(step) {
                closing.push(((*id).clone(), step.clone()));
            } else if walked.insert(step) {
                on_way.insert(step);
                way.push((step, schemas.get(step).map(steps).unwrap_or_default()));
            }
        }
    }
    closing
}

fn open_cycle(
    schemas: &mut BTreeMap<SchemaId, Schema>,
    id: &SchemaId,
    target: &SchemaId,
    diagnostics: &mut Diagnostics,
) {
    let Some(schema) = schemas.get_mut(id) else { return };
    let Shape::Union { variants, discriminator, .. } = &mut schema.shape else {
        schema.shape = Shape::Any;
        let message = format!("`{id}` and what it refers to never reach a schema.");
        let diagnostic = Diagnostic::new(Code::CircularReference, message).at(&schema.pointer);
        diagnostics.push(diagnostic.help("Let one of them be a schema of its own."));
        return;
    };
    variants.retain(|variant| variant.reference() != Some(target));
    if let Some(discriminator) = discriminator {
        discriminator.mapping.retain(|_, id| id != target);
    }
    if variants.is_empty() {
        schema.shape = Shape::Any;
    }
    let message = format!("The variant `{target}` leads back to the union; it is left out.");
    diagnostics.push(Diagnostic::new(Code::UnsupportedSchema, message).at(&schema.pointer));
}
