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
use super::read::{self, Manifest};
use super::resolve::{
    self, Block, DefinitionId, EVERYTHING, Lookup, Names, Paths, PublicPath, Target, Tree,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::render::FileSet;

/// How the root module is written where a path is needed.
pub(super) const ROOT: &str = "crate";

/// The file with the facts about a crate.
const MANIFEST: &str = "Cargo.toml";

/// Lists the public API of a crate: its `Cargo.toml` and what is in `src/`. Without a manifest the root
/// module is `src/lib.rs`. All files that are missing or do not parse are reported.
pub fn list(files: &FileSet) -> Result<PublicApi, Diagnostics> {
    let text = files.get(MANIFEST).map_or("", |file| file.text.as_str());
    let manifest = Manifest::parse(text).map_err(|problem| {
        let message = format!("`{MANIFEST}` is not a manifest: {problem}.");
        Diagnostic::new(Code::UnlistableCrate, message).in_file(MANIFEST).help("Correct the file.")
    })?;
    let tree = resolve::tree(read::sources(files, &manifest.root), &manifest)?;
    let lookup = Lookup::new(&tree, manifest.dependencies.keys());
    let paths = Paths::walk(&lookup);
    let mut ambiguous = BTreeSet::new();
    loop {
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
            return Ok(lister.public_api(manifest));
        }
        // Two private types have one name: tell them apart by their modules, in all signatures.
        ambiguous = found;
    }
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
        self.calls();
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

    /// Macro calls in place of items, as far as they can have made something public.
    fn calls(&mut self) {
        let public: BTreeSet<&str> = self.items.iter().map(Item::name).collect();
        let mut found = Vec::new();
        for call in &self.tree.calls {
            // What the call becomes is decided by its input and, if it is of the crate, by the macro.
            let by = self.tree.macros.get(&call.name);
            let makes_public = by.is_some_and(|code| says_pub(code));
            if call.condition == Condition::Never
                || !(makes_public || says_pub(&call.input) || names_one_of(&call.input, &public))
            {
                continue;
            }
            let input = by.map_or(call.input.clone(), |by| format!("{} by {by}", call.input));
            let module = self.tree.modules.get(call.module).map(|module| module.path.join("::"));
            let module = module.filter(|path| !path.is_empty());
            let path = module.map_or(call.name.clone(), |path| format!("{path}::{}", call.name));
            let mut item = Item::new(path, Kind::Unexpanded(input));
            item.condition = call.condition.clone();
            found.push(item);
        }
        self.items.append(&mut found);
    }

    fn public_api(mut self, manifest: Manifest) -> PublicApi {
        finish::finish(&mut self.items);
        let mentioned = self.names.crates.into_inner();
        let mut dependencies = manifest.dependencies;
        dependencies.retain(|name, _| mentioned.contains(name));
        let mut public_api = PublicApi {
            crate_name: manifest.crate_name,
            rust_version: manifest.rust_version,
            features: manifest.features,
            dependencies,
            items: self.items,
        };
        public_api.sort();
        public_api
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether code says `pub`, and not `pub(…)`.
fn says_pub(code: &str) -> bool {
    code.match_indices("pub").any(|(at, word)| {
        let before = code.get(..at).unwrap_or_default();
        let after = code.get(at + word.len()..).unwrap_or_default();
        let is_word = !before.ends_with(is_name) && !after.starts_with(is_name);
        is_word && !after.trim_start().starts_with('(')
    })
}

fn names_one_of(code: &str, names: &BTreeSet<&str>) -> bool {
    code.split(|c| !is_name(c)).any(|word| names.contains(word))
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
