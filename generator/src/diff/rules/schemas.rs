//! The rules about values: models, properties, types, enums, limits, compositions.

use crate::diff::Rule;

/// All of them.
pub const ALL: &[&Rule] = &[];
