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
    /// What is sent of it where it is `None`.
    pub absence: Absence,
}

/// What is sent of a field that is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Nothing.
    Omitted,
    /// Null: the member must be there, and may be null.
    Null,
    /// Nothing, or null where that was asked for: the member may be absent and may be null, which need not mean
    /// the same.
    Either,
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
    let is_nullable = api.is_nullable(schema);
    let absence = match (is_nullable && direction.request && own.request, property.required) {
        (false, _) => Absence::Omitted,
        (true, true) => Absence::Null,
        (true, false) => Absence::Either,
    };
    let is_optional = may_be_absent || is_nullable;
    Optionality { is_optional, is_argument: is_sent, absence }
}

#[cfg(test)]
mod tests {
    use super::{Absence, Optionality, optionality};
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
        let absence = Absence::Null;
        let expected = Optionality { is_optional: true, is_argument: true, absence };
        assert_eq!(optionality(&api, &nullable, SENT, Lenient), expected);
    }

    #[test]
    fn null_is_sent_only_where_the_definition_allows_it() {
        let api = Api::default();
        let absence = |property: &Property, direction| {
            optionality(&api, property, direction, Lenient).absence
        };
        let must = required(|schema| schema.nullable = true);
        let may = Property { required: false, ..must.clone() };
        for sent in [SENT, BOTH] {
            assert_eq!(absence(&must, sent), Absence::Null);
            assert_eq!(absence(&may, sent), Absence::Either);
        }
        assert_eq!(absence(&must, RECEIVED), Absence::Omitted);
        assert_eq!(absence(&required(|_| {}), SENT), Absence::Omitted);
        let received = required(|schema| (schema.nullable, schema.read_only) = (true, true));
        assert_eq!(absence(&received, BOTH), Absence::Omitted);
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
