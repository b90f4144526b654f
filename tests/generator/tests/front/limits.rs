//! The highest limits that can be set, to the end of the way: what they allow must fit the machine.

use generator::config::Config;
use generator::generate::generate;
use generator::limit::{Limit, Limits, Setting};
use generator_tests::repository_templates;
use serde_json::{Value, json};

use crate::with_schemas;

/// Everything that is walked recursively, as deep as it can be allowed to be.
fn highest() -> Limits {
    [Limit::Depth, Limit::Bases, Limit::References]
        .into_iter()
        .fold(Limits::default(), |limits, limit| {
            limits.with(Setting { limit, value: limit.most() })
        })
}

#[test]
fn the_deepest_that_can_be_allowed_fits_the_stack() {
    // Around each are the levels of the document, of its components and of its schemas.
    let nest = |levels: usize, around: &dyn Fn(Value) -> Value| {
        (0..levels).fold(json!({"type": "string"}), |inner, _| around(inner))
    };
    let reference = |n: usize| json!({"$ref": format!("#/components/schemas/S{n}")});
    let own =
        |n: usize| json!({"type": "object", "properties": {format!("p{n}"): {"type": "string"}}});
    let mut schemas = json!({
        "Lists": nest(95, &|inner| json!({"type": "array", "items": inner})),
        "Maps": nest(95, &|inner| json!({"additionalProperties": inner, "type": "object"})),
        "Objects": nest(47, &|inner| json!({"type": "object", "properties": {"a": inner}})),
        "Compositions": nest(47, &|inner| json!({"allOf": [inner, {"properties": {"x": {}}}]})),
        "Unions": nest(47, &|inner| json!({"oneOf": [inner, {"type": "integer"}]})),
        "Defaults": {"type": "object", "properties": {"a": {"type": "object",
            "default": nest(90, &|inner| json!([inner])), "example": nest(90, &|inner| json!([inner]))}}},
        "S0": own(0),
    });
    for n in 1..=110 {
        schemas[format!("S{n}")] = json!({"allOf": [reference(n - 1), own(n)]});
    }
    let config = Config { limits: highest(), ..Config::plain("deep") };
    let generated =
        generate("deep", &with_schemas(&schemas), &config, &repository_templates().unwrap());
    let generated = generated.unwrap_or_else(|problems| panic!("{problems}"));
    let too_many = "at least 101 schemas that extend one another; the limit `bases` is 100.";
    assert!(generated.diagnostics.to_string().contains(too_many), "{}", generated.diagnostics);
    // One level more is refused.
    let deeper =
        with_schemas(&json!({"A": nest(98, &|inner| json!({"type": "array", "items": inner}))}));
    let problems =
        generate("deep", &deeper, &config, &repository_templates().unwrap()).unwrap_err();
    assert!(problems.to_string().contains("No more than 100 can be allowed."), "{problems}");
}
