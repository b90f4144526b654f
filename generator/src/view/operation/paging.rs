//! Which operations list something in pages, and how their lists go on.
//!
//! It is found by shape: the reply is an object with one list of objects, and it either says where the next page is, or
//! counts pages that a parameter takes the number of. The configuration can add to that, or forbid it. When the reply
//! gets more lists later, the one that there was is still the one.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Location, Method, Operation, Shape};
use crate::config;

use super::super::model::{FieldView, ModelView, StructView};
use super::super::rust_type::{ModelKind, Place, Type};
use super::super::text::{Code as RustCode, ident};
use super::views::PagingView;

/// What is known of a list beside its shape.
#[derive(Clone, Copy)]
pub(super) struct Rule<'a> {
    /// What the configuration says.
    pub(super) config: Option<&'a config::Paging>,
    /// The property that held the items in the last version.
    pub(super) items: Option<&'a str>,
}

/// Names of properties that say where the next page is.
const NEXT: &[&str] = &[
    "next",
    "nextUri",
    "nextUrl",
    "nextLink",
    "nextPage",
    "nextPageUri",
    "nextPageUrl",
    "nextPageLink",
    "nextCursor",
    "nextPageToken",
    "nextToken",
    "next_uri",
    "next_url",
    "next_link",
    "next_page",
    "next_page_url",
    "next_cursor",
    "next_page_token",
    "next_token",
];

/// Names of parameters that take a cursor.
const CURSORS: &[&str] = &[
    "cursor",
    "pageToken",
    "page_token",
    "nextToken",
    "next_token",
    "startingAfter",
    "starting_after",
    "after",
];

/// Names of parameters that take the number of a page, counted from 1.
const NUMBERS: &[&str] = &["pageNumber", "page_number", "page"];

/// Names of properties that count the pages.
const COUNTS: &[&str] = &["pageCount", "page_count", "totalPages", "total_pages"];

/// Methods that requests for lists in pages have.
const METHODS: &[&str] = &["items", "pages"];

/// How the list of an operation goes on, if it is one in pages.
pub(super) fn paging(
    operation: &Operation,
    document: Option<&Type>,
    setters: &[super::ParameterSetterView],
    models: &[ModelView],
    rule: Rule<'_>,
) -> Option<PagingView> {
    let taken = |setter: &super::ParameterSetterView| METHODS.contains(&setter.setter.name.bare());
    let off = rule.config.is_some_and(|rule| rule.off);
    if operation.method != Method::Get || off || setters.iter().any(taken) {
        return None;
    }
    let page = page(document?, models)?;
    let list = Lists { operation, page };
    let items = list.items(rule.items)?;
    let Type::List(item) = &items.of else { return None };
    let item = item.tokens(Place::Api);
    let all = ident(&items.name);
    let (taken, length) = if items.is_optional {
        (quote!(page.#all.unwrap_or_default()), quote!(page.#all.as_ref().map_or(0, Vec::len)))
    } else {
        (quote!(page.#all), quote!(page.#all.len()))
    };
    let goes_on = list.goes_on(rule.config)?;
    Some(PagingView {
        item: RustCode::new(item),
        items: RustCode::new(taken),
        facts: RustCode::new(quote!(paging::Paging { length: |page| #length, #goes_on })),
        property: items.wire.clone(),
        origins: page.origins.iter().chain(&items.origins).cloned().collect(),
    })
}

/// The struct that an operation replies with.
fn page<'m>(document: &Type, models: &'m [ModelView]) -> Option<&'m StructView> {
    let Type::Model(name, ModelKind::Struct) = document else { return None };
    models.iter().find_map(|model| match model {
        ModelView::Struct(view) if view.name == *name => Some(&**view),
        _ => None,
    })
}

struct Lists<'v> {
    operation: &'v Operation,
    page: &'v StructView,
}

impl<'v> Lists<'v> {
    /// The list of objects: the one that there was, or the only one.
    fn items(&self, before: Option<&str>) -> Option<&'v FieldView> {
        let is_list = |field: &&FieldView| match &field.of {
            Type::List(item) => matches!(**item, Type::Model(_, ModelKind::Struct)),
            _ => false,
        };
        let mut lists = self.page.fields.iter().filter(is_list);
        let same = lists.clone().find(|field| Some(field.wire.as_str()) == before);
        if same.is_some() {
            return same;
        }
        let first = lists.next()?;
        lists.next().is_none().then_some(first)
    }

    /// The facts about where the next page is.
    fn goes_on(&self, rule: Option<&config::Paging>) -> Option<TokenStream> {
        let parameters = self.parameters();
        let text = |field: &FieldView| field.of == Type::String;
        let next = self.field(NEXT, text).filter(|_| !parameters.is_empty());
        let number = NUMBERS.iter().find(|name| self.is_number(name));
        let count = self.field(COUNTS, |field| field.of == Type::I64);
        let numbered = number.zip(count);
        if next.is_none() && numbered.is_none() {
            return None;
        }
        let cursors = cursors(&parameters, rule);
        let next = next.map_or_else(|| quote!(|_| None), next_of);
        let (number, count) = match numbered {
            Some((number, count)) => (quote!(Some(#number)), count_of(count)),
            None => (quote!(None), quote!(|_| None)),
        };
        Some(quote! {
            parameters: &[#(#parameters),*],
            next: #next,
            cursors: &[#(#cursors),*],
            number: #number,
            page_count: #count,
        })
    }

    /// The names of the query parameters, sorted.
    fn parameters(&self) -> Vec<&'v str> {
        let parameters = self.operation.parameters.iter();
        let query = parameters.filter(|parameter| parameter.location == Location::Query);
        let mut names: Vec<&str> = query.map(|parameter| parameter.name.as_str()).collect();
        names.sort_unstable();
        names
    }

    fn is_number(&self, name: &str) -> bool {
        self.operation.parameters.iter().any(|parameter| {
            let whole = matches!(parameter.schema.shape, Shape::Integer { .. });
            parameter.location == Location::Query && parameter.name == name && whole
        })
    }

    /// The first field with one of these names on the wire.
    fn field(&self, names: &[&str], fits: impl Fn(&FieldView) -> bool) -> Option<&'v FieldView> {
        let called = |name: &&str| self.page.fields.iter().find(|field| field.wire == **name);
        names.iter().filter_map(called).find(|field| fits(field))
    }
}

fn next_of(field: &FieldView) -> TokenStream {
    let name = ident(&field.name);
    if field.is_optional {
        quote!(|page| page.#name.as_deref())
    } else {
        quote!(|page| Some(page.#name.as_str()))
    }
}

fn count_of(field: &FieldView) -> TokenStream {
    let name = ident(&field.name);
    if field.is_optional { quote!(|page| page.#name) } else { quote!(|page| Some(page.#name)) }
}

/// The parameters that take a cursor: those of the configuration, else the one that looks like it.
fn cursors(parameters: &[&str], rule: Option<&config::Paging>) -> Vec<TokenStream> {
    let known = |name: &str| parameters.contains(&name);
    let configured = rule.map(|rule| rule.cursors.as_slice()).unwrap_or_default();
    let configured = configured.iter().filter(|cursor| known(&cursor.parameter));
    let configured: Vec<TokenStream> = configured
        .map(|cursor| {
            let parameter = &cursor.parameter;
            let when = match &cursor.when {
                Some(when) => {
                    let (name, value) = (&when.parameter, &when.value);
                    quote!(Some((#name, #value)))
                }
                None => quote!(None),
            };
            quote!(paging::Cursor { parameter: #parameter, when: #when })
        })
        .collect();
    if !configured.is_empty() {
        return configured;
    }
    let likely = CURSORS.iter().find(|name| known(name));
    likely.map(|name| quote!(paging::Cursor { parameter: #name, when: None })).into_iter().collect()
}
