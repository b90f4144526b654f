//! Which of the changes a program notices, by its source: what it names of the old crate, and what of that is another now.
//!
//! Nothing is compiled. A member counts when the program uses its name and comes by a type that has it, so that now and then
//! one is listed that only shares its name, and none is left out that the program writes down.

mod names;
mod reach;

use std::collections::{BTreeMap, BTreeSet};

use syn::File;

use self::names::Names;
use self::reach::Used;
use super::Side;
use super::report::{Entry, ItemChange, Report};
use crate::api::Operation;
use crate::bump::Bump;
use crate::changes::{Action, OperationKey, Subject};
use crate::inherit::NameLock;
use crate::names::{Ident, snake};

/// The source of a program.
#[derive(Debug)]
pub struct Program {
    /// What it is called in the answer.
    pub name: String,
    /// The names by which the crate goes in it, as paths begin with them.
    pub roots: BTreeSet<String>,
    /// Its files: path and text.
    pub files: Vec<(String, String)>,
}

/// What a program notices.
#[derive(Debug, PartialEq, Eq)]
pub struct Noticed {
    /// The program.
    pub program: String,
    /// How many items of the old crate it uses; with none it is no program of this crate.
    pub used: usize,
    /// How many changes were looked at.
    pub of: usize,
    /// The changes that it notices, in the order of the report.
    pub changes: Vec<NoticedChange>,
    /// Files that are no Rust, and were left out.
    pub unread: Vec<String>,
}

/// A change that a program notices.
#[derive(Debug, PartialEq, Eq)]
pub struct NoticedChange {
    /// How far the version moves for it.
    pub bump: Bump,
    /// The part of the definition that it is about.
    pub subject: String,
    /// What happened, a sentence without its period.
    pub sentence: String,
    /// Whether it is felt in what is sent and received, whatever the compiler says.
    pub on_the_wire: bool,
    /// The items that the program uses, as they were and as they are now.
    pub items: Vec<NoticedItem>,
}

/// An item that is another now.
#[derive(Debug, PartialEq, Eq)]
pub struct NoticedItem {
    /// The item as it was.
    pub before: String,
    /// As it is now; nothing where it is gone.
    pub after: Option<String>,
    /// Where the program has its name: `src/main.rs:12`.
    pub places: Vec<String>,
}

/// What a program notices of the changes in a report. `hides_calls`: the crate has code of its own that calls operations, so
/// that which ones a program calls is not seen from its source.
pub fn noticed(
    program: &Program,
    sides: &[Side; 2],
    report: &Report,
    hides_calls: bool,
) -> Noticed {
    let mut files: Vec<File> = Vec::new();
    let mut unread = Vec::new();
    for (path, text) in &program.files {
        match syn::parse_file(text) {
            Ok(file) => files.push(file),
            Err(_) => unread.push(path.clone()),
        }
    }
    let [old, _] = sides;
    let names = Names::of(&files, &program.roots);
    let used = Used::find(&names, &old.generated.public_api);
    let eyes = Eyes {
        places: places(program),
        called: (!hides_calls).then(|| called(sides, &used)),
        given: given(&old.generated.names),
        names: &names,
        used: &used,
    };
    let changes = report.entries.iter().filter_map(|entry| eyes.notice(entry)).collect();
    let used = used.items.len();
    Noticed { program: program.name.clone(), used, of: report.entries.len(), changes, unread }
}

/// The operations that a program calls, as the old definition has them and as the new one does: those whose requests it
/// comes by.
fn called(sides: &[Side; 2], used: &Used) -> BTreeSet<OperationKey> {
    let is_made =
        |handle: &Ident, request: &Ident| used.types.contains(&format!("api::{handle}::{request}"));
    let operations = sides.iter().flat_map(|side| {
        let names = &side.generated.names;
        let aliases = names.aliases.requests.iter();
        let by_alias: BTreeSet<&str> = aliases
            .filter(|alias| is_made(&alias.handle, &alias.name))
            .map(|alias| alias.operation.as_str())
            .collect();
        side.definition.api.operations.iter().filter(move |operation| {
            let id = operation.identity();
            let locked = names.operations.get(&id);
            locked.is_some_and(|locked| is_made(&locked.handle, &locked.request))
                || by_alias.contains(id.as_str())
        })
    });
    let key = |operation: &Operation| OperationKey {
        path: operation.path.text.clone(),
        method: operation.method,
    };
    operations.map(key).collect()
}

/// What the old crate calls properties and parameters: the name in the definition → those in the crate.
fn given(names: &NameLock) -> BTreeMap<&str, BTreeSet<&str>> {
    let types = names.types.values();
    let of_types = types.flat_map(|locked| locked.fields.iter().chain(&locked.setters));
    let operations = names.operations.values().flat_map(|locked| &locked.parameters);
    let of_operations = operations.map(|(key, name)| {
        // A parameter stands with its location, a body alone.
        (key.split_once(':').map_or(key.as_str(), |(_, name)| name), name)
    });
    let mut given: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (word, name) in of_types.map(|(word, name)| (word.as_str(), name)).chain(of_operations) {
        given.entry(word).or_default().insert(bare(name.as_str()));
    }
    given
}

/// The lines of a program by the words that they have: `src/main.rs:12`.
fn places(program: &Program) -> BTreeMap<&str, Vec<String>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (path, text) in &program.files {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let words: BTreeSet<&str> = code.split(|c| !is_part(c)).collect();
            for word in words {
                places.entry(word).or_default().push(format!("{path}:{}", number + 1));
            }
        }
    }
    places
}

/// A name without what makes it no keyword.
fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

struct Eyes<'a> {
    /// Word → the lines of the program that have it.
    places: BTreeMap<&'a str, Vec<String>>,
    names: &'a Names,
    used: &'a Used,
    called: Option<BTreeSet<OperationKey>>,
    /// What the crate calls a word of the definition.
    given: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl Eyes<'_> {
    fn notice(&self, entry: &Entry) -> Option<NoticedChange> {
        let items: Vec<NoticedItem> =
            entry.items.iter().filter_map(|item| self.notice_item(item)).collect();
        // Where items of the crate show the change, a program that uses none of them does not name the member; but what
        // the crate calls by itself is changed all the same.
        let is_shown = entry.items.iter().any(|item| item.old.is_some());
        let is_hidden = self.called.is_none() && matches!(entry.item, Some(Subject::Operation(_)));
        let on_the_wire = self.feels(entry) && (!is_shown || !items.is_empty() || is_hidden);
        (on_the_wire || !items.is_empty()).then(|| NoticedChange {
            bump: entry.bump,
            subject: entry.subject.clone(),
            sentence: entry.sentence.clone(),
            on_the_wire,
            items,
        })
    }

    /// What was there and is another now, where the program uses it.
    fn notice_item(&self, item: &ItemChange) -> Option<NoticedItem> {
        let before = item.old.clone()?;
        if item.new.as_ref() == Some(&before) || item.bump < Bump::Minor {
            return None;
        }
        let is_used = if before.starts_with("impl ") {
            self.used.types.contains(&item.item)
        } else {
            self.used.items.contains(&item.item)
        };
        let name = item.item.rsplit([':', '.']).next().unwrap_or_default();
        is_used.then(|| NoticedItem {
            before,
            after: item.new.clone(),
            places: self.places.get(bare(name)).cloned().unwrap_or_default(),
        })
    }

    /// Whether what the program sends is refused or misread, or what it reads no longer comes.
    fn feels(&self, entry: &Entry) -> bool {
        if !entry.effect.breaks() || entry.bump < Bump::Major || self.used.items.is_empty() {
            return false;
        }
        let calls = self.called.as_ref().is_none_or(|called| {
            entry.operations.iter().any(|operation| called.contains(operation))
        });
        // What must be sent now is missed by all; the rest by those who name it.
        let is_demand = entry.action == Some(Action::Added);
        let member = entry.path.iter().rev().find_map(|step| step.split('`').nth(1));
        let is_named = member.is_none_or(|member| self.names_member(member));
        calls && (is_demand || is_named)
    }

    /// Whether the program names a member that the definition calls so.
    fn names_member(&self, member: &str) -> bool {
        let members = &self.names.members;
        let given = self.given.get(member).into_iter().flatten();
        members.contains(member)
            || members.contains(&snake(member))
            || given.copied().any(|name| members.contains(name))
    }
}
