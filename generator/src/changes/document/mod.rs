//! What the definition says about the API as a whole: information, tags, servers, security schemes,
//! webhooks.

mod schemes;
mod servers;
mod variables;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Context, EXTENSION};
use crate::api::{Api, Direction, Tag};
use crate::changes::rules::operations::document as rules;
use crate::changes::{ChangePlace, OperationKey, Rule, Site, Subject};
use crate::pointer::Pointer;

pub(super) use self::schemes::renamed_schemes;

/// Why the version of the API means nothing.
const VERSION: &str = "the version of the definition says nothing about the API";

/// Compares the parts that belong to no operation.
pub(super) fn compare(context: &mut Context<'_>) {
    info(context);
    tags(context);
    servers::compare(context);
    schemes::compare(context);
    webhooks(context);
    extensions(context);
}

/// The definition as a whole, as far as it affects no operation in particular.
fn whole() -> ChangePlace {
    ChangePlace {
        subject: Subject::Document,
        statuses: BTreeSet::new(),
        path: Vec::new(),
        flow: Direction { request: true, response: true },
        operations: Arc::default(),
    }
}

/// All operations of an API.
fn all_operations(api: &Api) -> Arc<BTreeSet<OperationKey>> {
    let key = |operation: &crate::api::Operation| OperationKey {
        path: operation.path.text.clone(),
        method: operation.method,
    };
    Arc::new(api.operations.iter().map(key).collect())
}

fn info(context: &mut Context<'_>) {
    let (old, new) = (&context.old.info, &context.new.info);
    let place = Pointer::root().child("info");
    let title = place.child("title");
    if old.title != new.title {
        let sites = [&old.title, &new.title].map(|text| Site::stating(&title, text.as_str()));
        let [before, after] = sites;
        let rule = &rules::API_TITLE_CHANGED;
        context.findings.report(rule, &whole(), &new.title, Some(before), Some(after));
    }
    let texts = [old.description.as_ref(), new.description.as_ref()];
    let description = place.child("description");
    text(context, &rules::API_DESCRIPTION_CHANGED, "description", [&description; 2], texts);
    if old.version != new.version {
        for is_new in [false, true] {
            context.findings.ignore(&place.child("version"), is_new, VERSION);
        }
    }
}

/// Reports a text that people read, when it changed.
fn text(
    context: &mut Context<'_>,
    rule: &'static Rule,
    name: &str,
    [old_place, new_place]: [&Pointer; 2],
    [old, new]: [Option<&String>; 2],
) {
    if old != new {
        let (before, after) =
            (old.map(|_| Site::new(old_place)), new.map(|_| Site::new(new_place)));
        context.findings.report(rule, &whole(), name, before, after);
    }
}

fn tags(context: &mut Context<'_>) {
    let (olds, news) = (by_name(&context.old.tags), by_name(&context.new.tags));
    for (name, before) in &olds {
        match news.get(name) {
            None => {
                let site = Site::new(&before.pointer);
                let rule = &rules::TAG_REMOVED;
                context.findings.report(rule, &whole(), &before.name, Some(site), None);
            }
            Some(after) => {
                let places = [before, after].map(|tag| tag.pointer.child("description"));
                let texts = [before.description.as_ref(), after.description.as_ref()];
                let [old_place, new_place] = &places;
                let rule = &rules::TAG_DESCRIPTION_CHANGED;
                text(context, rule, &after.name, [old_place, new_place], texts);
            }
        }
    }
    for (_, after) in news.iter().filter(|(name, _)| !olds.contains_key(*name)) {
        let site = Site::new(&after.pointer);
        context.findings.report(&rules::TAG_ADDED, &whole(), &after.name, None, Some(site));
    }
}

/// Tags by their name, and the how manyth of that name each is: a careless definition describes one twice.
fn by_name(tags: &[Tag]) -> BTreeMap<(&str, usize), &Tag> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let numbered = tags.iter().map(|tag| {
        let count = counts.entry(&tag.name).or_default();
        *count += 1;
        ((tag.name.as_str(), *count), tag)
    });
    numbered.collect()
}

fn webhooks(context: &mut Context<'_>) {
    let (olds, news) = (&context.old.webhooks, &context.new.webhooks);
    let list = Pointer::root().child("webhooks");
    for (name, before) in olds {
        let site = Some(Site::new(&list.child(name)));
        let place = whole().inside(format!("webhook `{name}`"));
        match news.get(name) {
            None => {
                context.findings.report(&rules::WEBHOOK_REMOVED, &place, name, site, None);
            }
            Some(after) if after != before => {
                let rule = &rules::WEBHOOK_CHANGED;
                context.findings.report(rule, &place, name, site.clone(), site);
            }
            Some(_) => {}
        }
    }
    for name in news.keys().filter(|name| !olds.contains_key(*name)) {
        let site = Some(Site::new(&list.child(name)));
        let place = whole().inside(format!("webhook `{name}`"));
        context.findings.report(&rules::WEBHOOK_ADDED, &place, name, None, site);
    }
}

fn extensions(context: &mut Context<'_>) {
    let (olds, news) = (&context.old.extensions, &context.new.extensions);
    for (one, other, is_new) in [(olds, news, false), (news, olds, true)] {
        for (key, value) in one {
            if other.get(key) != Some(value) {
                context.findings.ignore(&Pointer::root().child(key), is_new, EXTENSION);
            }
        }
    }
}
