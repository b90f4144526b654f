//! Which items of a crate a program uses: those that it names, and the members that it names of the types that it comes by.

use std::collections::BTreeSet;

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
        let types: BTreeSet<&str> = public_api
            .items()
            .iter()
            .filter(|item| is_type(item))
            .map(|item| item.path.as_str())
            .collect();
        let mut used = Self { items: BTreeSet::new(), types: BTreeSet::new() };
        for item in public_api.items().iter().filter(|item| names.paths.contains(&bare(&item.path)))
        {
            if let Kind::Reexport(of) = &item.kind {
                used.types.insert(of.target.clone());
            }
            used.items.insert(item.full_path());
            used.come_by(item, &types);
        }
        loop {
            let known = (used.items.len(), used.types.len());
            for item in public_api.items().iter().filter(|item| item.is_member()) {
                if used.types.contains(item.owner()) && used.reaches(item, names, &types) {
                    used.come_by(item, &types);
                }
            }
            if known == (used.items.len(), used.types.len()) {
                return used;
            }
        }
    }

    /// Whether a member of a type that is at hand leads on. Notes it where the program names it.
    fn reaches(&mut self, item: &Item, names: &Names, types: &BTreeSet<&str>) -> bool {
        // What is there for some arguments of the type only needs these too.
        let arguments = mentioned(&item.full_path(), types);
        let at_hand = arguments.iter().all(|of| self.types.contains(*of));
        if matches!(item.kind, Kind::Implementation(_) | Kind::Variant(_)) {
            return at_hand;
        }
        let is_named = names.members.contains(&bare(item.name()));
        if is_named && at_hand {
            self.items.insert(item.full_path());
        }
        is_named && at_hand
    }

    /// Notes the types that an item mentions, which the program may get or must give.
    fn come_by(&mut self, item: &Item, types: &BTreeSet<&str>) {
        let line = item.to_string();
        self.types.extend(mentioned(&line, types).into_iter().map(str::to_owned));
    }
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
