//! Where the socket is, and the first request on it.

use http::Uri;
use http::uri::Scheme;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::deployment::Deployment;
use super::parts::SessionParts;
use super::unique;
use crate::client::Shared;
use crate::error::Error;
use crate::models::{
    CloseSessionRequest, ConfigureSessionRequest, GuestRequest, MessageType, SendEchoRequest,
    SentMessage,
};

/// What need not be encoded in a value of the query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The address of the socket, as `https` or `http`: behind the gateway of the client if streams go through one, at
/// `webmessaging.<domain>` where the client calls `api.<domain>`, and at the host that it calls otherwise.
pub(super) fn address(shared: &Shared, deployment: &Deployment) -> Result<Uri, Error> {
    let base = &shared.address.base_url;
    let authority = base
        .as_uri()
        .authority()
        .map_or("", |authority| authority.as_str());
    let authority = match authority.strip_prefix("api.") {
        Some(domain) => format!("webmessaging.{domain}"),
        None => authority.to_owned(),
    };
    let scheme = if base.is_insecure() { "http" } else { "https" };
    let id = utf8_percent_encode(deployment.id().as_str(), PLAIN);
    let mut text = format!("{scheme}://{authority}/v1?deploymentId={id}");
    if let Some(application) = &deployment.application {
        text.push_str("&application=");
        text.extend(utf8_percent_encode(application, PLAIN));
    }
    let uri =
        Uri::try_from(text).map_err(|_| Error::config("the deployment has no valid address"))?;
    let Some(gateway) = &shared.address.gateway else {
        return Ok(uri);
    };
    Ok(gateway.stream_address(&secure(&uri)?)?.unwrap_or(uri))
}

/// The same as `https`, from which a gateway takes the path only.
fn secure(uri: &Uri) -> Result<Uri, Error> {
    let mut parts = uri.clone().into_parts();
    parts.scheme = Some(Scheme::HTTPS);
    Uri::from_parts(parts).map_err(|_| Error::config("the deployment has no valid address"))
}

/// Opens or resumes the session.
pub(super) fn configure(parts: &SessionParts, starts_new: bool) -> Result<GuestRequest, Error> {
    let request = ConfigureSessionRequest::new(parts.deployment_id.clone(), parts.token.clone())
        .start_new(starts_new)
        .tracing_id(unique::tracing_id()?);
    Ok(request.into())
}

/// Closes all connections of the session but for this one, so that another conversation can begin.
pub(super) fn close(parts: &SessionParts) -> Result<GuestRequest, Error> {
    let request = CloseSessionRequest::new(true, parts.token.clone());
    Ok(request.tracing_id(unique::tracing_id()?).into())
}

/// Asks for an answer, and gives the id by which that is known.
pub(super) fn echo(parts: &SessionParts) -> Result<(GuestRequest, String), Error> {
    let id = unique::tracing_id()?;
    let message = SentMessage::new(MessageType::Text).text("ping");
    let request = SendEchoRequest::new(message, parts.token.clone()).tracing_id(&id);
    Ok((request.into(), id))
}
