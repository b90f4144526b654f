//! Signing in, staying so, logging out; and the devices that are notified.

use std::sync::Arc;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::reply::Reply;
use crate::routes::Call;
use crate::service::Service;
use crate::session::Session;
use crate::settings::DEPLOYMENT_ID;

/// The code that the provider of the sign-in gives out here. Any other is refused.
pub const CODE: &str = "simulated-code";
/// The token that it gives out at once.
pub const ID_TOKEN: &str = "simulated-id-token";
/// Who signs in by either.
const USER: &str = "Greta";

/// Takes what the provider gave, and gives a token of the service.
pub(crate) fn exchange(service: &Arc<Service>, call: &Call) -> Reply {
    let Some(body) = call.json() else { return Reply::bad_request("The body is no JSON.") };
    let member = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    let is_right =
        member("/oauth/code") == Some(CODE) || member("/oauth/idToken") == Some(ID_TOKEN);
    service.update(|state, _| {
        if !state.settings.has_sign_in || member("/deploymentId") != Some(DEPLOYMENT_ID) {
            return Reply::bad_request("The deployment has no sign-in.");
        }
        if !is_right {
            return Reply::unauthorized();
        }
        let (jwt, refresh) = (state.ids.token("user"), state.ids.token("refresh"));
        state.users.insert(jwt.clone(), USER.to_owned());
        state.refreshers.insert(refresh.clone(), USER.to_owned());
        Reply::json(StatusCode::OK, &json!({"jwt": jwt, "refreshToken": refresh}))
    })
}

/// Gives another token for one that has expired.
pub(crate) fn refresh(service: &Arc<Service>, call: &Call) -> Reply {
    let body = call.json().unwrap_or_default();
    let token = body.get("refreshToken").and_then(Value::as_str).unwrap_or_default();
    service.update(|state, _| {
        let Some(user) = state.refreshers.get(token).cloned() else { return Reply::unauthorized() };
        let jwt = state.ids.token("user");
        state.users.insert(jwt.clone(), user);
        Reply::json(StatusCode::OK, &json!({"jwt": jwt}))
    })
}

/// Logs a user out, everywhere.
pub(crate) fn revoke(service: &Arc<Service>, call: &Call) -> Reply {
    let jwt = call.bearer().unwrap_or_default();
    service.update(|state, _| {
        let Some(user) = state.users.get(jwt).cloned() else { return Reply::unauthorized() };
        state.users.retain(|_, other| *other != user);
        state.refreshers.retain(|_, other| *other != user);
        let is_theirs = |(_, session): &(&String, &Session)| session.user.as_ref() == Some(&user);
        let theirs = state.sessions.iter().filter(is_theirs).map(|(token, _)| token.clone());
        for token in theirs.collect::<Vec<_>>() {
            state.push(&token, "LogoutEvent", &json!({}));
            state.sessions.remove(&token);
        }
        Reply::empty(StatusCode::NO_CONTENT)
    })
}

/// Notes, changes or forgets a device; `path` is that below all deployments.
pub(crate) fn devices(service: &Arc<Service>, path: &str, call: &Call) -> Reply {
    let place = path.split_once("/pushdevices/").filter(|(id, _)| *id == DEPLOYMENT_ID);
    let Some((_, token)) = place else {
        return Reply::error(404, "not.found", "There is no such deployment.");
    };
    service.update(|state, _| {
        let is_known = state.devices.contains_key(token);
        match call.head.method {
            Method::POST | Method::PATCH => {
                let body = call.json().filter(|body| body.get("deviceToken").is_some());
                let Some(body) = body else { return Reply::bad_request("deviceToken is required") };
                if call.head.method == Method::PATCH && !is_known {
                    return Reply::error(404, "not.found", "There is no such device.");
                }
                state.devices.insert(token.to_owned(), body);
            }
            Method::DELETE if is_known => _ = state.devices.remove(token),
            _ => return Reply::error(404, "not.found", "There is no such device."),
        }
        Reply::empty(StatusCode::NO_CONTENT)
    })
}
