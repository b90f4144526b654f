//! The host of files: whoever has an address puts a file there or gets it, and nobody else does.

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, StatusCode};

use crate::reply::Reply;
use crate::routes::Call;
use crate::service::Service;

/// Puts or gets the file of an id.
pub(crate) fn serve(service: &Arc<Service>, id: &str, call: &Call) -> Reply {
    let signature = call.query("signature").unwrap_or_default();
    let now = service.now();
    let address = service.state().addresses.get(&signature).cloned();
    let address = address.filter(|address| address.file == id && now.at < address.until);
    let Some(address) = address else { return denied() };
    match (&call.head.method, &address.tagging) {
        (&Method::GET, None) => {
            let file = file(service, &address.token, id);
            file.map_or_else(denied, |(media_type, bytes)| {
                Reply::empty(StatusCode::OK).with_body(&media_type, bytes)
            })
        }
        (&Method::PUT, Some(tagging)) => {
            let asked = file(service, &address.token, id);
            let is_right = asked.is_some_and(|(media_type, _)| {
                call.header("content-type") == Some(media_type.as_str())
            });
            if !is_right
                || call.header("x-amz-tagging") != Some(tagging)
                || call.header("authorization").is_some()
            {
                return denied();
            }
            if service.update(|state, _| state.arrived(&address, call.body.clone())) {
                service.check_file(address);
            }
            Reply::empty(StatusCode::OK)
        }
        _ => denied(),
    }
}

fn file(service: &Service, token: &str, id: &str) -> Option<(String, Bytes)> {
    let state = service.state();
    let file = state.sessions.get(token)?.files.get(id)?;
    Some((file.media_type.clone(), file.bytes.clone()))
}

/// As the host of files says it.
fn denied() -> Reply {
    let body = "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>";
    Reply::empty(StatusCode::FORBIDDEN).with_body("application/xml", body)
}
