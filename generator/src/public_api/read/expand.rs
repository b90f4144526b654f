//! Calls of the crate's own macros in place of items, replaced with the items that they make.
//!
//! A macro is expanded if it has one arm and that begins with `$name:ident`, such as
//! `open_enum!(State { Open => "open" })`. Only `$name` is replaced: whatever else the arm takes stays as it
//! stands, because it goes into bodies and values, which are not read. What cannot be read then is left as a
//! call, and refused if it may make something public.

use std::collections::BTreeMap;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::parse::Parser as _;

use super::raw::{RawItem, RawKind};
use super::{Sources, items};

/// A macro whose calls can be expanded.
struct Macro {
    /// What the arm calls its first fragment.
    parameter: String,
    body: TokenStream,
}

/// Expands the calls in all files.
pub(super) fn expand(sources: &mut Sources) {
    let mut macros = BTreeMap::new();
    for items in sources.values().flatten() {
        collect(items, &mut macros);
    }
    for items in sources.values_mut().flatten() {
        expand_items(items, &macros);
    }
}

/// Finds the macros by name; of two that share one, neither is known.
fn collect(items: &[RawItem], macros: &mut BTreeMap<String, Option<Macro>>) {
    for item in items {
        match &item.kind {
            RawKind::Module(Some(items)) => collect(items, macros),
            RawKind::Macro { code, .. } => {
                let found = Macro::of(code);
                macros.entry(item.name.clone()).and_modify(|of| *of = None).or_insert(found);
            }
            _ => {}
        }
    }
}

fn expand_items(items: &mut Vec<RawItem>, macros: &BTreeMap<String, Option<Macro>>) {
    let mut expanded = Vec::with_capacity(items.len());
    for mut item in std::mem::take(items) {
        let made = match &mut item.kind {
            RawKind::Module(Some(inner)) => {
                expand_items(inner, macros);
                None
            }
            RawKind::Call(input) => {
                let by = macros.get(&item.name).and_then(Option::as_ref);
                by.and_then(|by| by.call(&input.code))
            }
            _ => None,
        };
        match made {
            None => expanded.push(item),
            Some(made) => expanded.extend(made.into_iter().map(|mut made| {
                let condition = item.attributes.condition.and(&made.attributes.condition);
                made.attributes.condition = condition;
                made
            })),
        }
    }
    *items = expanded;
}

impl Macro {
    fn of(code: &str) -> Option<Self> {
        let mut tokens = code.parse::<TokenStream>().ok()?.into_iter();
        let Some(TokenTree::Group(pattern)) = tokens.next() else { return None };
        let body = tokens.find_map(|token| match token {
            TokenTree::Group(body) => Some(body.stream()),
            _ => None,
        })?;
        // After the only arm there is nothing but perhaps a `;`.
        if tokens.any(|token| !matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ';')) {
            return None;
        }
        match pattern.stream().into_iter().take(4).collect::<Vec<_>>().as_slice() {
            [
                TokenTree::Punct(dollar),
                TokenTree::Ident(parameter),
                TokenTree::Punct(_),
                TokenTree::Ident(fragment),
            ] if dollar.as_char() == '$' && fragment == "ident" => {
                Some(Self { parameter: parameter.to_string(), body })
            }
            _ => None,
        }
    }

    fn call(&self, input: &str) -> Option<Vec<RawItem>> {
        let first = input.parse::<TokenStream>().ok()?.into_iter().next()?;
        let TokenTree::Ident(name) = first else { return None };
        items::items.parse2(self.replace(self.body.clone(), &name)).ok()
    }

    fn replace(&self, tokens: TokenStream, with: &Ident) -> TokenStream {
        let mut replaced = Vec::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let is_dollar = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '$');
            let next = tokens.peek().filter(|_| is_dollar);
            match (token, next) {
                (_, Some(TokenTree::Ident(name))) if *name == self.parameter => {
                    tokens.next();
                    replaced.push(TokenTree::Ident(with.clone()));
                }
                // `$crate` is `crate` inside the crate.
                (_, Some(TokenTree::Ident(name))) if name == "crate" => {}
                (TokenTree::Group(group), _) => {
                    let inside = self.replace(group.stream(), with);
                    replaced.push(TokenTree::Group(Group::new(group.delimiter(), inside)));
                }
                (token, _) => replaced.push(token),
            }
        }
        replaced.into_iter().collect()
    }
}
