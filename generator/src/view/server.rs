//! The view of `servers.rs`: the servers that a caller can choose; and where an operation is served that is not
//! where the others are.

use std::fmt::Write as _;

use quote::quote;
use serde::Serialize;

use crate::api::{Api, Operation, Server, ServerReach};
use crate::inherit::Inheritance;
use crate::markdown::{block, line};
use crate::names::{Ident, Scope};
use crate::pointer::Pointer;

use super::model::code_span;
use super::text::{Code as RustCode, DocText, StrLit};

/// The longest description that is short enough to be a name, in characters.
const NAME_LENGTH: usize = 40;

/// What stands in the way of a constructor of that name: the other items of `Server`.
const ITEMS_OF_SERVER: [&str; 6] = ["variable", "of", "clone", "try_from", "eq", "fmt"];

/// One server that a caller can choose.
#[derive(Clone, Debug, Serialize)]
pub struct ServerView {
    /// The function that gives it.
    pub constructor: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The address, with the names of its variables in braces.
    pub template: StrLit,
    /// The variables.
    pub variables: Vec<ServerVariableView>,
    /// The address as the definition writes it.
    #[serde(skip)]
    pub address: String,
    /// Where the definition describes it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// One variable of the address of a server.
#[derive(Clone, Debug, Serialize)]
pub struct ServerVariableView {
    /// The name.
    pub name: StrLit,
    /// The value unless the caller chooses another.
    pub default: StrLit,
    /// The values that there are; any when there are none.
    pub values: Vec<StrLit>,
}

/// The servers that a caller can choose; none where there is no choice and has never been.
pub(super) fn servers(api: &Api, inheritance: &Inheritance) -> Vec<ServerView> {
    let locked = &inheritance.lock().servers;
    let usable: Vec<&Server> = api.servers.iter().filter(|server| server.is_usable()).collect();
    // A variable that can only have one value is no choice.
    let varies =
        |server: &&Server| server.variables.values().any(|variable| variable.values.len() != 1);
    let is_choice = usable.len() > 1 || usable.iter().any(varies);
    if !is_choice && locked.is_empty() {
        return Vec::new();
    }
    let mut scope = Scope::reserving(ITEMS_OF_SERVER);
    for server in &usable {
        if let Some(name) = locked.get(&server.template) {
            scope.keep(name, &server.template);
        }
    }
    let mut views: Vec<ServerView> = Vec::with_capacity(usable.len());
    for server in usable {
        if views.iter().all(|view| view.address != server.template) {
            views.push(server_view(server, &mut scope));
        }
    }
    views
}

fn server_view(server: &Server, scope: &mut Scope) -> ServerView {
    let address = server.template.split_once("://").map_or("", |(_, rest)| rest);
    let by_address = Ident::snake(address, "server");
    let is_name = |text: &&String| {
        text.chars().count() <= NAME_LENGTH && text.chars().any(char::is_alphabetic)
    };
    let by_description = server.description.as_ref().filter(is_name);
    let wanted = by_description
        .map_or_else(|| by_address.clone(), |description| Ident::snake(description, "server"));
    let (constructor, _) = scope.claim_either(wanted, by_address, &server.template);
    let variables = server.variables.iter().map(|(name, variable)| ServerVariableView {
        name: StrLit::new(name),
        default: StrLit::new(&variable.default),
        values: variable.values.iter().map(|value| StrLit::new(value)).collect(),
    });
    ServerView {
        constructor,
        docs: DocText::new(&docs(server)),
        template: StrLit::new(&server.template),
        variables: variables.collect(),
        address: server.template.clone(),
        origins: origins(server),
    }
}

/// The places of a server, its address, its variables and what they may be.
fn origins(server: &Server) -> Vec<Pointer> {
    let place = &server.pointer;
    let mut origins = vec![place.child("url"), place.clone()];
    for name in server.variables.keys() {
        let variable = place.child("variables").child(name);
        origins.extend([variable.child("default"), variable.child("enum"), variable]);
    }
    origins
}

fn docs(server: &Server) -> String {
    let address = code_span(&server.template);
    let mut docs = match &server.description {
        Some(description) => format!("{}\n\n{address}", block(description)),
        None => address,
    };
    for (number, (name, variable)) in server.variables.iter().enumerate() {
        docs.push_str(if number == 0 { "\n\n- " } else { "\n- " });
        let said = variable.description.as_deref().map(line).unwrap_or_default();
        let gap = if said.is_empty() { "" } else { " " };
        let default = code_span(&variable.default);
        let _ = write!(docs, "{}: {said}{gap}{default} unless another is chosen", code_span(name));
        if !variable.values.is_empty() {
            let values: Vec<String> =
                variable.values.iter().map(|value| code_span(value)).collect();
            let _ = write!(docs, "; one of {}", values.join(", "));
        }
    }
    docs
}

/// Where an operation is served, as the runtime reads it: `None` where the whole API is, else an address, or only a
/// path on the host of the whole API. Why no client can go there.
pub(super) fn place(operation: &Operation, api: &Api) -> Result<RustCode, String> {
    let main = api.main_server();
    let main_url = main.map_or("", |server| &server.url);
    let listed = &operation.servers;
    if listed.is_empty() || listed.iter().any(|server| server.url == main_url) {
        return Ok(RustCode::new(quote!(None)));
    }
    let Some(place) = listed.iter().find_map(|server| elsewhere(server, main)) else {
        let first = listed.first().map_or("", |server| &server.template);
        return Err(format!("no client can go to its server {}", code_span(first)));
    };
    Ok(RustCode::new(quote!(Some(#place))))
}

/// The address of a server that is not the main one of the API. On the same host it is only a path, so that a call goes
/// where the caller says that the API is.
fn elsewhere(server: &Server, main: Option<&Server>) -> Option<String> {
    let (origin, _) = server.origin_and_path();
    let shares_host = main.is_some_and(|main| main.origin_and_path().0 == origin);
    match server.reach {
        ServerReach::Nowhere => None,
        _ if origin.is_empty() || shares_host => {
            Some(if server.path().is_empty() { "/" } else { server.path() }.to_owned())
        }
        ServerReach::Anywhere => Some(server.url.clone()),
        ServerReach::Loopback | ServerReach::Unencrypted | ServerReach::Below => None,
    }
}
