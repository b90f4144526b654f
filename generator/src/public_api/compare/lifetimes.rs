//! Lifetimes of a signature under names that only say where they occur, so that `fn f(&self) -> &str` and
//! `fn f<'a>(&'a self) -> &'a str` are the same.

use std::collections::{BTreeSet, HashMap};

use crate::public_api::item::{Function, Receiver};
use crate::public_api::rewrite::Rewrite;
use crate::public_api::types::{Type, TypePath};

/// Names the lifetimes of a function by the order in which they occur. Those of its owner have names of the
/// form `'#0` already, and keep them.
pub(super) fn name_lifetimes(function: &mut Function) {
    let mut names = Lifetimes {
        names: HashMap::new(),
        bound: Vec::new(),
        seen: BTreeSet::new(),
        found: 0,
        elided: Elided::Fresh,
    };
    match &mut function.receiver {
        Some(Receiver::Reference { lifetime: Some(lifetime), .. }) => names.lifetime(lifetime),
        Some(Receiver::Reference { lifetime, .. }) => *lifetime = names.elided(),
        Some(Receiver::Typed(of)) => of.rewrite(&mut names),
        Some(Receiver::Value) | None => {}
    }
    let of_receiver = names.only();
    for argument in &mut function.arguments {
        argument.of.rewrite(&mut names);
    }
    names.elided = Elided::Known(of_receiver.or_else(|| names.only()));
    function.output.rewrite(&mut names);
    names.elided = Elided::Fresh;
    function.generics.rewrite(&mut names);
    function.generics.parameters.retain(|parameter| !parameter.is_lifetime());
}

struct Lifetimes {
    names: HashMap<String, String>,
    /// What each open binder has hidden, and its own names.
    bound: Vec<Vec<(String, Option<String>)>>,
    /// All that have occurred outside of binders.
    seen: BTreeSet<String>,
    found: usize,
    elided: Elided,
}

/// What a lifetime is that is not written.
enum Elided {
    /// One of its own.
    Fresh,
    /// That of the arguments, if there is just one.
    Known(Option<String>),
}

impl Lifetimes {
    fn fresh(&mut self) -> String {
        let name = format!("'@{}", self.found);
        self.found += 1;
        self.seen.insert(name.clone());
        name
    }

    /// The one lifetime that has occurred, if it is just one.
    fn only(&self) -> Option<String> {
        (self.seen.len() == 1).then(|| self.seen.first().cloned()).flatten()
    }
}

impl Rewrite for Lifetimes {
    fn type_path(&mut self, _path: &mut TypePath) -> Option<Type> {
        None
    }

    fn trait_path(&mut self, _path: &mut TypePath) {}

    fn lifetime(&mut self, lifetime: &mut String) {
        if lifetime.starts_with("'#") {
            self.seen.insert(lifetime.clone());
        } else if lifetime == "'static" || !lifetime.starts_with('\'') {
            // It is one lifetime everywhere, or the name of a type in `use<…>`.
        } else if lifetime == "'_" {
            if let Some(known) = self.elided() {
                *lifetime = known;
            }
        } else if let Some(known) = self.names.get(lifetime) {
            lifetime.clone_from(known);
        } else {
            let fresh = self.fresh();
            self.names.insert(std::mem::replace(lifetime, fresh.clone()), fresh);
        }
    }

    fn elided(&mut self) -> Option<String> {
        // Inside of a function type the lifetimes that are not written are its own.
        if !self.bound.is_empty() {
            return None;
        }
        match &self.elided {
            Elided::Fresh => Some(self.fresh()),
            Elided::Known(known) => known.clone(),
        }
    }

    fn binder(&mut self, lifetimes: &mut Vec<String>, opens: bool) {
        if !opens {
            for (name, hidden) in self.bound.pop().into_iter().flatten() {
                match hidden {
                    Some(hidden) => self.names.insert(name, hidden),
                    None => self.names.remove(&name),
                };
            }
            return;
        }
        let depth = self.bound.len();
        let mut hidden = Vec::new();
        for (index, name) in lifetimes.iter_mut().enumerate() {
            let own = format!("'^{depth}.{index}");
            let before = self.names.insert(name.clone(), own.clone());
            hidden.push((std::mem::replace(name, own), before));
        }
        self.bound.push(hidden);
    }
}
