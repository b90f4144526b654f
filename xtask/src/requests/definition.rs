//! The definitions that are judged, and the crates that are made of them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use generator::command;
use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::generate::{self, Generated, TemplateTree};
use generator::inherit::Inheritance;
use generator::load::Purpose;
use generator::{output, source};
use serde_json::{Value, json};

use crate::corpus;

/// A definition.
pub(super) struct Candidate {
    /// The name of the crate.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// The configuration beside it.
    pub(super) config: Option<PathBuf>,
    /// The folder in which its references lead to files; its own where none is named.
    pub(super) below: Option<PathBuf>,
}

/// What was made of one.
pub(super) struct Made {
    /// The definition as Prism reads it.
    pub(super) file: PathBuf,
    /// The same, to find the schemas in.
    pub(super) value: Value,
    pub(super) generated: Generated,
}

/// The goldens, by name.
pub(super) fn goldens(folder: &Path) -> Vec<Candidate> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<Candidate> = entries
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path().join("definition.yaml");
            Candidate { name, path, config: Some(entry.path().join("config.toml")), below: None }
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// The definitions in a folder.
pub(super) fn others(folder: &Path) -> std::io::Result<Vec<Candidate>> {
    let found = corpus::definitions(&[folder.to_owned()])?;
    let named = found.into_iter().map(|path| {
        let name = corpus::name_of(&path, &[folder.to_owned()]);
        Candidate { name, path, config: None, below: Some(folder.to_owned()) }
    });
    Ok(named.collect())
}

/// Makes the crate of a definition.
///
/// The definition is edited first, for the crate and for Prism alike. Its addresses are taken away, because Prism serves
/// each path at the root of its own. A Swagger 2.0 document that does not say what its bodies are says that they are JSON:
/// that is what the crate takes them for, and Prism answers nothing.
pub(super) fn make(
    candidate: &Candidate,
    templates: &TemplateTree,
    folder: &Path,
) -> Result<Made, Diagnostics> {
    let Candidate { name, path, config, below } = candidate;
    let plain = Config::plain(name);
    let mut config = match config {
        Some(config) => command::read_config(config)?,
        None => plain.clone(),
    };
    name.clone_into(&mut config.package.name);
    let path = path.display().to_string();
    let source = source::read_with(&path, below.as_deref(), config.limits)?;
    let mut value = generate::define(&source.name, &source, &plain, Purpose::Generate)?.value;
    prepare(&mut value);
    let definition = generate::define(name, &value.to_string(), &config, Purpose::Generate)?;
    let generated = generate::make(&definition, &config, templates, &Inheritance::default())?;
    output::write(&generated.files, &folder.join(name))?;
    let file = folder.join(format!("{name}.json"));
    let mut shown = definition.value.clone();
    close(&mut shown);
    output::replace(&file, &shown.to_string())?;
    let generated = Generated { api: Arc::clone(&definition.api), ..generated };
    Ok(Made { file, value: definition.value, generated })
}

fn prepare(definition: &mut Value) {
    let Some(members) = definition.as_object_mut() else { return };
    let is_swagger = members.contains_key("swagger");
    for key in ["consumes", "produces"].into_iter().filter(|_| is_swagger) {
        members.entry(key).or_insert_with(|| json!(["application/json"]));
    }
    for key in ["servers", "host", "basePath", "schemes"] {
        members.shift_remove(key);
    }
    let items = members.get_mut("paths").and_then(Value::as_object_mut);
    for item in items.into_iter().flat_map(|items| items.values_mut()) {
        let Some(item) = item.as_object_mut() else { continue };
        item.shift_remove("servers");
        for operation in item.values_mut().filter_map(Value::as_object_mut) {
            operation.shift_remove("servers");
            operation.shift_remove("schemes");
        }
    }
}

/// Takes away vendor extensions that refer to other files: Prism reads those, and starts only if they are there.
fn close(value: &mut Value) {
    if let Some(members) = value.as_object_mut() {
        members.retain(|name, member| !(name.starts_with("x-") && leads_out(member)));
        members.values_mut().for_each(close);
    } else {
        value.as_array_mut().into_iter().flatten().for_each(close);
    }
}

/// Whether a reference in it leads to another file.
fn leads_out(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            let reference = members.get("$ref").and_then(Value::as_str);
            reference.is_some_and(|reference| !reference.starts_with('#'))
                || members.values().any(leads_out)
        }
        Value::Array(items) => items.iter().any(leads_out),
        _ => false,
    }
}
