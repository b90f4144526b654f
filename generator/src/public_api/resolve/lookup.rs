//! What a path means in a module, by Rust's order: what the module defines and names in `use`, what its
//! globs bring in, then other crates.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::tree::{ModuleId, NamedImport, Space, Target, Tree};
use crate::public_api::read::raw::{RawKind, Visibility};

/// Looks paths up, and remembers what it found.
pub(in crate::public_api) struct Lookup<'t> {
    pub tree: &'t Tree,
    /// The other crates that code may name.
    crates: BTreeSet<String>,
    known: RefCell<HashMap<(ModuleId, Space, String), Option<Target>>>,
    /// What is being looked up: imports may lead in circles.
    open: RefCell<HashSet<(ModuleId, Space, String)>>,
}

/// The start of a path that leads somewhere, and how many segments that was.
pub(in crate::public_api) struct Found {
    pub target: Target,
    pub used: usize,
}

/// Imports may lead to each other this often.
const LONGEST_CHAIN: usize = 64;

impl<'t> Lookup<'t> {
    /// `crates` are the dependencies by the names that code uses.
    pub fn new<'n>(tree: &'t Tree, crates: impl IntoIterator<Item = &'n String>) -> Self {
        let std = ["std", "core", "alloc"].map(str::to_owned);
        let crates = crates.into_iter().cloned().chain(std).collect();
        Self { tree, crates, known: RefCell::default(), open: RefCell::default() }
    }

    /// What the first segments of a path mean in a module. The segments that are not used name something
    /// inside of a type.
    pub fn path(&self, module: ModuleId, path: &[&str], space: Space) -> Option<Found> {
        let (mut target, mut used) = self.start(module, path, space)?;
        while let Some(name) = path.get(used) {
            let space = if used + 1 == path.len() { space } else { Space::Type };
            target = match &target {
                Target::External(start) => {
                    let mut path = start.clone();
                    path.push((*name).to_owned());
                    Target::External(path)
                }
                Target::Module(inner) => self.name(*inner, space, name)?,
                Target::Definition(id) => match self.variant(*id, name) {
                    Some(variant) => variant,
                    None => break,
                },
                Target::Variant(..) => break,
            };
            used += 1;
        }
        Some(Found { target, used })
    }

    /// What the whole of an imported path means.
    pub fn import(&self, module: ModuleId, import: &NamedImport, space: Space) -> Option<Target> {
        let path: Vec<&str> = import.path.iter().map(String::as_str).collect();
        let found = self.path(module, &path, space)?;
        (found.used == path.len()).then_some(found.target)
    }

    /// The first segments: `crate`, `self` and `super`, a name, or another crate.
    fn start(&self, module: ModuleId, path: &[&str], space: Space) -> Option<(Target, usize)> {
        let last = |used: usize| if used == path.len() { space } else { Space::Type };
        match *path.first()? {
            "" => Some((Target::External(vec![(*path.get(1)?).to_owned()]), 2)),
            "crate" | "$crate" => Some((Target::Module(0), 1)),
            "self" | "super" => {
                let mut here = module;
                let mut used = 0;
                while let Some(word @ ("self" | "super")) = path.get(used).copied() {
                    if word == "super" {
                        here = self.tree.modules.get(here)?.parent?;
                    }
                    used += 1;
                }
                Some((Target::Module(here), used))
            }
            name => {
                let local = self.name(module, last(1), name);
                let external =
                    || self.crates.contains(name).then(|| Target::External(vec![name.to_owned()]));
                local.or_else(external).map(|target| (target, 1))
            }
        }
    }

    /// What a name means in a module.
    pub fn name(&self, module: ModuleId, space: Space, name: &str) -> Option<Target> {
        let key = (module, space, name.to_owned());
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let too_long = self.open.borrow().len() > LONGEST_CHAIN;
        if too_long || !self.open.borrow_mut().insert(key.clone()) {
            return None;
        }
        let found = self.name_anew(module, space, name);
        self.open.borrow_mut().remove(&key);
        // What was not found may only have been in the way of itself.
        if found.is_some() || self.open.borrow().is_empty() {
            self.known.borrow_mut().insert(key, found.clone());
        }
        found
    }

    fn name_anew(&self, id: ModuleId, space: Space, name: &str) -> Option<Target> {
        let module = self.tree.modules.get(id)?;
        if let Some(local) = module.names.get(&(space, name.to_owned())) {
            return local.first().map(|local| local.target.clone());
        }
        let imports = module.imports.get(name).into_iter().flatten();
        if let Some(found) = imports.into_iter().find_map(|import| self.import(id, import, space)) {
            return Some(found);
        }
        module.globs.iter().find_map(|glob| match self.import(id, glob, Space::Type)? {
            Target::Module(inner) if inner != id => self.visible(id, inner, space, name),
            Target::Definition(of) => self.variant(of, name),
            _ => None,
        })
    }

    /// What a name means in a module, if the module `from` may use it.
    fn visible(&self, from: ModuleId, inner: ModuleId, space: Space, name: &str) -> Option<Target> {
        let module = self.tree.modules.get(inner)?;
        let inside = self.is_inside(from, inner);
        let may = |visibility: Visibility| inside || visibility > Visibility::Private;
        let local = module.names.get(&(space, name.to_owned()));
        if let Some(local) = local.and_then(|all| all.iter().find(|one| may(one.visibility))) {
            return Some(local.target.clone());
        }
        let imports = module.imports.get(name).into_iter().flatten();
        let mut imports = imports.filter(|import| may(import.visibility));
        if let Some(found) = imports.find_map(|import| self.import(inner, import, space)) {
            return Some(found);
        }
        let has_globs = module.globs.iter().any(|glob| may(glob.visibility));
        has_globs.then(|| self.name(inner, space, name)).flatten()
    }

    fn is_inside(&self, mut module: ModuleId, of: ModuleId) -> bool {
        loop {
            if module == of {
                return true;
            }
            match self.tree.modules.get(module).and_then(|module| module.parent) {
                Some(parent) => module = parent,
                None => return false,
            }
        }
    }

    /// A variant of an enum by its name.
    pub fn variant(&self, id: super::DefinitionId, name: &str) -> Option<Target> {
        match &self.tree.definitions.get(id)?.kind {
            RawKind::Enum { variants, .. } => {
                let at = variants.iter().position(|variant| variant.name == name)?;
                Some(Target::Variant(id, at))
            }
            _ => None,
        }
    }

    /// Whether a `use` of the module names this, rather than a glob.
    pub fn names_itself(&self, id: ModuleId, name: &str, space: Space) -> bool {
        let imports = self.tree.modules.get(id).and_then(|module| module.imports.get(name));
        imports.into_iter().flatten().any(|import| self.import(id, import, space).is_some())
    }

    /// Another crate of which the module brings in everything: the last resort for a name.
    pub fn external_glob(&self, module: ModuleId) -> Option<Vec<String>> {
        let globs = &self.tree.modules.get(module)?.globs;
        globs.iter().find_map(|glob| match self.import(module, glob, Space::Type)? {
            Target::External(path) => Some(path),
            _ => None,
        })
    }
}
