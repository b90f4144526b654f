//! The views of the files in `api/`: one handle per tag, one request type per operation.

mod docs;
mod paging;
mod parts;
mod reply;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use crate::api::{Api, Operation, PathPart, Response, Status};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{Ident, Scope};

use self::docs::operation_docs;
use self::paging::PagingView;
use self::parts::CallParts;
use self::reply::{Reply, preferred};
use super::model::{ArgumentView, MANY_ARGUMENTS, ModelView, SetterView, code_span};
use super::rust_type::Imports;
use super::security::Schemes;
use super::text::{Code as RustCode, Comment, DocText, StrLit};
use super::types::{RESERVED, Types};

/// The handle of one tag.
#[derive(Clone, Debug, Serialize)]
pub struct ApiView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The module, and the method of the client that gives the handle.
    pub module: Ident,
    /// The type of the handle.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The documentation of the method of the client.
    pub accessor_docs: DocText,
    /// `use` paths, in groups.
    pub imports: Vec<Vec<String>>,
    /// The operations, by id.
    pub operations: Vec<OperationView>,
}

/// One operation.
#[derive(Clone, Debug, Serialize)]
pub struct OperationView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The module of the request type.
    pub module: Ident,
    /// The method of the handle.
    pub method: Ident,
    /// The method without `r#`, for links.
    pub link: Comment,
    /// The request type.
    pub name: Ident,
    /// The documentation of the method.
    pub docs: DocText,
    /// The names under which people of other SDKs look for it.
    pub alias: Option<StrLit>,
    /// The same for the variant that returns the whole response.
    pub response_alias: Option<StrLit>,
    /// A `#[deprecated]` attribute.
    pub deprecated: Option<RustCode>,
    /// What the method takes.
    pub arguments: Vec<ArgumentView>,
    /// Whether that is more than Clippy likes, with the receiver.
    pub has_many_arguments: bool,
    /// Statements that put the arguments into the call.
    pub statements: Vec<RustCode>,
    /// The setters of the optional parameters.
    pub setters: Vec<ParameterSetterView>,
    /// `use` paths, in groups.
    pub imports: Vec<Vec<String>>,
    /// What a successful call returns.
    pub output: RustCode,
    /// The function that decodes it.
    pub decode: RustCode,
    /// The id that errors name.
    pub id: StrLit,
    /// The HTTP method, as code.
    pub http_method: RustCode,
    /// The parts of the path, as code.
    pub path: RustCode,
    /// The alternatives of credentials, as code.
    pub security: RustCode,
    /// The media type that is asked for.
    pub accept: StrLit,
    /// How its list goes on, if it is one in pages.
    pub paging: Option<PagingView>,
}

/// The setter of an optional parameter.
#[derive(Clone, Debug, Serialize)]
pub struct ParameterSetterView {
    /// Its setter.
    #[serde(flatten)]
    pub setter: SetterView,
    /// The statement that puts it into the call.
    pub statement: RustCode,
}

/// The handle for operations without a tag.
const NO_TAG: &str = "general";

/// The views of all handles, by tag.
pub fn apis(
    api: &Api,
    types: &Types<'_>,
    models: &[ModelView],
    schemes: &Schemes,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<ApiView> {
    let mut by_tag: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &api.operations {
        let tag = operation.tags.first().map_or(NO_TAG, String::as_str);
        by_tag.entry(tag).or_default().push(operation);
    }
    let all_deprecated = api.operations.iter().all(|operation| operation.deprecated);
    let mut room = ApiRoom { api, types, models, schemes, config, all_deprecated, diagnostics };
    let mut scope = Scope::default();
    let views =
        by_tag.into_iter().map(|(tag, operations)| room.handle(tag, &operations, &mut scope));
    views.filter(|view| !view.operations.is_empty()).collect()
}

/// Sorted by id, so that a change of a path moves nothing.
fn in_order<'o>(operations: &[&'o Operation]) -> Vec<&'o Operation> {
    let mut sorted = operations.to_vec();
    sorted.sort_by_key(|operation| operation_id(operation));
    sorted
}

/// What configuration, errors and other SDKs call an operation.
pub fn operation_id(operation: &Operation) -> String {
    operation.id.clone().unwrap_or_else(|| fallback_id(operation))
}

/// The id of an operation that has none: its method and path.
fn fallback_id(operation: &Operation) -> String {
    format!("{} {}", operation.method.key(), operation.path.text.replace(['{', '}'], " "))
}

struct ApiRoom<'a, 'b> {
    api: &'b Api,
    types: &'b Types<'a>,
    models: &'b [ModelView],
    schemes: &'b Schemes,
    config: &'b Config,
    /// Whether the whole API is deprecated. Then the crate says so once, in its documentation, and no
    /// single method does.
    all_deprecated: bool,
    diagnostics: &'b mut Diagnostics,
}

impl ApiRoom<'_, '_> {
    fn handle(&mut self, tag: &str, operations: &[&Operation], scope: &mut Scope) -> ApiView {
        let chosen = self.config.names.tags.get(tag).and_then(|name| Ident::chosen(name));
        let wanted = chosen.unwrap_or_else(|| Ident::snake(tag, NO_TAG));
        let (module, _) = scope.claim(wanted, tag);
        let name = Ident::pascal(module.bare(), "General");
        let name = if name.bare().ends_with("Api") { name } else { name.with_suffix("Api") };
        let mut names = OperationNames::default();
        let mut imports = Imports::default();
        imports.add("crate::Client");
        let mut views = Vec::new();
        for operation in in_order(operations) {
            views.extend(self.operation(operation, &mut names, &mut imports));
        }
        let description = self.api.tags.iter().find(|known| known.name == tag);
        let description = description.and_then(|tag| tag.description.clone());
        let docs = description.unwrap_or_else(|| format!("The operations of {}.", code_span(tag)));
        ApiView {
            source: Comment::new(&format!("the operations tagged {tag}")),
            docs: DocText::new(&format!("{docs}\n\nCheap to clone.")),
            accessor_docs: DocText::new(&docs),
            imports: imports.groups(None),
            module,
            name,
            operations: views,
        }
    }

    /// The name that the definition gives the method, before the configuration has its say.
    fn wire_name(&self, operation: &Operation) -> String {
        let extension = self.config.names.operation_extension.as_ref();
        let named = extension.and_then(|key| operation.extensions.get(key)?.as_str());
        named.map_or_else(|| operation_id(operation), str::to_owned)
    }

    fn operation(
        &mut self,
        operation: &Operation,
        names: &mut OperationNames,
        handle_imports: &mut Imports,
    ) -> Option<OperationView> {
        let reply = match self.reply(operation) {
            Ok(reply) => reply,
            Err(why) => return self.left_out(operation, &why),
        };
        let mut parts = CallParts::new(self.types);
        if let Err(why) =
            parts.add_all(operation, self.config, &operation_id(operation), self.diagnostics)
        {
            return self.left_out(operation, &why);
        }
        let id = operation_id(operation);
        let method = self.method_name(operation, names);
        let name = Ident::pascal(method.bare(), "Request");
        let reserved = RESERVED.contains(&name.as_str());
        let name = if reserved { name.with_suffix("Request") } else { name };
        let (name, _) = names.types.claim(name, &id);
        reply.output.imports(&mut parts.imports);
        for of in &parts.argument_types {
            of.argument_imports(handle_imports);
        }
        let output = reply.tokens();
        let rule = self.config.paging.get(&id);
        let paging = paging::paging(operation, &reply.output, &parts.setters, self.models, rule);
        if paging.is_some() {
            parts.imports.add("crate::paging");
        }
        let wire_name = self.wire_name(operation);
        let suffix = self.config.names.response_alias_suffix.as_deref();
        let response_name = suffix.map(|suffix| format!("{wire_name}{suffix}"));
        Some(OperationView {
            source: Comment::new(&format!("{} {}", operation.method, operation.path.text)),
            module: Ident::snake(name.bare(), "request"),
            docs: DocText::new(&operation_docs(operation)),
            alias: alias(&wire_name, &method),
            response_alias: response_name.and_then(|name| alias(&name, &method)),
            deprecated: self.deprecated(operation),
            has_many_arguments: parts.arguments.len() >= MANY_ARGUMENTS,
            arguments: parts.arguments,
            statements: parts.statements,
            setters: parts.setters,
            imports: parts.imports.groups(None),
            output: RustCode::new(output),
            decode: RustCode::new(reply.decode),
            id: StrLit::new(&id),
            link: Comment::new(method.bare()),
            http_method: RustCode::new(method_tokens(operation)),
            path: RustCode::new(path_tokens(operation)),
            security: RustCode::new(self.schemes.requirement(operation)),
            accept: StrLit::new(&reply.accept),
            paging,
            method,
            name,
        })
    }

    fn method_name(&mut self, operation: &Operation, names: &mut OperationNames) -> Ident {
        let id = operation_id(operation);
        let chosen = self.config.names.operations.get(&id);
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
            None => Ident::snake(&self.wire_name(operation), "call"),
        };
        let (name, holder) = names.methods.claim(wanted, &id);
        if let Some(holder) = holder {
            let message = format!(
                "The operation `{id}` would get the same name as `{holder}`; it is `{name}`."
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

    /// What a successful call returns: the body of the first success that has one.
    fn reply(&mut self, operation: &Operation) -> Result<Reply, String> {
        let mut successes: Vec<&Response> =
            operation.responses.iter().filter(|response| response.status.is_success()).collect();
        if successes.is_empty() {
            let default = operation.responses.iter().find(|r| r.status == Status::Default);
            successes.extend(default);
        }
        successes.sort_by_key(|response| response.status);
        let Some(response) = successes.iter().find(|r| !r.contents.is_empty()) else {
            return Ok(Reply::empty());
        };
        let content = preferred(&response.contents).ok_or("its reply has no media type")?;
        Ok(Reply::of(content, self.types))
    }
}

/// A name for `#[doc(alias)]`; rustdoc refuses some characters, and the item's own name.
fn alias(name: &str, method: &Ident) -> Option<StrLit> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':');
    let allowed = !name.is_empty() && name.chars().all(plain) && name != method.bare();
    allowed.then(|| StrLit::new(name))
}

#[derive(Default)]
struct OperationNames {
    methods: Scope,
    types: Scope,
}

fn method_tokens(operation: &Operation) -> TokenStream {
    let name = proc_macro2::Ident::new(operation.method.as_str(), proc_macro2::Span::call_site());
    quote!(Method::#name)
}

fn path_tokens(operation: &Operation) -> TokenStream {
    let parts = operation.path.parts.iter().map(|part| match part {
        PathPart::Literal(text) => {
            let encoded = percent_encoded(text);
            quote!(PathPart::Literal(#encoded))
        }
        PathPart::Parameter(name) => quote!(PathPart::Parameter(#name)),
    });
    quote!(&[#(#parts),*])
}

/// A literal part of a path as it goes over the wire: what a path may not hold is percent-encoded.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
        if plain {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
