//! Which media type an operation goes on with, where a newer one would be preferred: what a call takes and returns
//! follows from it, so a media type that is added must not change it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Inheritance;
use super::name_lock::{Contents, LockedOperation};
use crate::api::{Api, Content, Operation};

/// What [`Contents`] has for the body of the request.
const BODY: &str = "body";

/// The media types of an operation that are not those which would be preferred.
pub fn unusual(operation: &Operation) -> Contents {
    let chosen = bodies(operation).filter_map(|(place, contents)| {
        let first = contents.first()?;
        let preferred = contents.iter().min_by_key(|content| content.preference())?;
        let of = first.media_type.as_str();
        (of != preferred.media_type.as_str()).then(|| (place, of.to_owned()))
    });
    chosen.collect()
}

/// What each operation of the new definition was generated for, by its identity there.
pub(super) fn chosen(
    old: &Api,
    operations: &BTreeMap<String, String>,
    locked: &BTreeMap<String, LockedOperation>,
) -> BTreeMap<String, Contents> {
    let by_identity: BTreeMap<String, &Operation> =
        old.operations.iter().map(|operation| (operation.identity(), operation)).collect();
    let found = operations.iter().filter_map(|(new, was)| {
        let operation = by_identity.get(was)?;
        let first = |(place, contents): (String, &[Content])| {
            Some((place, contents.first()?.media_type.as_str().to_owned()))
        };
        let mut chosen: Contents = bodies(operation).filter_map(first).collect();
        if let Some(locked) = locked.get(was) {
            chosen.extend(locked.contents.clone());
        }
        Some((new.clone(), chosen))
    });
    found.collect()
}

impl Inheritance {
    /// The API with the media types that the last version was generated for in front. `renewed` are the bodies and
    /// replies (`listPets.body`, `listPets.reply`) that are to have the preferred one.
    pub fn settled(&self, api: &Arc<Api>, renewed: &BTreeSet<String>) -> Arc<Api> {
        let moves: Vec<(usize, String, usize)> = api
            .operations
            .iter()
            .enumerate()
            .flat_map(|(number, operation)| {
                let moves = self.moves(operation, renewed).into_iter();
                moves.map(move |(place, index)| (number, place, index))
            })
            .collect();
        if moves.is_empty() {
            return Arc::clone(api);
        }
        let mut settled = Api::clone(api);
        for (number, place, index) in moves {
            let Some(operation) = settled.operations.get_mut(number) else { continue };
            let contents = if place == BODY {
                operation.body.as_mut().map(|body| &mut body.contents)
            } else {
                let mut responses = operation.responses.iter_mut();
                let response = responses.find(|response| response.status.to_string() == place);
                response.map(|response| &mut response.contents)
            };
            if let Some(moved) = contents.and_then(|contents| contents.get_mut(..=index)) {
                moved.rotate_right(1);
            }
        }
        Arc::new(settled)
    }

    /// The contents of an operation that come first now: the places, and where each stands.
    fn moves(&self, operation: &Operation, renewed: &BTreeSet<String>) -> Vec<(String, usize)> {
        let id = operation.identity();
        let Some(chosen) = self.contents.get(&id) else { return Vec::new() };
        let moves = bodies(operation).filter_map(|(place, contents)| {
            let part = if place == BODY { BODY } else { "reply" };
            let was = chosen.get(&place).filter(|_| !renewed.contains(&format!("{id}.{part}")))?;
            let index = contents.iter().position(|content| content.media_type.as_str() == was)?;
            (index > 0).then_some((place, index))
        });
        moves.collect()
    }
}

/// The bodies of an operation: the place of each, and its contents.
fn bodies(operation: &Operation) -> impl Iterator<Item = (String, &[Content])> {
    let body = operation.body.iter().map(|body| (BODY.to_owned(), body.contents.as_slice()));
    let replies = operation.responses.iter();
    body.chain(replies.map(|reply| (reply.status.to_string(), reply.contents.as_slice())))
}
