//! Where the API is served. Each old address is looked for among the new ones: as it is, then with another
//! scheme, with another path, with another host.

use std::collections::BTreeSet;

use super::{all_operations, text, variables, whole};
use crate::api::{Api, Server};
use crate::changes::Context;
use crate::changes::address::{Address, rebased};
use crate::changes::rules::operations::document as rules;
use crate::changes::{ChangePlace, Rule, Site};
use crate::pointer::Pointer;

/// Why the address of the root means nothing.
const ROOT: &str = "the root is what is assumed when no server is stated";

/// Why another spelling means nothing.
const SAME: &str = "the address of the server is the same in other words";

/// A part of an address, which Swagger 2.0 states by a key of its own.
#[derive(Clone, Copy)]
enum Part {
    Scheme,
    Host,
    Path,
}

/// Whether two addresses differ in one part only.
type Fits = fn(Address<'_>, Address<'_>) -> bool;

/// A server, and its address without what the paths took over or gave.
#[derive(Clone, Copy)]
struct Served<'a> {
    server: &'a Server,
    address: Address<'a>,
}

impl Served<'_> {
    /// Whether it is the server that is assumed when none is stated.
    fn is_root(&self) -> bool {
        self.address == Address::of("")
    }

    /// Where the definition says a part of the address.
    fn site(&self, part: Part) -> Site {
        let pointer = &self.server.pointer;
        let first = pointer.tokens().next().unwrap_or_default();
        let place = match part {
            _ if first == "servers" => pointer.child("url"),
            Part::Scheme if first == "schemes" => pointer.clone(),
            Part::Scheme => Pointer::root().child("schemes"),
            Part::Host => Pointer::root().child("host"),
            Part::Path => Pointer::root().child("basePath"),
        };
        Site::stating(&place, self.server.url.as_str())
    }
}

/// Compares the servers.
pub(super) fn compare(context: &mut Context<'_>) {
    let prefixes = rebased(context.old, context.new);
    let [before, after] = prefixes.unwrap_or_default();
    let (mut olds, mut news) = (served(context.old, before), served(context.new, after));
    let mut comparer = ServerComparer { context, seen: BTreeSet::new() };
    if prefixes.is_some() {
        comparer.rebased(&olds, &news);
    }
    match (olds.is_empty(), news.is_empty()) {
        (false, true) => comparer.drop_root(&mut olds, false),
        (true, false) => comparer.drop_root(&mut news, true),
        _ => {}
    }
    let mut kept = take_pairs(&mut olds, &mut news, |a, b| a.server.template == b.server.template);
    let moved = take_pairs(&mut olds, &mut news, |a, b| a.address == b.address);
    for (before, after) in moved.iter().filter(|_| prefixes.is_none()) {
        comparer.ignore(before, false, SAME);
        comparer.ignore(after, true, SAME);
    }
    kept.extend(moved);
    comparer.first(&kept);
    let changed: [(Part, Fits); 3] = [
        (Part::Scheme, |a, b| a.host == b.host && a.path == b.path),
        (Part::Path, |a, b| a.scheme == b.scheme && a.host == b.host),
        (Part::Host, |a, b| a.scheme == b.scheme),
    ];
    for (part, fits) in changed {
        for (before, after) in take_pairs(&mut olds, &mut news, |a, b| fits(a.address, b.address)) {
            comparer.changed(part, before, after);
            kept.push((before, after));
        }
    }
    for (before, after) in &kept {
        comparer.said(before.server, after.server);
    }
    comparer.alone(&olds, false, [&rules::SERVER_REMOVED, &rules::SERVER_SCHEME_REMOVED]);
    comparer.alone(&news, true, [&rules::SERVER_ADDED, &rules::SERVER_SCHEME_ADDED]);
}

fn served<'a>(api: &'a Api, prefix: &str) -> Vec<Served<'a>> {
    let served = |server: &'a Server| {
        let address = Address::of(&server.url);
        let path = address.path.strip_prefix(prefix).unwrap_or(address.path);
        Served { server, address: Address { path, ..address } }
    };
    api.servers.iter().map(served).collect()
}

fn take_pairs<'a>(
    olds: &mut Vec<Served<'a>>,
    news: &mut Vec<Served<'a>>,
    fits: impl Fn(&Served<'a>, &Served<'a>) -> bool,
) -> Vec<(Served<'a>, Served<'a>)> {
    let mut pairs = Vec::new();
    olds.retain(|old| {
        let found = news.iter().position(|new| fits(old, new));
        pairs.extend(found.map(|number| (*old, news.remove(number))));
        found.is_none()
    });
    pairs
}

struct ServerComparer<'c, 'a> {
    context: &'c mut Context<'a>,
    /// What has been reported: several addresses share the host of Swagger 2.0.
    seen: BTreeSet<(&'static str, Pointer, Pointer)>,
}

impl ServerComparer<'_, '_> {
    /// All operations feel it when the server is another.
    fn place(&self, server: Option<&Server>) -> ChangePlace {
        let place = ChangePlace { operations: all_operations(self.context.new), ..whole() };
        match server {
            Some(server) => place.inside(format!("server `{}`", server.template)),
            None => place,
        }
    }

    fn ignore(&mut self, served: &Served<'_>, is_new: bool, reason: &'static str) {
        self.context.findings.ignore(&served.site(Part::Path).pointer, is_new, reason);
    }

    /// Reports that the paths make up for another path of the server.
    fn rebased(&mut self, olds: &[Served<'_>], news: &[Served<'_>]) {
        let site = |served: Option<&Served<'_>>| {
            let served = served?;
            let path = Address::of(&served.server.url).path;
            let path = if path.is_empty() { "/" } else { path };
            Some(Site::stating(&served.site(Part::Path).pointer, path))
        };
        let (before, after) = (site(olds.first()), site(news.first()));
        let text = |site: &Option<Site>| site.as_ref().map_or_else(|| "/".to_owned(), Site::text);
        let name = format!("{} → {}", text(&before), text(&after));
        let place = self.place(None);
        self.context.findings.report(&rules::PATHS_REBASED, &place, &name, before, after);
        for (servers, is_new) in [(olds, false), (news, true)] {
            for served in servers {
                self.context.findings.cover_also(&served.site(Part::Path).pointer, is_new);
            }
        }
        for (api, is_new) in [(self.context.old, false), (self.context.new, true)] {
            let paths: BTreeSet<&str> =
                api.operations.iter().map(|o| o.path.text.as_str()).collect();
            for path in paths {
                let pointer = Pointer::root().child("paths").child(path);
                self.context.findings.cover_also(&pointer, is_new);
            }
        }
    }

    /// Takes out the server that is assumed.
    fn drop_root(&mut self, servers: &mut Vec<Served<'_>>, is_new: bool) {
        for served in servers.iter().filter(|served| served.is_root()) {
            self.ignore(served, is_new, ROOT);
        }
        servers.retain(|served| !served.is_root());
    }

    /// Reports that the server of the old programs is no longer the first.
    fn first(&mut self, kept: &[(Served<'_>, Served<'_>)]) {
        let firsts = (self.context.old.servers.first(), self.context.new.servers.first());
        let (Some(before), Some(after)) = firsts else { return };
        let old = kept.iter().position(|(old, _)| std::ptr::eq(old.server, before));
        let new = kept.iter().position(|(_, new)| std::ptr::eq(new.server, after));
        if old.is_some() && new.is_some() && old != new {
            let sites = [before, after].map(|s| Site::stating(&s.pointer, s.url.as_str()));
            let [old_site, new_site] = sites;
            let rule = &rules::DEFAULT_SERVER_CHANGED;
            let (place, name) = (self.place(None), after.url.as_str());
            self.context.findings.report(rule, &place, name, Some(old_site), Some(new_site));
        }
    }

    fn changed(&mut self, part: Part, old: Served<'_>, new: Served<'_>) {
        let rule = match part {
            Part::Scheme => &rules::SERVER_SCHEME_CHANGED,
            Part::Host => &rules::SERVER_HOST_CHANGED,
            Part::Path => &rules::SERVER_PATH_CHANGED,
        };
        let (before, after) = (old.site(part), new.site(part));
        let key = (rule.id, before.pointer.clone(), after.pointer.clone());
        if self.seen.insert(key) {
            let place = self.place(Some(new.server));
            let name = new.server.url.as_str();
            self.context.findings.report(rule, &place, name, Some(before), Some(after));
            // What else is said of the server is compared, and stands below another address now.
            self.context.findings.cover_also(&old.server.pointer, false);
            self.context.findings.cover_also(&new.server.pointer, true);
            if matches!(part, Part::Host) && old.address.path != new.address.path {
                for (served, is_new) in [(old, false), (new, true)] {
                    let pointer = served.site(Part::Path).pointer;
                    self.context.findings.cover_also(&pointer, is_new);
                }
            }
        }
    }

    /// Reports servers that only one of the two has. One that differs from a server of the other side by
    /// its scheme only is another way to that.
    fn alone(&mut self, left: &[Served<'_>], is_new: bool, [address, scheme]: [&'static Rule; 2]) {
        let (old, new) = (self.context.old, self.context.new);
        let others = if is_new { &old.servers } else { &new.servers };
        for one in left {
            let same = |other: &Server| {
                let other = Address::of(&other.url);
                one.address.host == other.host && Address::of(&one.server.url).path == other.path
            };
            let other_way = others.iter().any(same);
            let (rule, site) = if other_way {
                (scheme, one.site(Part::Scheme))
            } else {
                (address, Site::stating(&one.server.pointer, one.server.url.as_str()))
            };
            let place = self.place(Some(one.server));
            let name = one.server.url.as_str();
            let (before, after) = if is_new { (None, Some(site)) } else { (Some(site), None) };
            self.context.findings.report(rule, &place, name, before, after);
            self.context.findings.cover_also(&one.server.pointer, is_new);
            if !other_way {
                for part in [Part::Scheme, Part::Host, Part::Path] {
                    self.context.findings.cover_also(&one.site(part).pointer, is_new);
                }
            }
        }
    }

    /// Compares what is said about a server.
    fn said(&mut self, old: &Server, new: &Server) {
        let places = [old, new].map(|server| server.pointer.child("description"));
        let [old_place, new_place] = &places;
        let texts = [old.description.as_ref(), new.description.as_ref()];
        let rule = &rules::SERVER_DESCRIPTION_CHANGED;
        text(self.context, rule, &new.template, [old_place, new_place], texts);
        let place = self.place(Some(new));
        variables::compare(self.context, &place, old, new);
    }
}
