//! The decisions that a pair of definitions does not show by its changes alone: which operation is taken
//! for which, what is grouped, what is left alone.

use std::fmt::Write as _;

use super::super::{Comparison, compare};
use super::pairing::{Pairing, pair};
use crate::api::Api;
use crate::changes::{Change, Subject};
use crate::load::{Purpose, load};

fn api(text: &str) -> Api {
    let loaded = load("definition", text, &crate::config::Prune::default(), &[], Purpose::Compare);
    loaded.api.unwrap_or_else(|| panic!("{}", loaded.diagnostics))
}

/// An API of operations, each a method, a path and an id.
fn operations(list: &[(&str, &str, &str)]) -> Api {
    let mut text = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths:\n".to_owned();
    for (method, path, id) in list {
        let _ = writeln!(text, "  {path}:\n    {method}: {{operationId: {id}, responses: {{}}}}");
    }
    api(&text)
}

fn pairs(old: &Api, new: &Api) -> Vec<String> {
    let Pairing { pairs, removed, added } = pair(old, new, ["", ""]);
    let mut lines: Vec<String> = pairs
        .iter()
        .map(|pair| {
            let arrow = if pair.moved { "=>" } else { "=" };
            format!("{} {arrow} {}", pair.old.path.text, pair.new.path.text)
        })
        .collect();
    lines.extend(removed.iter().map(|operation| format!("- {}", operation.path.text)));
    lines.extend(added.iter().map(|operation| format!("+ {}", operation.path.text)));
    lines.sort();
    lines
}

fn ids(comparison: &Comparison) -> Vec<&str> {
    comparison.changes.iter().map(|change| change.rule.id).collect()
}

#[test]
fn the_place_decides_before_the_id() {
    let old = operations(&[("get", "/a", "one"), ("get", "/b", "two")]);
    let new = operations(&[("get", "/a", "two"), ("get", "/b", "one")]);
    assert_eq!(pairs(&old, &new), ["/a = /a", "/b = /b"]);
    let renamed = compare(&old, &new).renamed_operations;
    assert_eq!(renamed.len(), 2, "both go by another id");
}

#[test]
fn placeholders_have_no_names() {
    let old = operations(&[("get", "/a/{x}", "one"), ("get", "/a/{x}/b/{y}", "two")]);
    let new = operations(&[("get", "/a/{z}", "one"), ("get", "/a/{y}/b/{x}", "two")]);
    assert_eq!(pairs(&old, &new), ["/a/{x} = /a/{z}", "/a/{x}/b/{y} = /a/{y}/b/{x}"]);
}

#[test]
fn the_exact_path_goes_before_one_that_differs_in_a_placeholder() {
    let old = operations(&[("get", "/a/{x}", "one"), ("get", "/a/{y}", "two")]);
    let new = operations(&[("get", "/a/{y}", "two"), ("get", "/a/{z}", "three")]);
    assert_eq!(pairs(&old, &new), ["/a/{x} = /a/{z}", "/a/{y} = /a/{y}"]);
}

#[test]
fn an_id_finds_what_moved_but_not_when_two_have_it() {
    let old = operations(&[("get", "/a", "one"), ("get", "/c", "three")]);
    let new = operations(&[("post", "/b", "one"), ("get", "/d", "two")]);
    assert_eq!(pairs(&old, &new), ["+ /d", "- /c", "/a => /b"]);
    let new = operations(&[("post", "/b", "one"), ("get", "/d", "one")]);
    assert_eq!(pairs(&old, &new), ["+ /b", "+ /d", "- /a", "- /c"]);
}

#[test]
fn the_shape_finds_what_moved_only_when_it_tells() {
    let returning = |paths: &[&str], schema: &str| {
        let mut text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n".to_owned();
        for path in paths {
            let _ = writeln!(
                text,
                "  {path}: {{get: {{responses: {{'200': {{description: d, content: \
                 {{application/json: {{schema: {schema}}}}}}}}}}}}}"
            );
        }
        text.push_str("components: {schemas: {Pet: {type: object}}}\n");
        api(&text)
    };
    let pet = "{$ref: '#/components/schemas/Pet'}";
    let (old, new) = (returning(&["/v1/pets"], pet), returning(&["/v2/pets"], pet));
    assert_eq!(pairs(&old, &new), ["/v1/pets => /v2/pets"]);
    let two = returning(&["/v2/pets", "/v3/pets"], pet);
    assert_eq!(pairs(&old, &two), ["+ /v2/pets", "+ /v3/pets", "- /v1/pets"]);
    let text = "{type: string}";
    let (old, new) = (returning(&["/v1/pets"], text), returning(&["/v2/pets"], text));
    assert_eq!(pairs(&old, &new), ["+ /v2/pets", "- /v1/pets"]);
}

#[test]
fn a_definition_compared_with_itself_has_neither_changes_nor_claims() {
    let all = api(include_str!("../../../../tests/generator/tests/front/twin-2.0.yaml"));
    let comparison = compare(&all, &all);
    assert!(comparison.changes.is_empty() && comparison.covered.is_empty());
    assert_eq!(comparison.compared.operations, all.operations.len());
}

#[test]
fn twins_have_no_changes() {
    let old = api(include_str!("../../../../tests/generator/tests/front/twin-2.0.yaml"));
    let new = api(include_str!("../../../../tests/generator/tests/front/twin-3.0.yaml"));
    assert_eq!(ids(&compare(&old, &new)), [""; 0]);
    assert_eq!(ids(&compare(&new, &old)), [""; 0]);
}

#[test]
fn what_operations_share_is_one_change_of_all_of_them() {
    let definition = |description: &str, use_limit: bool| {
        let limit = if use_limit { "parameters: [{$ref: '#/parameters/Limit'}], " } else { "" };
        api(&format!(
            "swagger: '2.0'
info: {{title: T, version: '1'}}
parameters:
  Limit: {{name: limit, in: query, type: integer}}
responses:
  Missing: {{description: {description}}}
paths:
  /a: {{get: {{{limit}responses: {{404: {{$ref: '#/responses/Missing'}}}}}}}}
  /b: {{get: {{{limit}responses: {{404: {{$ref: '#/responses/Missing'}}, 410: {{$ref: '#/responses/Missing'}}}}}}}}
  /c: {{get: {{parameters: [{{$ref: '#/parameters/Limit'}}], responses: {{}}}}}}
"
        ))
    };
    let comparison = compare(&definition("Gone.", false), &definition("Not there.", true));
    let [parameter, response] = comparison.changes.as_slice() else {
        panic!("{:?}", ids(&comparison))
    };
    let paths = |change: &Change| -> Vec<String> {
        change.operations.iter().map(|key| key.path.clone()).collect()
    };
    assert_eq!(parameter.subject, Subject::Shared("parameter Limit".to_owned()));
    assert_eq!(paths(parameter), ["/a", "/b"]);
    let place = parameter.new.as_ref().map(|site| site.pointer.to_string());
    assert_eq!(place.as_deref(), Some("/paths/~1a/get/parameters/0"), "the part itself is not new");
    assert_eq!(response.subject, Subject::Shared("response Missing".to_owned()));
    assert_eq!(paths(response), ["/a", "/b"]);
    assert_eq!(response.path, ["responses 404, 410"]);
}

#[test]
fn a_failure_is_felt_where_its_body_has_a_schema() {
    let definition = |content: &str| {
        api(&format!(
            "openapi: 3.0.3
info: {{title: T, version: '1'}}
paths:
  /a: {{get: {{responses: {{'200': {{description: d}}, '400': {{description: d, {content}}}}}}}}}
components: {{schemas: {{Problem: {{type: object}}}}}}
"
        ))
    };
    let effect = |media: &str| {
        let old = definition(&format!("content: {{application/json: {media}}}"));
        let comparison = compare(&old, &definition("content: {}"));
        let change =
            comparison.changes.iter().find(|change| change.rule.id == "response-body-removed");
        change.map(|change| change.effect(false).breaks())
    };
    assert_eq!(effect("{schema: {$ref: '#/components/schemas/Problem'}}"), Some(true));
    assert_eq!(effect("{schema: {type: string}}"), Some(true));
    assert_eq!(effect("{}"), Some(false));
}
