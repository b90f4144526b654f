//! The ways in which a client may identify itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::api::{Api, Direction, Location, SecurityKind, SecurityScheme};
use crate::changes::Context;
use crate::changes::rules::operations::security as rules;
use crate::changes::{ChangePlace, OperationKey, Rule, Site, Subject};
use crate::pointer::Pointer;

/// The schemes that go by another name now: old and new. What is left over on both sides and works the same
/// way is the same, when no other does.
pub(in crate::changes) fn renamed_schemes<'a>(
    old: &'a Api,
    new: &'a Api,
) -> BTreeMap<&'a str, &'a str> {
    let left = |one: &'a Api, other: &Api| -> Vec<(&'a str, &'a SecurityKind)> {
        let schemes = one.security_schemes.iter();
        let left = schemes.filter(|(name, _)| !other.security_schemes.contains_key(*name));
        left.map(|(name, scheme)| (name.as_str(), &scheme.kind)).collect()
    };
    let (olds, news) = (left(old, new), left(new, old));
    let only = |schemes: &[(&'a str, &'a SecurityKind)], kind: &SecurityKind| {
        let mut same = schemes.iter().filter(|(_, other)| *other == kind);
        same.next().filter(|_| same.next().is_none()).map(|(name, _)| *name)
    };
    let pairs = olds.iter().filter_map(|(name, kind)| {
        only(&olds, kind)?;
        Some((*name, only(&news, kind)?))
    });
    pairs.collect()
}

/// Compares the security schemes.
pub(super) fn compare(context: &mut Context<'_>) {
    let (old, new) = (context.old, context.new);
    let renamed = renamed_schemes(old, new);
    for (name, before) in &old.security_schemes {
        let now = renamed.get(name.as_str()).copied().unwrap_or(name);
        let Some(after) = new.security_schemes.get(now) else {
            let place = place(now, users([(old, name)]));
            let site = Site::new(&before.pointer);
            let rule = &rules::SECURITY_SCHEME_REMOVED;
            context.findings.report(rule, &place, name, Some(site), None);
            continue;
        };
        let place = place(now, users([(old, name), (new, now)]));
        if now != name {
            let sites =
                (Site::stating(&before.pointer, name.as_str()), Site::stating(&after.pointer, now));
            let rule = &rules::SECURITY_SCHEME_RENAMED;
            context.findings.report(rule, &place, now, Some(sites.0), Some(sites.1));
        }
        scheme(context, &place, now, before, after);
    }
    let known: BTreeSet<&str> = renamed.values().copied().collect();
    for (name, after) in &new.security_schemes {
        if !old.security_schemes.contains_key(name) && !known.contains(name.as_str()) {
            let place = place(name, users([(new, name)]));
            let site = Site::new(&after.pointer);
            let rule = &rules::SECURITY_SCHEME_ADDED;
            context.findings.report(rule, &place, name, None, Some(site));
        }
    }
}

/// The operations that ask for a scheme.
fn users<const N: usize>(schemes: [(&Api, &str); N]) -> Arc<BTreeSet<OperationKey>> {
    let mut users = BTreeSet::new();
    for (api, name) in schemes {
        for operation in &api.operations {
            if operation.security.iter().flatten().any(|(scheme, _)| scheme == name) {
                users.insert(OperationKey {
                    path: operation.path.text.clone(),
                    method: operation.method,
                });
            }
        }
    }
    Arc::new(users)
}

/// A credential that no operation asks for does not travel.
fn place(name: &str, operations: Arc<BTreeSet<OperationKey>>) -> ChangePlace {
    let flow = Direction { request: !operations.is_empty(), response: false };
    ChangePlace {
        subject: Subject::SecurityScheme(name.to_owned()),
        statuses: BTreeSet::new(),
        path: Vec::new(),
        flow,
        operations,
    }
}

/// Compares a scheme with what became of it.
fn scheme(
    context: &mut Context<'_>,
    place: &ChangePlace,
    name: &str,
    old: &SecurityScheme,
    new: &SecurityScheme,
) {
    let described = [old, new].map(|scheme| {
        scheme.description.as_ref().map(|_| Site::new(&scheme.pointer.child("description")))
    });
    if old.description != new.description {
        let [before, after] = described;
        let rule = &rules::SECURITY_SCHEME_DESCRIPTION_CHANGED;
        context.findings.report(rule, place, name, before, after);
    }
    match (&old.kind, &new.kind) {
        (
            SecurityKind::ApiKey { location: was, name: old_name },
            SecurityKind::ApiKey { location: is, name: new_name },
        ) => {
            let words = [was, is].map(|location| location_word(*location));
            fact(context, &rules::API_KEY_LOCATION_CHANGED, place, name, [old, new], "in", words);
            let names = [old_name.as_str(), new_name.as_str()];
            fact(context, &rules::API_KEY_NAME_CHANGED, place, name, [old, new], "name", names);
        }
        (SecurityKind::OAuth2 { flows: was }, SecurityKind::OAuth2 { flows: is }) => {
            Flows { context, place, schemes: [old, new] }.compare(was, is);
        }
        (SecurityKind::OpenIdConnect { url: was }, SecurityKind::OpenIdConnect { url: is }) => {
            let rule = &rules::OPENID_URL_CHANGED;
            fact(context, rule, place, name, [old, new], "openIdConnectUrl", [was, is]);
        }
        (was, is) if was != is => {
            let sites = [(old, was), (new, is)]
                .map(|(scheme, kind)| Some(Site::stating(&scheme.pointer, kind_word(kind))));
            let [before, after] = sites;
            let rule = &rules::SECURITY_SCHEME_TYPE_CHANGED;
            context.findings.report(rule, place, name, before, after);
        }
        _ => {}
    }
}

/// Reports that one fact of a scheme changed.
fn fact(
    context: &mut Context<'_>,
    rule: &'static Rule,
    place: &ChangePlace,
    name: &str,
    [old, new]: [&SecurityScheme; 2],
    key: &str,
    [was, is]: [&str; 2],
) {
    if was != is {
        let before = Site::stating(&old.pointer.child(key), was);
        let after = Site::stating(&new.pointer.child(key), is);
        context.findings.report(rule, place, name, Some(before), Some(after));
    }
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Query => "query",
        Location::Cookie => "cookie",
        Location::Header | Location::Path => "header",
    }
}

fn kind_word(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::ApiKey { location, .. } => {
            format!("API key in the {}", location_word(*location))
        }
        SecurityKind::Basic => "basic".to_owned(),
        SecurityKind::Bearer => "bearer".to_owned(),
        SecurityKind::OAuth2 { .. } => "OAuth 2".to_owned(),
        SecurityKind::OpenIdConnect { .. } => "OpenID Connect".to_owned(),
        SecurityKind::Other { name } => name.clone(),
    }
}

/// The OAuth 2 flows of a scheme.
struct Flows<'c, 'a, 'p> {
    context: &'c mut Context<'a>,
    place: &'p ChangePlace,
    schemes: [&'p SecurityScheme; 2],
}

impl Flows<'_, '_, '_> {
    fn compare(&mut self, old: &Value, new: &Value) {
        let nothing = Map::new();
        let members = |flows: &Value| flows.as_object().unwrap_or(&nothing).clone();
        let (mut olds, mut news) = (members(old), members(new));
        let shared: Vec<String> =
            olds.keys().filter(|name| news.contains_key(*name)).cloned().collect();
        for name in shared {
            if let (Some(before), Some(after)) = (olds.remove(&name), news.remove(&name)) {
                self.flow([&name, &name], &before, &after);
            }
        }
        if olds.len() == 1 && news.len() == 1 {
            for ((was, before), (is, after)) in olds.iter().zip(&news) {
                let [old_site, new_site] = [(0, was), (1, is)].map(|(side, name)| {
                    Some(Site::stating(&self.at(side, name, &[]), name.as_str()))
                });
                self.report(&rules::OAUTH_FLOW_CHANGED, is, old_site, new_site);
                self.flow([was, is], before, after);
            }
            return;
        }
        for name in olds.keys() {
            let site = Site::new(&self.at(0, name, &[]));
            self.report(&rules::OAUTH_FLOW_REMOVED, name, Some(site), None);
        }
        for name in news.keys() {
            let site = Site::new(&self.at(1, name, &[]));
            self.report(&rules::OAUTH_FLOW_ADDED, name, None, Some(site));
        }
    }

    fn report(&mut self, rule: &'static Rule, name: &str, old: Option<Site>, new: Option<Site>) {
        self.context.findings.report(rule, self.place, name, old, new);
    }

    /// Where a scheme says something about a flow. In Swagger 2.0 it has only one, and says it itself.
    fn at(&self, side: usize, flow: &str, keys: &[&str]) -> Pointer {
        let Some(scheme) = self.schemes.get(side) else { return Pointer::root() };
        let is_old_format =
            scheme.pointer.tokens().next().is_some_and(|t| t == "securityDefinitions");
        match (is_old_format, keys) {
            (true, []) => scheme.pointer.child("flow"),
            (true, keys) => scheme.pointer.descend(keys),
            (false, keys) => scheme.pointer.child("flows").child(flow).descend(keys),
        }
    }

    fn flow(&mut self, [was, is]: [&str; 2], old: &Value, new: &Value) {
        for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
            let text =
                |flow: &Value| flow.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (before, after) = (text(old), text(new));
            if before != after {
                let sites = [(0, was, before), (1, is, after)].map(|(side, name, url)| {
                    Some(Site::stating(&self.at(side, name, &[key]), url))
                });
                let [before, after] = sites;
                self.report(&rules::OAUTH_URL_CHANGED, key, before, after);
            }
        }
        let nothing = Map::new();
        let scopes = |flow: &Value| {
            flow.get("scopes").and_then(Value::as_object).unwrap_or(&nothing).clone()
        };
        let (olds, news) = (scopes(old), scopes(new));
        for (scope, before) in &olds {
            let site = |side, name| Some(Site::new(&self.at(side, name, &["scopes", scope])));
            let (before_site, after_site) = (site(0, was), site(1, is));
            match news.get(scope) {
                None => self.report(&rules::OAUTH_SCOPE_REMOVED, scope, before_site, None),
                Some(after) if after != before => {
                    let rule = &rules::OAUTH_SCOPE_DESCRIPTION_CHANGED;
                    self.report(rule, scope, before_site, after_site);
                }
                Some(_) => {}
            }
        }
        for scope in news.keys().filter(|scope| !olds.contains_key(*scope)) {
            let site = Site::new(&self.at(1, is, &["scopes", scope]));
            self.report(&rules::OAUTH_SCOPE_ADDED, scope, None, Some(site));
        }
    }
}
