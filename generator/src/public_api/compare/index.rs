//! A public API, made ready to be asked what a path leads to.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::public_api::PublicApi;
use crate::public_api::item::{Alias, Implementation, Item, Kind, Trait};
use crate::public_api::list::ROOT;

/// The names of types and of values do not get in each other's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Space {
    Type,
    Value,
}

impl Space {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Type, Self::Value];
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An item of the crate, by its canonical path.
    Own(String),
    /// A path of another crate.
    External(String),
}

/// A public API with its items by path.
pub(super) struct Index<'s> {
    pub public_api: &'s PublicApi,
    items: BTreeMap<Space, HashMap<&'s str, Vec<&'s Item>>>,
    paths: HashSet<&'s str>,
    reexports: HashMap<&'s str, Vec<&'s Item>>,
    /// The other paths of an item.
    others: HashMap<&'s str, Vec<&'s str>>,
}

/// Re-exports may lead to each other this often.
const LONGEST_CHAIN: usize = 32;

impl<'s> Index<'s> {
    pub fn of(public_api: &'s PublicApi) -> Self {
        let mut index = Self {
            public_api,
            items: BTreeMap::new(),
            paths: HashSet::new(),
            reexports: HashMap::new(),
            others: HashMap::new(),
        };
        for item in public_api.items() {
            index.paths.insert(&item.path);
            if let Kind::Reexport(reexport) = &item.kind {
                index.reexports.entry(&item.path).or_default().push(item);
                if !reexport.external {
                    index.others.entry(&reexport.target).or_default().push(&item.path);
                }
            } else if let Some(space) = space(item) {
                let items = index.items.entry(space).or_default();
                items.entry(&item.path).or_default().push(item);
            }
        }
        index
    }

    /// The items of a module that share a path; several only under different conditions.
    pub fn items(&self, space: Space, path: &str) -> &[&'s Item] {
        self.items.get(&space).and_then(|items| items.get(path)).map_or(&[], Vec::as_slice)
    }

    /// The first item of a path, a re-export included.
    pub fn at(&self, path: &str) -> Option<&'s Item> {
        let reexport = self.reexports.get(path).and_then(|items| items.first());
        let own = || self.items.values().find_map(|items| items.get(path)?.first());
        reexport.or_else(own).copied()
    }

    /// Every path with items of a module, in the order of the listing.
    pub fn all(&self) -> impl Iterator<Item = (Space, &'s str)> + use<'s> {
        let mut last = None;
        self.public_api.items().iter().filter_map(move |item| {
            let here = (space(item)?, item.path.as_str());
            (last.replace(here) != Some(here)).then_some(here)
        })
    }

    /// The other paths of an item.
    pub fn others(&self, path: &str) -> &[&'s str] {
        self.others.get(path).map_or(&[], Vec::as_slice)
    }

    /// What a path leads to.
    pub fn find(&self, path: &str) -> Option<Found> {
        self.find_within(path, LONGEST_CHAIN)
    }

    fn find_within(&self, path: &str, left: usize) -> Option<Found> {
        if left == 0 {
            return None;
        }
        if let Some(Kind::Reexport(reexport)) =
            self.reexports.get(path).and_then(|items| items.first()).map(|item| &item.kind)
        {
            if reexport.external {
                return Some(Found::External(reexport.target.clone()));
            }
            if reexport.target == ROOT {
                return Some(Found::Own(String::new()));
            }
            if reexport.target != path {
                return self.find_within(&reexport.target, left - 1);
            }
        }
        if self.paths.contains(path) {
            return Some(Found::Own(path.to_owned()));
        }
        // A module on the way may be a re-export.
        let (owner, name) = path.rsplit_once("::")?;
        match self.find_within(owner, left - 1)? {
            Found::Own(root) if root.is_empty() => self.find_within(name, left - 1),
            Found::Own(found) if found != owner => {
                self.find_within(&format!("{found}::{name}"), left - 1)
            }
            Found::External(found) => Some(Found::External(format!("{found}::{name}"))),
            Found::Own(_) => None,
        }
    }

    /// The item of the crate that a path leads to, in one of the spaces.
    pub fn find_in(&self, space: Space, path: &str) -> Option<String> {
        match self.find(path)? {
            Found::Own(found) if !self.items(space, &found).is_empty() => Some(found),
            // The name may be shared by a re-export of something in another space.
            _ if !self.items(space, path).is_empty() => Some(path.to_owned()),
            _ => None,
        }
    }

    /// Whether the crate has a type, trait or alias of this canonical path.
    pub fn has_type(&self, path: &str) -> bool {
        !self.items(Space::Type, path).is_empty()
    }

    /// The alias of this canonical path.
    pub fn alias(&self, path: &str) -> Option<&'s Alias> {
        self.items(Space::Type, path).iter().find_map(|item| match &item.kind {
            Kind::Alias(alias) => Some(alias),
            _ => None,
        })
    }

    /// The trait of this canonical path.
    pub fn trait_(&self, path: &str) -> Option<&'s Trait> {
        self.items(Space::Type, path).iter().find_map(|item| match &item.kind {
            Kind::Trait(of) => Some(of),
            _ => None,
        })
    }

    /// All implementations.
    pub fn implementations(
        &self,
    ) -> impl Iterator<Item = (&'s Item, &'s Implementation)> + use<'s> {
        self.public_api.items().iter().filter_map(|item| match &item.kind {
            Kind::Implementation(of) => Some((item, of)),
            _ => None,
        })
    }
}

/// Which old item is which new one.
#[derive(Default)]
pub(super) struct Matches {
    new_paths: BTreeMap<Space, HashMap<String, String>>,
    known: HashSet<(Space, String)>,
}

impl Matches {
    /// Notes that an old item has this path now.
    pub fn insert(&mut self, space: Space, old: &str, new: String) {
        self.known.insert((space, new.clone()));
        self.new_paths.entry(space).or_default().insert(old.to_owned(), new);
    }

    /// Notes that a new item was there before.
    pub fn note(&mut self, space: Space, new: &str) {
        self.known.insert((space, new.to_owned()));
    }

    /// The path that an old item has now.
    pub fn get(&self, space: Space, old: &str) -> Option<&String> {
        self.new_paths.get(&space)?.get(old)
    }

    /// Whether a new item was there before.
    pub fn has(&self, space: Space, new: &str) -> bool {
        self.known.contains(&(space, new.to_owned()))
    }
}

/// The space of an item of a module; members have none.
pub(super) fn space(item: &Item) -> Option<Space> {
    if item.is_member() {
        return None;
    }
    Some(match item.kind {
        Kind::Module | Kind::Struct(_) | Kind::Enum(_) | Kind::Alias(_) | Kind::Trait(_) => {
            Space::Type
        }
        Kind::Function(_) | Kind::Constant(_) | Kind::Static { .. } => Space::Value,
        Kind::Reexport(_)
        | Kind::Variant(_)
        | Kind::Field(_)
        | Kind::AssociatedType(_)
        | Kind::Implementation(_) => return None,
    })
}
