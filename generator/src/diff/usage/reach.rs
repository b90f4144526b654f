//! Which items of a crate a program uses: those that it names, and the members that it names of the types that it comes by.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use crate::public_api::{Item, Kind, PublicApi};

/// The items of a crate that a program uses.
pub(super) struct Used {
    /// The paths of items, of members with the arguments of their types.
    pub(super) items: BTreeSet<String>,
    /// The types that the program names or comes by.
    pub(super) types: BTreeSet<String>,
}

impl Used {
    /// Follows the program from what it names through what that gives and takes.
    pub(super) fn find(names: &Names, public_api: &PublicApi) -> Self {
        let types = public_api.items().iter().filter(|item| is_type(item));
        let mut search = Search {
            types: types.map(|item| item.path.as_str()).collect(),
            found: Self { items: BTreeSet::new(), types: BTreeSet::new() },
            open: Vec::new(),
        };
        for item in public_api.items().iter().filter(|item| names.paths.contains(&bare(&item.path)))
        {
            if let Kind::Reexport(of) = &item.kind {
                search.at_hand(&of.target);
            }
            search.found.items.insert(item.full_path());
            search.come_by(item);
        }
        let mut members = Members::of(names, public_api, &search.types);
        while let Some(name) = search.open.pop() {
            for member in members.ready(&name) {
                // What implementations and variants hold comes with their type; the rest is there because it is named.
                if !comes_with_its_type(member) {
                    search.found.items.insert(member.full_path());
                }
                search.come_by(member);
            }
        }
        search.found
    }
}

/// What is being found.
struct Search<'a> {
    /// The types of the crate.
    types: BTreeSet<&'a str>,
    found: Used,
    /// Types that are at hand, whose members were not looked at.
    open: Vec<String>,
}

impl Search<'_> {
    /// Notes the types that an item mentions, which the program may get or must give.
    fn come_by(&mut self, item: &Item) {
        for name in mentioned(&item.to_string(), &self.types) {
            self.at_hand(name);
        }
    }

    fn at_hand(&mut self, name: &str) {
        if self.found.types.insert(name.to_owned()) {
            self.open.push(name.to_owned());
        }
    }
}

/// The members that lead on as soon as their types are at hand: each waits for its owner and, because some are there for
/// some arguments of the type only, for the types in these.
struct Members<'a> {
    /// With how many types each still waits for.
    waiting: Vec<(&'a Item, usize)>,
    /// Type → those that wait for it.
    by_type: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Members<'a> {
    fn of(names: &Names, public_api: &'a PublicApi, types: &BTreeSet<&'a str>) -> Self {
        let mut members = Self { waiting: Vec::new(), by_type: BTreeMap::new() };
        let leads_on = |item: &&Item| {
            let is_named = || names.members.contains(&bare(item.name()));
            item.is_member() && (comes_with_its_type(item) || is_named())
        };
        for item in public_api.items().iter().filter(leads_on) {
            let mut needed = mentioned(&item.full_path(), types);
            needed.push(item.owner());
            let needed: BTreeSet<&str> = needed.into_iter().collect();
            for name in &needed {
                members.by_type.entry(name).or_default().push(members.waiting.len());
            }
            members.waiting.push((item, needed.len()));
        }
        members
    }

    /// Those that waited for nothing but this type.
    fn ready(&mut self, name: &str) -> Vec<&'a Item> {
        let mut ready = Vec::new();
        for number in self.by_type.remove(name).unwrap_or_default() {
            let Some((item, missing)) = self.waiting.get_mut(number) else { continue };
            *missing -= 1;
            if *missing == 0 {
                ready.push(*item);
            }
        }
        ready
    }
}

fn comes_with_its_type(item: &Item) -> bool {
    matches!(item.kind, Kind::Implementation(_) | Kind::Variant(_))
}

fn is_type(item: &Item) -> bool {
    matches!(item.kind, Kind::Struct(_) | Kind::Enum(_) | Kind::Alias(_) | Kind::Trait(_))
}

/// The types of the crate that a text mentions.
fn mentioned<'t>(text: &str, types: &BTreeSet<&'t str>) -> Vec<&'t str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || "_:#".contains(c)));
    words.filter_map(|word| types.get(word.trim_end_matches(':')).copied()).collect()
}

/// A path without what makes names no keywords.
fn bare(path: &str) -> String {
    path.replace("r#", "")
}
