//! Servers: their addresses with the defaults of the variables, and whether a client can use them.

use std::net::{IpAddr, Ipv6Addr};

use indexmap::IndexMap;

use super::{Resolver, non_empty};
use crate::api::{Server, ServerReach, ServerVariable};
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// How many bytes a variable may add to the address of a server, and how many an address may have.
const MAX_URL: usize = 10_000;

/// Most characters of an address that a message shows.
const SHOWN: usize = 80;

impl Resolver<'_> {
    /// The servers. Of each that no client can use it is said why; that one is relative, or unencrypted, only
    /// matters when there is no better one.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let holder = Pointer::root().child("servers");
        let openapi = self.openapi;
        let mut servers = Vec::with_capacity(openapi.servers.len());
        let mut poor = Vec::new();
        for (number, server) in openapi.servers.iter().enumerate() {
            let pointer = self.origins.original(&holder.child(number));
            let url = address(server);
            let reach = match reach(&url) {
                Ok(reach) => reach,
                Err(Flaw::Defect(why)) => {
                    self.unusable_server(&pointer, &url, why);
                    ServerReach::Nowhere
                }
                Err(Flaw::Poor(why)) => {
                    poor.push((pointer.clone(), url.clone(), why));
                    ServerReach::Nowhere
                }
            };
            servers.push(Server {
                pointer,
                url,
                reach,
                template: server.url.clone(),
                variables: variables(server),
                description: non_empty(server.description.as_ref()),
            });
        }
        if servers.iter().all(|server| server.reach == ServerReach::Nowhere) {
            for (pointer, url, why) in poor {
                self.unusable_server(&pointer, &url, why);
            }
        }
        servers
    }

    fn unusable_server(&mut self, pointer: &Pointer, url: &str, why: &str) {
        // What is before an `@` may be a password.
        let public = url.rsplit('@').next().unwrap_or_default();
        let mut shown: String = public.chars().take(SHOWN).collect();
        if shown.len() < public.len() {
            shown.push('…');
        }
        let message = format!("The server {shown:?} is not a default for the client: {why}.");
        let help = "Write an address such as `https://api.example.com/v1`; an overlay can do it. Until then \
            callers have to give the client one.";
        self.report_at_origin(Code::UnusableServer, pointer, message, help);
    }
}

/// The address of a server with the defaults of its variables, without a slash at the end.
fn address(server: &openapiv3::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        let placeholder = format!("{{{name}}}");
        let added = url.matches(&placeholder).count() * variable.default.len();
        if added <= MAX_URL {
            url = url.replace(&placeholder, &variable.default);
        }
    }
    if url.len() > 1 && url.ends_with('/') {
        url.truncate(url.trim_end_matches('/').len());
    }
    url
}

fn variables(server: &openapiv3::Server) -> IndexMap<String, ServerVariable> {
    let variables = server.variables.iter().flatten();
    let variable = |variable: &openapiv3::ServerVariable| ServerVariable {
        default: variable.default.clone(),
        values: variable.enumeration.clone(),
    };
    variables.map(|(name, stated)| (name.clone(), variable(stated))).collect()
}

/// Why a client cannot use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    /// It is wrong.
    Defect(&'static str),
    /// It is right, but says too little or promises too little.
    Poor(&'static str),
}

/// What a client reaches at an address. `base_url.rs` of the runtime takes no other addresses.
fn reach(url: &str) -> Result<ServerReach, Flaw> {
    let is_of_urls = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    if url.len() > MAX_URL {
        return Err(Flaw::Defect("it is too long"));
    }
    if url.contains(['{', '}']) {
        return Err(Flaw::Defect("a variable in it has no default"));
    }
    if !url.chars().all(is_of_urls) {
        return Err(Flaw::Defect("it holds a character that no URL can hold"));
    }
    if url.contains(['?', '#']) {
        return Err(Flaw::Defect("a base address has neither a query nor a fragment"));
    }
    let Some((scheme, rest)) = url.split_once("://").filter(|(scheme, _)| !scheme.contains('/'))
    else {
        return Err(match url.split('/').next() {
            Some(first) if first.contains(':') => Flaw::Defect("it is no `https` address"),
            _ => Flaw::Poor("it is relative, and relative to what nobody can know"),
        });
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if authority.contains('@') {
        return Err(Flaw::Defect("it holds a user name or a password"));
    }
    let host = host(authority).map_err(Flaw::Defect)?;
    if path.split('/').any(is_dot_segment) {
        return Err(Flaw::Defect("its path has `.` or `..` segments"));
    }
    match scheme {
        "https" => Ok(ServerReach::Anywhere),
        "http" if is_loopback(host) => Ok(ServerReach::Loopback),
        "http" => Err(Flaw::Poor("it is not encrypted; the client talks `https`")),
        _ => Err(Flaw::Defect("it is no `https` address")),
    }
}

/// The host of an authority, without brackets; why there is none.
fn host(authority: &str) -> Result<&str, &'static str> {
    const NO_HOST: &str = "it has no valid host";
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or(NO_HOST)?;
            host.parse::<Ipv6Addr>().map_err(|_| NO_HOST)?;
            (host, port)
        }
        None => {
            let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
            let is_of_hosts = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            if host.is_empty() || !host.bytes().all(is_of_hosts) {
                return Err(NO_HOST);
            }
            (host, port)
        }
    };
    let is_port = |port: &str| {
        let digits = port.bytes().all(|byte| byte.is_ascii_digit());
        digits && port.parse::<u16>().is_ok_and(|port| port != 0)
    };
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok(host),
        Some(port) if is_port(port) => Ok(host),
        _ => Err("its port is no number from 1 to 65535"),
    }
}

fn is_loopback(host: &str) -> bool {
    let is_own = |address: IpAddr| address.is_loopback();
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(is_own)
}

/// Whether URL parsers take a segment for a step; they read the encoded forms too.
pub(super) fn is_dot_segment(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

#[cfg(test)]
mod tests {
    use super::{Flaw, ServerReach, reach};

    #[test]
    fn what_a_client_can_use() {
        for url in ["https://h", "https://h.example:8443/v1", "https://[::1]:1/x", "https://a_b-c"]
        {
            assert_eq!(reach(url), Ok(ServerReach::Anywhere), "{url}");
        }
        for url in ["http://localhost:80", "http://127.0.0.9/x", "http://[::1]"] {
            assert_eq!(reach(url), Ok(ServerReach::Loopback), "{url}");
        }
    }

    #[test]
    fn what_is_right_but_says_too_little() {
        for url in ["", "/", "/v1", "v1", "//h/x", "http://h", "/a/http://b"] {
            assert!(matches!(reach(url), Err(Flaw::Poor(_))), "{url}");
        }
    }

    #[test]
    fn what_is_wrong() {
        let urls = [
            "https://u:p@h",
            "https://exa mple.com",
            "http://h\r\nx: y",
            "https://h\u{85}",
            "https://[::1",
            "https://[x]",
            "https://",
            "https:///x",
            "https://h:",
            "https://h:0",
            "https://h:65536",
            "https://h:+1",
            "https://h:8 0",
            "https://h/?a=b",
            "https://h#c",
            "https://h/../x",
            "https://h/%2E./x",
            "https://h\\x",
            "https://{host}",
            "ftp://x",
            "javascript:alert(1)",
            "wss://h",
        ];
        for url in urls {
            assert!(matches!(reach(url), Err(Flaw::Defect(_))), "{url}");
        }
        assert!(reach(&format!("https://h/{}", "a".repeat(10_000))).is_err());
    }
}
