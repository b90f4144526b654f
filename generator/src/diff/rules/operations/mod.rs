//! The rules about documents, security, operations, parameters, bodies and responses.

pub(in crate::diff) mod body;
pub(in crate::diff) mod document;
pub(in crate::diff) mod operation;
pub(in crate::diff) mod parameter;
pub(in crate::diff) mod response;
pub(in crate::diff) mod security;

use crate::diff::Rule;

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    let tables =
        [document::ALL, security::ALL, operation::ALL, parameter::ALL, body::ALL, response::ALL];
    tables.into_iter().flatten().copied()
}
