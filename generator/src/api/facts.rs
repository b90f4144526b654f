//! What is said of a value all along its references: a property that refers to a schema which allows null may
//! itself be null, whoever says so.

use serde_json::Value;

use super::{Api, Direction, Schema};

impl Api {
    /// A schema, the one that it refers to, the one that this refers to, and so on.
    ///
    /// `resolve` leaves no cycle of references, but an [`Api`] can be made without it: the walk ends after as
    /// many steps as there are schemas.
    pub fn along_references<'a>(
        &'a self,
        schema: &'a Schema,
    ) -> impl Iterator<Item = &'a Schema> + use<'a> {
        let next = |schema: &&'a Schema| self.schemas.get(schema.reference()?);
        std::iter::successors(Some(schema), next).take(self.schemas.len() + 1)
    }

    /// What a schema leads to in the end: itself when it is no reference, the last reference when that leads
    /// nowhere.
    pub fn target<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        self.along_references(schema).last().unwrap_or(schema)
    }

    /// Whether null is allowed in the place of a value.
    pub fn is_nullable(&self, schema: &Schema) -> bool {
        self.along_references(schema).any(|schema| schema.nullable)
    }

    /// The only values that are allowed in the place of a value; empty where the definition lists none.
    pub fn values<'a>(&'a self, schema: &'a Schema) -> &'a [Value] {
        let mut lists =
            self.along_references(schema).filter(|schema| !schema.enumeration.is_empty());
        let listed = lists.next().filter(|schema| !schema.is_open);
        listed.map(|schema| schema.enumeration.as_slice()).unwrap_or_default()
    }

    /// Whether a property is never sent.
    pub fn is_read_only(&self, property: &Schema) -> bool {
        self.along_references(property).any(|schema| schema.read_only)
    }

    /// Whether a property is never received.
    pub fn is_write_only(&self, property: &Schema) -> bool {
        self.along_references(property).any(|schema| schema.write_only)
    }

    /// Which of the ways of its object a property travels. The two flags are about properties alone: on a whole
    /// body or an item of a list they mean nothing.
    pub fn direction_of_property(&self, object: Direction, property: &Schema) -> Direction {
        Direction {
            request: object.request && !self.is_read_only(property),
            response: object.response && !self.is_write_only(property),
        }
    }
}
