//! Inheritance: what a version gave out stays when the definition changes, and earlier names still work.
//!
//! Most tests make the new version twice, with and without the old one, so that they would notice if nothing
//! were kept.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail")]

#[path = "inherit/aliases.rs"]
mod aliases;
#[path = "inherit/contents.rs"]
mod contents;
#[path = "inherit/laws.rs"]
mod laws;
#[path = "inherit/names.rs"]
mod names;
#[path = "inherit/provenance.rs"]
mod provenance;
#[path = "inherit/retired.rs"]
mod retired;
#[path = "inherit/types.rs"]
mod types;

use std::fmt::Write as _;

use generator::changes::Comparison;
use generator::config::Config;
use generator::generate::{
    Generated, Predecessor, TemplateTree, generate, generate_after, generate_with,
};
use generator::inherit::Inheritance;
use generator_tests::repository_templates;

/// A configuration that asks for nothing.
const PLAIN: &str = "[crate]\nname = \"plain\"\n";

fn config(text: &str) -> Config {
    Config::parse("config.toml", text).unwrap_or_else(|problem| panic!("{problem}"))
}

fn templates() -> TemplateTree {
    repository_templates().unwrap_or_else(|problems| panic!("{problems}"))
}

/// A first version.
fn first(definition: &str) -> Generated {
    generate("old.yaml", definition, &config(PLAIN), &templates())
        .unwrap_or_else(|problems| panic!("{problems}"))
}

/// The version after another one.
fn next(old: &Generated, definition: &str) -> Generated {
    next_with(old, definition, PLAIN)
}

/// The version after another one, with this configuration.
fn next_with(old: &Generated, definition: &str, toml: &str) -> Generated {
    let predecessor = Predecessor { api: &old.api, names: &old.names };
    generate_after("new.yaml", definition, &config(toml), &templates(), &predecessor)
        .unwrap_or_else(|problems| panic!("{problems}"))
}

/// The version after another one, where the comparison of the definitions found this.
fn next_compared(old: &Generated, definition: &str, comparison: &Comparison) -> Generated {
    generate_with("new.yaml", definition, &config(PLAIN), &templates(), |api| {
        Inheritance::of(old.names.clone(), &old.api, api, comparison)
    })
    .unwrap_or_else(|problems| panic!("{problems}"))
}

/// The text of a file.
fn file<'g>(generated: &'g Generated, path: &str) -> &'g str {
    let known = || generated.files.keys().cloned().collect::<Vec<_>>().join("\n");
    let file = generated.files.get(path).unwrap_or_else(|| panic!("no {path} among\n{}", known()));
    &file.text
}

/// The declaration of a field.
fn field(generated: &Generated, path: &str, name: &str) -> String {
    let start = format!("    pub {name}: ");
    let text = file(generated, path);
    let line = text.lines().find(|line| line.starts_with(&start));
    line.unwrap_or_else(|| panic!("no field {name} in\n{text}")).trim().to_owned()
}

/// Whether there is a type of this name, aliases not counted.
fn has_type(generated: &Generated, name: &str) -> bool {
    generated.names.types.keys().any(|known| known.as_str() == name)
}

/// A definition with these schemas, all of which `POST /all` sends and receives.
fn schemas(schemas: &str) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n".to_owned();
    let names: Vec<&str> = schemas
        .lines()
        .filter(|line| line.starts_with("    ") && !line.starts_with("     "))
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(name, _)| name)
        .collect();
    for name in names {
        let content =
            format!("{{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}");
        let _ = write!(
            text,
            "  /{name}:\n    post:\n      operationId: post-{name}\n      requestBody: {{required: true, content: {content}}}\n      responses: {{'200': {{description: ok, content: {content}}}}}\n",
        );
    }
    format!("{text}components:\n  schemas:\n{schemas}")
}

/// A definition with these paths.
fn paths(paths: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n{paths}")
}
