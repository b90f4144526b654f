//! `cargo xtask replies`: does a crate read every reply that its definition allows, and lose nothing of it?
//!
//! Instances are made of each model that replies are made of: the smallest, the largest, and what chance gives, with every
//! variant, null and limit. Each must be valid by a validator of JSON Schema that is not ours. The crate reads them and writes
//! them again; what is written must say what was read. Without a path, the definitions of the goldens and of the SDKs are
//! taken.

#[cfg(test)]
mod judge;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use generator::command;
use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::inherit::{NameLock, UseSite};
use generator_tests::pair::Side;
use generator_tests::random::Random;
use mutants::judge::received;
use serde_json::{Value, json};

use crate::compile::Workspace;
use crate::corpus::{Chosen, name_of};
use crate::root;

/// What holds what is written against what was read, for the tests of the crates.
const JUDGE: &str = include_str!("judge.rs");

/// The arguments of `cargo xtask replies`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    chosen: Chosen,
    /// How many instances are made of each model.
    #[arg(long, value_name = "N", default_value_t = 40)]
    instances: usize,
    /// What the instances follow from.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let paths = match arguments.chosen.paths.as_slice() {
        [] => ["tests/generator/golden", "swagger"].map(|folder| root().join(folder)).to_vec(),
        paths => paths.to_vec(),
    };
    let definitions = match arguments.chosen.below(&paths) {
        Ok(definitions) => definitions,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    match fill(&definitions, &paths, arguments) {
        Ok(workspace) if workspace.len() == 0 => {
            eprintln!("there is nothing to try: no definition has a reply with a model");
            ExitCode::from(2)
        }
        Ok(workspace) => workspace.try_replies(),
        Err(problems) => {
            command::print_diagnostics(&problems);
            command::exit_code(&problems)
        }
    }
}

/// The crates with their tests.
fn fill(
    definitions: &[PathBuf],
    paths: &[PathBuf],
    arguments: &Arguments,
) -> Result<Workspace, Diagnostics> {
    let mut workspace = Workspace::new("replies")?;
    let (mut models, mut total, mut silent) = (0, 0, Vec::new());
    for definition in definitions {
        let name = name_of(definition, paths);
        let side = match Side::read(definition) {
            Ok(side) => side,
            Err(problem) => {
                let first = problem.lines().next().unwrap_or_default();
                eprintln!("{}: left out: {first}", definition.display());
                continue;
            }
        };
        let text = side.document.value();
        let instances = received(text, arguments.instances, &mut Random::new(arguments.seed));
        if instances.values().all(Vec::is_empty) {
            continue;
        }
        let generated = workspace.add(&name, definition, Config::plain(&name))?;
        let types = types(&generated.names);
        let tried: BTreeMap<&str, &Vec<Value>> = instances
            .iter()
            .filter_map(|(schema, values)| Some((*types.get(&UseSite::schema(schema))?, values)))
            .collect();
        models += tried.len();
        total += tried.values().map(|values| values.len()).sum::<usize>();
        let without = tried.iter().filter(|(_, values)| values.is_empty());
        silent.extend(without.map(|(model, _)| format!("{name}::{model}")));
        workspace.add_replies(&name, &test(&name, &tried), &replies(text, &tried), JUDGE)?;
    }
    eprintln!("{total} instances of {models} models of {} definitions", workspace.len());
    if !silent.is_empty() {
        eprintln!("no valid instance was made of {}: {}", silent.len(), silent.join(", "));
    }
    Ok(workspace)
}

/// Where a schema stands → the type that is made of it.
fn types(names: &NameLock) -> BTreeMap<&UseSite, &str> {
    let types = names.types.iter().filter(|(_, of)| of.is_schema);
    types.flat_map(|(name, of)| of.uses.iter().map(move |site| (site, name.as_str()))).collect()
}

/// What the test of a crate reads.
fn replies(definition: &Value, tried: &BTreeMap<&str, &Vec<Value>>) -> Value {
    let (mut secrets, mut tags) = (BTreeSet::new(), BTreeSet::new());
    marked(definition, &mut secrets, &mut tags);
    json!({"secrets": secrets, "tags": tags, "models": tried})
}

/// The names of members that are secrets, and of those that name variants.
fn marked(value: &Value, secrets: &mut BTreeSet<String>, tags: &mut BTreeSet<String>) {
    if let Some(Value::Object(properties)) = value.get("properties") {
        let is_secret = |schema: &Value| schema.get("format") == Some(&json!("password"));
        let found = properties.iter().filter(|(_, schema)| is_secret(schema));
        secrets.extend(found.map(|(name, _)| name.clone()));
    }
    if let Some(of) = value.get("discriminator") {
        let tag = of.get("propertyName").unwrap_or(of).as_str();
        tags.extend(tag.map(str::to_owned));
    }
    match value {
        Value::Object(members) => members.values().for_each(|value| marked(value, secrets, tags)),
        Value::Array(items) => items.iter().for_each(|value| marked(value, secrets, tags)),
        _ => {}
    }
}

/// The test of a crate.
fn test(name: &str, tried: &BTreeMap<&str, &Vec<Value>>) -> String {
    let library = name.replace('-', "_");
    let mut calls = String::new();
    for model in tried.keys() {
        let _ = writeln!(calls, "    check::<models::{model}>({model:?}, &all, &mut problems);");
    }
    format!(
        r#"//! Replies that the definition allows: each is read, and what is written says what was read.

#[path = "replies/judge.rs"]
mod judge;

use {library}::{{Timestamp, models}};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn is_same(read: &str, written: &str) -> bool {{
    let time = |text: &str| text.parse::<Timestamp>().ok();
    read == written || time(read).is_some_and(|read| Some(read) == time(written))
}}

fn check<T: DeserializeOwned + Serialize>(model: &str, all: &Value, problems: &mut Vec<String>) {{
    let names = |key: &str| serde_json::from_value(all[key].clone()).unwrap();
    let known = judge::Known {{ secrets: names("secrets"), tags: names("tags"), is_same }};
    for value in all["models"][model].as_array().unwrap() {{
        let found = match serde_json::from_str::<T>(&value.to_string()) {{
            Ok(read) => match serde_json::to_value(&read) {{
                Ok(written) => judge::differences(value, &written, &known),
                Err(error) => vec![format!("cannot be written: {{error}}")],
            }},
            Err(error) => vec![format!("cannot be read: {{error}}")],
        }};
        if let Some(first) = found.first() {{
            problems.push(format!("{{model}}: {{first}} in {{value}}"));
            return;
        }}
    }}
}}

#[test]
fn replies() {{
    let all: Value = serde_json::from_str(include_str!("replies/instances.json")).unwrap();
    let mut problems = Vec::new();
{calls}    for problem in &problems {{
        println!("replies: {library}: {{problem}}");
    }}
    assert!(problems.is_empty(), "{{}} models", problems.len());
}}
"#
    )
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::judge::{Known, differences};

    fn found(read: &Value, written: &Value) -> Vec<String> {
        let is_same = |read: &str, written: &str| read == written;
        let known =
            Known { secrets: vec!["key".to_owned()], tags: vec!["kind".to_owned()], is_same };
        differences(read, written, &known)
    }

    #[test]
    fn whatever_is_lost_or_another_is_found() {
        let read = json!({"a": [1, {"b": "x"}], "c": null, "key": "secret", "n": 1});
        assert_eq!(
            found(&read, &json!({"a": [1, {"b": "x"}], "n": 1.0, "kind": "k", "z": null})),
            Vec::<String>::new()
        );
        for (written, problem) in [
            (json!({"a": [1, {}], "n": 1}), "/a/1/b: \"x\" is lost"),
            (json!({"a": [1], "n": 1}), "/a: [1,{\"b\":\"x\"}] is written as [1]"),
            (json!({"a": [1, {"b": "x"}], "n": 2}), "/n: 1 is written as 2"),
            (json!({"a": [1, {"b": "x"}], "n": 1, "z": 0}), "/z: 0 is made up"),
        ] {
            assert_eq!(found(&read, &written), [problem]);
        }
    }
}
