//! Which request over HTTP is which, and what answers it.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header, request};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::upgrade::OnUpgrade;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::faults::{Fault, Moment};
use crate::reply::Reply;
use crate::service::Service;
use crate::settings::DEPLOYMENT_ID;
use crate::{cdn, files, history, sign_in};

/// How much of a request is read.
const MAXIMUM_READ: usize = 16 * 1024 * 1024;
/// Where the API's paths for guests begin.
const TOKENS: &str = "/api/v2/webdeployments/token/";
const DEPLOYMENTS: &str = "/api/v2/webmessaging/deployments/";

/// Where a request came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Api,
    Files,
    /// Where nobody knows: connections in memory have no port.
    Anywhere,
}

/// A request with its body.
pub(crate) struct Call {
    pub(crate) head: request::Parts,
    pub(crate) body: Bytes,
}

impl Call {
    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The token that the request brings.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let value = self.header("authorization")?;
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    }

    /// A parameter of the query.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        query(self.head.uri.query(), name)
    }
}

fn query(query: Option<&str>, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Answers a request. An error closes the connection without an answer.
pub(crate) async fn answer(
    request: Request<Incoming>,
    place: Place,
    service: Arc<Service>,
    upgrades: mpsc::UnboundedSender<OnUpgrade>,
) -> io::Result<Response<Full<Bytes>>> {
    let origin = request.headers().contains_key(header::ORIGIN);
    let path = request.uri().path().to_owned();
    let reply = if request.method() == Method::OPTIONS {
        Reply::empty(StatusCode::NO_CONTENT)
    } else if path == "/v1" && place != Place::Files {
        shake_hands(request, &service, &upgrades)?
    } else {
        let moment = moment(request.method(), &path);
        match moment.and_then(|moment| service.faults.strike(moment)) {
            Some(Fault::Refused(status)) => Reply::error(status, "fault", "This was planned."),
            Some(Fault::TooMany(seconds)) => Reply::too_many(seconds),
            Some(_) => return Err(io::ErrorKind::ConnectionReset.into()),
            None => {
                let (head, body) = request.into_parts();
                let body = Limited::new(body, MAXIMUM_READ).collect().await;
                let body = body.map_err(io::Error::other)?.to_bytes();
                serve(&service, place, &path, &Call { head, body })
            }
        }
    };
    Ok(permit(reply, origin).into_response())
}

/// When a call is struck.
fn moment(method: &Method, path: &str) -> Option<Moment> {
    Some(match path {
        "/api/v2/webmessaging/messages" => Moment::History,
        "/api/v2/webdeployments/token/oauthcodegrantjwtexchange" => Moment::SignIn,
        "/api/v2/webdeployments/token/refresh" => Moment::Refresh,
        "/api/v2/webdeployments/token/revoke" => Moment::LogOut,
        _ if path.starts_with("/webdeployments/") => Moment::Configuration,
        _ if path.starts_with("/files/") && *method == Method::PUT => Moment::Upload,
        _ => return None,
    })
}

fn serve(service: &Arc<Service>, place: Place, path: &str, call: &Call) -> Reply {
    let method = &call.head.method;
    if let Some(id) = path.strip_prefix("/files/").filter(|_| place != Place::Api) {
        return files::serve(service, id, call);
    }
    if place == Place::Files {
        return Reply::empty(StatusCode::NOT_FOUND);
    }
    if let Some(rest) = path.strip_prefix("/webdeployments/v1/deployments/") {
        return cdn::serve(service, rest);
    }
    if let Some(rest) = path.strip_prefix(DEPLOYMENTS) {
        return sign_in::devices(service, rest, call);
    }
    match (method, path.strip_prefix(TOKENS)) {
        (&Method::POST, Some("oauthcodegrantjwtexchange")) => sign_in::exchange(service, call),
        (&Method::POST, Some("refresh")) => sign_in::refresh(service, call),
        (&Method::DELETE, Some("revoke")) => sign_in::revoke(service, call),
        (&Method::GET, _) if path == "/api/v2/webmessaging/messages" => {
            history::list(service, call)
        }
        _ => Reply::error(404, "not.found", "The requested resource was not found."),
    }
}

/// Grants a socket, or refuses it.
fn shake_hands(
    mut request: Request<Incoming>,
    service: &Service,
    upgrades: &mpsc::UnboundedSender<OnUpgrade>,
) -> io::Result<Reply> {
    match service.faults.strike(Moment::Handshake) {
        Some(Fault::Refused(status)) => {
            return Ok(Reply::error(status, "fault", "This was planned."));
        }
        Some(Fault::TooMany(seconds)) => return Ok(Reply::too_many(seconds)),
        Some(_) => return Err(io::ErrorKind::ConnectionReset.into()),
        None => {}
    }
    let id = query(request.uri().query(), "deploymentId");
    let origin = request.headers().get(header::ORIGIN).and_then(|value| value.to_str().ok());
    let state = service.state();
    let settings = &state.settings;
    if id.as_deref() != Some(DEPLOYMENT_ID)
        || !settings.is_active
        || !is_allowed(&settings.domains, origin)
    {
        return Ok(Reply::error(403, "forbidden", "Forbidden"));
    }
    let Some(key) = key(request.headers()) else {
        return Ok(Reply::bad_request("This is where sockets are."));
    };
    let accept = derive_accept_key(key);
    // The connection has an end, and then nobody waits for it.
    let _ = upgrades.send(hyper::upgrade::on(&mut request));
    let reply = Reply::empty(StatusCode::SWITCHING_PROTOCOLS);
    Ok(reply
        .with_header("connection", "Upgrade")
        .with_header("upgrade", "websocket")
        .with_header("sec-websocket-accept", accept))
}

/// Whether a site may connect: it is one of the hosts, or below one.
fn is_allowed(domains: &[String], origin: Option<&str>) -> bool {
    if domains.is_empty() {
        return true;
    }
    let host = origin.map(|origin| origin.split_once("://").map_or(origin, |(_, host)| host));
    let host = host.and_then(|host| host.split(':').next()).unwrap_or_default();
    let fits = |domain: &String| {
        host == domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'))
    };
    domains.iter().any(fits)
}

/// The client's key, if all that the handshake of RFC 6455 asks for is there.
fn key(headers: &HeaderMap) -> Option<&[u8]> {
    let is_asked = headers
        .get(header::UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"));
    let version = headers.get(header::SEC_WEBSOCKET_VERSION)?;
    let key = headers.get(header::SEC_WEBSOCKET_KEY)?;
    (is_asked && version == "13").then(|| key.as_bytes())
}

/// Lets pages of any origin call, which is safe where nothing is known by a cookie.
fn permit(reply: Reply, has_origin: bool) -> Reply {
    if !has_origin {
        return reply;
    }
    reply
        .with_header("access-control-allow-origin", "*")
        .with_header("access-control-allow-methods", "DELETE, GET, PATCH, POST, PUT")
        .with_header(
            "access-control-allow-headers",
            "accept, authorization, content-type, x-amz-tagging",
        )
        .with_header("access-control-expose-headers", "retry-after, date")
        .with_header("access-control-max-age", "600")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_allowed_by_its_host_or_one_above() {
        let domains = ["shop.example".to_owned()];
        for origin in ["https://shop.example", "https://www.shop.example:8443", "shop.example"] {
            assert!(is_allowed(&domains, Some(origin)), "{origin}");
        }
        for origin in [Some("https://myshop.example"), Some("https://shop.example.org"), None] {
            assert!(!is_allowed(&domains, origin), "{origin:?}");
        }
        assert!(is_allowed(&[], None));
    }
}
