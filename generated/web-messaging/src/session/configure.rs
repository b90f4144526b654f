//! Where the socket is, and the first request on it.

use http::Uri;
use http::uri::{Authority, Scheme};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::deployment::Deployment;
use super::parts::SessionParts;
use super::sign_in::SignIn;
use super::unique;
use crate::client::Shared;
use crate::error::Error;
use crate::models::{
    CloseSessionRequest, ConfigureAuthenticatedSessionRequest, ConfigureSessionRequest,
    GuestRequest, MessageType, SendEchoRequest, SentMessage, SignedIn,
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
    let host = beside(shared, "webmessaging");
    let id = encoded(deployment.id().as_str());
    let mut text = format!("{host}/v1?deploymentId={id}");
    if let Some(application) = &deployment.application {
        text.push_str("&application=");
        text.push_str(&encoded(application));
    }
    let uri =
        Uri::try_from(text).map_err(|_| Error::config("the deployment has no valid address"))?;
    let Some(gateway) = &shared.address.gateway else {
        return Ok(uri);
    };
    Ok(gateway.stream_address(&secure(&uri)?)?.unwrap_or(uri))
}

/// The host of this name beside the service, with its scheme: `https://<name>.<domain>` where the client calls
/// `api.<domain>`, and the host that it calls otherwise.
pub(super) fn beside(shared: &Shared, name: &str) -> String {
    let base = &shared.address.base_url;
    let authority = base.as_uri().authority().map_or("", Authority::as_str);
    let scheme = if base.is_insecure() { "http" } else { "https" };
    match authority.strip_prefix("api.") {
        Some(domain) => format!("{scheme}://{name}.{domain}"),
        None => format!("{scheme}://{authority}"),
    }
}

/// The same as `https`, from which a gateway takes the path only.
fn secure(uri: &Uri) -> Result<Uri, Error> {
    let mut parts = uri.clone().into_parts();
    parts.scheme = Some(Scheme::HTTPS);
    Uri::from_parts(parts).map_err(|_| Error::config("the deployment has no valid address"))
}

/// A text as it stands in an address.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// Opens or resumes the session, for whoever has signed in; and the id by which the answer is known.
pub(super) fn configure(
    parts: &SessionParts,
    starts_new: bool,
    sign_in: Option<SignIn>,
) -> Result<(GuestRequest, String), Error> {
    let id = unique::tracing_id()?;
    let (deployment, token) = (parts.deployment_id.clone(), parts.token.clone());
    let request = match sign_in {
        None => ConfigureSessionRequest::new(deployment, token)
            .start_new(starts_new)
            .tracing_id(&id)
            .into(),
        Some(sign_in) => {
            let data = SignedIn::new(sign_in.jwt);
            ConfigureAuthenticatedSessionRequest::new(data, deployment, token)
                .start_new(starts_new)
                .tracing_id(&id)
                .into()
        }
    };
    Ok((request, id))
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
