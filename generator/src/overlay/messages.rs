//! Which schemas travel without an operation (`[messages]`): said in the document, as references from its top, so that
//! they are kept with what they refer to, and the definition that is kept says it too.

use serde_json::{Value, json};

use super::Failure;
use super::unions::Schemas;
use crate::api::MESSAGES;
use crate::config::Messages;

/// The member of the document that says so; `None` where there is nothing to say.
pub(super) fn stated(
    schemas: &Schemas<'_>,
    messages: &Messages,
) -> Result<Option<(&'static str, Value)>, Failure> {
    if messages.is_empty() {
        return Ok(None);
    }
    let Messages { sent, received } = messages;
    let references = |names: &[String]| -> Result<Vec<Value>, Failure> {
        names.iter().map(|name| schemas.reference(name)).collect()
    };
    Ok(Some((MESSAGES, json!({ "sent": references(sent)?, "received": references(received)? }))))
}
