//! What travels without an operation: which schemas do so, and that they are compared the way they travel.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::rules::operations::document as rules;
use super::schema::Pairs;
use super::{ChangePlace, Context, Rule, Site, Subject};
use crate::api::{Direction, Messages, Schema, SchemaId};

/// A list of messages.
type List = fn(&Messages) -> &[Schema];

/// The lists, and which way what is in them travels.
const LISTS: [(List, Direction); 2] = [
    (|messages| &messages.sent, Direction { request: true, response: false }),
    (|messages| &messages.received, Direction { request: false, response: true }),
];

/// Compares the messages of both definitions.
pub(super) fn compare<'a>(context: &mut Context<'a>, schemas: &mut Pairs<'a>) {
    let (old, new) = (context.old, context.new);
    for (list, flow) in LISTS {
        let (olds, news) = (list(&old.messages), list(&new.messages));
        let mut gone: Vec<_> = named(olds).filter(|(id, _)| find(news, id).is_none()).collect();
        let mut come: Vec<_> = named(news).filter(|(id, _)| find(olds, id).is_none()).collect();
        let both = named(news).filter_map(|(id, after)| Some((id, find(olds, id)?, after)));
        let mut pairs: Vec<_> = both.collect();
        // One that another has taken the place of has another name now.
        if let ([(was, before)], [(is, after)]) = (gone.as_slice(), come.as_slice())
            && !new.schemas.contains_key(*was)
            && !old.schemas.contains_key(*is)
        {
            pairs.push((*is, *before, *after));
            (gone, come) = (Vec::new(), Vec::new());
        }
        for (id, before, after) in pairs {
            schemas.message(&place(id, flow), id, [before, after]);
        }
        for (id, schema) in gone {
            alone(context, (&rules::MESSAGE_REMOVED, flow), id, schema, false);
        }
        for (id, schema) in come {
            alone(context, (&rules::MESSAGE_ADDED, flow), id, schema, true);
        }
    }
}

fn named(list: &[Schema]) -> impl Iterator<Item = (&SchemaId, &Schema)> {
    list.iter().filter_map(|schema| Some((schema.reference()?, schema)))
}

fn find<'a>(list: &'a [Schema], id: &SchemaId) -> Option<&'a Schema> {
    list.iter().find(|schema| schema.reference() == Some(id))
}

fn place(id: &SchemaId, flow: Direction) -> ChangePlace {
    ChangePlace {
        subject: Subject::Schema(id.to_string()),
        statuses: BTreeSet::new(),
        path: Vec::new(),
        flow,
        operations: Arc::default(),
    }
}

/// Reports a message that only one of the two definitions has.
fn alone(
    context: &mut Context<'_>,
    (rule, flow): (&'static Rule, Direction),
    id: &SchemaId,
    schema: &Schema,
    is_new: bool,
) {
    let site = Some(Site::new(&schema.pointer));
    let (old, new) = if is_new { (None, site) } else { (site, None) };
    context.findings.report(rule, &place(id, flow), id.as_str(), old, new);
    context.findings.felt_by(Arc::new(BTreeSet::from([id.clone()])));
}
