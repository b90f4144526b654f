//! What is found operation by operation, brought together: a change of a part that several operations
//! share is found once for each of them and reported once, with all of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use crate::api::{Direction, Schema, Status};
use crate::changes::Findings;
use crate::changes::schema::Pairs;
use crate::changes::{ChangePlace, OperationKey, Rule, Site, Subject};
use crate::pointer::Pointer;

/// All that was found so far, in the order in which it was.
#[derive(Default)]
pub(super) struct Gathering<'a> {
    changes: IndexMap<ChangeKey, Gathered>,
    values: IndexMap<ValueKey, GatheredValue<'a>>,
    ignored: IndexSet<(Pointer, bool, &'static str)>,
}

/// Changes that are equal in this are one.
#[derive(PartialEq, Eq, Hash)]
struct ChangeKey {
    rule: &'static str,
    name: String,
    parts: [Option<Pointer>; 2],
}

/// Values that are equal in this are compared once.
#[derive(PartialEq, Eq, Hash)]
struct ValueKey {
    old: Pointer,
    new: Pointer,
    request: bool,
    response: bool,
}

/// A change, and the operations for which it was found.
pub(super) struct Gathered {
    rule: &'static Rule,
    place: ChangePlace,
    names: IndexSet<String>,
    statuses: BTreeSet<Status>,
    old: Option<Site>,
    new: Option<Site>,
    also: IndexSet<(Pointer, bool)>,
    operations: BTreeSet<OperationKey>,
}

impl Gathered {
    /// Covers one more part.
    pub(super) fn also(&mut self, pointer: &Pointer, is_new: bool) -> &mut Self {
        self.also.insert((pointer.clone(), is_new));
        self
    }
}

struct GatheredValue<'a> {
    place: ChangePlace,
    statuses: BTreeSet<Status>,
    old: &'a Schema,
    new: &'a Schema,
    operations: BTreeSet<OperationKey>,
}

impl<'a> Gathering<'a> {
    /// Notes a change. One that is known already affects the operations of this place too.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        name: &str,
        old: Option<Site>,
        new: Option<Site>,
    ) -> &mut Gathered {
        let part = |site: &Option<Site>| site.as_ref().map(|site| site.pointer.clone());
        let parts = [part(&old), part(&new)];
        self.report_parts(rule, place, name, parts, [old, new])
    }

    /// The same for parts that stand elsewhere than what is shown: changes of the same parts are one.
    pub(super) fn report_parts(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        name: &str,
        parts: [Option<Pointer>; 2],
        [old, new]: [Option<Site>; 2],
    ) -> &mut Gathered {
        // The same response may stand for several statuses, which are its names.
        let is_status = place.statuses.iter().any(|status| status.to_string() == name);
        let name_of_key = if is_status { String::new() } else { name.to_owned() };
        let key = ChangeKey { rule: rule.id, name: name_of_key, parts };
        let gathered = self.changes.entry(key).or_insert_with(|| Gathered {
            rule,
            place: place.clone(),
            names: IndexSet::new(),
            statuses: BTreeSet::new(),
            old,
            new,
            also: IndexSet::new(),
            operations: BTreeSet::new(),
        });
        gathered.names.insert(name.to_owned());
        gathered.statuses.extend(&place.statuses);
        let flow = &mut gathered.place.flow;
        flow.request |= place.flow.request;
        flow.response |= place.flow.response;
        gathered.operations.extend(place.operations.iter().cloned());
        gathered
    }

    /// Notes that a difference means nothing.
    pub(super) fn ignore(&mut self, pointer: &Pointer, is_new: bool, reason: &'static str) {
        self.ignored.insert((pointer.clone(), is_new, reason));
    }

    /// Notes that two values are to be compared.
    pub(super) fn value(&mut self, place: &ChangePlace, old: &'a Schema, new: &'a Schema) {
        let Direction { request, response } = place.flow;
        let (old_place, new_place) = (old.pointer.clone(), new.pointer.clone());
        let key = ValueKey { old: old_place, new: new_place, request, response };
        let gathered = self.values.entry(key).or_insert_with(|| GatheredValue {
            place: place.clone(),
            statuses: BTreeSet::new(),
            old,
            new,
            operations: BTreeSet::new(),
        });
        gathered.statuses.extend(&place.statuses);
        gathered.operations.extend(place.operations.iter().cloned());
    }

    /// Reports everything.
    pub(super) fn finish(self, findings: &mut Findings, schemas: &mut Pairs<'a>) {
        for (pointer, is_new, reason) in self.ignored {
            findings.ignore(&pointer, is_new, reason);
        }
        for (key, gathered) in self.changes {
            let Gathered { rule, mut place, names, statuses, old, new, also, operations } =
                gathered;
            let name = listed(&names);
            place.statuses = statuses;
            let [old_part, new_part] = key.parts;
            let place = shared(place, &new_part.or(old_part).unwrap_or_default(), operations);
            findings.report(rule, &place, &name, old, new);
            for (pointer, is_new) in also {
                findings.cover_also(&pointer, is_new);
            }
        }
        for value in self.values.into_values() {
            let GatheredValue { mut place, statuses, old, new, operations } = value;
            place.statuses = statuses;
            let place = shared(place, &new.pointer, operations);
            schemas.value(findings, &place, old, new);
        }
    }
}

fn listed(names: &IndexSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// The place as all of these operations have it. What several share is looked for by its own name.
fn shared(
    place: ChangePlace,
    pointer: &Pointer,
    operations: BTreeSet<OperationKey>,
) -> ChangePlace {
    let subject = if operations.len() > 1 { shared_subject(pointer) } else { place.subject };
    ChangePlace { subject, operations: Arc::new(operations), ..place }
}

fn shared_subject(pointer: &Pointer) -> Subject {
    let tokens: Vec<String> = pointer.tokens().take(3).collect();
    let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let (kind, name) = match tokens.as_slice() {
        ["components", kind, name] | [kind @ ("parameters" | "responses"), name, ..] => {
            (*kind, *name)
        }
        ["paths", path, ..] => ("paths", *path),
        _ => return Subject::Document,
    };
    let kind = match kind {
        "parameters" => "parameter",
        "responses" => "response",
        "requestBodies" => "request body",
        "headers" => "header",
        "pathItems" => "path item",
        "paths" => "path",
        other => other,
    };
    Subject::Shared(format!("{kind} {name}"))
}

#[cfg(test)]
mod tests {
    use super::shared_subject;
    use crate::pointer::Pointer;

    #[test]
    fn a_shared_part_goes_by_its_own_name() {
        let subject = |text: &str| shared_subject(&Pointer::from_escaped(text)).to_string();
        assert_eq!(subject("/parameters/Limit/required"), "parameter Limit");
        assert_eq!(subject("/components/responses/Gone"), "response Gone");
        assert_eq!(subject("/components/requestBodies/Pet/content"), "request body Pet");
        assert_eq!(subject("/paths/~1a~1{b}/parameters/0"), "path /a/{b}");
        assert_eq!(subject("/produces/1"), "the definition");
        assert_eq!(subject("/security"), "the definition");
    }
}
