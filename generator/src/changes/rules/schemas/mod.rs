//! The rules about values: models, properties, types, enums, limits, compositions.

mod described;
mod enums;
mod formats;
mod limits;
mod models;
mod objects;
mod properties;
mod types;
mod unions;

pub use described::*;
pub use enums::*;
pub use formats::*;
pub use limits::*;
pub use models::*;
pub use objects::*;
pub use properties::*;
pub use types::*;
pub use unions::*;

use crate::changes::Rule;

/// All of them.
pub const ALL: &[&Rule] = &[
    // Models.
    &MODEL_ADDED,
    &MODEL_REMOVED,
    &MODEL_RENAMED,
    &MODEL_REPLACED,
    &BASE_ADDED,
    &BASE_REMOVED,
    // Properties.
    &PROPERTY_ADDED_OPTIONAL,
    &PROPERTY_ADDED_REQUIRED,
    &PROPERTY_ADDED_REQUIRED_WITH_DEFAULT,
    &PROPERTY_REMOVED_OPTIONAL,
    &PROPERTY_REMOVED_REQUIRED,
    &PROPERTY_RENAMED,
    &PROPERTY_CASE_CHANGED,
    &PROPERTY_BECAME_REQUIRED,
    &PROPERTY_BECAME_OPTIONAL,
    &READ_ONLY_ADDED,
    &READ_ONLY_REMOVED,
    &READ_ONLY_REMOVED_FROM_REQUIRED,
    &WRITE_ONLY_ADDED,
    &WRITE_ONLY_REMOVED,
    // Objects as a whole.
    &OBJECT_GAINED_PROPERTIES,
    &OBJECT_GAINED_REQUIRED_PROPERTIES,
    &OBJECT_LOST_PROPERTIES,
    &ADDITIONAL_PROPERTIES_OPENED,
    &ADDITIONAL_PROPERTIES_CLOSED,
    &ADDITIONAL_PROPERTIES_PERMITTED,
    &ADDITIONAL_PROPERTIES_FORBIDDEN,
    &ADDITIONAL_PROPERTIES_STATED,
    &ADDITIONAL_PROPERTIES_UNSTATED,
    &ADDITIONAL_PROPERTIES_TYPED,
    &ADDITIONAL_PROPERTIES_UNTYPED,
    &MAP_VALUES_TYPED,
    &MAP_VALUES_UNTYPED,
    // What is said about a value.
    &TITLE_CHANGED,
    &DESCRIPTION_CHANGED,
    &EXAMPLE_CHANGED,
    &DEFAULT_ADDED,
    &DEFAULT_REMOVED,
    &DEFAULT_CHANGED,
    &VALUE_DEPRECATED,
    &VALUE_UNDEPRECATED,
    &NULLABLE_ADDED,
    &NULLABLE_ADDED_TO_REQUIRED,
    &NULLABLE_ADDED_TO_REPLY,
    &NULLABLE_REMOVED,
    // Types.
    &TYPE_CHANGED,
    &TYPE_OPENED,
    &TYPE_STATED,
    &INTEGER_BECAME_NUMBER,
    &NUMBER_BECAME_INTEGER,
    &TYPE_BECAME_TEXT,
    &VALUE_BECAME_LIST,
    &LIST_BECAME_VALUE,
    &TUPLE_ITEM_ADDED,
    &TUPLE_ITEM_REMOVED,
    &TUPLE_OPENED,
    &TUPLE_CLOSED,
    // Formats.
    &NUMBER_FORMAT_WIDENED,
    &NUMBER_FORMAT_NARROWED,
    &NUMBER_FORMAT_OVERFLOWS,
    &FORMAT_ADDED,
    &FORMAT_REMOVED,
    &FORMAT_CHANGED,
    &ENCODING_CHANGED,
    &FORMAT_HINT_CHANGED,
    // Enums.
    &ENUM_INTRODUCED,
    &ENUM_DROPPED,
    &ENUM_VALUE_ADDED,
    &ENUM_VALUE_REMOVED,
    &ENUM_VALUE_CASE_CHANGED,
    // Limits.
    &MINIMUM_TIGHTENED,
    &MINIMUM_LOOSENED,
    &MAXIMUM_TIGHTENED,
    &MAXIMUM_LOOSENED,
    &MULTIPLE_OF_TIGHTENED,
    &MULTIPLE_OF_LOOSENED,
    &MULTIPLE_OF_CHANGED,
    &MIN_LENGTH_TIGHTENED,
    &MIN_LENGTH_LOOSENED,
    &MAX_LENGTH_TIGHTENED,
    &MAX_LENGTH_LOOSENED,
    &PATTERN_ADDED,
    &PATTERN_REMOVED,
    &PATTERN_CHANGED,
    &MIN_ITEMS_TIGHTENED,
    &MIN_ITEMS_LOOSENED,
    &MAX_ITEMS_TIGHTENED,
    &MAX_ITEMS_LOOSENED,
    &UNIQUE_ITEMS_ADDED,
    &UNIQUE_ITEMS_REMOVED,
    &MIN_PROPERTIES_TIGHTENED,
    &MIN_PROPERTIES_LOOSENED,
    &MAX_PROPERTIES_TIGHTENED,
    &MAX_PROPERTIES_LOOSENED,
    // Unions.
    &VARIANT_ADDED,
    &VARIANT_REMOVED,
    &UNION_KIND_CHANGED,
    &VALUE_BECAME_UNION,
    &UNION_BECAME_VALUE,
    &DISCRIMINATOR_ADDED,
    &DISCRIMINATOR_REMOVED,
    &DISCRIMINATOR_PROPERTY_CHANGED,
    &DISCRIMINATOR_VALUE_ADDED,
    &DISCRIMINATOR_VALUE_REMOVED,
    &DISCRIMINATOR_VALUE_CHANGED,
    &DISCRIMINATOR_TARGET_CHANGED,
];

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::ALL;

    #[test]
    fn every_row_is_filled_well() {
        for rule in ALL {
            let id = rule.id;
            let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(id.chars().all(kebab) && !id.starts_with('-'), "{id}");
            assert!(!rule.sentence.ends_with('.') && !rule.sentence.is_empty(), "{id}");
            for part in rule.sentence.split('{').skip(1) {
                let (key, _) = part.split_once('}').expect("the brace is closed");
                assert!(["name", "old", "new"].contains(&key), "{id}: {key}");
            }
            let sentences = rule.why.matches(". ").count() + usize::from(rule.why.ends_with('.'));
            assert!((2..=4).contains(&sentences), "{id}: {}", rule.why);
            let sample = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
            assert_ne!(sample(rule.before), sample(rule.after), "{id}");
        }
    }

    #[test]
    fn no_two_rows_have_the_same_name() {
        let mut ids: Vec<&str> = ALL.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn mirrors_are_rows_that_do_the_opposite() {
        for rule in ALL {
            let mirror = rule.mirror.expect("every rule about values has a mirror");
            let mirror = ALL.iter().find(|other| other.id == mirror);
            let mirror = mirror.unwrap_or_else(|| panic!("{}: no such mirror", rule.id));
            assert_eq!(mirror.area, rule.area, "{}", rule.id);
        }
    }
}
