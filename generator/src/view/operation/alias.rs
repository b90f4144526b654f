//! The views of earlier names of methods and requests: deprecated, and the same as the new ones.

use proc_macro2::TokenStream;
use quote::quote;

use crate::inherit::MethodAlias;
use crate::names::Ident;

use super::super::text::{Code as RustCode, DocText, ident};
use super::plan::Handle;
use super::{ApiView, Draft, MethodAliasView, OperationView, RequestAliasView};

/// Adds the earlier names that were planned, and finishes the handles.
pub(super) fn add(handles: &[Handle<'_>], mut drafts: Vec<Draft>) -> Vec<ApiView> {
    for (index, handle) in handles.iter().enumerate() {
        let methods = targets(&handle.old_methods, &drafts);
        let requests = targets(&handle.old_requests, &drafts);
        let Some(draft) = drafts.get_mut(index) else { continue };
        for (locked, target) in methods {
            for of in &target.operation.argument_types {
                of.argument_imports(&mut draft.imports);
            }
            draft.view.method_aliases.push(method(locked, &handle.module, &target));
        }
        for (locked, target) in requests {
            draft.view.request_aliases.push(request(locked, &handle.module, &target));
        }
    }
    drafts.into_iter().map(finished).collect()
}

fn finished(draft: Draft) -> ApiView {
    let mut view = draft.view;
    view.imports = draft.imports.groups(None);
    if view.tag.is_none() {
        let note = "its operations are found elsewhere now";
        view.deprecated = Some(RustCode::new(quote!(#[deprecated(note = #note)])));
        let origins = view.method_aliases.iter().flat_map(|alias| alias.origins.iter().take(1));
        view.origins = origins.cloned().collect();
    }
    view
}

/// What an earlier name stands for.
struct Target {
    module: Ident,
    handle: Ident,
    operation: OperationView,
}

/// The earlier names with what they stand for; not those of operations that were left out.
fn targets(aliases: &[MethodAlias], drafts: &[Draft]) -> Vec<(MethodAlias, Target)> {
    let found = aliases.iter().filter_map(|alias| {
        drafts.iter().find_map(|draft| {
            let mut operations = draft.view.operations.iter();
            let operation = operations.find(|view| view.operation == alias.operation)?;
            let (module, handle) = (draft.view.module.clone(), draft.view.name.clone());
            Some((alias.clone(), Target { module, handle, operation: operation.clone() }))
        })
    });
    found.collect()
}

/// The path of the operation, from the module of a handle.
fn path(here: &Ident, target: &Target) -> TokenStream {
    let name = ident(&target.operation.name);
    if *here == target.module {
        return name;
    }
    let module = ident(&target.module);
    quote!(super::#module::#name)
}

/// The method itself, from a method of another name: of the same handle, or of one made for the purpose.
fn target_method(here: &Ident, target: &Target) -> TokenStream {
    let method = ident(&target.operation.method);
    if *here == target.module {
        return quote!(self.#method);
    }
    let (module, handle) = (ident(&target.module), ident(&target.handle));
    quote!(super::#module::#handle::new(self.client.clone()).#method)
}

fn method(locked: MethodAlias, here: &Ident, target: &Target) -> MethodAliasView {
    let operation = &target.operation;
    let note = if *here == target.module {
        format!("renamed to `{}`", operation.method)
    } else {
        format!("moved to `{}::{}`", target.handle, operation.method)
    };
    MethodAliasView {
        method: locked.name.clone(),
        docs: DocText::new(&format!("An earlier name: {note}.")),
        deprecated: RustCode::new(quote!(#[deprecated(note = #note)])),
        arguments: operation.arguments.clone(),
        has_many_arguments: operation.has_many_arguments,
        request: RustCode::new(path(here, target)),
        target: RustCode::new(target_method(here, target)),
        origins: operation.origins.clone(),
        locked,
    }
}

fn request(locked: MethodAlias, here: &Ident, target: &Target) -> RequestAliasView {
    let operation = &target.operation;
    let note = if *here == target.module {
        format!("renamed to `{}`", operation.name)
    } else {
        format!("moved to `api::{}::{}`", target.module, operation.name)
    };
    RequestAliasView {
        name: locked.name.clone(),
        docs: DocText::new(&format!("An earlier name: {note}.")),
        deprecated: RustCode::new(quote!(#[deprecated(note = #note)])),
        request: RustCode::new(path(here, target)),
        origins: operation.origins.clone(),
        locked,
    }
}
