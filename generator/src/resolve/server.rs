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
    /// The servers of the whole API. Of each that no client can use it is said why; that one is relative, or
    /// unencrypted, only matters when there is no better one.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let openapi = self.openapi;
        let (servers, poor) = self.listed_servers(&openapi.servers, &Pointer::root());
        if !servers.iter().any(Server::is_usable) {
            for (server, why) in poor {
                self.unusable_server(&server.pointer, &server.url, why);
            }
        }
        servers
    }

    /// The servers of an operation: its own, or those of its path item, which stand at `item`.
    pub(super) fn own_servers(
        &mut self,
        operation: &[openapiv3::Server],
        item: &[openapiv3::Server],
        here: &Pointer,
    ) -> Vec<Server> {
        let around = here.parent();
        let (listed, holder) = match around {
            Some(around) if operation.is_empty() => (item, around),
            _ => (operation, here.clone()),
        };
        self.listed_servers(listed, &holder).0
    }

    /// The servers that stand in `holder`, and those of them that are right but say too little, with the reason.
    fn listed_servers(
        &mut self,
        listed: &[openapiv3::Server],
        holder: &Pointer,
    ) -> (Vec<Server>, Vec<(Server, &'static str)>) {
        let holder = holder.child("servers");
        let mut servers = Vec::with_capacity(listed.len());
        let mut poor = Vec::new();
        for (number, server) in listed.iter().enumerate() {
            let pointer = self.origins.original(&holder.child(number));
            let url = address(server);
            let reach = reach(&url);
            let mut found = Server {
                pointer,
                url,
                reach: ServerReach::Nowhere,
                template: server.url.clone(),
                variables: variables(server),
                description: non_empty(server.description.as_ref()),
            };
            match reach {
                Ok(reach) => found.reach = reach,
                Err(why) => self.unusable_server(&found.pointer, &found.url, why),
            }
            match found.reach {
                ServerReach::Below => poor.push((found.clone(), RELATIVE)),
                ServerReach::Unencrypted => poor.push((found.clone(), UNENCRYPTED)),
                _ => {}
            }
            servers.push(found);
        }
        (servers, poor)
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

/// Why an address that is only a path is no default.
const RELATIVE: &str =
    "it is relative; its path is put after an address of the caller that has none";

/// Why an address over `http` is no default.
const UNENCRYPTED: &str = "it is not encrypted; the client talks `https`";

/// The address of a server with the defaults of its variables, without a slash at the end. One that is only a path
/// starts with a slash: whatever it is relative to has a root.
fn address(server: &openapiv3::Server) -> String {
    let mut url = server.url.clone();
    for (name, variable) in server.variables.iter().flatten() {
        let placeholder = format!("{{{name}}}");
        let added = url.matches(&placeholder).count() * variable.default.len();
        if added <= MAX_URL {
            url = url.replace(&placeholder, &variable.default);
        }
    }
    url.truncate(url.trim_end_matches('/').len());
    let is_bare_path = !url.is_empty() && !url.starts_with('/') && !has_scheme(&url);
    if is_bare_path { format!("/{url}") } else { url }
}

/// Whether an address begins with a scheme; a colon in a later segment of a path means nothing.
fn has_scheme(url: &str) -> bool {
    url.split('/').next().is_some_and(|first| first.contains(':'))
}

fn variables(server: &openapiv3::Server) -> IndexMap<String, ServerVariable> {
    let variables = server.variables.iter().flatten();
    let variable = |variable: &openapiv3::ServerVariable| ServerVariable {
        default: variable.default.clone(),
        values: variable.enumeration.clone(),
        description: non_empty(variable.description.as_ref()),
    };
    variables.map(|(name, stated)| (name.clone(), variable(stated))).collect()
}

/// What a client reaches at an address; why it is malformed. `base_url.rs` of the runtime takes no addresses but those
/// that a client can go to.
fn reach(url: &str) -> Result<ServerReach, &'static str> {
    let is_of_urls = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    if url.len() > MAX_URL {
        return Err("it is too long");
    }
    if url.contains(['{', '}']) {
        return Err("a variable in it has no default");
    }
    if !url.chars().all(is_of_urls) {
        return Err("it holds a character that no URL can hold");
    }
    if url.contains(['?', '#']) {
        return Err("a base address has neither a query nor a fragment");
    }
    if url.starts_with("//") {
        return Err(NO_SCHEME);
    }
    let absolute = url.split_once("://").filter(|(scheme, _)| !scheme.contains('/'));
    let (scheme, rest) = match absolute {
        Some(parts) => parts,
        None if has_scheme(url) => return Err(NO_HTTPS),
        None => ("", url),
    };
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if authority.contains('@') {
        return Err("it holds a user name or a password");
    }
    if path.split('/').any(is_dot_segment) {
        return Err("its path has `.` or `..` segments");
    }
    if absolute.is_none() {
        return Ok(ServerReach::Below);
    }
    let host = host(authority)?;
    match scheme {
        "https" => Ok(ServerReach::Anywhere),
        "http" if is_loopback(host) => Ok(ServerReach::Loopback),
        "http" => Ok(ServerReach::Unencrypted),
        _ => Err(NO_HTTPS),
    }
}

/// Why an address that begins with a host is of no use: whether it is encrypted is not said by the definition, but by
/// where that was found.
const NO_SCHEME: &str = "it does not say `https`";

/// Why an address of another scheme is of no use.
const NO_HTTPS: &str = "it is no `https` address";

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
    use super::{ServerReach, reach};

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
        for url in ["", "/", "/v1", "/a/http://b"] {
            assert_eq!(reach(url), Ok(ServerReach::Below), "{url}");
        }
        assert_eq!(reach("http://h/v1"), Ok(ServerReach::Unencrypted));
    }

    #[test]
    fn addresses_are_completed() {
        let address = |url: &str| {
            super::address(&openapiv3::Server { url: url.to_owned(), ..Default::default() })
        };
        assert_eq!(address("v1/"), "/v1");
        assert_eq!(address("/"), "");
        assert_eq!(address("//h/x/"), "//h/x");
        assert_eq!(address("https://h/"), "https://h");
        assert_eq!(address("localhost:80/v1"), "localhost:80/v1");
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
            "/v1/../v2",
            "ftp://x",
            "javascript:alert(1)",
            "wss://h",
            "//h",
            "//h/v1",
            "///v1",
        ];
        for url in urls {
            assert!(reach(url).is_err(), "{url}");
        }
        assert!(reach(&format!("https://h/{}", "a".repeat(10_000))).is_err());
    }
}
