//! Texts that mean harm, or nothing: whatever comes in, a report comes out.

use std::fmt::Write as _;

use generator::diagnostic::{Code, Severity};
use generator::source;
use serde_json::{Value, json};

use crate::{TWIN_2, TWIN_30, TWIN_31, load_text, pointers, with_schemas};

/// Numbers that look random and are always the same.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}

#[test]
fn truncated_definitions_never_panic() {
    for text in [TWIN_2, TWIN_31] {
        let value = source::parse("twin", text).unwrap().value().clone();
        let json = value.to_string();
        for text in [json.as_str(), text] {
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
                // Every place in JSON; in YAML, whose beginnings are mostly valid, some.
                if text.starts_with('{') || end % 37 == 0 {
                    load_text("cut", &text[..end]);
                }
            }
        }
    }
}

#[test]
fn definitions_with_noise_never_panic() {
    let mut noise = Noise(7);
    let alphabet: Vec<char> = "{}[]:,\"'#&*!|>-%@`~ \n\t\\0a$é\u{0}\u{feff}".chars().collect();
    for _ in 0..2_000 {
        let length = noise.next() % 200;
        let text: String = (0..length)
            .map(|_| alphabet[usize::try_from(noise.next()).unwrap() % alphabet.len()])
            .collect();
        load_text("noise", &text);
    }
    for text in [TWIN_2, TWIN_30, TWIN_31] {
        let characters: Vec<char> = text.chars().collect();
        for _ in 0..150 {
            let mut changed = characters.clone();
            for _ in 0..3 {
                let at = usize::try_from(noise.next()).unwrap() % changed.len();
                changed[at] = alphabet[usize::try_from(noise.next()).unwrap() % alphabet.len()];
            }
            load_text("changed", &changed.into_iter().collect::<String>());
        }
    }
}

#[test]
fn any_value_in_any_place_never_panics() {
    let values = [
        json!(null),
        json!(true),
        json!(7),
        json!("text"),
        json!([]),
        json!({}),
        json!([{}]),
        json!({"$ref": "#/definitions/Pet"}),
        json!({"$ref": "#"}),
        json!({"$ref": "#/paths"}),
        json!([null]),
    ];
    for text in [TWIN_2, TWIN_31] {
        let original = source::parse("twin", text).unwrap().value().clone();
        for pointer in pointers(&original) {
            for value in &values {
                let mut changed = original.clone();
                *changed.pointer_mut(pointer.as_str()).unwrap() = value.clone();
                load_text("changed", &changed.to_string());
            }
        }
    }
}

#[test]
fn depth_and_size_have_limits() {
    let code = |text: &str| {
        let loaded = load_text("deep", text);
        let error = loaded.diagnostics.iter().find(|d| d.severity == Severity::Error);
        error.unwrap().code
    };
    for depth in [500, 10_000, 100_000] {
        let arrays = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(code(&arrays), Code::InputTooLarge);
        assert_eq!(
            code(&format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth))),
            Code::InputTooLarge
        );
        if depth <= 10_000 {
            assert_eq!(code(&format!("a: {arrays}")), Code::InputTooLarge);
        }
    }
    let mut block = String::new();
    for depth in 0..1_000 {
        writeln!(block, "{}a:", " ".repeat(depth)).unwrap();
    }
    assert_eq!(code(&block), Code::InputTooLarge);
    let long = "x".repeat(1_000_000);
    let definition = json!({"openapi": "3.0.0", "info": {"title": long, "version": long}, "paths": {format!("/{long}"): {}},
        "components": {"schemas": {"A": {"$ref": format!("#/components/schemas/{long}")}}}});
    let loaded = load_text("long", &definition.to_string());
    assert!(loaded.diagnostics.iter().any(|found| found.code == Code::UnresolvedReference));
}

#[test]
fn the_deepest_schemas_fit_the_stack() {
    let nest = |levels: usize, around: &dyn Fn(Value) -> Value| {
        (0..levels).fold(json!({"type": "string"}), |inner, _| around(inner))
    };
    let deepest = [
        nest(58, &|inner| json!({"type": "array", "items": inner})),
        nest(29, &|inner| json!({"properties": {"a": inner}})),
        nest(29, &|inner| json!({"allOf": [inner]})),
        nest(29, &|inner| json!({"oneOf": [inner], "properties": {"x": {}}})),
        nest(29, &|inner| json!({"allOf": [inner, {"properties": {"x": {}}}]})),
        nest(29, &|inner| json!({"type": ["string", "array"], "prefixItems": [inner]})),
        nest(58, &|inner| json!({"additionalProperties": inner, "type": ["object", "string"]})),
    ];
    for schema in deepest {
        let loaded = load_text("deep", &with_schemas(&json!({ "A": schema })));
        assert!(!loaded.diagnostics.has_errors(), "{}", loaded.diagnostics);
    }
}

#[test]
fn chains_of_references_have_limits() {
    let reference = |name: String| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut aliases = serde_json::Map::new();
    let mut extended = serde_json::Map::new();
    let mut doubled = serde_json::Map::new();
    for n in 0..3_000 {
        aliases.insert(format!("S{n}"), reference(format!("S{}", n + 1)));
        extended.insert(
            format!("S{n}"),
            json!({"allOf": [reference(format!("S{}", n + 1)), {"properties": {"p": {"type": "string"}}}]}),
        );
    }
    for n in 0..300 {
        let next = reference(format!("S{}", n + 1));
        let inside = json!({"allOf": [next, {"properties": {"p": {"type": "string"}}}]});
        doubled.insert(
            format!("S{n}"),
            json!({"allOf": [next, next], "properties": {"a": inside, "b": inside, "c": inside}}),
        );
    }
    for (mut schemas, end) in [(aliases, 3_000), (extended, 3_000), (doubled, 300)] {
        schemas.insert(format!("S{end}"), json!({"type": "object"}));
        let loaded = load_text("chain", &with_schemas(&Value::Object(schemas)));
        assert!(!loaded.diagnostics.has_errors());
    }
}

#[test]
fn aliases_cannot_explode() {
    let mut text = String::from("openapi: 3.0.0\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{inner}]").unwrap();
    }
    let loaded = load_text("bomb", &text);
    assert_eq!(loaded.diagnostics.iter().next().unwrap().code, Code::InputTooLarge);
    for text in [
        "a: &a [*a]",
        "a: &a {b: *a}",
        "a: &a\n  <<: *a\n  b: 1\n",
        "*a",
        "a: *b",
        "<<: 1",
        "<<: [*x]",
    ] {
        load_text("alias", text);
    }
}
