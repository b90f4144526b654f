//! What the definition says about the API as a whole: servers, information, tags, security schemes.

use super::Context;

/// Compares the parts that belong to no operation.
pub(super) fn compare(_context: &mut Context<'_>) {}
