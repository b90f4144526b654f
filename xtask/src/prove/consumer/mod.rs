//! Writes a program that uses everything a listing of public items offers.
//!
//! The program names every path, reads every field into a typed `let`, builds every literal that users may
//! build, calls every function with typed arguments and binds what it returns to its type, matches every
//! variant as the documentation allows, implements every trait that is not sealed, and asks for every trait
//! implementation. It is never run: that it compiles is the point. Written from the *old* listing and compiled
//! against the *new* crate, it fails when the new crate breaks somebody, and its spans say where.

#![allow(clippy::unused_self, clippy::format_collect, reason = "code that writes code")]

mod code;
mod functions;
mod traits;
mod types;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use generator::public_api::{Alias, Condition, Item, Kind, PublicApi};

use self::code::{absolute, named, signature, with_arguments};

/// The name under which the program knows the crate.
pub(crate) const LIBRARY: &str = "sdk";

/// The program for a listing.
pub(crate) fn consumer(public_api: &PublicApi) -> String {
    let mut writer = Writer::new(public_api);
    for item in public_api.items() {
        if writer.is_in_reach(item) {
            writer.item(item);
        }
    }
    writer.text
}

/// What has been written so far.
struct Writer<'s> {
    items: BTreeMap<&'s str, Vec<&'s Item>>,
    count: usize,
    text: String,
}

impl<'s> Writer<'s> {
    fn new(public_api: &'s PublicApi) -> Self {
        let mut items: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        for item in public_api.items() {
            items.entry(item.owner()).or_default().push(item);
        }
        let text = format!(
            "//! Uses everything that the crate offered.\n\n#![allow(warnings)]\n\nuse {LIBRARY}::*;\n\n"
        );
        Self { items, count: 0, text }
    }

    /// Whether a user on this machine can name the item, with all features on.
    fn is_in_reach(&self, item: &Item) -> bool {
        !item.is_unnameable() && !item.to_string().contains("_::") && holds(&item.condition)
    }

    /// The members of a type or trait that a user can name.
    fn members(&self, path: &str) -> Vec<&'s Item> {
        let members = self.items.get(path).into_iter().flatten().copied();
        members.filter(|item| item.is_member() && self.is_in_reach(item)).collect()
    }

    fn number(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    /// A function of the program; the headline is what a failing span points below.
    fn function(&mut self, about: &Item, signature: &str, body: &str) {
        let _ = write!(self.text, "// {about}\n{signature} {{\n{body}\n}}\n\n");
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            Kind::Module | Kind::Reexport(_) => self.name(item),
            Kind::Struct(of) => {
                self.name(item);
                self.structure(item, of);
            }
            Kind::Enum(of) => {
                self.name(item);
                self.enumeration(item, of);
            }
            Kind::Function(of) => self.call(item, of),
            Kind::Constant(of) => self.constant(item, of),
            Kind::Static { of, .. } => {
                let number = self.number();
                let body =
                    format!("    let _: &{} = &{};", named(of, "Self"), absolute(&item.path));
                self.function(item, &format!("fn c{number}()"), &body);
            }
            Kind::Alias(of) => {
                self.name(item);
                self.alias(item, of);
            }
            Kind::Trait(of) => {
                self.name(item);
                self.implement(item, of);
            }
            Kind::Implementation(of) => self.implementation(item, of),
            Kind::Variant(_) | Kind::Field(_) | Kind::AssociatedType(_) => {}
        }
    }

    /// `use sdk::path as _`.
    fn name(&mut self, item: &Item) {
        if item.path.is_empty() || item.path.ends_with('*') {
            return;
        }
        let number = self.number();
        let _ = writeln!(self.text, "use {} as N{number};\n", absolute(&item.path));
    }

    fn alias(&mut self, item: &Item, of: &Alias) {
        let own = with_arguments(&absolute(&item.path), &of.generics);
        let number = self.number();
        let head = signature(number, &of.generics, &[], &[format!("x: {own}")], "");
        self.function(item, &head, &format!("    let _: {} = x;", named(&of.target, "Self")));
    }
}

/// Whether the item is there on this machine, with all features on.
fn holds(condition: &Condition) -> bool {
    match condition {
        Condition::Always | Condition::Feature(_) => true,
        Condition::Never => false,
        Condition::Fact(fact) => fact == "unix" || fact == "panic = \"unwind\"",
        Condition::Not(inner) => !holds(inner),
        Condition::All(members) => members.iter().all(holds),
        Condition::Any(members) => members.iter().any(holds),
    }
}
