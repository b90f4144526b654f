//! The listing: from parsed and resolved source to items.
//!
//! Listed is what a path leads to, then every private type that a signature listed so far mentions, then
//! the implementations of all of these.

mod blocks;
mod definitions;
mod derives;
mod finish;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::PublicApi;
use super::condition::Condition;
use super::item::{Item, Kind, Reexport};
use super::read::raw::Attributes;
use super::read::{self, Manifest, SourceItems};
use super::resolve::{
    self, Block, Call, DefinitionId, EVERYTHING, Lookup, Names, Paths, PublicPath, Target, Tree,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::render::FileSet;

/// How the root module is written where a path is needed.
pub(super) const ROOT: &str = "crate";

/// The macro of `std` that makes statics, as public as they say, and implements nothing.
const PRIVATE_STATICS: &str = "thread_local";

/// The file with the facts about a crate.
const MANIFEST: &str = "Cargo.toml";

/// Lists the public API of a crate: its `Cargo.toml` and what is in `src/`. Without a manifest the root
/// module is `src/lib.rs`. All files that are missing or do not parse are reported.
pub fn list(files: &FileSet) -> Result<PublicApi, Diagnostics> {
    list_read(files, BTreeMap::new())
}

/// Like [`list`], where the items of some files, by their paths, are known already.
pub fn list_read(
    files: &FileSet,
    read: BTreeMap<String, SourceItems>,
) -> Result<PublicApi, Diagnostics> {
    let text = files.get(MANIFEST).map_or("", |file| file.text.as_str());
    let manifest = Manifest::parse(text).map_err(|problem| {
        let message = format!("`{MANIFEST}` is not a manifest: {problem}.");
        Diagnostic::new(Code::UnlistableCrate, message).in_file(MANIFEST).help("Correct the file.")
    })?;
    let tree = resolve::tree(read::sources(files, &manifest.root, read), &manifest)?;
    let lookup = Lookup::new(&tree, manifest.dependencies.keys());
    let paths = Paths::walk(&lookup);
    let mut ambiguous = BTreeSet::new();
    let (items, mentioned) = loop {
        let names = Names {
            lookup: &lookup,
            paths: &paths,
            unnameable: RefCell::default(),
            ambiguous,
            crates: RefCell::default(),
        };
        let mut lister = Lister { tree: &tree, names, items: Vec::new(), listed: BTreeSet::new() };
        lister.list();
        let found = lister.ambiguous();
        if found == lister.names.ambiguous {
            let problems = lister.hidden_by_macros();
            if !problems.is_empty() {
                return Err(problems);
            }
            break (lister.items, lister.names.crates.into_inner());
        }
        // Two private types have one name: tell them apart by their modules, in all signatures.
        ambiguous = found;
    };
    // What was read of a large crate is larger than its items, and to sort those takes room too.
    drop((paths, lookup));
    drop(tree);
    Ok(public_api(items, &mentioned, manifest))
}

struct Lister<'l> {
    tree: &'l Tree,
    names: Names<'l>,
    items: Vec<Item>,
    /// The private definitions that are listed already.
    listed: BTreeSet<DefinitionId>,
}

impl Lister<'_> {
    fn list(&mut self) {
        for (target, path) in &self.names.paths.canonical {
            if let (Target::Module(1..), false) = (target, path.hidden) {
                let mut item = Item::new(path.path.clone(), Kind::Module);
                item.condition = path.condition.clone();
                self.items.push(item);
            }
        }
        for id in 0..self.tree.definitions.len() {
            if let Some(path) = self.names.paths.canonical.get(&Target::Definition(id))
                && !path.hidden
            {
                let path = path.clone();
                self.definition(id, &path);
            }
        }
        self.reexports();
        let mut open: Vec<&Block> = self.tree.implementations.iter().collect();
        loop {
            let before = (self.listed.len(), open.len());
            self.unnameable();
            open.retain(|block| !self.block(block));
            if before == (self.listed.len(), open.len()) {
                return;
            }
        }
    }

    /// Lists the private definitions that signatures mention.
    fn unnameable(&mut self) {
        loop {
            let known = self.names.unnameable.borrow();
            let next = known.iter().find(|id| !self.listed.contains(*id)).copied();
            drop(known);
            let Some(next) = next else { return };
            let tree = self.tree;
            for id in tree.alternatives(next) {
                self.names.unnameable.borrow_mut().insert(id);
                let Some(definition) = tree.definitions.get(id) else { continue };
                if self.listed.insert(id) {
                    let path = self.names.unnameable_path(id);
                    let condition = definition.condition.clone();
                    self.definition(id, &PublicPath { path, hidden: false, condition });
                }
            }
        }
    }

    /// Names that more than one listed private definition has. Definitions under different conditions
    /// may share a module and a name.
    fn ambiguous(&self) -> BTreeSet<String> {
        let mut modules: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for definition in self.listed.iter().filter_map(|id| self.tree.definitions.get(*id)) {
            modules.entry(&definition.name).or_default().insert(definition.module);
        }
        let shared = modules.into_iter().filter(|(_, modules)| modules.len() > 1);
        shared.map(|(name, _)| name.to_owned()).collect()
    }

    fn reexports(&mut self) {
        for other in &self.names.paths.others {
            let (target, external) = match &other.target {
                Target::External(names) => (self.external(&other.path, names), true),
                Target::Variant(id, at) => (self.variant(*id, *at), false),
                Target::Module(0) => (Some(ROOT.to_owned()), false),
                own => (self.names.paths.canonical.get(own).map(|own| own.path.clone()), false),
            };
            let Some(target) = target else { continue };
            let kind = Kind::Reexport(Reexport { target, external });
            let mut item = Item::new(other.path.clone(), kind);
            item.condition = other.condition.clone();
            self.items.push(item);
        }
    }

    fn external(&self, path: &str, names: &[String]) -> Option<String> {
        let first = names.first()?;
        self.names.crates.borrow_mut().insert(first.clone());
        let everything = path.rsplit("::").next() == Some(EVERYTHING);
        let end = if everything { "::*" } else { "" };
        Some(format!("{}{end}", names.join("::")))
    }

    fn variant(&self, id: DefinitionId, at: usize) -> Option<String> {
        let owner = self.names.listed(id)?;
        match &self.tree.definitions.get(id)?.kind {
            read::raw::RawKind::Enum { variants, .. } => {
                variants.get(at).map(|variant| format!("{owner}::{}", variant.name))
            }
            _ => None,
        }
    }

    /// Macro calls in place of items that may have made something public: what they become is not seen.
    fn hidden_by_macros(&self) -> Diagnostics {
        // `impl_display!(Pet)` implements a trait for `Pet`; names in lower case are seldom types, and a tag
        // of the API may well have the name of a word that `thread_local!` is given.
        let is_type =
            |item: &&Item| !item.is_member() && item.name().starts_with(char::is_uppercase);
        let types: BTreeSet<&str> = self.items.iter().filter(is_type).map(Item::name).collect();
        let can_hide = |call: &&Call| {
            let names_a_type = || call.input.names.iter().any(|name| types.contains(name.as_str()));
            call.condition != Condition::Never
                && (call.input.says_pub
                    || self.tree.public_macros.contains(&call.name)
                    || (call.name != PRIVATE_STATICS && names_a_type()))
        };
        let calls = self.tree.calls.iter().filter(can_hide);
        calls.map(|call| self.hidden_by(call)).collect()
    }

    fn hidden_by(&self, call: &Call) -> Diagnostic {
        let module = self.tree.modules.get(call.module).map(|module| module.path.join("::"));
        let place = match module.as_deref() {
            None | Some("") => "the root module".to_owned(),
            Some(path) => format!("the module `{path}`"),
        };
        let message = format!(
            "What the macro call `{}!` in {place} makes public cannot be listed.",
            call.name
        );
        Diagnostic::new(Code::UnlistableCrate, message).help("Write the items out.")
    }
}

/// The listing of these items; `mentioned` are the crates that they mention.
fn public_api(mut items: Vec<Item>, mentioned: &BTreeSet<String>, manifest: Manifest) -> PublicApi {
    finish::finish(&mut items);
    let mut dependencies = manifest.dependencies;
    dependencies.retain(|name, _| mentioned.contains(name));
    let mut public_api = PublicApi {
        crate_name: manifest.crate_name,
        rust_version: manifest.rust_version,
        features: manifest.features,
        dependencies,
        items,
    };
    public_api.sort();
    public_api
}

/// An item with the attributes that it has in the source.
fn attributed(path: String, kind: Kind, attributes: &Attributes, condition: Condition) -> Item {
    Item {
        path,
        kind,
        condition,
        deprecated: attributes.deprecated.clone(),
        must_use: attributes.must_use.clone(),
    }
}
