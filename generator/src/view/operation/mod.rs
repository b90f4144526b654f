//! The views of the files in `api/`: one handle per tag, one type per operation.

mod alias;
mod body;
mod by_status;
mod codec;
mod docs;
mod example;
mod failure;
mod form;
pub(super) mod paging;
mod parameter;
mod parts;
mod path;
mod plan;
mod replies;
mod reply;
mod reply_body;
mod sequence;
mod views;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Api, Operation, Response, Tag};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inherit::{Inheritance, LockedOperation, unusual};
use crate::markdown::block;
use crate::names::{Ident, quoted};
use crate::parallel;

pub use self::by_status::{ByStatusView, StatusVariantView};
pub(super) use self::docs::SharedErrors;
use self::docs::{error_docs, operation_docs};
pub use self::example::ExampleView;
use self::parts::CallParts;
use self::path::path_template;
use self::plan::{Handle, chosen_name, wire_name};
pub use self::replies::FailureView;
use self::replies::Replies;
pub use self::sequence::LinesView;
pub use self::views::{
    ApiView, MethodAliasView, OperationView, ParameterSetterView, RequestAliasView,
};
use super::model::{MANY_ARGUMENTS, ModelView, code_span};
use super::rust_type::Imports;
use super::security::Schemes;
use super::server::place;
use super::text::{Code as RustCode, Comment, DocText, StrLit};
use super::types::Types;

/// What is written of an operation, in bytes, about.
const OPERATION: usize = 4 * 1024;

/// The views of all handles, by tag.
pub fn apis(
    api: &Api,
    types: &Types<'_>,
    models: &[ModelView],
    schemes: &Schemes,
    config: &Config,
    inheritance: &Inheritance,
    diagnostics: &mut Diagnostics,
) -> Vec<ApiView> {
    let errors = &SharedErrors::of(api);
    let error_model = &super::error_reply::error_model(api, config, types);
    let all_deprecated = api.operations.iter().all(|operation| operation.deprecated);
    let tags = &api.tags.iter().map(|tag| (tag.name.as_str(), tag)).collect();
    let reserved = types.reserved;
    let mut handles = plan::handles(api, config, inheritance, reserved, schemes, diagnostics);
    let size = |handle: &&mut Handle<'_>| handle.operations.len() * OPERATION;
    let made = parallel::map(handles.iter_mut().collect(), size, |handle| {
        let mut problems = Diagnostics::default();
        let mut builder = ApiBuilder {
            tags,
            types,
            models,
            schemes,
            config,
            inheritance,
            errors,
            error_model: error_model.as_ref(),
            all_deprecated,
            diagnostics: &mut problems,
        };
        (builder.handle(handle), problems)
    });
    let (drafts, problems): (Vec<Draft>, Vec<Diagnostics>) = made.into_iter().unzip();
    diagnostics.extend(problems.into_iter().flatten());
    let views = alias::add(&handles, drafts);
    let is_empty = |view: &ApiView| {
        view.operations.is_empty()
            && view.method_aliases.is_empty()
            && view.request_aliases.is_empty()
    };
    views.into_iter().filter(|view| !is_empty(view)).collect()
}

/// A handle whose imports are not all known yet.
struct Draft {
    view: ApiView,
    imports: Imports,
}

struct ApiBuilder<'a, 'b> {
    /// The tags that are described, by name.
    tags: &'b BTreeMap<&'b str, &'b Tag>,
    types: &'b Types<'a>,
    models: &'b [ModelView],
    schemes: &'b Schemes,
    config: &'b Config,
    inheritance: &'b Inheritance,
    errors: &'b SharedErrors,
    /// The form that error replies of all operations share.
    error_model: Option<&'b Ident>,
    /// Whether the whole API is deprecated. Then the crate says so once, in its documentation, and no
    /// single method does.
    all_deprecated: bool,
    diagnostics: &'b mut Diagnostics,
}

impl ApiBuilder<'_, '_> {
    fn handle(&mut self, handle: &mut Handle<'_>) -> Draft {
        let mut imports = Imports::default();
        imports.add("crate::Client");
        imports.add("crate::Request");
        let mut views = Vec::new();
        for operation in std::mem::take(&mut handle.operations) {
            views.extend(self.operation(operation, handle, &mut imports));
        }
        let tag = handle.tag;
        let description = tag.and_then(|tag| self.tags.get(tag));
        let description = description.and_then(|tag| tag.description.as_deref().map(block));
        let docs = description.unwrap_or_else(|| match tag {
            Some(tag) => format!("The operations of {}.", code_span(tag)),
            None => "Operations that are found elsewhere now.".to_owned(),
        });
        let source = match tag {
            Some(tag) => format!("the operations tagged {tag}"),
            None => "earlier versions".to_owned(),
        };
        let view = ApiView {
            source: Comment::new(&source),
            docs: DocText::new(&format!("{docs}\n\nCheap to clone.")),
            accessor_docs: DocText::new(&docs),
            imports: Vec::new(),
            module: handle.module.clone(),
            accessor: handle.accessor.clone(),
            name: handle.name.clone(),
            method_aliases: Vec::new(),
            request_aliases: Vec::new(),
            deprecated: None,
            tag: tag.map(str::to_owned),
            origins: views.iter().filter_map(|view| view.origins.first().cloned()).collect(),
            operations: views,
        };
        Draft { view, imports }
    }

    fn operation(
        &mut self,
        operation: &Operation,
        handle: &mut Handle<'_>,
        handle_imports: &mut Imports,
    ) -> Option<OperationView> {
        if !operation.is_whole {
            let why = "a reference to a parameter, to its body or to its reply leads nowhere";
            return self.left_out(operation, why);
        }
        let id = operation.identity();
        let mut parts = CallParts::new(self.types);
        let inherited = self.inheritance.locked_operation(&id);
        let replies = Replies::of(operation, self.types, self.error_model, inherited);
        if let Some(locked) = inherited {
            parts.keep_names(operation, &locked.parameters, self.config, &id);
        }
        if let Err(why) = parts.add_all(operation, self.config, &id, self.diagnostics) {
            return self.left_out(operation, &why);
        }
        let server = match place(operation, self.types.api) {
            Ok(server) => server,
            Err(why) => return self.left_out(operation, &why),
        };
        let method = self.method_name(operation, handle);
        let name = Ident::pascal(method.bare(), "Request");
        // In a script without capitals a parameter may be called like the operation, and hide its type.
        let hidden = !name.bare().starts_with(char::is_uppercase);
        let exported = hidden || self.types.reserved.exports.contains(name.as_str());
        let second = name.with_suffix("Request");
        let name = if exported { second.clone() } else { name };
        let (name, _) = handle.types.claim_either(name, second, &id);
        let by_status = replies.by_status(self.types, &method, handle, &id);
        replies.imports(&mut parts.imports);
        let lines = sequence::lines(operation, self.types, &mut parts.imports);
        handle_imports.extend(&parts.handle_imports);
        let mut origins = vec![operation.pointer.clone()];
        origins.append(&mut parts.origins);
        origins.extend(replies.origins(self.types));
        let contents = operation.responses.iter().filter_map(Response::preferred);
        let schemas = contents.filter_map(|content| content.schema.as_ref());
        origins.extend(schemas.flat_map(|schema| self.types.places(schema)));
        let rule = paging::Rule {
            config: self.config.paging.get(&id),
            items: inherited.and_then(|locked| locked.items.as_deref()),
        };
        let paging =
            paging::paging(operation, replies.reply.document(), &parts.setters, self.models, rule);
        let locked = LockedOperation {
            handle: handle.module.clone(),
            method: method.clone(),
            request: name.clone(),
            parameters: parts.names,
            contents: unusual(operation),
            items: paging.as_ref().map(|paging| paging.property.clone()),
            reply: by_status.reply.clone(),
            error: by_status.error.clone(),
        };
        if paging.is_some() {
            parts.imports.add("crate::paging");
        }
        let (usual_errors, errors) = error_docs(operation, self.errors);
        let wire_name = wire_name(operation, self.config);
        let suffix = self.config.names.response_alias_suffix.as_deref();
        let response_name = suffix.map(|suffix| format!("{wire_name}{suffix}"));
        let names = [Some(wire_name), response_name].into_iter().flatten();
        Some(OperationView {
            source: Comment::new(&format!("{} {}", operation.method, operation.path.text)),
            module: handle.modules.claim(&name, &id),
            link: Comment::new(method.bare()),
            docs: DocText::new(&operation_docs(operation)),
            has_errors: usual_errors.is_some() || errors.is_some(),
            usual_errors,
            errors,
            example: example::example(
                self.config,
                &parts.arguments,
                &parts.argument_types,
                !replies.reply.is_nothing(),
            ),
            aliases: names.filter_map(|name| alias(&name, &method)).collect(),
            deprecated: self.deprecated(operation),
            has_many_arguments: parts.arguments.len() >= MANY_ARGUMENTS,
            arguments: parts.arguments,
            statements: parts.statements,
            setters: parts.setters,
            imports: parts.imports.groups(None),
            output: RustCode::new(replies.reply.tokens(by_status.reply.as_ref())),
            decode: RustCode::new(replies.reply.decode(by_status.reply.as_ref())),
            events: sequence::events(operation),
            lines,
            failure: replies.failure_view(by_status.error.as_ref()),
            by_status: by_status.views,
            id: StrLit::new(&id),
            http_method: RustCode::new(method_tokens(operation)),
            path: StrLit::new(&path_template(operation)),
            security: RustCode::new(self.schemes.requirement(operation)),
            accept: StrLit::new(&replies.reply.accept),
            server,
            paging,
            locked,
            operation: id,
            argument_types: parts.argument_types,
            origins,
            method,
            name,
        })
    }

    fn method_name(&mut self, operation: &Operation, handle: &mut Handle<'_>) -> Ident {
        let id = operation.identity();
        let chosen = chosen_name(operation, self.config, self.inheritance);
        let wanted = match chosen {
            Some(chosen) => Ident::chosen(chosen).unwrap_or_else(|| {
                let message = format!("`{chosen}` cannot be the name of a method.");
                self.diagnostics.push(
                    Diagnostic::new(Code::InvalidName, message)
                        .at(&operation.pointer)
                        .help(format!("Change it in `[names.operations]` `\"{id}\"`.")),
                );
                Ident::snake(chosen, "call")
            }),
            None => Ident::snake(&wire_name(operation, self.config), "call"),
        };
        let (name, holder) = handle.methods.claim(wanted, &id);
        if let Some(holder) = holder {
            let message = format!(
                "The operation `{id}` would get the same name as {}; it is `{name}`.",
                quoted(&holder)
            );
            self.diagnostics.push(
                Diagnostic::new(Code::NameCollision, message)
                    .at(&operation.pointer)
                    .help(format!("Choose a name: `[names.operations]` `\"{id}\" = \"…\"`.")),
            );
        }
        name
    }

    fn deprecated(&self, operation: &Operation) -> Option<RustCode> {
        let shown = operation.deprecated && !self.all_deprecated;
        shown.then(|| {
            RustCode::new(quote!(#[deprecated = "the API marks this operation as deprecated"]))
        })
    }

    fn left_out(&mut self, operation: &Operation, why: &str) -> Option<OperationView> {
        let message = format!("{} {} is left out: {why}.", operation.method, operation.path.text);
        self.diagnostics.push(
            Diagnostic::new(Code::UnsupportedOperation, message).at(&operation.pointer).help(
                "The other operations are generated; call this one with your own HTTP client.",
            ),
        );
        None
    }
}

/// A name for `#[doc(alias)]`; rustdoc refuses some characters, and the item's own name.
fn alias(name: &str, method: &Ident) -> Option<StrLit> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':');
    let allowed = !name.is_empty() && name.chars().all(plain) && name != method.bare();
    allowed.then(|| StrLit::new(name))
}

fn method_tokens(operation: &Operation) -> TokenStream {
    let name = proc_macro2::Ident::new(operation.method.as_str(), proc_macro2::Span::call_site());
    quote!(#name)
}
