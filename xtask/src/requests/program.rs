//! The program that calls every operation of a crate, as Rust.
//!
//! Each operation is called twice: with the smallest arguments, which are those of its method, and with the fullest, for
//! which every setter is called too. Arguments are read from JSON by their types, so a model is what its `Deserialize`
//! makes of it; parameters and bodies travel as those types write them.

use std::collections::BTreeMap;

use generator::api::Operation;
use generator::generate::Generated;
use generator::inherit::LockedOperation;
use generator::public_api::{Function, Kind, PublicApi, Type};

use super::argument;
use super::arguments::Arguments;
use super::definition::Made;
use super::instance::Extent;

/// What stands in every program: how values are read, and how it is told what came of a call.
const FRAME: &str = include_str!("frame.rs.txt");

/// A call of the program.
pub(super) struct Call {
    /// The place of the operation in the API.
    pub(super) operation: usize,
    pub(super) extent: Extent,
    code: String,
}

/// A call that could not be written, and why.
pub(super) struct Unwritten {
    /// The place of the operation in the API.
    pub(super) operation: usize,
    pub(super) extent: Extent,
    pub(super) reason: String,
}

/// What was written for a crate.
pub(super) struct Program {
    pub(super) text: String,
    pub(super) calls: Vec<Call>,
    pub(super) unwritten: Vec<Unwritten>,
    /// How much the fullest calls leave out, by the reason.
    pub(super) left_out: BTreeMap<String, usize>,
}

/// Writes the program for a crate.
pub(super) fn write(made: &Made) -> Program {
    let generated = &made.generated;
    let signatures = Signatures::of(&generated.public_api);
    let author = Author { generated, signatures, arguments: Arguments::of(made) };
    let mut calls: Vec<Call> = Vec::new();
    let mut unwritten = Vec::new();
    for (index, described) in generated.api.operations.iter().enumerate() {
        for extent in [Extent::Smallest, Extent::Fullest] {
            match author.call(described, extent) {
                // Where nothing may be left out, both are the same.
                Ok(code) if calls.last().is_some_and(|last| last.code == code) => {}
                Ok(code) => calls.push(Call { operation: index, extent, code }),
                Err(reason) => unwritten.push(Unwritten { operation: index, extent, reason }),
            }
        }
    }
    let text = author.program(&calls);
    Program { text, calls, unwritten, left_out: author.arguments.left_out.into_inner() }
}

/// What the functions that a program calls take, by the type that they return and their names.
struct Signatures<'a> {
    methods: BTreeMap<(String, &'a str), &'a Function>,
    setters: BTreeMap<(String, &'a str), &'a Function>,
    credentials: BTreeMap<&'a str, &'a Function>,
}

impl<'a> Signatures<'a> {
    fn of(public_api: &'a PublicApi) -> Self {
        let mut signatures = Self {
            methods: BTreeMap::new(),
            setters: BTreeMap::new(),
            credentials: BTreeMap::new(),
        };
        for item in public_api.items() {
            let Kind::Function(function) = &item.kind else { continue };
            let Some((owner, name)) = item.path.rsplit_once("::") else { continue };
            let key = || (function.output.to_string(), name);
            match owner {
                "Request" => drop(signatures.setters.insert(key(), function)),
                "ClientBuilder" => drop(signatures.credentials.insert(name, function)),
                owner if owner.starts_with("api::") => {
                    signatures.methods.insert(key(), function);
                }
                _ => {}
            }
        }
        signatures
    }
}

struct Author<'a> {
    generated: &'a Generated,
    signatures: Signatures<'a>,
    arguments: Arguments<'a>,
}

impl Author<'_> {
    /// The code of a call, or why there is none.
    fn call(&self, operation: &Operation, extent: Extent) -> Result<String, String> {
        let names = &self.generated.names;
        let locked = names.operations.get(&operation.identity());
        let LockedOperation { handle, method, request, parameters, .. } =
            locked.ok_or("the crate does not have it")?;
        let request = format!("Request<api::{handle}::{request}>");
        let function = self.signatures.methods.get(&(request.clone(), method.as_str()));
        let function = function.ok_or("its method is not listed in the public API")?;
        let wire = |name: &str| {
            let name = name.trim_start_matches("r#");
            let found = parameters.iter().find(|(_, of)| of.bare() == name);
            found
                .map(|(wire, _)| wire.as_str())
                .ok_or_else(|| format!("`{name}` is nothing that travels"))
        };
        let arguments = function.arguments.iter().map(|argument| {
            self.expression(operation, wire(&argument.name)?, &argument.of, extent)
        });
        let arguments: Vec<String> = arguments.collect::<Result<_, String>>()?;
        let tag = names.tags.iter().find(|(_, module)| *module == handle);
        let accessor = tag.and_then(|(tag, _)| names.accessors.get(tag)).unwrap_or(handle);
        let mut code = format!("client.{accessor}().{method}({})", arguments.join(", "));
        for (wire, name) in parameters.iter().filter(|_| extent == Extent::Fullest) {
            let setter = self.signatures.setters.get(&(request.clone(), name.as_str()));
            let argument = setter.and_then(|setter| setter.arguments.first());
            let Some(argument) = argument else { continue };
            match self.expression(operation, wire, &argument.of, extent) {
                Ok(value) => code = format!("{code}.{name}({value})"),
                Err(reason) => self.arguments.leave_out(reason, 1),
            }
        }
        Ok(code)
    }

    fn expression(
        &self,
        operation: &Operation,
        wire: &str,
        of: &Type,
        extent: Extent,
    ) -> Result<String, String> {
        let value = self.arguments.value(operation, wire, extent)?;
        argument::expression(of, &value, self.arguments.content(operation, wire))
    }

    /// The whole text.
    fn program(&self, calls: &[Call]) -> String {
        let library = self.generated.public_api.crate_name.as_str();
        let credentials = self.generated.names.credentials.values().filter_map(|name| {
            let function = self.signatures.credentials.get(name.as_str())?;
            let text = serde_json::Value::String("credential".to_owned());
            let values = function.arguments.iter();
            let values = values.map(|argument| argument::expression(&argument.of, &text, None));
            let values: Vec<String> = values.collect::<Result<_, String>>().ok()?;
            Some(format!(".{name}({})", values.join(", ")))
        });
        let credentials: String = credentials.collect();
        let functions = calls.iter().enumerate().map(|(number, call)| {
            let code = &call.code;
            format!("\nasync fn call_{number}(client: &Client) -> Answer {{\n    {code}.send().await.map(drop).map_err(Into::into)\n}}\n")
        });
        let functions: String = functions.collect();
        let steps = (0..calls.len()).map(|number| {
            format!(
                "    if first <= {number} {{ tell({number}, call_{number}(&client).await); }}\n"
            )
        });
        let steps: String = steps.collect();
        FRAME
            .replace("LIBRARY", library)
            .replace("/* CREDENTIALS */", &credentials)
            .replace("/* STEPS */", steps.trim_start())
            + &functions
    }
}
