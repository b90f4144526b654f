//! Models and their properties.

use generator::legacy::{Edition, compare_by};
use serde_json::{Value, json};

use crate::{expect, expect_model, expect_property, lines};

#[test]
fn removed_models_come_before_changed_and_added_ones() {
    expect(
        &json!({"definitions": {"A": {"properties": {"x": {}}}, "B": {}, "C": {"type": "string"}}}),
        &json!({"definitions": {"D": {"properties": {}}, "A": {"properties": {}}}}),
        &[
            "major B: Model B was removed",
            "major C: Model C was removed",
            "minor D: Model was added",
            "major A: Property x was removed",
        ],
    );
}

#[test]
fn a_new_model_without_properties_is_silent() {
    let new =
        json!({"definitions": {"A": {"type": "string", "enum": ["a"]}, "B": {"properties": null}}});
    expect(&json!({"definitions": {}}), &new, &[]);
    expect(&json!({}), &new, &[]);
}

#[test]
fn a_new_model_without_properties_was_reported_before_july_2022() {
    let old = json!({"definitions": {"Lost": {"properties": {"a": {}}}, "Gained": {}}});
    let new = json!({"definitions": {"Enum": {"type": "string"}, "JsonNode": {"type": "object"},
        "Lost": {}, "Gained": {"properties": {"a": {}}}, "Model": {"properties": {}}}});
    let changes = compare_by(Edition::Before2022July, &old, &new);
    assert_eq!(lines(&changes), ["minor Enum: Model was added", "minor Model: Model was added"]);
}

#[test]
fn a_model_that_loses_or_gains_all_properties_is_silent() {
    let with = json!({"properties": {"a": {"type": "string"}}});
    let without = json!({"type": "object"});
    expect_model(&with, &without, &[]);
    expect_model(&without, &with, &[]);
    expect_model(&with, &json!({"properties": {}}), &["major Property a was removed"]);
}

#[test]
fn nodes_of_the_serialisation_can_only_be_removed() {
    for name in ["ArrayNode", "JsonNode"] {
        let with = |model: Value| json!({"definitions": {name: model}});
        let model = json!({"properties": {"a": {"type": "string"}}});
        expect(&json!({}), &with(model.clone()), &[]);
        expect(&with(model.clone()), &with(json!({"properties": {"b": {}}})), &[]);
        let removed = format!("major {name}: Model {name} was removed");
        expect(&with(model), &json!({}), &[&removed]);
    }
}

#[test]
fn an_added_property_is_major_only_if_it_is_required() {
    expect_model(
        &json!({"properties": {"a": {}}, "required": ["a"]}),
        &json!({"properties": {"c": {}, "a": {}, "b": {}}, "required": ["b"]}),
        &["minor Optional property c was added", "major Required property b was added"],
    );
    expect_model(
        &json!({"properties": {}}),
        &json!({"properties": {"id": {}, "name": {}}, "required": "ids"}),
        &["major Required property id was added", "minor Optional property name was added"],
    );
    expect_model(
        &json!({"properties": {}}),
        &json!({"properties": {"id": {}}, "required": true}),
        &["minor Optional property id was added"],
    );
}

#[test]
fn a_list_of_required_properties_is_only_read_for_added_ones() {
    expect_model(
        &json!({"properties": {"a": {}}}),
        &json!({"properties": {"a": {}}, "required": ["a"]}),
        &[],
    );
}

#[test]
fn removed_properties_come_first_and_indices_before_names() {
    expect_model(
        &json!({"properties": {"x": {}, "20": {}, "3": {}}}),
        &json!({"properties": {"y": {}, "21": {}, "4": {}}}),
        &[
            "major Property 3 was removed",
            "major Property 20 was removed",
            "major Property x was removed",
            "minor Optional property 4 was added",
            "minor Optional property 21 was added",
            "minor Optional property y was added",
        ],
    );
}

/// Each shape of a type with the name it goes by.
fn types() -> Vec<(Value, &'static str)> {
    vec![
        (json!({}), "_undefined_"),
        (json!({"allOf": [{"$ref": "#/definitions/A"}]}), "_undefined_"),
        (json!({"type": "string"}), "string"),
        (json!({"type": "String"}), "String"),
        (json!({"$ref": "#/definitions/A", "type": "object"}), "A"),
        (json!({"$ref": "other.json#/definitions/B"}), "other.jsonB"),
        (json!({"type": "array"}), "array"),
        (json!({"type": "array", "items": {}}), "array"),
        (json!({"type": "Array", "items": {"type": "string"}}), "string[]"),
        (json!({"type": "array", "items": {"$ref": "#/definitions/A"}}), "A[]"),
        (
            json!({"type": "array", "items": {"type": "array", "items": {"type": "string"}}}),
            "array[]",
        ),
        (json!({"type": "array", "items": {"type": ["string", "null"]}}), "string,null[]"),
        (json!({"type": "object"}), "object"),
        (json!({"type": "object", "additionalProperties": false}), "object"),
        (json!({"type": "object", "additionalProperties": true}), "Map<object, _undefined_>"),
        (json!({"type": "object", "additionalProperties": {}}), "Map<object, _undefined_>"),
        (
            json!({"type": "OBJECT", "additionalProperties": {"type": "object",
                "additionalProperties": {"type": "array", "items": {"$ref": "#/definitions/A"}}}}),
            "Map<OBJECT, Map<object, A[]>>",
        ),
        (json!({"additionalProperties": {"type": "string"}}), "_undefined_"),
        (json!({"type": "string", "items": {"type": "integer"}}), "string"),
    ]
}

#[test]
fn every_shape_of_a_type_has_a_name() {
    let marker = json!({"type": "marker"});
    for (schema, name) in types() {
        let to = format!("major Property name was changed from {name} to marker");
        expect_property(&schema, &marker, &[&to]);
        let from = format!("major Property name was changed from marker to {name}");
        expect_property(&marker, &schema, &[&from]);
    }
}

#[test]
fn types_of_one_name_are_one_type() {
    for (schema, name) in types() {
        for (other, other_name) in types() {
            if name == other_name {
                expect_property(&schema, &other, &[]);
            }
        }
    }
    expect_property(
        &json!({"type": "integer", "format": "int32"}),
        &json!({"type": "integer", "format": "int64", "minimum": 3, "description": "x"}),
        &[],
    );
}

#[test]
fn an_empty_name_of_a_type_is_no_type() {
    let nameless = json!({"$ref": "#/definitions/"});
    expect_property(&nameless, &json!({"type": "string"}), &["major Property name was added"]);
    expect_property(&json!({"type": "string"}), &nameless, &["major Property name was removed"]);
}

#[test]
fn a_property_without_a_name_is_called_undefined() {
    expect_model(
        &json!({"properties": {"": {"type": "string"}}}),
        &json!({"properties": {"": {"type": "integer"}}}),
        &["major Property undefined was changed from string to integer"],
    );
    expect_model(
        &json!({"properties": {"": {}}}),
        &json!({"properties": {}}),
        &["major Property  was changed from  to undefined"],
    );
}

#[test]
fn a_property_that_every_object_has_is_never_missing() {
    let with = json!({"properties": {"constructor": {"type": "string"}}});
    let without = json!({"properties": {}});
    expect_model(
        &without,
        &with,
        &["major Property constructor was changed from _undefined_ to string"],
    );
    expect_model(&with, &without, &[]);
}

#[test]
fn read_only_is_major_and_its_end_is_minor() {
    let read_only = json!({"readOnly": true});
    for not in [json!({}), json!({"readOnly": false}), json!({"readOnly": 1})] {
        expect_property(&not, &read_only, &["major name has been made readonly"]);
        expect_property(&read_only, &not, &["minor name is no longer readonly"]);
    }
    expect_property(&json!({}), &json!({"readOnly": false}), &[]);
}

#[test]
fn enums_are_found_on_the_property_or_on_its_items() {
    let plain = json!({"type": "array", "items": {"type": "string"}});
    let own = json!({"type": "array", "items": {"type": "string", "enum": ["x"]}, "enum": ["a"]});
    let of_items = json!({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}});
    let constrained = "major Values are now constrained by enum members";
    let free = "minor Values are no longer constrained by enum members";
    for some in [&own, &of_items] {
        expect_property(&plain, some, &[constrained]);
        expect_property(some, &plain, &[free]);
    }
    expect_property(&own, &of_items, &["minor Enum value b was added to property name"]);
    expect_property(&of_items, &own, &["major Enum value b was removed from property name"]);
}

#[test]
fn enum_values_are_removed_and_added_one_by_one() {
    let of = |values: Value| json!({"type": "string", "enum": values});
    expect_property(
        &of(json!(["a", "b", "c", "c"])),
        &of(json!(["z", "a", "y"])),
        &[
            "major Enum value b was removed from property name",
            "major Enum value c was removed from property name",
            "major Enum value c was removed from property name",
            "minor Enum value z was added to property name",
            "minor Enum value y was added to property name",
        ],
    );
    expect_property(&of(json!(["a", "b"])), &of(json!(["b", "a", "a"])), &[]);
    expect_property(
        &of(json!([1, null, "a"])),
        &of(json!([1.0, "1", true, 1.5e-7])),
        &[
            "major Enum value null was removed from property name",
            "major Enum value a was removed from property name",
            "minor Enum value 1 was added to property name",
            "minor Enum value true was added to property name",
            "minor Enum value 1.5e-7 was added to property name",
        ],
    );
}

#[test]
fn an_empty_enum_is_an_enum() {
    expect_property(
        &json!({}),
        &json!({"enum": []}),
        &["major Values are now constrained by enum members"],
    );
    expect_property(&json!({"enum": []}), &json!({"enum": []}), &[]);
}

#[test]
fn the_checks_of_a_property_come_in_their_order() {
    expect_property(
        &json!({"type": "string", "enum": ["a"]}),
        &json!({"type": "integer", "readOnly": true, "enum": ["b"]}),
        &[
            "major Property name was changed from string to integer",
            "major name has been made readonly",
            "major Enum value a was removed from property name",
            "minor Enum value b was added to property name",
        ],
    );
}
