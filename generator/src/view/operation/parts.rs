//! What a request takes and what it does with it: the arguments, the setters, and the statements that put
//! both into the call.

use std::collections::BTreeMap;

use quote::quote;

use crate::api::{Location, Operation, Parameter};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::names::{Ident, Scope, THE_CRATE};
use crate::pointer::Pointer;

use super::super::facts::{self, says_more};
use super::super::model::{ArgumentView, SetterView};
use super::super::rust_type::{Imports, Place, Type};
use super::super::text::{Code as RustCode, DocText, ident};
use super::super::types::Types;
use super::parameter::{Put, put};
use super::{ParameterSetterView, body};

/// The arguments, statements and setters of one operation.
pub(super) struct CallParts<'a, 'b> {
    types: &'b Types<'a>,
    /// What the file of the operation imports for its setters.
    pub(super) imports: Imports,
    /// What the file of the handle imports for the arguments.
    pub(super) handle_imports: Imports,
    scope: Scope,
    pub(super) arguments: Vec<ArgumentView>,
    pub(super) argument_types: Vec<Type>,
    pub(super) statements: Vec<RustCode>,
    pub(super) setters: Vec<ParameterSetterView>,
    /// Location and name, or `body` → argument or setter.
    pub(super) names: BTreeMap<String, Ident>,
    /// Where the definition describes what is sent.
    pub(super) origins: Vec<Pointer>,
}

impl<'a, 'b> CallParts<'a, 'b> {
    /// Nothing yet.
    pub(super) fn new(types: &'b Types<'a>) -> Self {
        // A parameter may be an argument or a setter, and may become the other one.
        let reserved = &types.reserved;
        let reserved = reserved.request_methods.iter().chain(&reserved.operation_arguments);
        Self {
            types,
            imports: Imports::default(),
            handle_imports: Imports::default(),
            scope: Scope::reserving(reserved.map(String::as_str)),
            arguments: Vec::new(),
            argument_types: Vec::new(),
            statements: Vec::new(),
            setters: Vec::new(),
            names: BTreeMap::new(),
            origins: Vec::new(),
        }
    }

    /// Keeps the names that the last version gave out, unless the configuration chooses others.
    pub(super) fn keep_names(
        &mut self,
        operation: &Operation,
        locked: &BTreeMap<String, Ident>,
        config: &Config,
        id: &str,
    ) {
        for parameter in &operation.parameters {
            let Some(name) = locked.get(&owner(parameter)) else { continue };
            let chosen = config.names.fields.get(&format!("{id}.{}", parameter.name));
            if chosen.is_none_or(|chosen| chosen == name.as_str()) {
                self.scope.keep(name, &owner(parameter));
            }
        }
        if let (Some(_), Some(name)) = (&operation.body, locked.get(BODY)) {
            self.scope.keep(name, BODY);
        }
    }

    /// Path parameters in path order, then other required ones by name, then the body, then the
    /// optional ones by name.
    pub(super) fn add_all(
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
        parameters
            .sort_by(|a, b| (place(a), &a.name, a.location).cmp(&(place(b), &b.name, b.location)));
        let (required, optional): (Vec<_>, Vec<_>) =
            parameters.into_iter().partition(|p| p.required || p.location == Location::Path);
        for parameter in required {
            self.required(parameter, config, id, diagnostics)?;
        }
        self.body(operation)?;
        for parameter in optional {
            if let Err(why) = self.optional(parameter, config, id, diagnostics) {
                let message = format!("The parameter `{}` is left out: {why}.", parameter.name);
                diagnostics
                    .push(Diagnostic::new(Code::UnsupportedSchema, message).at(&parameter.pointer));
            }
        }
        Ok(())
    }

    /// Names a parameter. One whose name is taken says where it goes: `name_query` beside `name`.
    fn name(
        &mut self,
        parameter: &Parameter,
        config: &Config,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        let key = format!("{id}.{}", parameter.name);
        let chosen = config.names.fields.get(&key).and_then(|name| Ident::chosen(name));
        let wanted = chosen.unwrap_or_else(|| Ident::snake(&parameter.name, "parameter"));
        let place = location(parameter);
        let second = match self.scope.holder(wanted.as_str()) {
            Some(THE_CRATE) => Ident::snake(&format!("with_{}", wanted.bare()), "parameter"),
            // Where both go to the same place, that tells nothing apart.
            Some(holder) if holder.starts_with(&format!("{place}:")) => wanted.clone(),
            _ => Ident::snake(&format!("{}_{place}", wanted.bare()), "parameter"),
        };
        let (name, holder) = self.scope.claim_either(wanted, second, &owner(parameter));
        if let Some(holder) = holder {
            let holder = match holder.split_once(':') {
                Some((place, name)) => format!("the {place} parameter `{name}`"),
                None if holder == BODY => "the body".to_owned(),
                None => holder,
            };
            let message = format!(
                "The {place} parameter `{}` of `{id}` would get the same name as {holder}; it is `{name}`.",
                parameter.name
            );
            diagnostics.push(
                Diagnostic::new(Code::NameCollision, message)
                    .at(&parameter.pointer)
                    .help(format!("Choose a name: `[names.fields]` `\"{key}\" = \"…\"`.")),
            );
        }
        self.names.insert(owner(parameter), name.clone());
        name
    }

    /// Where the definition describes a parameter and its type.
    fn parameter_origins(&self, parameter: &Parameter, of: &Type) -> Vec<Pointer> {
        [parameter.pointer.clone()].into_iter().chain(self.types.origins(of)).collect()
    }

    fn parameter_type(&self, parameter: &Parameter) -> Type {
        self.types.at(&format!("parameter:{}", parameter.name), &parameter.schema)
    }

    fn required(
        &mut self,
        parameter: &Parameter,
        config: &Config,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), String> {
        let name = self.name(parameter, config, id, diagnostics);
        let of = self.parameter_type(parameter);
        let argument = ident(&name);
        let (argument_type, _) = of.argument(&argument, Place::Api);
        let Put { conversion, call } = put(parameter, &of, &argument, &mut self.handle_imports)?;
        of.argument_imports(&mut self.handle_imports);
        self.origins.extend(self.parameter_origins(parameter, &of));
        let argument_type = RustCode::new(argument_type);
        self.arguments.push(ArgumentView { name, argument_type });
        self.statements.extend(conversion.map(RustCode::new));
        self.statements.push(RustCode::new(quote!(request.call.#call;)));
        self.argument_types.push(of);
        Ok(())
    }

    fn optional(
        &mut self,
        parameter: &Parameter,
        config: &Config,
        id: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), String> {
        let of = self.parameter_type(parameter);
        let name = self.name(parameter, config, id, diagnostics);
        let argument = ident(&name);
        let Put { conversion, call } = put(parameter, &of, &argument, &mut self.imports)?;
        of.argument_imports(&mut self.imports);
        let (argument_type, value) = of.argument(&argument, Place::Api);
        let values = self.types.unused_values(&parameter.schema);
        self.setters.push(ParameterSetterView {
            origins: self.parameter_origins(parameter, &of),
            setter: SetterView {
                docs: DocText::new(&facts::parameter_docs(parameter, &values)),
                argument: name.clone(),
                argument_type: RustCode::new(argument_type),
                value: RustCode::new(value),
                name,
            },
            statement: RustCode::new(quote!(#conversion self.call.#call;)),
        });
        Ok(())
    }

    fn body(&mut self, operation: &Operation) -> Result<(), String> {
        let Some(body) = &operation.body else { return Ok(()) };
        let content = body.preferred().ok_or("its request body has no media type")?;
        let of = body::argument_of(self.types, content)?;
        let name = self.scope.claim(Ident::snake("body", "body"), BODY).0;
        self.names.insert(BODY.to_owned(), name.clone());
        let mut origins = vec![body.pointer.clone()];
        origins.extend(self.types.origins(&of));
        origins.extend(content.schema.iter().flat_map(|schema| self.types.places(schema)));
        let variable = ident(&name);
        let (argument_type, value) = of.argument(&variable, Place::Api);
        let imports = if body.required { &mut self.handle_imports } else { &mut self.imports };
        of.argument_imports(imports);
        let Put { conversion, call } = body::put(self.types, content, &of, &variable, imports);
        let argument_type = RustCode::new(argument_type);
        if body.required {
            self.origins.extend(origins);
            self.arguments.push(ArgumentView { name, argument_type });
            self.argument_types.push(of);
            self.statements.extend(conversion.map(RustCode::new));
            self.statements.push(RustCode::new(quote!(request.call.#call;)));
            return Ok(());
        }
        let docs = body.description.as_deref().filter(|text| says_more(text, BODY));
        let docs = docs.unwrap_or_default();
        self.setters.push(ParameterSetterView {
            origins,
            setter: SetterView {
                docs: DocText::new(docs),
                argument: name.clone(),
                argument_type,
                value: RustCode::new(value),
                name,
            },
            statement: RustCode::new(quote!(#conversion self.call.#call;)),
        });
        Ok(())
    }
}

/// What the body is called among the parameters.
const BODY: &str = "body";

/// What a parameter is called among those of its operation: location and name.
fn owner(parameter: &Parameter) -> String {
    format!("{}:{}", location(parameter), parameter.name)
}

fn location(parameter: &Parameter) -> &'static str {
    match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
