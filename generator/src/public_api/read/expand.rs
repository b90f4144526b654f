//! Calls of the crate's own macros in place of items, replaced with what they make (`macros`). A call of which that
//! cannot be told is left, and refused if it may make something public.

use std::collections::BTreeMap;

use super::Sources;
use super::macros::SUBJECT;
use super::raw::{Import, RawItem, RawKind, RawMember, RawMemberKind};
use crate::public_api::rewrite::{Rewrite, rewrite_bounds};
use crate::public_api::types::{Type, TypePath};

/// What each macro makes, by its name; of two that share one, neither is known.
type Macros = BTreeMap<String, Option<Vec<RawItem>>>;

/// Expands the calls in all files.
pub(super) fn expand(sources: &mut Sources) {
    let mut macros = Macros::new();
    for items in sources.values().flatten() {
        collect(items, &mut macros);
    }
    for items in sources.values_mut().flatten() {
        expand_items(items, &macros);
    }
}

fn collect(items: &[RawItem], macros: &mut Macros) {
    for item in items {
        match &item.kind {
            RawKind::Module(Some(items)) => collect(items, macros),
            RawKind::Macro { makes, .. } => {
                let known = macros.entry(item.name.clone());
                known.and_modify(|of| *of = None).or_insert_with(|| makes.clone());
            }
            _ => {}
        }
    }
}

fn expand_items(items: &mut Vec<RawItem>, macros: &Macros) {
    let is_open = |item: &RawItem| matches!(item.kind, RawKind::Call(_) | RawKind::Module(Some(_)));
    if !items.iter().any(is_open) {
        return;
    }
    let mut expanded = Vec::with_capacity(items.len());
    for mut item in std::mem::take(items) {
        match &mut item.kind {
            RawKind::Module(Some(inner)) => expand_items(inner, macros),
            RawKind::Call(input) => {
                let makes = macros.get(&item.name).and_then(Option::as_ref);
                if let Some((makes, name)) = makes.zip(input.first.as_deref()) {
                    expanded.extend(makes.iter().map(|made| {
                        let mut made = called(made, name);
                        let condition = item.attributes.condition.and(&made.attributes.condition);
                        made.attributes.condition = condition;
                        made
                    }));
                    continue;
                }
            }
            _ => {}
        }
        expanded.push(item);
    }
    *items = expanded;
}

/// What a macro makes in a call that begins with this name.
fn called(made: &RawItem, name: &str) -> RawItem {
    let mut made = made.clone();
    made.rewrite(&mut Subject { name });
    made
}

/// Puts a name in place of [`SUBJECT`].
struct Subject<'n> {
    name: &'n str,
}

impl Subject<'_> {
    fn word(&self, word: &mut String) {
        if word == SUBJECT {
            self.name.clone_into(word);
        }
    }
}

impl Rewrite for Subject<'_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        self.trait_path(path);
        None
    }

    fn trait_path(&mut self, path: &mut TypePath) {
        path.segments.iter_mut().for_each(|segment| self.word(&mut segment.name));
    }

    fn length(&mut self, code: &mut String) {
        *code = code.replace(SUBJECT, self.name);
    }
}

impl RawItem {
    fn rewrite(&mut self, with: &mut Subject<'_>) {
        with.word(&mut self.name);
        match &mut self.kind {
            RawKind::Module(items) => {
                items.iter_mut().flatten().for_each(|item| item.rewrite(with));
            }
            RawKind::Use(imports) => {
                let words = |import: &mut Import| {
                    import.path.iter_mut().chain(&mut import.name).for_each(|word| with.word(word));
                };
                imports.iter_mut().for_each(words);
            }
            RawKind::Struct { generics, fields, .. } => {
                generics.rewrite(with);
                for field in fields {
                    field.of.rewrite(with);
                }
            }
            RawKind::Enum { generics, variants } => {
                generics.rewrite(with);
                let fields = variants.iter_mut().flat_map(|variant| &mut variant.fields);
                fields.for_each(|field| field.of.rewrite(with));
            }
            RawKind::Function(function) => function.rewrite(with),
            RawKind::Constant(of) | RawKind::Static { of, .. } => of.rewrite(with),
            RawKind::Alias(alias) => {
                alias.generics.rewrite(with);
                alias.target.rewrite(with);
            }
            RawKind::Trait { item, members } => {
                item.generics.rewrite(with);
                rewrite_bounds(&mut item.supertraits, with);
                for member in members {
                    member.rewrite(with);
                }
            }
            RawKind::Implementation(block) => {
                block.generics.rewrite(with);
                block.of_trait.iter_mut().for_each(|path| path.rewrite_as_trait(with));
                block.for_type.rewrite(with);
                block.members.iter_mut().for_each(|member| member.rewrite(with));
            }
            // What these do with the name is not seen.
            RawKind::Macro { .. } | RawKind::Call(_) => {}
        }
    }
}

impl RawMember {
    fn rewrite(&mut self, with: &mut Subject<'_>) {
        with.word(&mut self.name);
        match &mut self.kind {
            RawMemberKind::Function(function) => function.rewrite(with),
            RawMemberKind::Constant(of, _) => of.rewrite(with),
            RawMemberKind::Type(of) => {
                of.generics.rewrite(with);
                rewrite_bounds(&mut of.bounds, with);
            }
            RawMemberKind::TypeIs(generics, of) => {
                generics.rewrite(with);
                of.rewrite(with);
            }
        }
    }
}
