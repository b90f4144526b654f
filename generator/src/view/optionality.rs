//! Whether a field is an `Option`, and whether its struct can be built without it: decided here, and read by
//! whatever shows the field (its type, its setter, its serde attribute, the code of an error).

use crate::api::{Api, Direction, Property};
use crate::config::RequiredInReplies;

/// How a field stands in its struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Optionality {
    /// Whether the field is an `Option`.
    pub is_optional: bool,
    /// Whether whoever builds the struct must give a value: it is an argument of `new`.
    pub is_argument: bool,
}

/// How a property stands in a struct that travels in this direction.
///
/// A struct that travels both ways has one type for both: a field is an `Option` if it may be absent, or null,
/// on either way. `id`, required and read-only, is always there in a reply and never in a request.
pub fn optionality(
    api: &Api,
    property: &Property,
    direction: Direction,
    replies: RequiredInReplies,
) -> Optionality {
    let schema = &property.schema;
    let own = api.direction_of_property(Direction { request: true, response: true }, schema);
    let is_sent = property.required && own.request;
    // Real services leave out what they call required, so only who trusts his API gets plain values.
    let is_received = property.required && own.response && replies == RequiredInReplies::Strict;
    let may_be_absent = (direction.request && !is_sent) || (direction.response && !is_received);
    Optionality { is_optional: may_be_absent || api.is_nullable(schema), is_argument: is_sent }
}

#[cfg(test)]
mod tests {
    use super::{Optionality, optionality};
    use crate::api::{Api, Direction, Property, Schema, SchemaId, Shape};
    use crate::config::RequiredInReplies::{Lenient, Strict};

    const SENT: Direction = Direction { request: true, response: false };
    const RECEIVED: Direction = Direction { request: false, response: true };
    const BOTH: Direction = Direction { request: true, response: true };

    fn required(mark: impl Fn(&mut Schema)) -> Property {
        let mut schema = Schema::default();
        mark(&mut schema);
        Property { required: true, schema }
    }

    #[test]
    fn a_field_is_optional_if_it_may_be_absent_either_way() {
        let api = Api::default();
        let is_optional = |property: &Property, direction, replies| {
            optionality(&api, property, direction, replies).is_optional
        };
        let plain = required(|_| {});
        assert!(!is_optional(&plain, SENT, Lenient));
        assert!(is_optional(&plain, BOTH, Lenient) && !is_optional(&plain, BOTH, Strict));
        let read_only = required(|schema| schema.read_only = true);
        assert!(
            !is_optional(&read_only, RECEIVED, Strict) && is_optional(&read_only, BOTH, Strict)
        );
        let write_only = required(|schema| schema.write_only = true);
        assert!(!is_optional(&write_only, SENT, Strict) && is_optional(&write_only, BOTH, Strict));
        let nullable = required(|schema| schema.nullable = true);
        assert!(is_optional(&nullable, SENT, Strict) && is_optional(&nullable, RECEIVED, Strict));
        let left_out = Property { required: false, ..plain };
        assert!(is_optional(&left_out, SENT, Strict) && is_optional(&left_out, RECEIVED, Strict));
    }

    #[test]
    fn what_is_never_sent_is_no_argument() {
        let api = Api::default();
        let read_only = required(|schema| schema.read_only = true);
        assert!(!optionality(&api, &read_only, BOTH, Strict).is_argument);
        let nullable = required(|schema| schema.nullable = true);
        let expected = Optionality { is_optional: true, is_argument: true };
        assert_eq!(optionality(&api, &nullable, SENT, Lenient), expected);
    }

    #[test]
    fn flags_count_all_along_the_references() {
        let id = SchemaId("Name".to_owned());
        let mut api = Api::default();
        api.schemas.insert(id.clone(), Schema { nullable: true, ..Schema::default() });
        let property = required(|schema| schema.shape = Shape::Reference { id: id.clone() });
        assert!(optionality(&api, &property, SENT, Strict).is_optional);
    }
}
