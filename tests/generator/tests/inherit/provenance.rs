//! Provenance: every item that comes from the definition says from where, and every place that is named exists.

use std::fs;
use std::path::Path;

use generator::source;
use generator_tests::{folders, root};

use super::*;

/// The names of the public items of a file that a definition decides.
fn items(text: &str, start: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix(start));
    let names = lines.filter_map(|rest| {
        let rest = rest.trim_start_matches("r#");
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
    });
    names.map(str::to_owned).collect()
}

/// Items of every kind, whatever the definition says.
const COMMON: &[&str] = &["as_str", "expose", "new"];

/// The paths of the items of the models and operations of a crate, read from its code.
fn expected(generated: &Generated) -> Vec<String> {
    let mut found = Vec::new();
    for (path, file) in &generated.files {
        let text = file.text.as_str();
        if let Some(module) = path.strip_prefix("src/models/") {
            let mut owners = items(text, "pub struct ");
            owners.extend(items(text, "pub enum "));
            if module == "mod.rs" {
                owners.extend(items(text, "pub type "));
            }
            for owner in owners {
                let mut members = items(text, "    pub ");
                members.extend(items(text, "    pub fn "));
                // What a newtype holds has no name of its own: it comes from where its type does.
                let is_newtype = text.contains(&format!("pub struct {owner}("));
                members.retain(|name| !is_newtype && name != "fn");
                members.retain(|name| !COMMON.contains(&name.as_str()));
                let variants = text.lines().skip_while(|line| !line.starts_with("pub enum"));
                let variants = variants.take_while(|line| *line != "}");
                let variants =
                    variants.filter_map(|line| line.strip_prefix("    ")?.strip_suffix(','));
                let is_name = |text: &&str| text.chars().all(char::is_alphanumeric);
                members.extend(variants.filter(is_name).map(str::to_owned));
                found.extend(members.iter().map(|name| format!("models::{owner}::{name}")));
                found.push(format!("models::{owner}"));
            }
        }
        let parts: Vec<&str> = path.split('/').collect();
        if let ["src", "api", module, _] = parts.as_slice() {
            for kind in ["pub struct ", "pub enum ", "pub type "] {
                let items = items(text, kind);
                found.extend(items.iter().map(|owner| format!("api::{module}::{owner}")));
            }
            for block in text.split("\nimpl ").skip(1) {
                let (of, members) = block.split_once(" {\n").unwrap();
                let members = members.split("\n}\n").next().unwrap_or_default();
                let operation = of.strip_prefix("Request<").and_then(|of| of.strip_suffix('>'));
                let owner = match operation {
                    Some(operation) => format!("Request<api::{module}::{operation}>"),
                    None => format!("api::{module}::{of}"),
                };
                let members = items(members, "    pub fn ");
                found.extend(members.iter().map(|name| format!("{owner}::{name}")));
            }
        }
    }
    found
}

fn check(name: &str, text: &str, generated: &Generated) {
    let document = source::parse(name, text).unwrap();
    for (item, pointers) in &generated.provenance {
        for pointer in pointers {
            let found = document.position(pointer).is_some();
            assert!(found, "{name}: {item} comes from {pointer}, which is not there");
        }
    }
    let plain: std::collections::BTreeMap<String, bool> = generated
        .provenance
        .iter()
        .map(|(item, pointers)| (item.replace("r#", ""), pointers.is_empty()))
        .collect();
    let mut count = 0;
    for item in expected(generated) {
        assert_eq!(plain.get(&item), Some(&false), "{name}: {item} comes from nowhere");
        count += 1;
    }
    assert!(count > 0, "{name}: no items were found");
}

#[test]
fn every_item_comes_from_somewhere() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    for (idea, folder) in folders(&golden) {
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let text = read("definition.yaml");
        let toml = config(&read("config.toml"));
        let generated = generate(&idea, &text, &toml, &templates()).unwrap();
        check(&idea, &text, &generated);
    }
    let text = fs::read_to_string(root().join("swagger/guest-chat/definition.json")).unwrap();
    let toml = config(&fs::read_to_string(root().join("swagger/guest-chat/sdk.toml")).unwrap());
    check("guest", &text, &generate("guest", &text, &toml, &templates()).unwrap());
}

#[test]
fn the_most_telling_place_comes_first() {
    let definition = schemas(
        "    Pet: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}, color: {type: string, enum: [red]}}}\n    Owner: {type: object, properties: {name: {type: string}}}\n",
    );
    let generated = first(&definition);
    let places = |item: &str| -> Vec<String> {
        generated.provenance[item].iter().map(ToString::to_string).collect()
    };
    let schema = |rest: &str| format!("/components/schemas/{rest}");
    assert_eq!(places("models::Pet"), [schema("Pet")]);
    assert_eq!(places("models::Pet::owner"), [schema("Pet/properties/owner"), schema("Owner")]);
    assert_eq!(places("models::PetColor::Red"), [schema("Pet/properties/color/enum/0")]);
    let method = places("api::GeneralApi::post_pet");
    assert_eq!(method.first().map(String::as_str), Some("/paths/~1Pet/post"));
    assert!(method.contains(&schema("Pet")), "{method:?}");
    assert_eq!(places("api::general::PostPet"), method);
}
