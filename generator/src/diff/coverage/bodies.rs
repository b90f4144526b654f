//! Bodies that stand for one another although they stand under other keys: the response for all statuses is
//! what a call returns where no success is listed, a status or a media type takes the place of another.
//!
//! That the key came or went is known where it stands. What the bodies lead to may differ all the same, while
//! the schemas there did not change, so they are laid beside each other here.

use serde_json::Map;

use super::grammar::NodeKind;
use super::keys::status;
use super::located::Located;
use super::sides::{Side, Sides};
use super::walk::{CoverageWalk, Task};
use crate::api::Status;

/// How many bodies of one operation are laid beside each other; real ones have a few.
const MAX_PAIRS: usize = 64;

impl<'a> CoverageWalk<'a> {
    /// Lays the bodies of an operation beside those that they stand for.
    pub(super) fn bodies(&mut self, operation: &Sides<Located<'a>>) {
        let requests = Sides::make(|side| operation.of(side).member("requestBody"));
        self.in_other_types(&requests);
        let responses = Sides::make(|side| operation.of(side).member("responses"));
        let keys = Sides::make(|side| keys(responses.of(side)));
        for (name, key) in &keys.old {
            if let Some((_, other)) = keys.new.iter().find(|(other, _)| other == name) {
                let Sides { old, new } = &responses;
                self.in_other_types(&Sides { old: old.member(key), new: new.member(other) });
            }
        }
        let returned = Sides::make(|side| returned(keys.of(side), keys.of(side.other())));
        let pairs =
            returned.old.iter().flat_map(|old| returned.new.iter().map(move |new| (old, new)));
        for (old, new) in pairs.take(MAX_PAIRS) {
            let replies = Sides { old: responses.old.member(old), new: responses.new.member(new) };
            self.stand_in(&replies, |_| true);
        }
    }

    /// The media types of a body that only one document has.
    fn in_other_types(&mut self, holders: &Sides<Located<'a>>) {
        let types = Sides::make(|side| {
            let holder = holders.of(side).target(self.documents.of(side));
            holder.map(|holder| keys(&holder.member("content"))).unwrap_or_default()
        });
        if types.old.is_empty() || types.new.is_empty() || types.old == types.new {
            return;
        }
        let both = |name: &String| {
            Side::BOTH.iter().all(|side| types.of(*side).iter().any(|(_, key)| key == name))
        };
        self.stand_in(holders, |name| !both(&name.to_owned()));
    }

    /// Lays the schemas of two bodies, in the media types that are asked for, beside each other.
    fn stand_in(&mut self, holders: &Sides<Located<'a>>, asked: impl Fn(&str) -> bool) {
        let schemas = Sides::make(|side| {
            let Some(holder) = holders.of(side).target(self.documents.of(side)) else {
                return Vec::new();
            };
            let content = holder.member("content");
            let types = content.object().into_iter().flat_map(Map::keys).filter(|key| asked(key));
            let of_types = types.map(|key| content.member(key).member("schema"));
            let all = of_types.chain([holder.member("schema")]);
            all.filter(|schema| schema.value.is_some()).collect::<Vec<Located<'a>>>()
        });
        let Sides { old: olds, new: news } = &schemas;
        let pairs = olds.iter().flat_map(|old| news.iter().map(move |new| (old, new)));
        for (old, new) in pairs.take(MAX_PAIRS) {
            self.known(&Task::new(NodeKind::Schema, Sides { old: old.clone(), new: new.clone() }));
        }
    }
}

/// The keys of an object, with the names by which they are compared.
fn keys(located: &Located<'_>) -> Vec<(String, String)> {
    let keys = located.object().into_iter().flat_map(Map::keys);
    keys.map(|key| (status(key), key.clone())).collect()
}

/// The keys of the responses that a call returns and that the other operation does not list: the successes,
/// or without any the one for all statuses.
fn returned(own: &[(String, String)], others: &[(String, String)]) -> Vec<String> {
    let is_success = |name: &str| Status::parse(name).is_some_and(Status::is_success);
    let successes = || own.iter().filter(|(name, _)| is_success(name));
    if successes().next().is_none() {
        let default = own.iter().filter(|(name, _)| name == "default");
        return default.map(|(_, key)| key.clone()).collect();
    }
    let listed = |name: &String| others.iter().any(|(other, _)| other == name);
    successes().filter(|(name, _)| !listed(name)).map(|(_, key)| key.clone()).collect()
}
