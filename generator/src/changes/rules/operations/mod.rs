//! The rules about documents, security, operations, parameters, bodies and responses.

pub(in crate::changes) mod body;
pub(in crate::changes) mod document;
pub(in crate::changes) mod operation;
pub(in crate::changes) mod operation_name;
pub(in crate::changes) mod parameter;
pub(in crate::changes) mod response;
pub(in crate::changes) mod security;

use crate::changes::Rule;

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    let tables =
        [document::ALL, security::ALL, operation::ALL, parameter::ALL, body::ALL, response::ALL];
    tables.into_iter().flatten().copied()
}
