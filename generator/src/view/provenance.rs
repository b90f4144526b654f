//! Which places of the definition each public item comes from.

use std::collections::BTreeMap;

use crate::pointer::Pointer;

use super::model::{ModelView, StructView};
use super::open_enum::EnumView;
use super::operation::{ApiView, OperationView};
use super::security::SchemeView;
use super::types::Types;
use super::union::UnionView;
use super::{CrateView, View};

/// Public item → the places of the original document that produced it, the most telling first.
///
/// Items are named by their paths without the name of the crate (`models::Pet`, `models::Pet::name` for the
/// field and its setter, `models::Color::Red`). Handles are listed under both of their paths
/// (`api::PetsApi::get_pet` and `api::pets::PetsApi::get_pet`), and the methods of the requests for one operation
/// with it (`Request<api::pets::ListPets>::limit`). What every item of a kind has, whatever the
/// definition says (`as_str` of an enum, `send` of a request), is not listed: it comes from where its owner
/// does.
pub type Provenance = BTreeMap<String, Vec<Pointer>>;

/// The provenance of everything in a view.
pub(super) fn provenance(types: &Types<'_>, view: &View) -> Provenance {
    let mut book = Book::default();
    for model in &view.models {
        match model {
            ModelView::Struct(view) => book.structure(view),
            ModelView::Enum(view) => book.enumeration("models::", view),
            ModelView::Union(view) => book.union(view),
            ModelView::Text(view) => book.add(format!("models::{}", view.name), &view.origins),
            ModelView::Container(view) => {
                book.add(format!("models::{}", view.name), &view.origins);
            }
        }
    }
    for (old, alias) in &types.aliases {
        let origins = book.found.get(&format!("models::{}", alias.is)).cloned().unwrap_or_default();
        book.add(format!("models::{old}"), &origins);
    }
    view.apis.iter().for_each(|api| book.handle(api));
    book.root(&view.package);
    for pointers in book.found.values_mut() {
        let mut seen = std::collections::BTreeSet::new();
        pointers.retain(|pointer| seen.insert(pointer.clone()));
    }
    book.found
}

#[derive(Default)]
struct Book {
    found: Provenance,
}

impl Book {
    fn add(&mut self, item: String, origins: &[Pointer]) {
        self.found.entry(item).or_default().extend_from_slice(origins);
    }

    fn structure(&mut self, view: &StructView) {
        let path = format!("models::{}", view.name);
        self.add(path.clone(), &view.origins);
        for field in view.fields.iter().chain(&view.additional) {
            self.add(format!("{path}::{}", field.name), &field.origins);
            if view.is_request && field.setter.name != field.name {
                self.add(format!("{path}::{}", field.setter.name), &field.origins);
            }
        }
        for field in view.fields.iter().filter(|_| view.is_request) {
            if let Some(setter) = &field.null_setter {
                self.add(format!("{path}::{setter}"), &field.origins);
            }
        }
        if view.is_request {
            let new = format!("{path}::new");
            self.add(new.clone(), &view.origins);
            let takes = |name| view.arguments.iter().any(|argument| argument.name == name);
            for field in view.fields.iter().filter(|field| takes(field.name.clone())) {
                self.add(new.clone(), &field.origins);
            }
        }
    }

    fn enumeration(&mut self, module: &str, view: &EnumView) {
        let path = format!("{module}{}", view.name);
        self.add(path.clone(), &view.origins);
        for variant in &view.variants {
            self.add(format!("{path}::{}", variant.name), &variant.origins);
        }
    }

    fn union(&mut self, view: &UnionView) {
        let path = format!("models::{}", view.name);
        self.add(path.clone(), &view.origins);
        for variant in &view.variants {
            self.add(format!("{path}::{}", variant.name), &variant.origins);
        }
    }

    fn handle(&mut self, view: &ApiView) {
        let module = format!("api::{}", view.module);
        self.add(module.clone(), &view.origins);
        self.add(format!("Client::{}", view.accessor), &view.origins);
        for owner in ["api".to_owned(), module.clone()] {
            let handle = format!("{owner}::{}", view.name);
            self.add(handle.clone(), &view.origins);
            for operation in &view.operations {
                self.add(format!("{handle}::{}", operation.method), &operation.origins);
            }
            for alias in &view.method_aliases {
                self.add(format!("{handle}::{}", alias.method), &alias.origins);
            }
        }
        for operation in &view.operations {
            self.request(&module, operation);
        }
        for alias in &view.request_aliases {
            self.add(format!("{module}::{}", alias.name), &alias.origins);
        }
    }

    fn request(&mut self, module: &str, view: &OperationView) {
        let path = format!("{module}::{}", view.name);
        self.add(path.clone(), &view.origins);
        if let Some(paging) = &view.paging {
            self.add(path.clone(), &paging.origins);
        }
        for of in &view.by_status {
            let path = format!("{module}::{}", of.name);
            self.add(path.clone(), &view.origins);
            for variant in &of.variants {
                self.add(format!("{path}::{}", variant.name), &variant.origins);
            }
        }
        let path = format!("Request<{path}>");
        self.add(path.clone(), &view.origins);
        for row in &view.setters {
            self.add(format!("{path}::{}", row.setter.name), &row.origins);
        }
    }

    fn root(&mut self, package: &CrateView) {
        if let Some(codes) = &package.error_codes {
            self.enumeration("", codes);
        }
        self.add("ApiErrorBody".to_owned(), &package.error_origins);
        for scheme in &package.schemes {
            self.scheme(scheme);
        }
        for server in &package.servers {
            self.add("Server".to_owned(), &server.origins);
            self.add(format!("Server::{}", server.constructor), &server.origins);
        }
    }

    fn scheme(&mut self, view: &SchemeView) {
        self.add(format!("ClientBuilder::{}", view.setter), &view.origins);
        for method in [&view.with, &view.without, &view.has] {
            self.add(format!("Client::{method}"), &view.origins);
        }
        // The first credential that is renewed brings the module for it.
        if view.source.is_some() {
            self.add("auth".to_owned(), &view.origins);
        }
        let renewing = [(view.source.as_ref(), view.with_source.as_ref())];
        let oauth2 = view.oauth2.as_ref().map(|of| (Some(&of.setter), Some(&of.with)));
        for (setter, with) in renewing.into_iter().chain(oauth2) {
            let methods = [("ClientBuilder", setter), ("Client", with)];
            for (of, method) in methods.into_iter().filter_map(|(of, name)| Some((of, name?))) {
                self.add(format!("{of}::{method}"), &view.origins);
            }
        }
    }
}
