//! Which part of a document is compared.

use generator::config::Prune;
use generator::diagnostic::Diagnostics;
use generator::legacy::definition;
use generator::prune::prune;
use generator::source::Version;
use serde_json::{Value, json};

fn rules(prefix: &str) -> Prune {
    Prune { paths: vec![prefix.to_owned()], ..Prune::default() }
}

/// Two paths, one behind a reference, and a model for each, and one that nothing refers to.
fn document() -> Value {
    let operation = |name: &str| json!({"responses": {"200": {"schema": {"$ref": format!("#/definitions/{name}")}}}});
    json!({"swagger": "2.0", "tags": [{"name": "unused"}],
        "paths": {"/a/x": {"get": operation("A")}, "/b": {"$ref": "#/x-items/b"}},
        "x-items": {"b": {"get": operation("B")}},
        "definitions": {"A": {}, "B": {}, "Idle": {}}})
}

#[test]
fn a_definition_that_was_pruned_by_its_publisher_is_taken_as_it_is() {
    let mut published = document();
    published["paths"].as_object_mut().unwrap().shift_remove("/b");
    assert_eq!(definition(&published, Version::Swagger2, &rules("/a")), published);
    assert_eq!(definition(&document(), Version::Swagger2, &rules("/")), document());
    assert_eq!(definition(&document(), Version::Swagger2, &Prune::default()), document());
}

#[test]
fn a_definition_of_the_whole_service_is_pruned() {
    for prefix in ["/a", "/b"] {
        let scoped = definition(&document(), Version::Swagger2, &rules(prefix));
        let mut pruned = document();
        prune(&mut pruned, Version::Swagger2, &rules(prefix), &mut Diagnostics::default());
        assert_eq!(scoped, pruned);
        assert!(scoped["definitions"].get("Idle").is_none());
    }
}

#[test]
fn a_definition_without_operations_is_taken_as_it_is() {
    let models = json!({"swagger": "2.0", "paths": {}, "definitions": {"A": {}}});
    assert_eq!(definition(&models, Version::Swagger2, &rules("/a")), models);
}
