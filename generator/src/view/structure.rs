//! Whether two schemas describe the same values, whatever their names and words.

use crate::api::{AdditionalProperties, Api, Schema, Shape};

/// How many pairs of schemas are looked at before two are taken as different.
const BUDGET: usize = 10_000;

/// How deep references to references, and schemas inside schemas, are followed.
const DEPTH: usize = 64;

/// Whether a type made of one schema fits the other: same fields, same values, same flags. Descriptions,
/// limits and examples do not count, and a reference is what it refers to.
pub(super) fn is_same(api: &Api, one: &Schema, other: &Schema) -> bool {
    Comparison { api, left: BUDGET }.same(one, other, DEPTH)
}

struct Comparison<'a> {
    api: &'a Api,
    left: usize,
}

impl<'a> Comparison<'a> {
    fn same(&mut self, one: &'a Schema, other: &'a Schema, depth: usize) -> bool {
        if self.left == 0 || depth == 0 {
            return false;
        }
        self.left -= 1;
        let depth = depth - 1;
        let flags = |schema: &Schema| (schema.nullable, schema.read_only, schema.write_only);
        if flags(one) != flags(other) {
            return false;
        }
        match (&one.shape, &other.shape) {
            (Shape::Reference { id: a }, Shape::Reference { id: b }) if a == b => true,
            (Shape::Reference { id }, _) => {
                self.api.schemas.get(id).is_some_and(|target| self.same(target, other, depth))
            }
            (_, Shape::Reference { id }) => {
                self.api.schemas.get(id).is_some_and(|target| self.same(one, target, depth))
            }
            (Shape::Array { items: a, .. }, Shape::Array { items: b, .. }) => {
                self.same(a, b, depth)
            }
            (
                Shape::Object { properties: a, additional: more_a },
                Shape::Object { properties: b, additional: more_b },
            ) => {
                let matches = a.len() == b.len()
                    && a.iter().all(|(name, one)| {
                        b.get(name).is_some_and(|other| {
                            one.required == other.required
                                && self.same(&one.schema, &other.schema, depth)
                        })
                    });
                matches && self.same_additional(more_a, more_b, depth)
            }
            (Shape::Union { variants: a, .. }, Shape::Union { variants: b, .. }) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(a, b, depth))
            }
            (Shape::Tuple { items: a, .. }, Shape::Tuple { items: b, .. }) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(a, b, depth))
            }
            (a, b) => a == b && one.enumeration == other.enumeration,
        }
    }

    fn same_additional(
        &mut self,
        one: &'a AdditionalProperties,
        other: &'a AdditionalProperties,
        depth: usize,
    ) -> bool {
        use AdditionalProperties::{Any, Forbidden, Typed, Unspecified};
        match (one, other) {
            (Typed(one), Typed(other)) => self.same(one, other, depth),
            (Any, Any) | (Unspecified | Forbidden, Unspecified | Forbidden) => true,
            _ => false,
        }
    }
}
