//! The public items of a crate, one per line, and what differs between two listings.

use std::collections::BTreeSet;

use crate::bump::Bump;
use crate::diff::report::ItemChange;
use crate::generate::Generated;
use crate::inherit::GivenOut;

/// The listing of a crate: the items that the definition decides, sorted. What is inside a type is listed
/// under its earlier names too, because it is found there.
pub(super) fn listing(generated: &Generated) -> String {
    let mut items: BTreeSet<String> = generated.provenance.keys().cloned().collect();
    for (old, new) in aliases(&generated.given) {
        let inside = format!("{new}::");
        let members = generated.provenance.keys().filter_map(|item| item.strip_prefix(&inside));
        items.extend(members.map(|member| format!("{old}::{member}")));
    }
    items.into_iter().map(|item| item + "\n").collect()
}

/// The paths of the earlier names of types, with what they are now.
fn aliases(given: &GivenOut) -> Vec<(String, String)> {
    let types = given.aliases.types.iter();
    let types = types.map(|(old, new)| (format!("models::{old}"), format!("models::{}", new.is)));
    let requests = given.aliases.requests.iter().filter_map(|alias| {
        let now = given.operations.get(&alias.operation)?;
        let old = format!("api::{}::{}", alias.handle, alias.name);
        Some((old, format!("api::{}::{}", now.handle, now.request)))
    });
    types.chain(requests).collect()
}

/// What callers see of the difference of two listings.
pub(super) fn changes(old: &str, new: &str) -> Vec<ItemChange> {
    let items = |text| -> BTreeSet<&str> { str::lines(text).collect() };
    let (old, new) = (items(old), items(new));
    let change = |item: &str, rule: &str, bump, is_new: bool| ItemChange {
        rule: rule.to_owned(),
        bump,
        item: item.to_owned(),
        old: (!is_new).then(|| item.to_owned()),
        new: is_new.then(|| item.to_owned()),
        anchor: None,
    };
    let removed = old.difference(&new).map(|item| change(item, "item-removed", Bump::Major, false));
    let added = new.difference(&old).map(|item| change(item, "item-added", Bump::Minor, true));
    removed.chain(added).collect()
}
