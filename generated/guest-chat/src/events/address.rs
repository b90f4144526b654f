//! Where the event stream is, checked before anything is sent there.
//!
//! The address comes from a reply and carries the guest's token, so a reply that was tampered with could send the
//! token anywhere. In: the address and what the client knows. Out: an address of the service, or an error that does
//! not repeat it.

use std::net::IpAddr;

use http::Uri;
use http::uri::{PathAndQuery, Scheme};

use crate::base_url::{BaseUrl, is_host, is_loopback};
use crate::client::Shared;
use crate::error::{Error, ErrorKind};
use crate::models::EventStreamUri;

/// The address for the handshake: behind the gateway of the client if streams go through one, which leaves nothing
/// of the reply but a path; otherwise the one of the reply, checked.
pub(crate) fn dialled(
    address: &EventStreamUri,
    shared: &Shared,
    trusted: &[String],
) -> Result<Uri, Error> {
    if let Some(gateway) = &shared.address.gateway {
        let original = Uri::try_from(address.expose())
            .map_err(|_| refusal("the address of the event stream is not a valid URL"))?;
        if let Some(behind) = gateway.stream_address(&original)? {
            let behind = EventStreamUri::from(behind.to_string());
            return checked(&behind, &shared.address.base_url, trusted);
        }
    }
    checked(address, &shared.address.base_url, trusted)
}

/// The address for the handshake: the same, as `https` or `http`.
///
/// It has to be `wss`, and its host in the domain of the service or in one of those trusted; with a base URL of plain
/// `http` on this machine it may be `ws` on this machine too.
fn checked(address: &EventStreamUri, base: &BaseUrl, trusted: &[String]) -> Result<Uri, Error> {
    let text = address.expose();
    // `Uri` would drop a fragment without a word.
    let uri = Uri::try_from(text).ok().filter(|_| !text.contains('#'));
    let uri = uri.ok_or_else(|| refusal("the address of the event stream is not a valid URL"))?;
    let host = uri.host().unwrap_or_default().to_ascii_lowercase();
    let has_port = uri
        .authority()
        .is_some_and(|a| a.as_str().len() > host.len());
    let has_user = uri.authority().is_some_and(|a| a.as_str().contains('@'));
    if has_user || !is_host(&host) || (has_port && uri.port_u16().is_none()) {
        return Err(refusal("the address of the event stream has no plain host"));
    }
    let scheme = match uri.scheme_str() {
        Some("wss") => Scheme::HTTPS,
        Some("ws") if base.is_insecure() && is_loopback(&host) => Scheme::HTTP,
        _ => {
            return Err(refusal(
                "the address of the event stream is not one of a secure WebSocket",
            ));
        }
    };
    if !is_trusted(&host, &base.host().to_ascii_lowercase(), trusted) {
        return Err(refusal(
            "the address of the event stream is outside the service's domain; `EventOptions::trust_domain` permits others",
        ));
    }
    with_scheme(uri, scheme)
}

fn is_trusted(host: &str, base: &str, trusted: &[String]) -> bool {
    if host == base {
        return true;
    }
    let is_address = |host: &str| host.starts_with('[') || host.parse::<IpAddr>().is_ok();
    // `api.example.com` belongs to `example.com`, as all other hosts of the service do.
    let own = base
        .strip_prefix("api.")
        .filter(|domain| domain.contains('.'));
    let domains = own.into_iter().chain(trusted.iter().map(String::as_str));
    let within = |domain: &str| {
        let before = host.strip_suffix(domain);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    let mut domains = domains.filter(|domain| !domain.is_empty());
    domains.any(|domain| host == domain || (!is_address(host) && within(domain)))
}

fn with_scheme(uri: Uri, scheme: Scheme) -> Result<Uri, Error> {
    let mut parts = uri.into_parts();
    parts.scheme = Some(scheme);
    parts
        .path_and_query
        .get_or_insert(PathAndQuery::from_static("/"));
    Uri::from_parts(parts)
        .map_err(|_| refusal("the address of the event stream is not a valid URL"))
}

fn refusal(message: &'static str) -> Error {
    Error::new(ErrorKind::Stream, message)
}
