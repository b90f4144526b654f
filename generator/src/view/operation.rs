//! The views of the files in `api/`: one handle per tag, one request type per operation.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use serde::Serialize;

use crate::api::{
    Api, Content, Location, Operation, Parameter, PathPart, Response, Schema, Shape, Status, Style,
};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{Ident, Scope};

use super::facts;
use super::model::{ArgumentView, MANY_ARGUMENTS, SetterView, code_span};
use super::security::Schemes;
use super::text::{Code as RustCode, Comment, DocText, StrLit, ident};
use super::types::{Imports, Place, RESERVED, Type, Types};

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

/// Methods that every request type has.
const METHODS: &[&str] = &[
    "new", "timeout", "retry", "header", "send", "send_with_response", "prepare", "decode",
    "into_future", "clone", "clone_from", "fmt", "into", "try_into", "from", "try_from", "borrow",
    "borrow_mut", "type_id", "to_owned", "clone_into", "call", "client",
];

/// The handle for operations without a tag.
const NO_TAG: &str = "general";

/// The views of all handles, by tag.
pub fn apis(
    api: &Api,
    types: &Types<'_>,
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
    let mut room = ApiRoom { api, types, schemes, config, all_deprecated, diagnostics };
    let mut scope = Scope::default();
    let views = by_tag.into_iter().map(|(tag, operations)| room.handle(tag, &operations, &mut scope));
    views.collect()
}

/// The id of an operation that has none: its method and path.
pub fn fallback_id(operation: &Operation) -> String {
    format!("{} {}", operation.method.key(), operation.path.text.replace(['{', '}'], " "))
}

struct ApiRoom<'a, 'b> {
    api: &'b Api,
    types: &'b Types<'a>,
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
        let name = Ident::pascal(module.bare(), "General").with_suffix("Api");
        let mut names = OperationNames::default();
        let mut imports = Imports::default();
        imports.add("crate::Client");
        let mut views = Vec::new();
        for operation in self.in_order(operations) {
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

    /// Sorted by id, so that a change of a path moves nothing.
    fn in_order<'o>(&self, operations: &[&'o Operation]) -> Vec<&'o Operation> {
        let mut sorted = operations.to_vec();
        sorted.sort_by_key(|operation| self.id(operation));
        sorted
    }

    fn id(&self, operation: &Operation) -> String {
        operation.id.clone().unwrap_or_else(|| fallback_id(operation))
    }

    /// The name that the definition gives the method, before the configuration has its say.
    fn wire_name(&self, operation: &Operation) -> String {
        let extension = self.config.names.operation_extension.as_ref();
        let named = extension.and_then(|key| operation.extensions.get(key)?.as_str());
        named.map_or_else(|| self.id(operation), str::to_owned)
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
        if let Err(why) = parts.add_all(operation, self.config, &self.id(operation), self.diagnostics) {
            return self.left_out(operation, &why);
        }
        let id = self.id(operation);
        let method = self.method_name(operation, names);
        let name = Ident::pascal(method.bare(), "Request");
        let reserved = RESERVED.contains(&name.as_str());
        let name = if reserved { name.with_suffix("Request") } else { name };
        let (name, _) = names.types.claim(name, &id);
        reply.output.imports(&mut parts.imports);
        for of in &parts.argument_types {
            of.imports(handle_imports);
        }
        let output = reply.tokens();
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
            method,
            name,
        })
    }

    fn method_name(&mut self, operation: &Operation, names: &mut OperationNames) -> Ident {
        let id = self.id(operation);
        let chosen = self.config.names.operations.get(&id);
        let wanted = match chosen {
            Some(chosen) => Ident::chosen(chosen).unwrap_or_else(|| {
                let message = format!("`{chosen}` cannot be the name of a method");
                self.diagnostics.push(
                    Diagnostic::new(Code::InvalidName, message)
                        .at(&operation.pointer)
                        .help(format!("change it in `[names.operations]` `\"{id}\"`")),
                );
                Ident::snake(chosen, "call")
            }),
            None => Ident::snake(&self.wire_name(operation), "call"),
        };
        let (name, holder) = names.methods.claim(wanted, &id);
        if let Some(holder) = holder {
            let message =
                format!("the operation `{id}` would get the same name as `{holder}`; it is `{name}`");
            self.diagnostics.push(
                Diagnostic::new(Code::NameCollision, message)
                    .at(&operation.pointer)
                    .help(format!("choose a name: `[names.operations]` `\"{id}\" = \"…\"`")),
            );
        }
        name
    }

    fn deprecated(&self, operation: &Operation) -> Option<RustCode> {
        let shown = operation.deprecated && !self.all_deprecated;
        shown.then(|| RustCode::new(quote!(#[deprecated = "the API marks this operation as deprecated"])))
    }

    fn left_out(&mut self, operation: &Operation, why: &str) -> Option<OperationView> {
        let message = format!("{} {} is left out: {why}", operation.method, operation.path.text);
        self.diagnostics.push(
            Diagnostic::new(Code::UnsupportedOperation, message)
                .at(&operation.pointer)
                .help("the other operations are generated; call this one with your own HTTP client"),
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

/// The content of the media type that generated code handles best.
fn preferred(contents: &[Content]) -> Option<&Content> {
    let json = contents.iter().find(|content| is_json(&content.media_type));
    let text = || contents.iter().find(|content| content.media_type.starts_with("text/"));
    json.or_else(text).or_else(|| contents.first())
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

/// What a successful call returns.
struct Reply {
    output: ReplyType,
    decode: TokenStream,
    accept: String,
}

enum ReplyType {
    Nothing,
    Bytes,
    Text,
    Json(Type),
}

impl ReplyType {
    fn imports(&self, imports: &mut Imports) {
        if let Self::Json(json) = self {
            json.imports(imports);
        }
    }
}

impl Reply {
    fn empty() -> Self {
        Self {
            output: ReplyType::Nothing,
            decode: quote!(decode::unit),
            accept: "application/json".to_owned(),
        }
    }

    fn of(content: &Content, types: &Types<'_>) -> Self {
        let accept = content.media_type.clone();
        let is_file = content.schema.as_ref().is_some_and(is_binary);
        if is_json(&accept) && !is_file {
            let json = content.schema.as_ref().map_or(Type::Json, |schema| types.of(schema));
            let accept = if accept == "*/*" { "application/json".to_owned() } else { accept };
            return Self { output: ReplyType::Json(json), decode: quote!(decode::json), accept };
        }
        if accept.starts_with("text/") {
            return Self { output: ReplyType::Text, decode: quote!(decode::text), accept };
        }
        Self { output: ReplyType::Bytes, decode: quote!(decode::bytes), accept }
    }

    fn tokens(&self) -> TokenStream {
        match &self.output {
            ReplyType::Nothing => quote!(()),
            ReplyType::Bytes => quote!(Bytes),
            ReplyType::Text => quote!(String),
            ReplyType::Json(json) => json.tokens(Place::Api),
        }
    }
}

fn is_binary(schema: &Schema) -> bool {
    match &schema.shape {
        Shape::File => true,
        Shape::String { format } => format.as_deref() == Some("binary"),
        _ => false,
    }
}

/// The arguments, statements and setters of one operation.
struct CallParts<'a, 'b> {
    types: &'b Types<'a>,
    imports: Imports,
    scope: Scope,
    arguments: Vec<ArgumentView>,
    argument_types: Vec<Type>,
    statements: Vec<RustCode>,
    setters: Vec<ParameterSetterView>,
}

impl<'a, 'b> CallParts<'a, 'b> {
    fn new(types: &'b Types<'a>) -> Self {
        Self {
            types,
            imports: Imports::default(),
            scope: Scope::default(),
            arguments: Vec::new(),
            argument_types: Vec::new(),
            statements: Vec::new(),
            setters: Vec::new(),
        }
    }

    /// Path parameters in path order, then other required ones by name, then the body, then the
    /// optional ones by name.
    fn add_all(
        &mut self,
        operation: &Operation,
        config: &Config,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), String> {
        let mut parameters: Vec<&Parameter> = operation.parameters.iter().collect();
        let place = |parameter: &Parameter| {
            operation
                .path
                .parameters()
                .position(|name| parameter.location == Location::Path && name == parameter.name)
                .unwrap_or(usize::MAX)
        };
        parameters.sort_by(|a, b| (place(a), &a.name, a.location).cmp(&(place(b), &b.name, b.location)));
        let (required, optional): (Vec<_>, Vec<_>) =
            parameters.into_iter().partition(|p| p.required || p.location == Location::Path);
        for parameter in required {
            self.required(parameter, config, id)?;
        }
        self.body(operation)?;
        for parameter in optional {
            if let Err(why) = self.optional(parameter, config, id) {
                let message = format!("the parameter `{}` is left out: {why}", parameter.name);
                diagnostics
                    .push(Diagnostic::new(Code::UnsupportedSchema, message).at(&parameter.pointer));
            }
        }
        Ok(())
    }

    fn name(&mut self, parameter: &Parameter, config: &Config, id: &str) -> Ident {
        let key = format!("{id}.{}", parameter.name);
        let chosen = config.names.fields.get(&key).and_then(|name| Ident::chosen(name));
        let wanted = chosen.unwrap_or_else(|| Ident::snake(&parameter.name, "parameter"));
        let taken = METHODS.contains(&wanted.bare());
        let prefixed = || Ident::snake(&format!("with_{}", wanted.bare()), "parameter");
        let wanted = if taken { prefixed() } else { wanted };
        self.scope.claim(wanted, &parameter.name).0
    }

    fn parameter_type(&self, parameter: &Parameter) -> Type {
        self.types.at(&format!("parameter:{}", parameter.name), &parameter.schema)
    }

    fn required(&mut self, parameter: &Parameter, config: &Config, id: &str) -> Result<(), String> {
        let name = self.name(parameter, config, id);
        let of = self.parameter_type(parameter);
        of.imports(&mut self.imports);
        let argument = ident(&name);
        let (argument_type, value) = of.argument(&argument, Place::Api);
        let tokens = of.tokens(Place::Api);
        let statement = self.statement(parameter, &of, &argument)?;
        self.arguments.push(ArgumentView {
            name: name.clone(),
            argument_type: RustCode::new(argument_type.clone()),
        });
        if argument_type.to_string() != tokens.to_string() {
            self.statements.push(RustCode::new(quote!(let #argument: #tokens = #value;)));
        }
        self.statements.push(RustCode::new(statement));
        self.argument_types.push(of);
        Ok(())
    }

    fn optional(&mut self, parameter: &Parameter, config: &Config, id: &str) -> Result<(), String> {
        let of = self.parameter_type(parameter);
        let name = self.name(parameter, config, id);
        let argument = ident(&name);
        let statement = self.statement(parameter, &of, &argument)?;
        of.imports(&mut self.imports);
        let (argument_type, value) = of.argument(&argument, Place::Api);
        let tokens = of.tokens(Place::Api);
        let converts = argument_type.to_string() != tokens.to_string();
        let conversion = converts.then(|| quote!(let #argument: #tokens = #value;));
        self.setters.push(ParameterSetterView {
            setter: SetterView {
                docs: DocText::new(&facts::parameter_docs(parameter)),
                argument: name.clone(),
                argument_type: RustCode::new(argument_type),
                value: RustCode::new(value),
                name,
            },
            statement: RustCode::new(quote!(#conversion #statement)),
        });
        Ok(())
    }

    /// The statement that puts the value of a parameter, held by `variable`, into the call.
    fn statement(
        &mut self,
        parameter: &Parameter,
        of: &Type,
        variable: &TokenStream,
    ) -> Result<TokenStream, String> {
        let wire = &parameter.name;
        if let Some(text) = of.text(variable) {
            let put = match parameter.location {
                Location::Path => quote!(path),
                Location::Query => quote!(query),
                Location::Header => quote!(header_parameter),
                Location::Cookie => quote!(cookie_parameter),
            };
            return Ok(quote!(call.#put(#wire, #text);));
        }
        let Type::List(item) = of else {
            return Err("an object inside a parameter is not supported".to_owned());
        };
        let text = item.text(&quote!(item)).ok_or("a list of lists or objects is not supported")?;
        let style = list_style(parameter).ok_or("its list style is not supported")?;
        let texts = match **item {
            Type::String => quote!(#variable),
            Type::Bool | Type::I64 | Type::F64 | Type::Json => {
                quote!(#variable.into_iter().map(|item| #text))
            }
            _ => quote!(#variable.into_iter().map(|item| #text.to_owned())),
        };
        let joined = match **item {
            Type::String => quote!(#variable.join(",")),
            _ => quote!(#texts.collect::<Vec<_>>().join(",")),
        };
        Ok(match parameter.location {
            Location::Query => {
                self.imports.add("crate::encode::ListStyle");
                quote!(call.query_list(#wire, #texts, ListStyle::#style);)
            }
            Location::Path => quote!(call.path(#wire, #joined);),
            Location::Header => quote!(call.header_parameter(#wire, #joined);),
            Location::Cookie => return Err("a list in a cookie is not supported".to_owned()),
        })
    }

    fn body(&mut self, operation: &Operation) -> Result<(), String> {
        let Some(body) = &operation.body else { return Ok(()) };
        let content = preferred(&body.contents).ok_or("its request body has no media type")?;
        let (of, put) = self.body_type(content)?;
        of.imports(&mut self.imports);
        let name = self.scope.claim(Ident::snake("body", "body"), "the body").0;
        let variable = ident(&name);
        let (argument_type, value) = of.argument(&variable, Place::Api);
        let tokens = of.tokens(Place::Api);
        let conversion = (argument_type.to_string() != tokens.to_string())
            .then(|| quote!(let #variable: #tokens = #value;));
        let media_type = &content.media_type;
        let statement = match put {
            BodyKind::Json if media_type == "application/json" || media_type == "*/*" => {
                quote!(call.json(&#variable);)
            }
            BodyKind::Json => quote!(call.json_as(#media_type, &#variable);),
            BodyKind::Text => quote!(call.text(#media_type, #variable);),
        };
        let argument_type = RustCode::new(argument_type);
        if body.required {
            self.arguments.push(ArgumentView { name, argument_type });
            self.argument_types.push(of);
            self.statements.extend(conversion.map(RustCode::new));
            self.statements.push(RustCode::new(statement));
            return Ok(());
        }
        let docs = body.description.as_deref().unwrap_or("The request body.");
        self.setters.push(ParameterSetterView {
            setter: SetterView {
                docs: DocText::new(docs),
                argument: name.clone(),
                argument_type,
                value: RustCode::new(value),
                name,
            },
            statement: RustCode::new(quote!(#conversion #statement)),
        });
        Ok(())
    }

    fn body_type(&self, content: &Content) -> Result<(Type, BodyKind), String> {
        let binary = content.schema.as_ref().is_some_and(is_binary);
        if is_json(&content.media_type) && !binary {
            let of = content.schema.as_ref().map_or(Type::Json, |schema| self.types.of(schema));
            return Ok((of, BodyKind::Json));
        }
        if content.media_type.starts_with("text/") {
            return Ok((Type::String, BodyKind::Text));
        }
        Err(format!("its request body is {}", code_span(&content.media_type)))
    }
}

enum BodyKind {
    Json,
    Text,
}

/// How the items of a list parameter are joined.
fn list_style(parameter: &Parameter) -> Option<TokenStream> {
    Some(match (parameter.style, parameter.explode) {
        (Style::Form, true) => quote!(Multi),
        (Style::Form | Style::Simple, _) => quote!(Csv),
        (Style::SpaceDelimited, false) => quote!(Ssv),
        (Style::PipeDelimited, false) => quote!(Pipes),
        (Style::TabDelimited, false) => quote!(Tsv),
        (Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited, true) => quote!(Multi),
        (Style::Label | Style::Matrix | Style::DeepObject, _) => return None,
    })
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
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The documentation of an operation: what it does, then the wire facts.
fn operation_docs(operation: &Operation) -> String {
    let mut paragraphs: Vec<String> = [&operation.summary, &operation.description]
        .into_iter()
        .flatten()
        .filter(|text| !text.trim().is_empty())
        .cloned()
        .collect();
    paragraphs.dedup();
    if paragraphs.is_empty() {
        paragraphs.push(format!("Calls `{} {}`.", operation.method, operation.path.text));
    }
    paragraphs.push(format!("`{} {}`", operation.method, operation.path.text));
    if operation.deprecated {
        paragraphs.push("Deprecated by the API.".to_owned());
    }
    let successes = operation.responses.iter().filter(|response| response.status.is_success());
    let descriptions: Vec<String> = successes
        .filter_map(|r| Some((r.status, r.description.as_ref()?)))
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(status, text)| format!("- `{status}`: {}", text.replace('\n', " ")))
        .collect();
    if !descriptions.is_empty() {
        paragraphs.push(format!("# Returns\n\n{}", descriptions.join("\n")));
    }
    let failures: Vec<String> = operation
        .responses
        .iter()
        .filter(|response| !response.status.is_success())
        .map(error_line)
        .collect();
    if !failures.is_empty() {
        paragraphs.push(format!("# Errors\n\n{}", failures.join("\n")));
    }
    paragraphs.join("\n\n")
}

/// One line about an error status: the codes if the definition lists them, its description otherwise.
fn error_line(response: &Response) -> String {
    let codes = response.extensions.values().find_map(|value| {
        let object = value.as_object()?;
        let all_texts = object.values().all(serde_json::Value::is_string);
        (all_texts && !object.is_empty()).then(|| {
            let mut codes: Vec<String> = object.keys().map(|code| code_span(code)).collect();
            codes.sort();
            codes.join(", ")
        })
    });
    let text = codes.or_else(|| response.description.clone()).unwrap_or_default();
    format!("- `{}`: {}", response.status, text.replace('\n', " "))
}
