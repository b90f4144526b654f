//! Two listings in, what changed for callers out.
//!
//! Items are paired by kind and path. A type that became an alias of another is first followed: the items of
//! the old type are compared with those of the type that the alias stands for, and mentions of the old name in
//! signatures count as mentions of the new one. So a rename that keeps the old name is no break.

use std::collections::{BTreeMap, BTreeSet};

use super::Surface;
use super::function;
use super::item::{Item, Kind, Owner};
use super::rewrite::Rewrite;
use super::rules::{self, Rule};
use super::types::{Type, TypePath};

/// One change of the public items of a crate.
#[derive(Clone, Debug)]
pub struct Change {
    /// Which kind of change it is.
    pub rule: &'static Rule,
    /// The path of the item, without the name of the crate.
    pub item: String,
    /// Its line before; `None` for something new.
    pub old: Option<String>,
    /// Its line after; `None` for something that is gone.
    pub new: Option<String>,
}

/// What changed for callers, sorted by item, rule and lines.
pub fn compare(old: &Surface, new: &Surface) -> Vec<Change> {
    let mut changes = Changes::default();
    manifests(old, new, &mut changes);
    let renames = renames(old, new);
    let before: Vec<Item> = old.items().iter().map(|item| renamed(item, &renames)).collect();
    let is_old_name = |item: &&Item| !renames.contains_key(&item.path);
    let new_items = new.items().iter().filter(is_old_name);
    for name in renames.keys() {
        let before = old.at(name).find(|item| is_type(item));
        let after = new.at(name).find(|item| matches!(item.kind, Kind::Alias(_)));
        if let (Some(before), Some(after)) = (before, after) {
            changes.push(&rules::BECAME_ALIAS, name, Some(before), Some(after));
        }
    }
    let old_index = index(before.iter());
    let new_index = index(new_items);
    let keys: BTreeSet<&Key> = old_index.keys().chain(new_index.keys()).collect();
    let scope = Scope { old: &old_index, new: &new_index };
    for key in keys {
        let (before, after) = (old_index.get(key), new_index.get(key));
        let before = before.map(Vec::as_slice).unwrap_or_default();
        let after = after.map(Vec::as_slice).unwrap_or_default();
        pair(before, after, &scope, &mut changes);
    }
    changes.sorted()
}

/// What has been found.
#[derive(Default)]
pub(super) struct Changes {
    found: Vec<Change>,
}

impl Changes {
    /// Notes a change of an item.
    pub(super) fn push(
        &mut self,
        rule: &'static Rule,
        path: &str,
        old: Option<&Item>,
        new: Option<&Item>,
    ) {
        let [old, new] = [old, new].map(|item| item.map(ToString::to_string));
        self.found.push(Change { rule, item: path.to_owned(), old, new });
    }

    fn sorted(mut self) -> Vec<Change> {
        self.found.sort_by(|a, b| {
            (&a.item, a.rule.id, &a.old, &a.new).cmp(&(&b.item, b.rule.id, &b.old, &b.new))
        });
        self.found
    }
}

/// What pairs items: the word for the kind and the path; for an implementation, trait and type as well.
type Key = (&'static str, String, String);

type Index<'a> = BTreeMap<Key, Vec<&'a Item>>;

fn index<'a>(items: impl Iterator<Item = &'a Item>) -> Index<'a> {
    let mut index = Index::new();
    for item in items {
        index.entry(key(item)).or_default().push(item);
    }
    index
}

fn key(item: &Item) -> Key {
    // One name means one type, whatever kind of type it is.
    let noun = match item.kind {
        Kind::Struct(_) | Kind::Union(_) | Kind::Enum(_) | Kind::Alias(_) | Kind::Reexport(_) => {
            "type"
        }
        _ => item.noun(),
    };
    let detail = match &item.kind {
        Kind::Implementation(of) => {
            let generics = of.generics.in_brackets();
            format!("{generics} {} for {}{}", of.of_trait, of.for_type, of.generics.where_clause())
        }
        _ => String::new(),
    };
    (noun, item.path.clone(), detail)
}

/// Both sides, for questions about owners.
struct Scope<'a> {
    old: &'a Index<'a>,
    new: &'a Index<'a>,
}

/// The type or trait of a path.
fn owner<'i>(index: &'i Index<'_>, path: &str) -> Option<&'i Item> {
    ["type", "trait"]
        .into_iter()
        .find_map(|noun| index.get(&(noun, path.to_owned(), String::new()))?.first().copied())
}

/// Compares the items of one path; several differ in their conditions.
fn pair(before: &[&Item], after: &[&Item], scope: &Scope<'_>, changes: &mut Changes) {
    let missing = |items: &[&'_ Item], others: &[&Item]| -> Vec<Item> {
        let lines: Vec<String> = others.iter().map(ToString::to_string).collect();
        let differs = |item: &&&Item| !lines.contains(&item.to_string());
        items.iter().filter(differs).map(|item| (*item).clone()).collect()
    };
    let (before, mut after) = (missing(before, after), missing(after, before));
    let mut gone = Vec::new();
    for old in before {
        if after.is_empty() {
            gone.push(old);
            continue;
        }
        let alike = after.iter().position(|new| new.condition == old.condition);
        let new = after.remove(alike.unwrap_or(0));
        item(&old, &new, scope, changes);
    }
    for old in &gone {
        removed(old, scope, changes);
    }
    for new in &after {
        added(new, scope, changes);
    }
}

fn removed(old: &Item, scope: &Scope<'_>, changes: &mut Changes) {
    if old.is_member() && owner(scope.new, old.owner()).is_none() {
        // The removal of the whole says it; what implements a foreign trait for a foreign type has none.
        if owner(scope.old, old.owner()).is_some() {
            return;
        }
    }
    let rule = match &old.kind {
        Kind::Field(_) => &rules::FIELD_REMOVED,
        Kind::Variant(_) => &rules::VARIANT_REMOVED,
        Kind::Implementation(_) => &rules::IMPLEMENTATION_REMOVED,
        _ => &rules::ITEM_REMOVED,
    };
    changes.push(rule, &old.path, Some(old), None);
}

fn added(new: &Item, scope: &Scope<'_>, changes: &mut Changes) {
    let before = owner(scope.old, new.owner());
    if new.is_member() && before.is_none() && owner(scope.new, new.owner()).is_some() {
        return;
    }
    let rule = match (&new.kind, before.map(|owner| &owner.kind)) {
        (Kind::Field(_), Some(Kind::Struct(of))) if !of.non_exhaustive && !of.private_fields => {
            &rules::FIELD_ADDED_EXHAUSTIVE
        }
        (Kind::Field(_), _) => &rules::FIELD_ADDED,
        (Kind::Variant(_), Some(Kind::Enum(of))) if !of.non_exhaustive => {
            &rules::VARIANT_ADDED_EXHAUSTIVE
        }
        (Kind::Variant(_), _) => &rules::VARIANT_ADDED,
        (Kind::Implementation(_), _) => &rules::IMPLEMENTATION_ADDED,
        (Kind::Function(of), Some(Kind::Trait(holder))) => {
            let provided = of.owner == (Owner::Trait { provided: true });
            if provided || holder.sealed {
                &rules::TRAIT_ITEM_ADDED
            } else {
                &rules::TRAIT_ITEM_REQUIRED
            }
        }
        (Kind::Constant(of), Some(Kind::Trait(holder))) => {
            let provided = of.owner == (Owner::Trait { provided: true });
            if provided || holder.sealed {
                &rules::TRAIT_ITEM_ADDED
            } else {
                &rules::TRAIT_ITEM_REQUIRED
            }
        }
        (Kind::AssociatedType(_), Some(Kind::Trait(holder))) if !holder.sealed => {
            &rules::TRAIT_ITEM_REQUIRED
        }
        (Kind::AssociatedType(_), _) => &rules::TRAIT_ITEM_ADDED,
        (Kind::Function(_) | Kind::Constant(_), Some(_)) => &rules::MEMBER_ADDED,
        _ => &rules::ITEM_ADDED,
    };
    changes.push(rule, &new.path, None, Some(new));
}

/// Compares two items of one path that differ somehow.
fn item(old: &Item, new: &Item, scope: &Scope<'_>, changes: &mut Changes) {
    let mut note = |rule: &'static Rule| changes.push(rule, &old.path, Some(old), Some(new));
    attributes(old, new, &mut note);
    match (&old.kind, &new.kind) {
        (Kind::Struct(a), Kind::Struct(b)) | (Kind::Union(a), Kind::Union(b)) => {
            if a.generics != b.generics {
                note(&rules::GENERICS_CHANGED);
            }
            if a.shape != b.shape {
                note(&rules::SHAPE_CHANGED);
            }
            if a.repr != b.repr {
                note(&rules::LAYOUT_CHANGED);
            }
            exhaustive(a.non_exhaustive, b.non_exhaustive, &mut note);
            match (a.private_fields, b.private_fields) {
                (false, true) if !a.non_exhaustive => note(&rules::PRIVATE_FIELD_ADDED),
                (true, false) if !b.non_exhaustive => note(&rules::PRIVATE_FIELDS_REMOVED),
                _ => {}
            }
        }
        (Kind::Enum(a), Kind::Enum(b)) => {
            if a.generics != b.generics {
                note(&rules::GENERICS_CHANGED);
            }
            if a.repr != b.repr {
                note(&rules::LAYOUT_CHANGED);
            }
            exhaustive(a.non_exhaustive, b.non_exhaustive, &mut note);
        }
        (Kind::Variant(a), Kind::Variant(b)) => {
            if a.shape != b.shape {
                note(&rules::SHAPE_CHANGED);
            } else if a.fields != b.fields {
                note(&rules::VARIANT_FIELDS_CHANGED);
            }
            exhaustive(a.non_exhaustive, b.non_exhaustive, &mut note);
            let is_open = owner(scope.old, old.owner())
                .is_some_and(|owner| matches!(&owner.kind, Kind::Enum(of) if of.non_exhaustive));
            if a.discriminant != b.discriminant && a.discriminant.is_some() && !is_open {
                note(&rules::DISCRIMINANT_CHANGED);
            }
        }
        (Kind::Field(a), Kind::Field(b)) => {
            if a != b {
                note(&rules::FIELD_TYPE_CHANGED);
            }
        }
        (Kind::Function(a), Kind::Function(b)) => function::compare(a, b, &mut note),
        (Kind::Constant(a), Kind::Constant(b)) => {
            if a.of != b.of || a.predicates != b.predicates {
                note(&rules::CONSTANT_TYPE_CHANGED);
            }
            function::defaults(&a.owner, &b.owner, &mut note);
        }
        (Kind::Static { of: a, mutable: x }, Kind::Static { of: b, mutable: y }) => {
            if (a, x) != (b, y) {
                note(&rules::CONSTANT_TYPE_CHANGED);
            }
        }
        (Kind::Alias(a), Kind::Alias(b)) => {
            if a != b {
                note(&rules::ALIAS_TARGET_CHANGED);
            }
        }
        (Kind::Trait(a), Kind::Trait(b)) => {
            if a.generics != b.generics {
                note(&rules::GENERICS_CHANGED);
            }
            let demands = (&a.supertraits, a.is_unsafe) != (&b.supertraits, b.is_unsafe);
            if demands || (b.sealed && !a.sealed) {
                note(&rules::TRAIT_CHANGED);
            }
        }
        (Kind::AssociatedType(a), Kind::AssociatedType(b)) => {
            if a != b {
                note(&rules::TRAIT_CHANGED);
            }
        }
        (Kind::Reexport(a), Kind::Reexport(b)) => {
            if a != b {
                note(&rules::REEXPORT_CHANGED);
            }
        }
        (Kind::Macro(a), Kind::Macro(b)) => {
            if a != b {
                note(&rules::MACRO_CHANGED);
            }
        }
        (Kind::Unexpanded(a), Kind::Unexpanded(b)) => {
            if a != b {
                note(&rules::MACRO_CHANGED);
            }
        }
        (Kind::Module, Kind::Module) | (Kind::Implementation(_), Kind::Implementation(_)) => {}
        // The path stays usable when it leads to the same type by another way.
        (_, Kind::Reexport(_)) if matches!(old.kind, Kind::Struct(_) | Kind::Enum(_)) => {
            note(&rules::REEXPORT_CHANGED);
        }
        _ => note(&rules::KIND_CHANGED),
    }
}

fn exhaustive(old: bool, new: bool, note: &mut dyn FnMut(&'static Rule)) {
    match (old, new) {
        (false, true) => note(&rules::NON_EXHAUSTIVE_ADDED),
        (true, false) => note(&rules::NON_EXHAUSTIVE_REMOVED),
        _ => {}
    }
}

fn attributes(old: &Item, new: &Item, note: &mut dyn FnMut(&'static Rule)) {
    match (&old.deprecated, &new.deprecated) {
        (None, Some(_)) => note(&rules::DEPRECATED),
        (a, b) if a != b => note(&rules::DEPRECATION_CHANGED),
        _ => {}
    }
    match (&old.must_use, &new.must_use) {
        (None, Some(_)) => note(&rules::MUST_USE_ADDED),
        (a, b) if a != b => note(&rules::MUST_USE_CHANGED),
        _ => {}
    }
    if old.condition != new.condition {
        let stays = new.condition.covers(&old.condition);
        note(if stays { &rules::CONDITION_WIDENED } else { &rules::CONDITION_NARROWED });
    }
}

/// Features, the oldest Rust, and dependencies whose types are part of the API.
fn manifests(old: &Surface, new: &Surface, changes: &mut Changes) {
    let mut note = |rule: &'static Rule, item: String, old: Option<String>, new: Option<String>| {
        changes.found.push(Change { rule, item, old, new });
    };
    let line = |name: &str, enabled: &[String]| format!("feature {name} = {enabled:?}");
    for (name, before) in &old.features {
        let item = format!("feature {name}");
        let Some(after) = new.features.get(name) else {
            note(&rules::FEATURE_REMOVED, item, Some(line(name, before)), None);
            continue;
        };
        let lines = (Some(line(name, before)), Some(line(name, after)));
        let known = |enabled: &String| new.features.contains_key(enabled);
        if before.iter().any(|enabled| !after.contains(enabled) && known(enabled)) {
            note(&rules::FEATURE_ENABLES_LESS, item, lines.0, lines.1);
        } else if after.iter().any(|enabled| !before.contains(enabled)) {
            note(&rules::FEATURE_ENABLES_MORE, item, lines.0, lines.1);
        }
    }
    for (name, enabled) in &new.features {
        if !old.features.contains_key(name) {
            note(&rules::FEATURE_ADDED, format!("feature {name}"), None, Some(line(name, enabled)));
        }
    }
    if let (Some(a), Some(b)) = (&old.rust_version, &new.rust_version)
        && a != b
    {
        let numbers =
            |text: &str| -> Vec<u64> { text.split('.').map_while(|n| n.parse().ok()).collect() };
        let raised = numbers(b) > numbers(a);
        let rule = if raised { &rules::RUST_VERSION_RAISED } else { &rules::RUST_VERSION_LOWERED };
        note(rule, "rust-version".to_owned(), Some(a.clone()), Some(b.clone()));
    }
    for (name, before) in &old.dependencies {
        if let Some(after) = new.dependencies.get(name)
            && after != before
        {
            let item = format!("dependency {name}");
            note(
                &rules::PUBLIC_DEPENDENCY_CHANGED,
                item,
                Some(before.clone()),
                Some(after.clone()),
            );
        }
    }
}

fn is_type(item: &Item) -> bool {
    matches!(item.kind, Kind::Struct(_) | Kind::Union(_) | Kind::Enum(_))
}

/// Types of the old listing that are aliases in the new one: old name → the type that it stands for.
fn renames(old: &Surface, new: &Surface) -> BTreeMap<String, String> {
    let was_type: BTreeSet<&str> =
        old.items().iter().filter(|item| is_type(item)).map(|item| item.path.as_str()).collect();
    let alias = |item: &Item| match &item.kind {
        Kind::Alias(alias) if was_type.contains(item.path.as_str()) => {
            // An alias that fills in parameters is another type.
            let target = alias.target.as_path()?;
            let plain = target.angle().is_empty() && alias.generics.is_empty();
            plain.then(|| (item.path.clone(), target.own()))
        }
        _ => None,
    };
    new.items().iter().filter_map(alias).collect()
}

/// An item as it would read had its types been renamed before.
fn renamed(item: &Item, renames: &BTreeMap<String, String>) -> Item {
    let mut item = item.clone();
    if renames.is_empty() {
        return item;
    }
    for (old, new) in renames {
        let rest = item.path.strip_prefix(old.as_str());
        if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with([':', '.'])) {
            item.path = format!("{new}{rest}");
            break;
        }
    }
    item.rewrite(&mut Renamer { renames });
    item
}

struct Renamer<'a> {
    renames: &'a BTreeMap<String, String>,
}

impl Renamer<'_> {
    fn rename(&self, path: &mut TypePath) {
        let Some(new) = self.renames.get(&path.own()) else { return };
        let arguments = path.segments.pop().map(|segment| segment.arguments);
        let mut named = TypePath::named(new);
        if let (Some(last), Some(arguments)) = (named.segments.last_mut(), arguments) {
            last.arguments = arguments;
        }
        path.segments = named.segments;
    }
}

impl Rewrite for Renamer<'_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        self.rename(path);
        None
    }

    fn trait_path(&mut self, path: &mut TypePath) {
        self.rename(path);
    }
}
