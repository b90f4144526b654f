//! The history: what was said, the newest first, in pages that shift while more is said.

use std::sync::Arc;

use http::StatusCode;
use serde_json::{Value, json};

use crate::reply::Reply;
use crate::routes::Call;
use crate::service::Service;
use crate::session::Session;

/// How many messages a page has, and may have.
const PAGE: usize = 25;
const LARGEST_PAGE: usize = 500;

/// A page of it.
pub(crate) fn list(service: &Arc<Service>, call: &Call) -> Reply {
    let number = |name: &str, usual: usize| match call.query(name) {
        Some(text) => text.parse().ok().filter(|number| *number > 0),
        None => Some(usual),
    };
    let (Some(page), Some(size)) = (number("pageNumber", 1), number("pageSize", PAGE)) else {
        return Reply::bad_request("pageNumber and pageSize are numbers from 1");
    };
    let size = size.min(LARGEST_PAGE);
    service.update(|state, now| {
        let jwt = call.bearer().and_then(|jwt| state.jwts.get(jwt));
        let token = jwt.filter(|(_, until)| now.at < *until).map(|(token, _)| token.clone());
        let session = token.and_then(|token| state.sessions.get_mut(&token));
        let Some(session) = session else { return Reply::unauthorized() };
        if state.settings.keeps_limits
            && let Err(seconds) = session.history.count(now.at)
        {
            return Reply::too_many(seconds);
        }
        let newest_first = session.said.iter().rev();
        let entities: Vec<Value> =
            newest_first.skip((page - 1) * size).take(size).map(Session::listed).collect();
        let total = session.said.len();
        let body = json!({"entities": entities, "pageSize": size, "pageNumber": page, "total": total, "pageCount": total.div_ceil(size)});
        Reply::json(StatusCode::OK, &body)
    })
}
