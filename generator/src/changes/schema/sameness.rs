//! Whether two schemas allow the same values: equal up to names of schemas, documentation and the way they
//! are composed, however deep, and through cycles.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::annotations::Annotations;
use super::limit::{demanded, moved_for};
use super::sides::{SchemaKind, SchemaSides};
use crate::api::{AdditionalProperties, Assertion, Schema, Shape};

/// Answers the question, and remembers what it found out.
pub(super) struct Sameness {
    /// Pairs that are the same.
    proven: HashSet<(*const Schema, *const Schema)>,
    /// How many pairs may still be looked at, in all questions together; after that, nothing is the same.
    fuel: usize,
}

type Open<'a> = Vec<(&'a Schema, &'a Schema)>;

impl Sameness {
    pub(super) fn new(fuel: usize) -> Self {
        Self { proven: HashSet::new(), fuel }
    }

    /// Whether two values are the same. Pairs that are met again on the way are taken to be: if nothing
    /// else contradicts, they are.
    pub(super) fn holds<'a>(
        &mut self,
        sides: &SchemaSides<'a>,
        old: &'a Schema,
        new: &'a Schema,
    ) -> bool {
        let mut assumed = HashSet::new();
        let mut open = vec![(old, new)];
        while let Some((old, new)) = open.pop() {
            if self.fuel == 0 {
                return false;
            }
            self.fuel -= 1;
            if !says_the_same(sides, old, new) {
                return false;
            }
            let by_name = old.reference().is_some() || new.reference().is_some();
            let (old, new) = (sides.old.target(old), sides.new.target(new));
            let pair = (std::ptr::from_ref(old), std::ptr::from_ref(new));
            if by_name && (self.proven.contains(&pair) || !assumed.insert(pair)) {
                continue;
            }
            if !has_same_shape(old, new, &mut open) {
                return false;
            }
        }
        self.proven.extend(assumed);
        true
    }
}

/// Whether two values have enough in common to be two states of one: objects at least half of their
/// properties, lists of values at least half of those, anything else its type.
pub(super) fn is_alike<'a>(sides: &SchemaSides<'a>, old: &'a Schema, new: &'a Schema) -> bool {
    let (old_facts, new_facts) = (sides.old.annotations(old), sides.new.annotations(new));
    let (old, new) = (sides.old.target(old), sides.new.target(new));
    if let (Some(old), Some(new)) = (old_facts.enumeration, new_facts.enumeration) {
        let common = old.enumeration.iter().filter(|value| new.enumeration.contains(value));
        return is_half(common.count(), old.enumeration.len(), new.enumeration.len());
    }
    match (&old.shape, &new.shape) {
        (Shape::Object { properties: old, .. }, Shape::Object { properties: new, .. })
            if !old.is_empty() || !new.is_empty() =>
        {
            let common = old.keys().filter(|name| new.contains_key(*name)).count();
            is_half(common, old.len(), new.len())
        }
        _ => SchemaKind::of(old) == SchemaKind::of(new),
    }
}

fn is_half(common: usize, old: usize, new: usize) -> bool {
    common > 0 && common * 2 >= old.max(new)
}

/// Whether the same is said about two values beside their shapes, as far as it decides which are allowed.
fn says_the_same<'a>(sides: &SchemaSides<'a>, old: &'a Schema, new: &'a Schema) -> bool {
    let (old_whole, new_whole) = (sides.old.annotations(old), sides.new.annotations(new));
    let flags = old_whole.nullable.is_some() == new_whole.nullable.is_some()
        && old_whole.read_only.is_some() == new_whole.read_only.is_some()
        && old_whole.write_only.is_some() == new_whole.write_only.is_some();
    let default = |holder: Option<&'a Schema>| holder.and_then(|holder| holder.default.as_ref());
    flags
        && default(old_whole.default) == default(new_whole.default)
        && values(old_whole.enumeration) == values(new_whole.enumeration)
        && same_limits(
            &old_whole,
            &new_whole,
            (&sides.old.target(old).shape, &sides.new.target(new).shape),
        )
        && same_assertions(&sides.old.assertions(old), &sides.new.assertions(new))
}

/// Whether the same is demanded of two values.
fn same_assertions(old: &[&Assertion], new: &[&Assertion]) -> bool {
    let all = |some: &[&Assertion], others: &[&Assertion]| {
        some.iter().all(|one| others.iter().any(|other| one.demands_the_same(other)))
    };
    all(old, new) && all(new, old)
}

/// Whether two values are held to the same limits.
fn same_limits(old: &Annotations<'_>, new: &Annotations<'_>, shapes: (&Shape, &Shape)) -> bool {
    old.limits().zip(new.limits()).all(|((limit, old), (_, new))| {
        moved_for(limit, demanded(limit, old, shapes.0), demanded(limit, new, shapes.1), shapes)
            .is_none()
    })
}

fn values(holder: Option<&Schema>) -> BTreeSet<String> {
    holder.into_iter().flat_map(|holder| &holder.enumeration).map(Value::to_string).collect()
}

/// Whether two shapes are the same, apart from what is inside them; that is added to `open`.
fn has_same_shape<'a>(old: &'a Schema, new: &'a Schema, open: &mut Open<'a>) -> bool {
    match (&old.shape, &new.shape) {
        (Shape::Integer { format: old }, Shape::Integer { format: new })
        | (Shape::Number { format: old }, Shape::Number { format: new })
        | (Shape::String { format: old }, Shape::String { format: new }) => old == new,
        (
            Shape::Array { items: old, unique: old_unique },
            Shape::Array { items: new, unique: new_unique },
        ) => {
            open.push((old, new));
            old_unique == new_unique
        }
        (
            Shape::Tuple { items: old, rest: old_rest },
            Shape::Tuple { items: new, rest: new_rest },
        ) => {
            open.extend(old.iter().zip(new));
            open.extend(old_rest.as_deref().zip(new_rest.as_deref()));
            old.len() == new.len() && old_rest.is_some() == new_rest.is_some()
        }
        (
            Shape::Object { properties: old, additional: old_additional },
            Shape::Object { properties: new, additional: new_additional },
        ) => {
            let additional = match (old_additional, new_additional) {
                (AdditionalProperties::Typed(old), AdditionalProperties::Typed(new)) => {
                    open.push((old, new));
                    true
                }
                (old, new) => std::mem::discriminant(old) == std::mem::discriminant(new),
            };
            let same = old.iter().all(|(name, property)| {
                let Some(other) = new.get(name) else { return false };
                open.push((&property.schema, &other.schema));
                property.required == other.required
            });
            additional && same && old.len() == new.len()
        }
        (
            Shape::Union { variants: old, discriminator: old_tag, kind: old_kind },
            Shape::Union { variants: new, discriminator: new_tag, kind: new_kind },
        ) => {
            open.extend(old.iter().zip(new));
            let tag = match (old_tag, new_tag) {
                (Some(old), Some(new)) => {
                    old.property == new.property && old.mapping.keys().eq(new.mapping.keys())
                }
                (old, new) => old.is_none() && new.is_none(),
            };
            tag && old.len() == new.len() && old_kind == new_kind
        }
        (old, new) => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}
