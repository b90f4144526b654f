//! Which changes a program notices, by its source: exact lists for small programs and for the example of an SDK.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::fs;

use generator::config::Config;
use generator::diff::report::Policy;
use generator::diff::usage::{Noticed, Program, noticed};
use generator::diff::{Options, diff_after};
use generator::source::SourceText;
use generator_tests::{guest_config, repository_templates, root};

fn options(config: Config) -> Options {
    let templates = repository_templates().unwrap_or_else(|problems| panic!("{problems}"));
    Options { config, templates, policy: Policy::Rust, code: false, today: None }
}

/// What a program of this text notices of the step between the two definitions of `used-by/`.
fn of(text: &str) -> Noticed {
    let folder = root().join("tests/generator/used-by");
    let read = |name: &str| SourceText::new(name, fs::read_to_string(folder.join(name)).unwrap());
    let options = options(Config::plain("pets"));
    let compared = diff_after(&read("old.yaml"), &read("new.yaml"), None, &options);
    let (sides, outcome) = compared.unwrap_or_else(|problems| panic!("{problems}"));
    let program = Program {
        name: "program".to_owned(),
        roots: BTreeSet::from(["pets".to_owned()]),
        files: vec![("main.rs".to_owned(), text.to_owned())],
    };
    noticed(&program, &sides, &outcome.report, false)
}

/// The changes in short: what they are about, and the items with their places.
fn lines(noticed: &Noticed) -> Vec<String> {
    let mut lines = Vec::new();
    for change in &noticed.changes {
        let wire = if change.on_the_wire { ", on the wire" } else { "" };
        lines.push(format!("{}: {}{wire}", change.subject, change.sentence));
        for item in &change.items {
            let is_gone = if item.after.is_none() { " is gone" } else { "" };
            lines.push(format!("  {}{is_gone} @ {}", item.before, item.places.join(" ")));
        }
    }
    lines
}

#[test]
fn a_program_that_lists_names_notices_nothing() {
    let found = of("use pets::Client;
        async fn run(client: &Client) {
            for pet in client.pets().list_pets().send().await.unwrap() {
                println!(\"{:?}\", pet.name);
            }
        }");
    assert_eq!(lines(&found), Vec::<String>::new());
    assert!(found.used > 2, "{found:?}");
}

#[test]
fn a_program_that_reads_a_field_notices_its_type() {
    let found = of("use pets::Client;
        async fn run(client: &Client) {
            for pet in client.pets().list_pets().send().await.unwrap() {
                println!(\"{:?}\", pet.age);
            }
        }");
    assert_eq!(
        lines(&found),
        [
            "Pet: the type is string, was integer, on the wire",
            "  field models::Pet.age: Option<i64> @ main.rs:4",
        ]
    );
}

#[test]
fn a_program_that_sets_a_limit_notices_that_it_is_lower() {
    let found = of("async fn run(client: &pets::Client) {
            let page = client.pets().list_pets().limit(80).send().await;
            drop(page);
        }");
    assert_eq!(lines(&found), ["GET /pets: the number must be at most 50 now, on the wire"]);
}

#[test]
fn a_program_that_sends_notices_what_it_must_send() {
    let found = of("use pets::models::NewPet as Fresh;
        async fn run(client: &pets::Client) {
            client.pets().add_pet(Fresh::new().name(\"Rex\")).send().await.unwrap();
        }");
    assert_eq!(
        lines(&found),
        [
            "NewPet: the property `breed` is new and required, on the wire",
            "  fn models::NewPet::new() -> models::NewPet #[must_use] @ main.rs:3",
        ]
    );
}

#[test]
fn a_program_that_matches_a_field_of_a_model_notices_that_it_is_gone() {
    let found = of("use pets::models::*;
        fn call(owner: &Owner) -> Option<&str> {
            let Owner { phone, .. } = owner;
            phone.as_deref()
        }");
    assert_eq!(
        lines(&found),
        [
            "Owner: the property `phone` is gone",
            "  field models::Owner.phone: Option<String> is gone @ main.rs:3 main.rs:4"
        ]
    );
}

#[test]
fn a_program_that_calls_an_operation_notices_that_it_moved() {
    let found = of("async fn run(client: &pets::Client) {
            drop(client.vets().find_vet().send().await);
        }");
    assert_eq!(
        lines(&found),
        ["GET /doctors: the operation moved from `/vets` to `/doctors`, on the wire"]
    );
}

#[test]
fn a_program_notices_what_happens_to_a_field_of_another_name() {
    let found = of("async fn limit(client: &pets::Client) -> Option<i64> {
            client.scales().get_scale().send().await.ok()?.limit_kg_2
        }");
    assert_eq!(
        lines(&found),
        [
            "Scale: the type is string, was integer, on the wire",
            "  field models::Scale.limit_kg_2: Option<i64> @ main.rs:2",
        ]
    );
}

/// What is noticed of a field, however the program comes by its type.
fn of_phone(text: &str) -> bool {
    lines(&of(text)).iter().any(|line| line.contains("models::Owner.phone: Option<String> is gone"))
}

#[test]
fn other_names_of_the_crate_and_of_its_types_are_understood() {
    let read = "fn read(owner: &O) -> bool { owner.phone.is_some() }";
    for import in [
        "use pets as p; use p::models::Owner as O;",
        "use pets as p; type O = p::models::Owner;",
        "use pets::{self as p}; type O = p::models::Owner;",
        "extern crate pets as p; type O = p::models::Owner;",
        "use pets::*; type O = models::Owner;",
        "use pets::models; use models::Owner as O;",
    ] {
        assert!(of_phone(&format!("{import} {read}")), "{import}");
    }
    assert!(!of_phone(&format!("use plants as p; use p::models::Owner as O; {read}")));
}

#[test]
fn functions_of_types_by_other_names_are_calls() {
    for call in [
        "type P = pets::models::NewPet; fn make() -> P { P::new() }",
        "trait Make { fn make() -> Self; } impl Make for pets::models::NewPet { fn make() -> Self { Self::new() } }",
        "fn make() -> pets::models::NewPet { <pets::models::NewPet>::new() }",
    ] {
        let found = lines(&of(call));
        assert!(
            found.iter().any(|line| line.contains("fn models::NewPet::new()")),
            "{call}: {found:?}"
        );
    }
}

#[test]
fn paths_among_the_arguments_of_macros_are_read() {
    for arguments in [
        r#"{"a": x, "b": pets::models::NewPet::new()}"#,
        r"field: pets::models::NewPet::new(), ..rest",
        r"0..pets::models::NewPet::new(); else",
    ] {
        let found = lines(&of(&format!("fn make() {{ json!({arguments}); }}")));
        assert!(
            found.iter().any(|line| line.contains("fn models::NewPet::new()")),
            "{arguments}: {found:?}"
        );
    }
}

#[test]
fn a_program_of_another_crate_uses_nothing() {
    let found = of("use plants::models::Pet; fn age(pet: &Pet) -> i64 { pet.age.unwrap() }");
    assert_eq!((found.used, found.changes.len()), (0, 0));
}

#[test]
fn the_example_notices_what_it_names_and_nothing_else() {
    let path = "tests/sdk/guest-chat/examples/guest_chat.rs";
    let text = fs::read_to_string(root().join(path)).unwrap();
    let definition = root().join("swagger/guest-chat/definition.json");
    let definition = fs::read_to_string(definition).unwrap();
    let config = guest_config().unwrap_or_else(|problems| panic!("{problems}"));
    let package = config.package.name.replace('-', "_");
    let options = options(config);
    let after = |edit: fn(&mut serde_json::Value)| {
        let mut new: serde_json::Value = serde_json::from_str(&definition).unwrap();
        edit(&mut new);
        let old = SourceText::new("old.json", definition.clone());
        let new = SourceText::new("new.json", new.to_string());
        let compared = diff_after(&old, &new, None, &options);
        let (sides, outcome) = compared.unwrap_or_else(|problems| panic!("{problems}"));
        let program = Program {
            name: "example".to_owned(),
            roots: BTreeSet::from([package.clone()]),
            files: vec![("guest_chat.rs".to_owned(), text.clone())],
        };
        noticed(&program, &sides, &outcome.report, true)
    };
    let same = after(|_| {});
    assert_eq!((same.of, lines(&same)), (0, Vec::new()));
    assert!(same.used > 20, "{}", same.used);
    let unnamed = after(|new| {
        let info = &mut new["definitions"]["WebChatMemberInfo"]["properties"];
        info.as_object_mut().unwrap().shift_remove("avatarImageUrl");
    });
    assert_eq!(lines(&unnamed), Vec::<String>::new());
    assert!(unnamed.of > 0);
    let named = after(|new| {
        let message = &mut new["definitions"]["WebChatMessage"]["properties"];
        message.as_object_mut().unwrap().shift_remove("body");
    });
    assert!(
        lines(&named).iter().any(|line| line.contains("models::WebChatMessage.body")),
        "{:#?}",
        lines(&named)
    );
}
