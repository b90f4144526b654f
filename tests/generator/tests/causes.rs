//! What explains a changed item: the change of the definition that caused it, whichever name or place it has.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::fmt::Write as _;

use generator::bump::Bump;
use generator::config::Config;
use generator::diff::report::{Analysis, Entry, Policy, Report};
use generator::diff::{Options, diff};
use generator::source::SourceText;
use generator_tests::{repository_templates, root};

const CONFIG: &str = "[crate]\nname = \"plain\"\n[errors]\ncatalogue-extension = \"x-codes\"\n";

fn report(old: &str, new: &str) -> Report {
    let options = Options {
        config: Config::parse("config.toml", CONFIG).unwrap(),
        templates: repository_templates().unwrap_or_else(|problems| panic!("{problems}")),
        policy: Policy::Rust,
        code: false,
        today: None,
    };
    let text = |name: &str, text: &str| SourceText::new(name, text);
    let outcome = diff(&text("old.yaml", old), &text("new.yaml", new), &options);
    outcome.unwrap_or_else(|problems| panic!("{problems}")).report
}

/// The entry that has the change of an item, which must be one of the definition.
fn cause<'r>(report: &'r Report, item: &str) -> &'r Entry {
    let has = |entry: &&Entry| entry.items.iter().any(|change| change.item == item);
    let entry = report.entries.iter().find(has).unwrap_or_else(|| panic!("{item}: {report:#?}"));
    assert_eq!(entry.analysis, Analysis::Wire, "{item}: {entry:#?}");
    entry
}

fn assert_all_explained(report: &Report) {
    let orphan = report.entries.iter().find(|entry| entry.analysis == Analysis::PublicApi);
    assert!(orphan.is_none(), "{orphan:#?}");
}

/// An operation whose replies have these error codes, by status.
fn catalogue(codes: &[(u16, &str)]) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: Pets, version: \"1\"}\npaths:\n  /pets:\n    get:\n      \
                    operationId: listPets\n      responses:\n        \"204\": {description: Done.}\n"
        .to_owned();
    for (status, codes) in codes {
        writeln!(text, "        \"{status}\": {{description: No., x-codes: {{{codes}}}}}").unwrap();
    }
    text
}

#[test]
fn each_of_several_error_codes_is_explained_by_the_one_change() {
    let old = catalogue(&[(400, "bad: Bad."), (404, "gone: Gone.")]);
    let new =
        catalogue(&[(400, "bad: Bad., worse: W., worst: T."), (404, "gone: Gone., lost: L.")]);
    let report = report(&old, &new);
    assert_all_explained(&report);
    for (item, place) in [
        ("ErrorCode::Worse", "response 400"),
        ("ErrorCode::Worst", "response 400"),
        ("ErrorCode::Lost", "response 404"),
    ] {
        let entry = cause(&report, item);
        assert_eq!(
            (entry.rule.as_str(), &entry.path[..]),
            ("error-codes-added", &[place.to_owned()][..])
        );
    }
}

/// Two operations and a model that travels with both; the second is there where it is wanted.
fn pets(create: bool, list: &str) -> String {
    let create = if create {
        "\n    post:\n      operationId: createPet\n      requestBody: {content: {application/json: \
         {schema: {$ref: \"#/components/schemas/Pet\"}}}}\n      responses: {\"204\": {description: Done.}}"
    } else {
        ""
    };
    format!(
        "openapi: 3.0.3\ninfo: {{title: Pets, version: \"1\"}}\npaths:\n  /pets:\n    get:\n      operationId: \
         listPets\n{list}      responses:\n        \"200\":\n          description: A pet.\n          content: \
         {{application/json: {{schema: {{$ref: \"#/components/schemas/Pet\"}}}}}}{create}\ncomponents:\n  \
         schemas:\n    Pet: {{type: object, properties: {{name: {{type: string}}}}}}\n"
    )
}

#[test]
fn setters_outlive_the_operation_that_sent_the_model() {
    let more = "      parameters: [{name: limit, in: query, schema: {type: integer}}]\n";
    let report = report(&pets(true, ""), &pets(false, more));
    assert_all_explained(&report);
    let items: Vec<&str> = report
        .entries
        .iter()
        .flat_map(|entry| &entry.items)
        .map(|item| item.item.as_str())
        .collect();
    assert!(items.iter().all(|item| !item.starts_with("models::Pet")), "{items:?}");
    let removed = report.entries.iter().find(|entry| entry.rule == "operation-removed").unwrap();
    assert_eq!((removed.subject.as_str(), removed.public_api), ("POST /pets", Bump::Major));
    let added = report.entries.iter().find(|entry| entry.rule == "parameter-added-optional");
    let items: Vec<&str> = added.unwrap().items.iter().map(|item| item.item.as_str()).collect();
    assert!(items.iter().all(|item| item.contains("ListPets")), "{items:?}");
}

#[test]
fn what_a_model_inherits_is_explained_by_the_operation_that_begins_to_send_it() {
    let extended = |create: bool| {
        pets(create, "").replace(
            "Pet: {type: object,",
            "Pet: {allOf: [{$ref: \"#/components/schemas/Named\"}],",
        ) + "    Named: {type: object, properties: {title: {type: string}}}\n"
    };
    for (old, new, rule) in [(false, true, "operation-added"), (true, false, "operation-removed")] {
        let report = report(&extended(old), &extended(new));
        assert_all_explained(&report);
        if new {
            assert_eq!(cause(&report, "models::Pet::title").rule, rule);
        }
    }
}

#[test]
fn what_is_made_from_another_place_is_explained_by_its_holder() {
    for (pair, item, rule) in [
        ("base-added.with-property", "models::Pet.id", "property-added-optional"),
        ("body-added-required.form", "models::AddPetBody", "body-added-required"),
        (
            "parameter-added-optional.known-elsewhere",
            "Request<api::general::ListShops>::limit",
            "parameter-added-optional",
        ),
    ] {
        let folder = root().join("tests/diff").join(pair);
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let report = report(&text("old.yaml"), &text("new.yaml"));
        assert_all_explained(&report);
        assert_eq!(cause(&report, item).rule, rule, "{pair}");
    }
}

const OWNERS: &str = "swagger: \"2.0\"\ninfo: {title: Pets, version: \"1\"}\npaths:\n  /owner:\n    get:\n      \
                      operationId: getOwner\n      SUMMARYproduces: [application/json]\n      responses:\n        \
                      200: {$ref: '#/responses/Owner'}\nresponses:\n  Owner: {description: An owner.SCHEMA}\n\
                      definitions:\n  Owner: {type: object, properties: {name: {type: string}}}\n";

#[test]
fn a_text_breaks_nothing() {
    let old = OWNERS.replace("SUMMARY", "").replace("SCHEMA", "");
    let new = OWNERS
        .replace("SUMMARY", "summary: Get the owner\n      ")
        .replace("SCHEMA", ", schema: {$ref: '#/definitions/Owner'}");
    let report = report(&old, &new);
    assert_all_explained(&report);
    let forcing = report.entries.iter().filter(|entry| entry.forces);
    let forcing: Vec<&str> = forcing.map(|entry| entry.rule.as_str()).collect();
    assert_eq!(forcing, ["response-body-added"]);
}

/// An operation whose request and reply have these schemas.
fn feeding(request: &str, reply: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Pets, version: \"1\"}}\npaths:\n  /feed:\n    post:\n      operationId: \
         feed\n      requestBody: {{content: {{application/json: {{schema: {request}}}}}}}\n      responses:\n        \
         \"200\": {{description: Fed., content: {{application/json: {{schema: {reply}}}}}}}\n"
    )
}

#[test]
fn a_break_of_the_reply_is_not_that_of_the_request() {
    let old = feeding("{type: object, properties: {food: {type: string}}}", "{}");
    let new = feeding(
        "{type: object, properties: {food: {type: string}, grams: {type: integer}}}",
        "{type: object, additionalProperties: {}}",
    );
    let report = report(&old, &new);
    assert_all_explained(&report);
    let forcing = report.entries.iter().filter(|entry| entry.forces);
    let forcing: Vec<&str> = forcing.map(|entry| entry.rule.as_str()).collect();
    assert_eq!(forcing, ["type-stated"]);
}

#[test]
fn a_value_that_moved_behind_a_reference_explains_its_field() {
    let with = |labels: &str, schemas: &str| {
        let text = feeding("{$ref: '#/components/schemas/Pet'}", "{type: string}");
        format!(
            "{text}components:\n  schemas:\n    Pet: {{type: object, properties: {{labels: {labels}}}}}\n{schemas}"
        )
    };
    let old = with("{type: object, properties: {}}", "");
    let new = with(
        "{$ref: '#/components/schemas/Labels'}",
        "    Labels: {type: object, additionalProperties: {type: string}}\n",
    );
    let report = report(&old, &new);
    assert_all_explained(&report);
    assert_eq!(cause(&report, "models::Pet.labels").rule, "map-values-typed");
}
