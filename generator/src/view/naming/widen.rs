//! Which ways a struct travels that is used once more.

use crate::api::{AdditionalProperties, Direction, Shape};
use crate::names::Ident;
use crate::view::rust_type::Type;
use crate::view::types::{Definition, Types};

/// Lets a struct travel in a further direction, with everything inside it.
pub(super) fn widen(types: &mut Types<'_>, name: &Ident, direction: Direction) {
    let mut open = vec![(name.clone(), direction)];
    while let Some((name, direction)) = open.pop() {
        let definition = match types.definitions.get_mut(&name) {
            Some(Definition::Struct(definition)) => definition,
            Some(Definition::Union(definition)) => {
                // What a union holds travels with it; where it is a union again, that ends at a name met before.
                let before = definition.direction;
                definition.direction.request |= direction.request;
                definition.direction.response |= direction.response;
                if before != definition.direction {
                    let schema = definition.schema;
                    let held = schema.children().into_iter().map(|variant| types.of(variant));
                    let held: Vec<Type> = held.collect();
                    let models = held.iter().flat_map(Type::models).cloned();
                    open.extend(models.map(|of| (of, direction)));
                }
                continue;
            }
            Some(Definition::Container(definition)) => {
                let before = definition.direction;
                definition.direction.request |= direction.request;
                definition.direction.response |= direction.response;
                if before != definition.direction {
                    let schema = definition.schema;
                    let held = types.contents(schema);
                    open.extend(held.models().into_iter().map(|of| (of.clone(), direction)));
                }
                continue;
            }
            _ => continue,
        };
        let before = definition.direction;
        definition.direction.request |= direction.request;
        definition.direction.response |= direction.response;
        if before == definition.direction {
            continue;
        }
        let definition = definition.clone();
        let Shape::Object { properties, additional } = &definition.schema.shape else { continue };
        for (wire, property) in properties {
            let schema = &property.schema;
            let inner = types.api.direction_of_property(direction, schema);
            let of = types.property(&definition, wire, schema);
            open.extend(of.models().into_iter().map(|of| (of.clone(), inner)));
        }
        if let AdditionalProperties::Typed(schema) = additional {
            let of = types.of(schema);
            open.extend(of.models().into_iter().map(|of| (of.clone(), direction)));
        }
    }
}
