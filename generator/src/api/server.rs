//! Servers: where the API, or one operation, can be reached.

use indexmap::IndexMap;
use serde::Serialize;

use super::Api;
use crate::pointer::Pointer;

/// An address at which the API, or an operation, is served.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Server {
    /// Where the definition says it: an item of `servers`; in Swagger 2.0 an item of `schemes`, or `host`
    /// or `basePath` when it states no scheme.
    pub pointer: Pointer,
    /// Absolute or relative; variables are replaced by their defaults.
    pub url: String,
    /// What a client reaches at the address.
    pub reach: ServerReach,
    /// The same with its variables, as the definition writes it.
    pub template: String,
    /// The variables, by name.
    pub variables: IndexMap<String, ServerVariable>,
    /// What this server is for.
    pub description: Option<String>,
}

/// What a client reaches at the address of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServerReach {
    /// A service, over `https`.
    Anywhere,
    /// A service on the same machine, over `http`.
    Loopback,
    /// A service elsewhere, over `http`: no client goes there.
    Unencrypted,
    /// A service below an address that the caller knows: the address is only a path, which starts with a slash
    /// unless it is empty.
    Below,
    /// Nothing: the address is malformed.
    Nowhere,
}

/// A variable in the address of a server.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServerVariable {
    /// The value that is taken when nobody chooses another.
    pub default: String,
    /// The values that are allowed; any when there are none.
    pub values: Vec<String>,
    /// What it chooses.
    pub description: Option<String>,
}

impl Server {
    /// Whether a client can go there by itself.
    pub fn is_usable(&self) -> bool {
        matches!(self.reach, ServerReach::Anywhere | ServerReach::Loopback)
    }

    /// Scheme, host and port (`https://api.example.com:8443`), and the path after them; no origin where the
    /// address is only a path.
    pub fn origin_and_path(&self) -> (&str, &str) {
        let start = self.url.find("://").map_or(0, |at| at + "://".len());
        let rest = self.url.get(start..).unwrap_or_default();
        let cut = if start == 0 { 0 } else { start + rest.find('/').unwrap_or(rest.len()) };
        self.url.split_at_checked(cut).unwrap_or((&self.url, ""))
    }

    /// The path of the address; nothing where it is the root.
    pub fn path(&self) -> &str {
        self.origin_and_path().1.trim_end_matches('/')
    }
}

impl Api {
    /// Where a client goes unless the caller gives it an address: the first server that it can use, with `https`
    /// where the definition offers it.
    pub fn default_server(&self) -> Option<&Server> {
        let first = |reach| self.servers.iter().find(|server| server.reach == reach);
        first(ServerReach::Anywhere).or_else(|| first(ServerReach::Loopback))
    }

    /// What stands before all paths, below an address that the caller gives, where the definition has no address
    /// of its own for a client.
    pub fn base_path(&self) -> &str {
        if self.default_server().is_some() {
            return "";
        }
        self.main_server().map_or("", Server::path)
    }

    /// The server that callers think of as that of the API: the default, or else the first that is no mistake.
    pub fn main_server(&self) -> Option<&Server> {
        let stated = self.servers.iter().find(|server| server.reach != ServerReach::Nowhere);
        self.default_server().or(stated)
    }
}

#[cfg(test)]
mod tests {
    use super::{IndexMap, Pointer, Server, ServerReach};

    #[test]
    fn cuts_addresses() {
        let parts = |url: &str| {
            let server = Server {
                pointer: Pointer::root(),
                url: url.to_owned(),
                reach: ServerReach::Nowhere,
                template: url.to_owned(),
                variables: IndexMap::new(),
                description: None,
            };
            let (origin, path) = server.origin_and_path();
            [origin.to_owned(), path.to_owned()]
        };
        assert_eq!(parts("https://a.example:8/v1"), ["https://a.example:8", "/v1"]);
        assert_eq!(parts("https://a.example"), ["https://a.example", ""]);
        assert_eq!(parts("/v1"), ["", "/v1"]);
        assert_eq!(parts(""), ["", ""]);
    }
}
