//! The paths by which a user of the crate can name its items, and the canonical one of each.
//!
//! Paths are walked best first: not hidden from the documentation, under no condition, shortest, then
//! alphabetical. Each step of a walk can only make a path worse, so the first one that reaches an item is
//! the best one there is.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use super::lookup::Lookup;
use super::tree::{DefinitionId, ModuleId, Space, Target};
use crate::public_api::condition::Condition;
use crate::public_api::read::raw::{RawKind, Visibility};

/// The canonical paths, and the others.
#[derive(Debug, Default)]
pub(in crate::public_api) struct Paths {
    pub canonical: HashMap<Target, PublicPath>,
    pub others: Vec<OtherPath>,
    /// The first segments of all paths: the names that the root has.
    pub roots: BTreeSet<String>,
}

/// A canonical path.
#[derive(Clone, Debug)]
pub(in crate::public_api) struct PublicPath {
    /// Empty for the root.
    pub path: String,
    /// Whether it, or something it leads through, is hidden from the documentation.
    pub hidden: bool,
    pub condition: Condition,
}

/// A path that is not the canonical one, or leads to another crate.
#[derive(Debug)]
pub(in crate::public_api) struct OtherPath {
    pub path: String,
    pub target: Target,
    pub condition: Condition,
}

/// A path that was found, the better the smaller.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    hidden: bool,
    conditional: bool,
    length: usize,
    path: String,
    target: Target,
    condition: Condition,
}

/// A public name of a module.
struct PublicName {
    space: Space,
    name: String,
    target: Target,
    condition: Condition,
    hidden: bool,
}

/// The name of a glob of another crate.
pub(in crate::public_api) const EVERYTHING: &str = "*";

impl Paths {
    /// Walks all public paths of a crate.
    pub fn walk(lookup: &Lookup<'_>) -> Self {
        let mut paths = Self::default();
        let mut open = BinaryHeap::new();
        open.push(Reverse(Candidate {
            hidden: false,
            conditional: false,
            length: 0,
            path: String::new(),
            target: Target::Module(0),
            condition: Condition::Always,
        }));
        while let Some(Reverse(candidate)) = open.pop() {
            if let Target::Module(id) = candidate.target
                && !paths.canonical.contains_key(&candidate.target)
            {
                let mut seen = BTreeSet::new();
                for name in public_names(lookup, id, &mut seen) {
                    open.push(Reverse(candidate.step(lookup, name)));
                }
            }
            paths.take(candidate);
        }
        paths
    }

    fn take(&mut self, candidate: Candidate) {
        let Candidate { hidden, path, target, condition, .. } = candidate;
        if let Some(root) = path.split("::").next()
            && !matches!(target, Target::External(_))
        {
            self.roots.insert(root.to_owned());
        }
        let is_item = matches!(target, Target::Module(_) | Target::Definition(_));
        match self.canonical.get_mut(&target) {
            Some(known) if known.path == path => {
                known.condition = Condition::any([known.condition.clone(), condition]);
            }
            None if is_item => {
                self.canonical.insert(target, PublicPath { path, hidden, condition });
            }
            _ if hidden => {}
            _ => self.others.push(OtherPath { path, target, condition }),
        }
    }
}

impl Candidate {
    /// The path to a name of the module that this one leads to.
    fn step(&self, lookup: &Lookup<'_>, name: PublicName) -> Self {
        let own = match &name.target {
            Target::Module(id) => lookup.tree.modules.get(*id).map(|of| &of.condition),
            Target::Definition(id) => lookup.tree.definitions.get(*id).map(|of| &of.condition),
            Target::Variant(..) | Target::External(_) => None,
        };
        let condition = self.condition.and(&name.condition);
        let condition = own.map_or(condition.clone(), |own| condition.and(own));
        let separator = if self.path.is_empty() { "" } else { "::" };
        Self {
            hidden: self.hidden || name.hidden,
            conditional: condition != Condition::Always,
            length: self.length + 1,
            path: format!("{}{separator}{}", self.path, name.name),
            target: name.target,
            condition,
        }
    }
}

/// The public names of a module, those of its globs included.
fn public_names(
    lookup: &Lookup<'_>,
    id: ModuleId,
    seen: &mut BTreeSet<ModuleId>,
) -> Vec<PublicName> {
    let mut names = Vec::new();
    let Some(module) = lookup.tree.modules.get(id).filter(|_| seen.insert(id)) else {
        return names;
    };
    for ((space, name), locals) in &module.names {
        let public = locals.iter().filter(|local| local.visibility == Visibility::Public);
        names.extend(public.map(|local| PublicName {
            space: *space,
            name: name.clone(),
            target: local.target.clone(),
            condition: local.condition.clone(),
            hidden: local.hidden,
        }));
    }
    for (name, imports) in &module.imports {
        for import in imports.iter().filter(|import| import.visibility == Visibility::Public) {
            for space in Space::ALL {
                let target = lookup.import(id, import, space);
                names.extend(
                    target.into_iter().flat_map(|target| alternatives(lookup, target)).map(
                        |target| PublicName {
                            space,
                            name: name.clone(),
                            target,
                            condition: import.condition.clone(),
                            hidden: import.hidden,
                        },
                    ),
                );
            }
        }
    }
    for glob in module.globs.iter().filter(|glob| glob.visibility == Visibility::Public) {
        let inside = match lookup.import(id, glob, Space::Type) {
            Some(Target::Module(inner)) => public_names(lookup, inner, seen),
            Some(Target::Definition(of)) => variants(lookup, of),
            Some(target @ Target::External(_)) => vec![PublicName {
                space: Space::Type,
                name: EVERYTHING.to_owned(),
                target,
                condition: Condition::Always,
                hidden: false,
            }],
            _ => Vec::new(),
        };
        for mut name in inside {
            let is_shadowed = module.names.contains_key(&(name.space, name.name.clone()))
                || lookup.names_itself(id, &name.name, name.space);
            if !is_shadowed {
                name.condition = name.condition.and(&glob.condition);
                name.hidden |= glob.hidden;
                names.push(name);
            }
        }
    }
    names
}

/// What a path leads to, under whatever condition.
fn alternatives(lookup: &Lookup<'_>, target: Target) -> Vec<Target> {
    match target {
        Target::Definition(id) => lookup.tree.alternatives(id).map(Target::Definition).collect(),
        other => vec![other],
    }
}

/// The variants of an enum as names.
fn variants(lookup: &Lookup<'_>, id: DefinitionId) -> Vec<PublicName> {
    let Some(RawKind::Enum { variants, .. }) = lookup.tree.definitions.get(id).map(|of| &of.kind)
    else {
        return Vec::new();
    };
    let name = |(at, variant): (usize, &crate::public_api::read::raw::RawVariant)| PublicName {
        space: Space::Value,
        name: variant.name.clone(),
        target: Target::Variant(id, at),
        condition: variant.attributes.condition.clone(),
        hidden: variant.attributes.hidden,
    };
    variants.iter().enumerate().map(name).collect()
}
