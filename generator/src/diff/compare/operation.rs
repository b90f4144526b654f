//! Pairs the operations of the two APIs and compares each pair.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Context;
use super::schema::Pairs;
use crate::api::{Content, Direction, Operation};
use crate::diff::{OperationKey, Place, Subject};

/// Compares all operations, and counts them.
pub(super) fn compare<'a>(context: &mut Context<'a>, schemas: &mut Pairs<'a>) {
    for old in &context.old.operations {
        let same = |new: &&Operation| new.method == old.method && new.path == old.path;
        if let Some(new) = context.new.operations.iter().find(same) {
            values(context, schemas, old, new);
        }
    }
}

fn values<'a>(
    context: &mut Context<'a>,
    schemas: &mut Pairs<'a>,
    old: &'a Operation,
    new: &'a Operation,
) {
    let key = OperationKey { path: new.path.text.clone(), method: new.method };
    let place = |step: String, request: bool| Place {
        subject: Subject::Operation(key.clone()),
        path: vec![step],
        flow: Direction { request, response: !request },
        operations: Arc::new(BTreeSet::from([key.clone()])),
    };
    let findings = &mut context.findings;
    for old in &old.parameters {
        let new = new
            .parameters
            .iter()
            .find(|new| (&new.name, new.location) == (&old.name, old.location));
        if let Some(new) = new {
            let place = place(format!("parameter `{}`", new.name), true);
            schemas.value(findings, &place, &old.schema, &new.schema);
        }
    }
    let mut contents = |place: &Place, old: &'a [Content], new: &'a [Content]| {
        for old in old {
            let new = new.iter().find(|new| new.media_type == old.media_type);
            let new = new.and_then(|new| new.schema.as_ref());
            if let Some((old, new)) = old.schema.as_ref().zip(new) {
                schemas.value(findings, place, old, new);
            }
        }
    };
    if let Some((old, new)) = old.body.as_ref().zip(new.body.as_ref()) {
        contents(&place("body".to_owned(), true), &old.contents, &new.contents);
    }
    for old in &old.responses {
        if let Some(new) = new.responses.iter().find(|new| new.status == old.status) {
            let place = place(format!("response {}", new.status), false);
            contents(&place, &old.contents, &new.contents);
        }
    }
}
