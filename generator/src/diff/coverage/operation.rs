//! Paths and operations, with what the document and the path item say for all of their operations: that is
//! compared where it takes effect, so it does not matter on which level it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::align::{canonical, words};
use super::grammar::Kind;
use super::reasons::{ELSEWHERE, SAME_WORDS, UNUSED};
use super::spot::Spot;
use super::two::{Side, Two};
use super::walk::{Task, Walk};
use crate::api::{PathPart, PathTemplate};
use crate::media_type::{JSON, MULTIPART, MediaType, OCTET_STREAM, URLENCODED};
use crate::pointer::Pointer;

/// What the document says for operations that do not say it themselves.
const INHERITED: [&str; 3] = ["consumes", "produces", "security"];

/// Where security schemes are declared.
const SCHEMES: [&str; 2] = ["/securityDefinitions", "/components/securitySchemes"];

/// A parameter of an operation: where it is listed, and where it is described.
#[derive(Clone)]
struct Listed<'a> {
    place: Spot<'a>,
    target: Spot<'a>,
}

/// The parameters of an operation by location and name.
type Parameters<'a> = BTreeMap<(String, String), Listed<'a>>;

impl<'a> Walk<'a> {
    pub(super) fn document(&mut self, task: &Task<'a>) {
        self.members(task, &["paths"]);
        let spots = Two::make(|side| task.spots.of(side).member("paths"));
        self.push(Task::new(Kind::Paths, spots));
        for key in INHERITED {
            self.unused(&Two::make(|side| task.spots.of(side).member(key)));
        }
    }

    /// Aligns paths that differ only in the names of their placeholders.
    pub(super) fn paths(&mut self, task: &Task<'a>) {
        let Two { old, new } = &task.spots;
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
            let spots = Two { old: old.member(path), new: new.member(other) };
            if renamed.is_some() {
                self.renamed_path(&spots);
            }
            self.push(Task::new(kind, spots));
        }
        for path in news.keys().filter(|path| !paired.contains(path.as_str())) {
            let spots = Two { old: old.missing(path), new: new.member(path) };
            self.push(Task::new(task.kind.member(path), spots));
        }
    }

    /// The new name of a path is known when something is said about the path or what is below it.
    fn renamed_path(&mut self, spots: &Two<Spot<'a>>) {
        let task = Task::new(Kind::Text, spots.clone());
        let below = Side::BOTH.iter().any(|side| self.has_below(*side, &spots.of(*side).pointer));
        self.settle(&task, below.then_some(ELSEWHERE));
    }

    pub(super) fn path_item(&mut self, task: &Task<'a>) {
        self.members(task, &Kind::METHODS);
        for method in Kind::METHODS {
            let spots = Two::make(|side| task.spots.of(side).member(method));
            let both = spots.old.value.is_some() && spots.new.value.is_some();
            if both && spots.old.object().is_some() && spots.new.object().is_some() {
                self.operation(task, &spots);
            } else {
                self.push_inside(task, Task::new(Kind::Operation, spots));
            }
        }
        self.unused(&Two::make(|side| task.spots.of(side).member("parameters")));
    }

    fn operation(&mut self, item: &Task<'a>, spots: &Two<Spot<'a>>) {
        let shared = Two::make(|side| item.spots.of(side).member("parameters"));
        let same_around = shared.old.value == shared.new.value
            && INHERITED
                .iter()
                .all(|key| self.documents.old.get(*key) == self.documents.new.get(*key));
        if same_around && spots.old.value == spots.new.value {
            return;
        }
        let task = Task::new(Kind::Operation, spots.clone());
        self.members(&task, &[]);
        let parameters = Two::make(|side| self.parameters_of(side, spots, &shared));
        self.parameters(&parameters, spots);
        for key in ["consumes", "produces"] {
            let bodies = Two::make(|side| match key {
                "consumes" => self.request_bodies(&parameters, side, spots),
                _ => self.response_bodies(side, spots),
            });
            self.media_types(key, spots, &bodies);
        }
        self.security(spots);
        self.bodies(spots);
    }

    /// The parameters of an operation, those of its path item included. Of two that are the same, the
    /// first one counts.
    fn parameters_of(
        &self,
        side: Side,
        operation: &Two<Spot<'a>>,
        shared: &Two<Spot<'a>>,
    ) -> Parameters<'a> {
        let own = operation.of(side).member("parameters");
        let mut found = Parameters::new();
        for place in own.spots().chain(shared.of(side).spots()) {
            let target = place.target(self.documents.of(side)).unwrap_or_else(|| place.clone());
            let identity = identity(&target);
            found.entry(identity).or_insert(Listed { place, target });
        }
        found
    }

    fn parameters(&mut self, parameters: &Two<Parameters<'a>>, operation: &Two<Spot<'a>>) {
        for side in Side::BOTH {
            for listed in parameters.of(side).values() {
                self.take(side, &listed.place);
            }
        }
        for (identity, old) in &parameters.old {
            let Some(new) = parameters.new.get(identity) else { continue };
            let places = Two { old: old.place.clone(), new: new.place.clone() };
            let moved = Side::BOTH.map(|side| is_own(places.of(side), operation.of(side)));
            let [was_own, is_own] = moved;
            let referred = [old, new].map(|listed| listed.place.reference().is_some());
            if was_own != is_own || referred == [true, false] || referred == [false, true] {
                self.settle(&Task::new(Kind::Free, places), Some(ELSEWHERE));
            }
            let targets = Two { old: old.target.clone(), new: new.target.clone() };
            self.follow(Task::new(kind_of(&new.target), targets));
        }
        for side in Side::BOTH {
            let list = operation.of(side.other()).member("parameters");
            let others = parameters.of(side.other());
            for (identity, listed) in parameters.of(side) {
                if !others.contains_key(identity) {
                    let spots = Two::with(side, listed.place.clone(), list.missing(&identity.1));
                    let also = vec![(side, listed.target.pointer.clone())];
                    self.settle(&Task::new(Kind::Free, spots).also(also), None);
                }
            }
        }
    }

    /// Where the request body of an operation stands, and the media types that it may have.
    fn request_bodies(
        &self,
        parameters: &Two<Parameters<'a>>,
        side: Side,
        operation: &Two<Spot<'a>>,
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
    fn response_bodies(&self, side: Side, operation: &Two<Spot<'a>>) -> Bodies {
        let responses = operation.of(side).member("responses");
        let keys = responses.object().into_iter().flat_map(Map::keys);
        let targets = keys.filter_map(|key| responses.member(key).target(self.documents.of(side)));
        let bodies: Vec<Spot<'a>> =
            targets.filter(|response| response.member("schema").value.is_some()).collect();
        if bodies.is_empty() {
            return Bodies::default();
        }
        let file = |body: &Spot<'a>| body.member("schema").text("type") == Some("file");
        let default = if bodies.iter().all(file) { OCTET_STREAM } else { JSON };
        let stated = self.stated("produces", side, operation.of(side));
        let types = or_default(words(&stated).into_keys().collect(), default);
        Bodies { places: bodies.into_iter().map(|body| body.pointer).collect(), types }
    }

    /// The list that holds for an operation: its own, or that of the document.
    fn stated(&self, key: &str, side: Side, operation: &Spot<'a>) -> Spot<'a> {
        let own = operation.member(key);
        let empty = own.value.and_then(Value::as_array).is_some_and(Vec::is_empty);
        let replaced = key == "security" || !empty;
        if own.value.is_some() && replaced {
            return own;
        }
        Spot::root(self.documents.of(side)).member(key)
    }

    /// A media type that is gone or new is known where it is stated, or at the bodies that it is for.
    fn media_types(&mut self, key: &str, operation: &Two<Spot<'a>>, bodies: &Two<Bodies>) {
        let lists = Two::make(|side| self.stated(key, side, operation.of(side)));
        let stated = Two::make(|side| words(lists.of(side)));
        let also: Vec<(Side, Pointer)> = Side::BOTH
            .into_iter()
            .flat_map(|side| {
                let places = bodies.of(side).places.iter().cloned();
                let own = operation.of(side).pointer.child(key);
                places.chain([own]).map(move |place| (side, place))
            })
            .collect();
        for side in Side::BOTH {
            for (text, spot) in stated.of(side) {
                self.take(side, spot);
                if stated.of(side.other()).contains_key(text) {
                    continue;
                }
                let has = Side::BOTH.map(|side| bodies.of(side).types.contains(text));
                let missing = lists.of(side.other()).missing(text);
                let spots = Two::with(side, spot.clone(), missing);
                let task = Task::new(Kind::Free, spots).also(also.clone());
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
    fn own_list(
        &mut self,
        key: &str,
        operation: &Two<Spot<'a>>,
        lists: &Two<Spot<'a>>,
        idle: Option<&'static str>,
    ) {
        let own = Two::make(|side| operation.of(side).member(key));
        let [was_own, is_own] =
            Side::BOTH.map(|side| lists.of(side).pointer == own.of(side).pointer);
        let reason = if was_own == is_own { SAME_WORDS } else { ELSEWHERE };
        if own.old.value.is_some() != own.new.value.is_some() || was_own != is_own {
            self.settle(&Task::new(Kind::Free, own), idle.or(Some(reason)));
        }
    }

    /// An alternative of the credentials that is gone or new is known where it is stated, at the operation
    /// that needs it, or at the schemes.
    fn security(&mut self, operation: &Two<Spot<'a>>) {
        let lists = Two::make(|side| self.stated("security", side, operation.of(side)));
        let mut alternatives = Two::make(|side| {
            let schemes = self.schemes(side);
            let mut known: BTreeMap<String, Vec<Spot<'a>>> = BTreeMap::new();
            for spot in lists.of(side).spots() {
                known.entry(schemes_of(&spot, &schemes)).or_default().push(spot);
            }
            known
        });
        let mut said = Two::<BTreeSet<String>>::default();
        for side in Side::BOTH {
            for spot in lists.of(side).spots() {
                self.take(side, &spot);
                said.of_mut(side).insert(canonical(spot.value));
            }
        }
        if said.old == said.new {
            self.own_list("security", operation, &lists, None);
        }
        let also = Side::BOTH.into_iter().flat_map(|side| {
            let operation = &operation.of(side).pointer;
            [(side, operation.child("security")), (side, lists.of(side).pointer.clone())]
        });
        let also: Vec<(Side, Pointer)> = also.collect();
        let Two { old, new } = &mut alternatives;
        for (names, olds) in old.iter_mut() {
            let news = new.get_mut(names).map(std::mem::take).unwrap_or_default();
            let both = olds.len().min(news.len());
            for (was, is) in olds.drain(..both).zip(&news) {
                self.scopes(&Two { old: was, new: is.clone() }, &also);
            }
            if let Some(rest) = new.get_mut(names) {
                rest.extend(news.into_iter().skip(both));
            }
        }
        for side in Side::BOTH {
            for (names, spot) in alternatives
                .of(side)
                .iter()
                .flat_map(|(n, spots)| spots.iter().map(move |s| (n, s)))
            {
                let missing = lists.of(side.other()).missing("-");
                let mut also = also.clone();
                also.extend(spot.object().into_iter().flat_map(Map::keys).flat_map(|name| {
                    SCHEMES.map(|holder| (side, Pointer::from_escaped(holder).child(name)))
                }));
                let spots = Two::with(side, spot.clone(), missing);
                let task = Task::new(Kind::Free, spots).also(also);
                self.settle_for_one(&task, names.is_empty().then_some(UNUSED));
            }
        }
    }

    /// Compares the scopes of an alternative with the same schemes.
    fn scopes(&mut self, alternative: &Two<Spot<'a>>, also: &[(Side, Pointer)]) {
        let names = alternative.old.object().into_iter().flat_map(Map::keys);
        for name in names {
            let lists = Two::make(|side| alternative.of(side).member(name));
            let scopes = Two::make(|side| words(lists.of(side)));
            for side in Side::BOTH {
                for (scope, spot) in scopes.of(side) {
                    if !scopes.of(side.other()).contains_key(scope) {
                        let missing = lists.of(side.other()).missing(scope);
                        let spots = Two::with(side, spot.clone(), missing);
                        let task = Task::new(Kind::Free, spots).also(also.to_vec());
                        self.settle_for_one(&task, None);
                    }
                }
            }
        }
    }

    /// The names of the declared security schemes.
    fn schemes(&self, side: Side) -> BTreeSet<&'a str> {
        let document = self.documents.of(side);
        let holders = SCHEMES.iter().filter_map(|holder| document.pointer(holder)?.as_object());
        holders.flat_map(Map::keys).map(String::as_str).collect()
    }

    /// Items of a list around operations that differ and that no operation has taken up mean nothing.
    fn unused(&mut self, lists: &Two<Spot<'a>>) {
        for side in Side::BOTH {
            let others: BTreeSet<String> =
                lists.of(side.other()).spots().map(|item| canonical(item.value)).collect();
            for item in lists.of(side).spots() {
                if !others.contains(&canonical(item.value)) {
                    let missing = lists.of(side.other()).missing("-");
                    let task = Task::new(Kind::Free, Two::with(side, item, missing));
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
fn is_own(place: &Spot<'_>, operation: &Spot<'_>) -> bool {
    place.pointer.parent().and_then(|list| list.parent()).as_ref() == Some(&operation.pointer)
}

/// What makes two parameters the same one.
fn identity(parameter: &Spot<'_>) -> (String, String) {
    let location = parameter.text("in").unwrap_or_default();
    let name = parameter.text("name").unwrap_or_default();
    match location {
        "body" => ("body".to_owned(), String::new()),
        "form" => ("formData".to_owned(), name.to_owned()),
        "header" => (location.to_owned(), name.to_ascii_lowercase()),
        _ => (location.to_owned(), name.to_owned()),
    }
}

fn kind_of(parameter: &Spot<'_>) -> Kind {
    match parameter.text("in") {
        Some("body") => Kind::BodyParameter,
        Some("form" | "formData") => Kind::Field,
        _ => Kind::Parameter,
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

/// The declared schemes of an alternative; nothing when it has only others.
fn schemes_of(alternative: &Spot<'_>, schemes: &BTreeSet<&str>) -> String {
    let Some(needed) = alternative.object() else { return String::new() };
    let known: BTreeSet<&str> =
        needed.keys().map(String::as_str).filter(|name| schemes.contains(name)).collect();
    if known.is_empty() && !needed.is_empty() { String::new() } else { format!("{known:?}") }
}
