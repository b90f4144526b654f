//! Laws: nothing changes when nothing changed, and what is still there has its name, in every history at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::inherit::{NameLock, TypeKind};
use generator_tests::{corpus, folders, guest_history, root};
use history::Definition;

use super::*;

/// The golden definitions with their configurations, and that of the guest chat.
fn definitions() -> Vec<(String, String, Config)> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut found: Vec<(String, String, Config)> = folders(&golden)
        .into_iter()
        .map(|(idea, folder)| {
            let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
            (idea, read("definition.yaml"), config(&read("config.toml")))
        })
        .collect();
    found.push((
        "guest".to_owned(),
        guest_definition(&root().join("swagger/guest-chat/definition.json")),
        guest(),
    ));
    found
}

fn guest() -> Config {
    config(&fs::read_to_string(root().join("swagger/guest-chat/sdk.toml")).unwrap())
}

fn guest_definition(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_version_after_itself_is_the_same() {
    let templates = templates();
    let published = corpus::published(60_000).into_iter().map(|definition| {
        (definition.name, definition.text, config("[crate]\nname = \"published\"\n"))
    });
    let mut seen = 0;
    for (name, text, config) in definitions().into_iter().chain(published) {
        let is_own = !name.contains("shared");
        let old = match generate(&name, &text, &config, &templates) {
            Ok(old) => old,
            Err(problems) if is_own => panic!("{name}: {problems}"),
            Err(_) => continue,
        };
        seen += 1;
        let predecessor = Predecessor { api: &old.api, names: &old.names };
        let new = generate_after(&name, &text, &config, &templates, &predecessor);
        let new = new.unwrap_or_else(|problems| panic!("{name}: {problems}"));
        assert_eq!(old.names, new.names, "{name}");
        for (path, file) in &old.files {
            assert_eq!(Some(file), new.files.get(path), "{name}: {path}");
        }
        assert_eq!(old.files.len(), new.files.len(), "{name}");
    }
    assert!(seen >= definitions().len());
}

#[test]
fn what_was_given_out_can_be_written_down() {
    for (name, text, config) in definitions() {
        let names = generate(&name, &text, &config, &templates()).unwrap().names;
        let written = toml::to_string(&names).unwrap();
        let read: NameLock = toml::from_str(&written).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(read, names, "{name}");
        let order = |names: &NameLock| -> Vec<Vec<String>> {
            names.types.values().map(|of| of.variants.keys().cloned().collect()).collect()
        };
        assert_eq!(order(&read), order(&names), "{name}: the order of the variants is lost");
    }
}

/// What was names out and is still there must be called the same, and hold structs the same way.
fn assert_kept(what: &str, old: &NameLock, new: &NameLock) {
    for (id, was) in &old.operations {
        let Some(is) = new.operations.get(id) else { continue };
        let found_elsewhere = |alias: &generator::inherit::MethodAlias| {
            alias.handle == was.handle && alias.name == was.method
        };
        let same = (&is.handle, &is.method) == (&was.handle, &was.method);
        assert!(same || new.aliases.methods.iter().any(found_elsewhere), "{what}: {id}");
    }
    for (name, was) in &old.types {
        let still = was.uses.iter().any(|place| new.uses.contains_key(place));
        let Some(is) = new.types.get(name) else {
            let gone = !still || was.kind == TypeKind::Text;
            assert!(gone || new.aliases.types.contains_key(name), "{what}: {name} is gone");
            continue;
        };
        for (wire, field) in &was.fields {
            let same = is.fields.get(wire).is_none_or(|is| is == field);
            assert!(same, "{what}: {name}.{wire}");
        }
        for (value, variant) in &was.variants {
            assert!(
                is.variants.get(value).is_none_or(|is| is == variant),
                "{what}: {name}::{value}"
            );
        }
        let reboxed: Vec<&String> = was.unboxed.intersection(&is.boxed).collect();
        assert!(reboxed.is_empty(), "{what}: {name} boxes {reboxed:?}");
    }
}

/// Makes each version after the one before it, and checks each step.
fn follow(definitions: &[Definition], config: &Config) -> usize {
    let templates = templates();
    let mut last: Option<Generated> = None;
    for Definition { name, text } in definitions {
        let made = match &last {
            None => generate(name, text, config, &templates),
            Some(old) => {
                let predecessor = Predecessor { api: &old.api, names: &old.names };
                generate_after(name, text, config, &templates, &predecessor)
            }
        };
        let new = made.unwrap_or_else(|problems| panic!("{name}: {problems}"));
        if let Some(old) = &last {
            assert_kept(name, &old.names, &new.names);
        }
        last = Some(new);
    }
    definitions.len()
}

#[test]
fn nothing_is_renamed_in_the_published_history() {
    assert_eq!(follow(&guest_history().definitions, &guest()), 55);
}

#[test]
fn nothing_is_renamed_in_other_histories() {
    let folder = root().join("../shared/pairs");
    let Ok(pairs) = fs::read_to_string(folder.join("pairs.tsv")) else {
        eprintln!("skipped: there are no histories at {}", folder.display());
        return;
    };
    let mut histories: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for line in pairs.lines().skip(1) {
        let files = line.split('\t').map(|cell| folder.join(cell)).filter(|path| path.is_file());
        for file in files {
            let small = fs::metadata(&file).is_ok_and(|of| of.len() < 600_000);
            let name = file.parent().unwrap().display().to_string();
            let known = histories.entry(name).or_default();
            if small && !known.contains(&file) {
                known.push(file);
            }
        }
    }
    let mut count = 0;
    for files in histories.values() {
        // At most ten of each, the last one included.
        let step = files.len().div_ceil(10).max(1);
        let some = files.iter().rev().step_by(step).rev();
        let some: Vec<Definition> = some
            .map(|path| Definition {
                name: path.display().to_string(),
                text: fs::read_to_string(path).unwrap(),
            })
            .collect();
        count += follow(&some, &config(PLAIN));
    }
    assert!(count >= 4, "only {count} definitions of {pairs}");
}
