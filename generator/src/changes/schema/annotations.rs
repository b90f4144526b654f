//! What is said about a value beside its shape, and which schema says it: the one at the place itself, or
//! one that its references lead to.

use crate::api::{Limit, Moved, Schema, moved};

/// For each thing that may be said: the schema that says it, the nearest one first.
#[derive(Clone, Copy, Default)]
pub(super) struct Annotations<'a> {
    pub(super) title: Option<&'a Schema>,
    pub(super) description: Option<&'a Schema>,
    pub(super) deprecated: Option<&'a Schema>,
    pub(super) nullable: Option<&'a Schema>,
    pub(super) read_only: Option<&'a Schema>,
    pub(super) write_only: Option<&'a Schema>,
    pub(super) default: Option<&'a Schema>,
    pub(super) example: Option<&'a Schema>,
    pub(super) enumeration: Option<&'a Schema>,
    limits: [Option<&'a Schema>; Limit::ALL.len()],
}

impl<'a> Annotations<'a> {
    /// What a schema itself says.
    pub(super) fn of(schema: &'a Schema) -> Self {
        let says = |stated: bool| stated.then_some(schema);
        Self {
            title: says(schema.title.is_some()),
            description: says(schema.description.is_some()),
            deprecated: says(schema.deprecated),
            nullable: says(schema.nullable),
            read_only: says(schema.read_only),
            write_only: says(schema.write_only),
            default: says(schema.default.is_some()),
            example: says(schema.example.is_some()),
            enumeration: says(!schema.enumeration.is_empty()),
            limits: Limit::ALL.map(|limit| says(limit.bound(&schema.constraints).is_some())),
        }
    }

    /// What is said by these, and by others where these say nothing; of two limits, the stricter one.
    pub(super) fn over(self, others: Self) -> Self {
        let mut limits = self.limits;
        for ((limit, own), other) in Limit::ALL.into_iter().zip(&mut limits).zip(others.limits) {
            // All limits on the way hold, so the strictest counts.
            let bound = |holder: Option<&'a Schema>| limit.bound(&holder?.constraints);
            if own.is_none() || moved(limit, bound(*own), bound(other)) == Some(Moved::Tightened) {
                *own = other;
            }
        }
        Self {
            title: self.title.or(others.title),
            description: self.description.or(others.description),
            deprecated: self.deprecated.or(others.deprecated),
            nullable: self.nullable.or(others.nullable),
            read_only: self.read_only.or(others.read_only),
            write_only: self.write_only.or(others.write_only),
            default: self.default.or(others.default),
            example: self.example.or(others.example),
            enumeration: self.enumeration.or(others.enumeration),
            limits,
        }
    }

    /// The limits with the schema that sets each.
    pub(super) fn limits(&self) -> impl Iterator<Item = (Limit, Option<&'a Schema>)> + use<'a> {
        Limit::ALL.into_iter().zip(self.limits)
    }
}

/// What is said about a value, at its place and all together.
#[derive(Clone, Copy)]
pub(super) struct Annotated<'a> {
    /// The schema at the place.
    pub(super) here: &'a Schema,
    /// What it says itself.
    pub(super) own: Annotations<'a>,
    /// What is said all together.
    pub(super) whole: Annotations<'a>,
}
