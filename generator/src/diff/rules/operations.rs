//! The rules about documents, security, operations, parameters, bodies and responses.

use crate::diff::Rule;

/// All of them.
pub const ALL: &[&Rule] = &[];
