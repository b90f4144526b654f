//! Who may import whom: the table of ARCHITECTURE.md is what the code does, and no modules beside one another
//! import each other in a circle.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests fail loudly"
)]

use std::collections::{BTreeMap, BTreeSet};

use generator_tests::imports::{Imports, Module, imports};
use generator_tests::{files, root};

/// Folders whose modules may import each other in a circle, and why.
const CYCLES: [(&str, &str); 3] = [
    (
        "public_api",
        "an item holds types, a type generics, and generics types: one grammar in several files",
    ),
    ("public_api/read", "a trait holds items, and an item may be a trait"),
    ("view", "a struct has enums in its fields, and what is said of the crate names both"),
];

fn all_imports() -> Imports {
    let sources: Vec<_> = files(&root().join("generator/src")).into_iter().collect();
    let rust = sources.into_iter().filter(|(path, _)| path.ends_with(".rs"));
    imports(&rust.collect::<Vec<_>>())
}

/// The rows of the table in their order: a stage, and those that it may import.
fn table() -> Vec<(String, BTreeSet<String>)> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_default();
    let section = text.split("## Who may import whom").nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let names = |cell: &str| -> Vec<String> {
        cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|line| {
        let cells: Vec<&str> = line.split('|').collect();
        let may = names(cells[4]);
        names(cells[1]).into_iter().map(move |stage| (stage, may.iter().cloned().collect()))
    })
    .collect()
}

#[test]
fn stages_import_what_the_table_allows_and_nothing_else() {
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (module, targets) in all_imports() {
        let Some(stage) = module.first() else { continue };
        let found = found.entry(stage.clone()).or_default();
        for (target, path) in targets {
            if let Some(other) = target.first().filter(|other| *other != stage) {
                let place = format!("{} imports {path}", module.join("::"));
                found.entry(other.clone()).or_insert(place);
            }
        }
    }
    let table = table();
    let mut problems = Vec::new();
    for (stage, imports) in &found {
        let row = table.iter().position(|(name, _)| name == stage);
        let Some(row) = row else {
            problems.push(format!("`{stage}` has no row in the table"));
            continue;
        };
        let may = &table[row].1;
        for (other, place) in imports {
            if !may.contains(other) {
                problems.push(format!("`{stage}` may not import `{other}`: {place}"));
            }
        }
        for other in may {
            if !imports.contains_key(other) {
                problems.push(format!("`{stage}` does not import `{other}`: delete it there"));
            }
            if !table[..row].iter().any(|(name, _)| name == other) {
                problems.push(format!("`{stage}` may import `{other}`, which is no row above it"));
            }
        }
    }
    for (stage, _) in &table {
        if !found.contains_key(stage) {
            problems.push(format!("there is no stage `{stage}`"));
        }
    }
    assert!(
        problems.is_empty(),
        "ARCHITECTURE.md, `Who may import whom`:\n{}",
        problems.join("\n")
    );
}

#[test]
fn modules_beside_one_another_import_each_other_in_no_circle() {
    let imports = all_imports();
    let folders: BTreeSet<&[String]> =
        imports.keys().filter_map(|module| Some(module.split_last()?.1)).collect();
    let mut problems = Vec::new();
    let mut unused: BTreeSet<&str> = CYCLES.iter().map(|(folder, _)| *folder).collect();
    for folder in folders {
        let siblings = siblings(&imports, folder);
        let reachable = |from: &String| -> BTreeSet<String> {
            let mut reached = BTreeSet::new();
            let mut open = vec![from.clone()];
            while let Some(module) = open.pop() {
                for target in siblings.get(&module).into_iter().flatten() {
                    if reached.insert(target.clone()) {
                        open.push(target.clone());
                    }
                }
            }
            reached
        };
        let on_cycle: Vec<&String> =
            siblings.keys().filter(|module| reachable(module).contains(*module)).collect();
        let name = folder.join("/");
        if CYCLES.iter().any(|(folder, _)| *folder == name) {
            if !on_cycle.is_empty() {
                unused.remove(name.as_str());
            }
        } else if !on_cycle.is_empty() {
            problems.push(format!("in generator/src/{name}: {on_cycle:?}"));
        }
    }
    assert!(problems.is_empty(), "modules import each other in circles:\n{}", problems.join("\n"));
    assert!(unused.is_empty(), "folders of `CYCLES` without a circle: {unused:?}");
}

/// What each module of a folder imports of the others there, by itself or by what is in it.
fn siblings(imports: &Imports, folder: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    let depth = folder.len();
    let below = |module: &Module| module.len() > depth && module[..depth] == *folder;
    let mut siblings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (module, targets) in imports.iter().filter(|(module, _)| below(module)) {
        let found = siblings.entry(module[depth].clone()).or_default();
        let targets = targets.keys().filter(|target| below(target));
        found.extend(targets.map(|t| t[depth].clone()).filter(|name| *name != module[depth]));
    }
    siblings
}
