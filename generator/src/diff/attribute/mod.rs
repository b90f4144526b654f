//! Ties what Rust callers see to the changes of the definition that caused it.
//!
//! Every public item has pointers that it was made from ([`Provenance`]); every change has sites. A change
//! of an item belongs to the change of the definition whose sites are nearest to the pointers of the item, or
//! to the one that covered them: a change of several error codes has the site of the first only. What belongs
//! to none was caused by the templates, the generator or the configuration, and is reported as
//! that.

mod index;
mod kind;
mod place;
mod reach;
mod sites;
mod targets;

use std::sync::Arc;

use self::index::Index;
use self::place::pointers;
use self::reach::Reach;
use self::targets::Targets;
use crate::api::Api;
use crate::changes::Comparison;
use crate::public_api;
use crate::view::Provenance;

/// One of the two sides.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What the definition says.
    pub api: &'a Api,
    /// What its SDK was made from.
    pub provenance: &'a Provenance,
}

/// What caused the change of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cause {
    /// The change of the definition; `None` where none explains it.
    pub change: Option<usize>,
    /// Whether that stands where the item comes from. Others were found by what they reach.
    pub certain: bool,
    /// Others that stand there too and would have the same effect, by place.
    pub others: Vec<Arc<[usize]>>,
}

/// For each change of an item: the change of the definition that caused it, if one did.
pub fn attribute(
    items: &[public_api::Change],
    comparison: &Comparison,
    old: Side<'_>,
    new: Side<'_>,
) -> Vec<Cause> {
    let changes = &comparison.changes;
    let index = Index::new(changes, &comparison.covered);
    let mut reach = None;
    let mut targets = None;
    items
        .iter()
        .map(|item| {
            // A listing writes fields as `Type.field`.
            let path = |path: &Option<String>| path.as_ref().map(|path| path.replace('.', "::"));
            let [old_path, new_path] = [path(&item.old_path), path(&item.new_path)];
            let [old_path, new_path] = [old_path.as_deref(), new_path.as_deref()];
            let was = pointers(old.provenance, old_path);
            let is = pointers(new.provenance, new_path);
            let found = index
                .nearest(item, was, is)
                .or_else(|| index.covered(was, is))
                .or_else(|| index.covering_inside(item, was, is));
            let others = index.possible(item, was, is);
            let certain = found.is_some();
            // What came or went with a change of the whole that holds it: the other side has the whole.
            let [old_path, new_path] = [old_path.or(new_path), new_path.or(old_path)];
            let was = pointers(old.provenance, old_path);
            let is = pointers(new.provenance, new_path);
            let change = found
                .or_else(|| index.nearest(item, was, is))
                .or_else(|| {
                    let reach = reach.get_or_insert_with(|| Reach::new(changes, old.api, new.api));
                    reach.find(item, was.iter().chain(is))
                })
                // The same place in the other definition: an operation that can no longer be offered.
                .or_else(|| index.nearest(item, is, was))
                // A part that was made from elsewhere, and that the whole now takes from there.
                .or_else(|| {
                    let was = pointers(old.provenance, holder(old_path));
                    let is = pointers(new.provenance, holder(new_path));
                    index.referred(item, was, is).or_else(|| index.nearest(item, was, is))
                })
                // Whatever it refers to has no type of its own, so nothing but the field shows that it is another.
                .or_else(|| {
                    let [olds, news] = targets
                        .get_or_insert_with(|| [old, new].map(|side| Targets::new(side.api)));
                    index.nearest(item, &olds.behind(was), &news.behind(is))
                })
                .or_else(|| index.alike(item));
            Cause { change, certain, others }
        })
        .collect()
}

/// The path of what holds an item.
fn holder(path: Option<&str>) -> Option<&str> {
    path.and_then(|path| path.rsplit_once("::")).map(|(holder, _)| holder)
}
