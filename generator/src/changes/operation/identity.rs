//! What identifies an operation: method, path, id, the name that other SDKs give it, the group that it
//! is found in.

use std::collections::BTreeMap;

use super::pairing::OperationPair;
use super::{OperationComparer, key, path_item};
use crate::api::{Api, Operation, PathTemplate};
use crate::changes::paths::anonymous;
use crate::changes::rules::operations::{operation as rules, operation_name as name_rules};
use crate::changes::{ChangePlace, Site};
use crate::pointer::Pointer;

/// Whether an SDK may call the operation by another name now.
pub(super) fn is_renamed(pair: &OperationPair<'_>) -> bool {
    let (old, new) = (pair.old, pair.new);
    let names = |operation| names(operation).collect::<Vec<_>>();
    key(old) != key(new) || old.id != new.id || names(old) != names(new)
}

/// Why it means nothing that an id differs which several operations have.
const SHARED_ID: &str = "an id that several operations have names none of them";

/// The operations without an id of their own, by the one that they share.
pub(super) fn sharing(api: &Api) -> BTreeMap<&str, Vec<&Operation>> {
    let mut found: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &api.operations {
        if let Some(id) = &operation.shared_id {
            found.entry(id).or_default().push(operation);
        }
    }
    found
}

/// Where an operation states its id.
fn id_place(operation: &Operation) -> Pointer {
    operation.pointer.child("operationId")
}

/// The extensions that name the operation: those with the word `name` in their key.
fn names(operation: &Operation) -> impl Iterator<Item = (&str, &str)> {
    let texts = operation.extensions.iter().filter_map(|(key, value)| Some((key, value.as_str()?)));
    texts.filter(|(key, _)| is_name(key)).map(|(key, text)| (key.as_str(), text))
}

/// Whether an extension of this key names an operation.
pub(super) fn is_name(key: &str) -> bool {
    key.split('-').any(|word| word == "name")
}

impl<'a> OperationComparer<'a> {
    pub(super) fn identity(&mut self, place: &ChangePlace, pair: &OperationPair<'a>) {
        self.address(place, pair);
        self.id(place, pair.old, pair.new);
        self.names(place, pair.old, pair.new);
        self.tags(place, pair.old, pair.new);
    }

    /// Reports that an operation is found elsewhere now.
    fn address(&mut self, place: &ChangePlace, pair: &OperationPair<'a>) {
        let (old, new) = (pair.old, pair.new);
        if !pair.moved {
            return;
        }
        if old.method == new.method && anonymous(&old.path) != anonymous(&new.path) {
            let whole = !self.has_path(old, true) && !self.has_path(new, false);
            let pointer =
                |operation| if whole { path_item(operation) } else { operation.pointer.clone() };
            let before = Site::stating(&pointer(old), old.path.text.as_str());
            let after = Site::stating(&pointer(new), new.path.text.as_str());
            let rule = &rules::OPERATION_PATH_CHANGED;
            let name = &new.path.text;
            let gathered = self.gathering.report(rule, place, name, Some(before), Some(after));
            gathered.also(&old.pointer, false).also(&new.pointer, true);
            return;
        }
        let same_path = anonymous(&old.path) == anonymous(&new.path);
        let rule = if same_path {
            &rules::OPERATION_METHOD_CHANGED
        } else {
            &rules::OPERATION_PATH_CHANGED
        };
        let [before, after] = [old, new].map(|operation| {
            let text =
                if same_path { operation.method.to_string() } else { key(operation).to_string() };
            Some(Site::stating(&operation.pointer, text))
        });
        let whole = [!self.has_path(old, true), !self.has_path(new, false)];
        let name = key(new).to_string();
        let gathered = self.gathering.report(rule, place, &name, before, after);
        for ((operation, is_new), whole) in [(old, false), (new, true)].into_iter().zip(whole) {
            if whole {
                gathered.also(&path_item(operation), is_new);
            }
        }
    }

    fn id(&mut self, place: &ChangePlace, old: &Operation, new: &Operation) {
        let rule = match (&old.id, &new.id) {
            (Some(before), Some(after)) if before == after => return,
            (Some(_), Some(_)) => &name_rules::OPERATION_ID_CHANGED,
            (Some(_), None) if new.shared_id.is_some() => &name_rules::OPERATION_ID_SHARED,
            (Some(_), None) => &name_rules::OPERATION_ID_REMOVED,
            (None, Some(_)) if old.shared_id.is_some() => &name_rules::OPERATION_ID_UNSHARED,
            (None, Some(_)) => &name_rules::OPERATION_ID_ADDED,
            (None, None) => {
                if old.shared_id != new.shared_id {
                    self.gathering.ignore(&id_place(old), false, SHARED_ID);
                    self.gathering.ignore(&id_place(new), true, SHARED_ID);
                }
                return;
            }
        };
        let site = |operation: &Operation| {
            let id = operation.id.as_ref().or(operation.shared_id.as_ref())?;
            Some(Site::stating(&id_place(operation), id.as_str()))
        };
        let name = [&new.id, &new.shared_id, &old.id].into_iter().flatten().next();
        let name = name.cloned().unwrap_or_default();
        let gathered = self.gathering.report(rule, place, &name, site(old), site(new));
        for ((operation, sharing), is_new) in
            [old, new].into_iter().zip(&self.sharing).zip([false, true])
        {
            let id = operation.shared_id.as_deref();
            let others = id.and_then(|id| sharing.get(id)).into_iter().flatten();
            // What differs may be another operation alone, and each of them does: the id was, or is, this one's own.
            let other = others.copied().find(|other| other.pointer != operation.pointer);
            if let Some(other) = other {
                gathered.also(&id_place(other), is_new);
            }
        }
    }

    /// Reports, once, that the extensions give the operation another name.
    fn names(&mut self, place: &ChangePlace, old: &Operation, new: &Operation) {
        let changed = |one: &Operation, other: &Operation| -> Vec<(Pointer, String)> {
            let others: Vec<_> = names(other).collect();
            let own = names(one).filter(|name| !others.contains(name));
            own.map(|(key, text)| (one.pointer.child(key), text.to_owned())).collect()
        };
        let (before, after) = (changed(old, new), changed(new, old));
        if before.is_empty() && after.is_empty() {
            return;
        }
        let site = |names: &[(Pointer, String)]| {
            names.first().map(|(pointer, text)| Site::stating(pointer, text.as_str()))
        };
        let name = after.first().or(before.first()).map(|(_, text)| text.clone());
        let rule = match (before.is_empty(), after.is_empty()) {
            (true, _) => &name_rules::OPERATION_NAME_ADDED,
            (_, true) => &name_rules::OPERATION_NAME_REMOVED,
            _ => &name_rules::OPERATION_NAME_CHANGED,
        };
        let gathered = self.gathering.report(
            rule,
            place,
            &name.unwrap_or_default(),
            site(&before),
            site(&after),
        );
        for (pointer, _) in &before {
            gathered.also(pointer, false);
        }
        for (pointer, _) in &after {
            gathered.also(pointer, true);
        }
    }

    /// The first tag is the group that the operation is found in; the others mean little.
    fn tags(&mut self, place: &ChangePlace, old: &Operation, new: &Operation) {
        let site = |operation: &Operation, number: usize| {
            let tag = operation.tags.get(number)?;
            Some(Site::stating(&operation.pointer.child("tags").child(number), tag.as_str()))
        };
        let (before, after) = (old.tags.first(), new.tags.first());
        if before != after {
            let none =
                |operation: &Operation| Site::stating(&operation.pointer.child("tags"), "none");
            let name = after.or(before).cloned().unwrap_or_default();
            let old_site = site(old, 0).unwrap_or_else(|| none(old));
            let new_site = site(new, 0).unwrap_or_else(|| none(new));
            let rule = &rules::OPERATION_GROUP_CHANGED;
            self.gathering.report(rule, place, &name, Some(old_site), Some(new_site));
        }
        let is_known = |tag: &String| Some(tag) == before || Some(tag) == after;
        for (number, tag) in old.tags.iter().enumerate() {
            if !is_known(tag) && !new.tags.contains(tag) {
                let rule = &rules::OPERATION_TAG_REMOVED;
                self.gathering.report(rule, place, tag, site(old, number), None);
            }
        }
        for (number, tag) in new.tags.iter().enumerate() {
            if !is_known(tag) && !old.tags.contains(tag) {
                let rule = &rules::OPERATION_TAG_ADDED;
                self.gathering.report(rule, place, tag, None, site(new, number));
            }
        }
    }

    /// Reports that the placeholders of a path go by other names, and says which was which. The same
    /// placeholder at another place is another matter: who fills them in order mixes them up.
    pub(super) fn placeholders<'p>(
        &mut self,
        place: &ChangePlace,
        pair: &OperationPair<'a>,
        names: [&'p PathTemplate; 2],
    ) -> Vec<(&'p str, &'p str)> {
        let [old, new] = names;
        let (olds, news): (Vec<&str>, Vec<&str>) =
            (old.parameters().collect(), new.parameters().collect());
        let mut paired: Vec<(&str, &str)> = Vec::with_capacity(olds.len());
        let sites = |before: &str, after: &str| {
            let old = Site::stating(&path_item(pair.old), before);
            (Some(old), Some(Site::stating(&path_item(pair.new), after)))
        };
        let elsewhere = |name: &&str, number: usize, others: &[&str]| {
            others.contains(name) && others.get(number) != Some(name)
        };
        let swapped = olds.iter().enumerate().any(|(number, name)| elsewhere(name, number, &news));
        if pair.moved || swapped {
            paired
                .extend(olds.iter().filter(|name| news.contains(name)).map(|name| (*name, *name)));
        }
        if swapped && !pair.moved {
            let (old_site, new_site) = sites(&old.text, &new.text);
            self.gathering.report(
                &rules::PATH_PARAMETERS_SWAPPED,
                place,
                &new.text,
                old_site,
                new_site,
            );
        }
        if pair.moved {
            return paired;
        }
        let left = |names: &[&'p str]| -> Vec<&'p str> {
            let is_paired = |name: &&&str| swapped && paired.iter().any(|(old, _)| old == *name);
            names.iter().filter(|name| !is_paired(name)).copied().collect()
        };
        for (before, after) in left(&olds).into_iter().zip(left(&news)) {
            paired.push((before, after));
            if before != after {
                let (old_site, new_site) = sites(before, after);
                let rule = &rules::PATH_PARAMETER_RENAMED;
                self.gathering.report(rule, place, after, old_site, new_site);
            }
        }
        paired
    }
}
