//! Paths and operations, with what the document and the path item say for all of their operations: that is
//! compared where it takes effect, so it does not matter on which level it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::align::{canonical, words};
use super::grammar::NodeKind;
use super::located::Located;
use super::reasons::{ELSEWHERE, SAME_WORDS, UNUSED};
use super::sides::{Side, Sides};
use super::walk::{CoverageWalk, Task};
use crate::api::{PathPart, PathTemplate};
use crate::media_type::{JSON, MULTIPART, MediaType, OCTET_STREAM, URLENCODED};
use crate::pointer::Pointer;

/// What the document says for operations that do not say it themselves.
const INHERITED: [&str; 3] = ["consumes", "produces", "security"];

/// A parameter of an operation: where it is listed, and where it is described.
#[derive(Clone)]
struct Listed<'a> {
    place: Located<'a>,
    target: Located<'a>,
}

/// The parameters of an operation by location and name.
type Parameters<'a> = BTreeMap<(String, String), Listed<'a>>;

impl<'a> CoverageWalk<'a> {
    pub(super) fn document(&mut self, task: &Task<'a>) {
        self.members(task, &["paths"]);
        let located_items = Sides::make(|side| task.located_items.of(side).member("paths"));
        self.push(Task::new(NodeKind::Paths, located_items));
        for key in INHERITED {
            self.unused(&Sides::make(|side| task.located_items.of(side).member(key)));
        }
    }

    /// Aligns paths that differ only in the names of their placeholders.
    pub(super) fn paths(&mut self, task: &Task<'a>) {
        let Sides { old, new } = &task.located_items;
        let (Some(olds), Some(news)) = (old.object(), new.object()) else {
            self.leaf(task);
            return;
        };
        let mut shapes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for path in news.keys().filter(|path| !olds.contains_key(*path)) {
            shapes.entry(shape(path)).or_default().push(path);
        }
        let mut paired: BTreeSet<&str> = BTreeSet::new();
        for path in olds.keys() {
            let kind = task.kind.member(path);
            let renamed = if news.contains_key(path) {
                None
            } else {
                shapes.get_mut(&shape(path)).and_then(Vec::pop)
            };
            let other = renamed.unwrap_or(path);
            paired.insert(other);
            let located_items = Sides { old: old.member(path), new: new.member(other) };
            if renamed.is_some() {
                self.renamed_path(&located_items);
            }
            self.push(Task::new(kind, located_items));
        }
        for path in news.keys().filter(|path| !paired.contains(path.as_str())) {
            let located_items = Sides { old: old.missing(path), new: new.member(path) };
            self.push(Task::new(task.kind.member(path), located_items));
        }
    }

    /// The new name of a path is known when something is said about the path or what is below it.
    fn renamed_path(&mut self, located_items: &Sides<Located<'a>>) {
        let task = Task::new(NodeKind::Text, located_items.clone());
        let below =
            Side::BOTH.iter().any(|side| self.has_below(*side, &located_items.of(*side).pointer));
        self.settle(&task, below.then_some(ELSEWHERE));
    }

    pub(super) fn path_item(&mut self, task: &Task<'a>) {
        self.members(task, &NodeKind::METHODS);
        for method in NodeKind::METHODS {
            let located_items = Sides::make(|side| task.located_items.of(side).member(method));
            let both = located_items.old.value.is_some() && located_items.new.value.is_some();
            if both && located_items.old.object().is_some() && located_items.new.object().is_some()
            {
                self.operation(task, &located_items);
            } else {
                self.push_inside(task, Task::new(NodeKind::Operation, located_items));
            }
        }
        self.unused(&Sides::make(|side| task.located_items.of(side).member("parameters")));
    }

    fn operation(&mut self, item: &Task<'a>, located_items: &Sides<Located<'a>>) {
        let shared = Sides::make(|side| item.located_items.of(side).member("parameters"));
        let same_around = shared.old.value == shared.new.value
            && INHERITED
                .iter()
                .all(|key| self.documents.old.get(*key) == self.documents.new.get(*key));
        if same_around && located_items.old.value == located_items.new.value {
            return;
        }
        let task = Task::new(NodeKind::Operation, located_items.clone());
        self.members(&task, &[]);
        let parameters = Sides::make(|side| self.parameters_of(side, located_items, &shared));
        self.parameters(&parameters, located_items);
        for key in ["consumes", "produces"] {
            let bodies = Sides::make(|side| match key {
                "consumes" => self.request_bodies(&parameters, side, located_items),
                _ => self.response_bodies(side, located_items),
            });
            self.media_types(key, located_items, &bodies);
        }
        self.security(located_items);
        self.bodies(located_items);
    }

    /// The parameters of an operation, those of its path item included. Of two that are the same, the
    /// first one counts.
    fn parameters_of(
        &self,
        side: Side,
        operation: &Sides<Located<'a>>,
        shared: &Sides<Located<'a>>,
    ) -> Parameters<'a> {
        let own = operation.of(side).member("parameters");
        let mut found = Parameters::new();
        for place in own.located_items().chain(shared.of(side).located_items()) {
            let target = place.target(self.documents.of(side)).unwrap_or_else(|| place.clone());
            let identity = identity(&target);
            found.entry(identity).or_insert(Listed { place, target });
        }
        found
    }

    fn parameters(&mut self, parameters: &Sides<Parameters<'a>>, operation: &Sides<Located<'a>>) {
        for side in Side::BOTH {
            for listed in parameters.of(side).values() {
                self.take(side, &listed.place);
            }
        }
        for (identity, old) in &parameters.old {
            let Some(new) = parameters.new.get(identity) else { continue };
            let places = Sides { old: old.place.clone(), new: new.place.clone() };
            let moved = Side::BOTH.map(|side| is_own(places.of(side), operation.of(side)));
            let [was_own, is_own] = moved;
            let referred = [old, new].map(|listed| listed.place.reference().is_some());
            if was_own != is_own || referred == [true, false] || referred == [false, true] {
                self.settle(&Task::new(NodeKind::Free, places), Some(ELSEWHERE));
            }
            let targets = Sides { old: old.target.clone(), new: new.target.clone() };
            self.follow(Task::new(NodeKind::Parameter, targets));
        }
        for side in Side::BOTH {
            let list = operation.of(side.other()).member("parameters");
            let others = parameters.of(side.other());
            for (identity, listed) in parameters.of(side) {
                if !others.contains_key(identity) {
                    let located_items =
                        Sides::with(side, listed.place.clone(), list.missing(&identity.1));
                    let also = vec![(side, listed.target.pointer.clone())];
                    self.settle(&Task::new(NodeKind::Free, located_items).also(also), None);
                }
            }
        }
    }

    /// Where the request body of an operation stands, and the media types that it may have.
    fn request_bodies(
        &self,
        parameters: &Sides<Parameters<'a>>,
        side: Side,
        operation: &Sides<Located<'a>>,
    ) -> Bodies {
        let parameters = parameters.of(side);
        let stated = self.stated("consumes", side, operation.of(side));
        let at = |location: &'static str| {
            let found = parameters.iter().filter(move |((of, _), _)| of == location);
            found.map(|(_, listed)| listed.target.clone())
        };
        if let Some(body) = at("body").next() {
            let types = or_default(words(&stated).into_keys().collect(), JSON);
            return Bodies { places: vec![body.pointer], types };
        }
        if at("formData").next().is_none() {
            return Bodies::default();
        }
        let types = if at("formData").any(|field| field.text("type") == Some("file")) {
            BTreeSet::from([MULTIPART.to_owned()])
        } else {
            let form = |text: &String| MediaType::parse(text).is_form();
            or_default(words(&stated).into_keys().filter(form).collect(), URLENCODED)
        };
        let list = operation.of(side).pointer.child("parameters");
        let fields = at("formData").map(|field| field.pointer);
        Bodies { places: fields.chain([list]).collect(), types }
    }

    /// Where the response bodies of an operation stand, and the media types that they may have.
    fn response_bodies(&self, side: Side, operation: &Sides<Located<'a>>) -> Bodies {
        let responses = operation.of(side).member("responses");
        let keys = responses.object().into_iter().flat_map(Map::keys);
        let targets = keys.filter_map(|key| responses.member(key).target(self.documents.of(side)));
        let bodies: Vec<Located<'a>> =
            targets.filter(|response| response.member("schema").value.is_some()).collect();
        if bodies.is_empty() {
            return Bodies::default();
        }
        let file = |body: &Located<'a>| body.member("schema").text("type") == Some("file");
        let default = if bodies.iter().all(file) { OCTET_STREAM } else { JSON };
        let stated = self.stated("produces", side, operation.of(side));
        let types = or_default(words(&stated).into_keys().collect(), default);
        Bodies { places: bodies.into_iter().map(|body| body.pointer).collect(), types }
    }

    /// The list that holds for an operation: its own, or that of the document.
    pub(super) fn stated(&self, key: &str, side: Side, operation: &Located<'a>) -> Located<'a> {
        let own = operation.member(key);
        let empty = own.value.and_then(Value::as_array).is_some_and(Vec::is_empty);
        let replaced = key == "security" || !empty;
        if own.value.is_some() && replaced {
            return own;
        }
        Located::root(self.documents.of(side)).member(key)
    }

    /// A media type that is gone or new is known where it is stated, or at the bodies that it is for.
    fn media_types(&mut self, key: &str, operation: &Sides<Located<'a>>, bodies: &Sides<Bodies>) {
        let lists = Sides::make(|side| self.stated(key, side, operation.of(side)));
        let stated = Sides::make(|side| words(lists.of(side)));
        let also: Vec<(Side, Pointer)> = Side::BOTH
            .into_iter()
            .flat_map(|side| {
                let places = bodies.of(side).places.iter().cloned();
                let own = operation.of(side).pointer.child(key);
                places.chain([own]).map(move |place| (side, place))
            })
            .collect();
        for side in Side::BOTH {
            for (text, located) in stated.of(side) {
                self.take(side, located);
                if stated.of(side.other()).contains_key(text) {
                    continue;
                }
                let has = Side::BOTH.map(|side| bodies.of(side).types.contains(text));
                let missing = lists.of(side.other()).missing(text);
                let located_items = Sides::with(side, located.clone(), missing);
                let task = Task::new(NodeKind::Free, located_items).also(also.clone());
                let reason = match has {
                    // Without a list, bodies are of this type anyway.
                    [true, true] => Some(SAME_WORDS),
                    [false, false] => Some(UNUSED),
                    _ => None,
                };
                self.settle_for_one(&task, reason);
            }
        }
        let is_idle = Side::BOTH.iter().all(|side| bodies.of(*side).places.is_empty());
        if stated.old.keys().eq(stated.new.keys()) {
            self.own_list(key, operation, &lists, is_idle.then_some(UNUSED));
        }
    }

    /// An operation says the same as before, but now in a list of its own, or no longer in one. `idle` is why
    /// that could mean nothing even if it said something else.
    pub(super) fn own_list(
        &mut self,
        key: &str,
        operation: &Sides<Located<'a>>,
        lists: &Sides<Located<'a>>,
        idle: Option<&'static str>,
    ) {
        let own = Sides::make(|side| operation.of(side).member(key));
        let [was_own, is_own] =
            Side::BOTH.map(|side| lists.of(side).pointer == own.of(side).pointer);
        let reason = if was_own == is_own { SAME_WORDS } else { ELSEWHERE };
        if own.old.value.is_some() != own.new.value.is_some() || was_own != is_own {
            self.settle(&Task::new(NodeKind::Free, own), idle.or(Some(reason)));
        }
    }

    /// Items of a list around operations that differ and that no operation has taken up mean nothing.
    fn unused(&mut self, lists: &Sides<Located<'a>>) {
        for side in Side::BOTH {
            let others: BTreeSet<String> =
                lists.of(side.other()).located_items().map(|item| canonical(item.value)).collect();
            for item in lists.of(side).located_items() {
                if !others.contains(&canonical(item.value)) {
                    let missing = lists.of(side.other()).missing("-");
                    let task = Task::new(NodeKind::Free, Sides::with(side, item, missing));
                    self.item_around(side, task);
                }
            }
        }
    }
}

/// The bodies of an operation.
#[derive(Default)]
struct Bodies {
    places: Vec<Pointer>,
    types: BTreeSet<String>,
}

fn or_default(stated: BTreeSet<String>, default: &str) -> BTreeSet<String> {
    if stated.is_empty() { BTreeSet::from([default.to_owned()]) } else { stated }
}

/// Whether a parameter is listed by the operation itself.
fn is_own(place: &Located<'_>, operation: &Located<'_>) -> bool {
    place.pointer.parent().and_then(|list| list.parent()).as_ref() == Some(&operation.pointer)
}

/// What makes two parameters the same one.
fn identity(parameter: &Located<'_>) -> (String, String) {
    let location = parameter.text("in").unwrap_or_default();
    let name = parameter.text("name").unwrap_or_default();
    match location {
        "body" => ("body".to_owned(), String::new()),
        "form" => ("formData".to_owned(), name.to_owned()),
        "header" => (location.to_owned(), name.to_ascii_lowercase()),
        _ => (location.to_owned(), name.to_owned()),
    }
}

/// A path without the names of its placeholders.
fn shape(path: &str) -> String {
    let parts = PathTemplate::parse(path).parts;
    let text = |part: &PathPart| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(_) => "{}".to_owned(),
    };
    parts.iter().map(text).collect()
}
