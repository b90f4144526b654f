//! Pairs the operations of the two APIs and compares each pair.

use super::Context;
use super::schema::Pairs;

/// Compares all operations, and counts them.
pub(super) fn compare<'a>(_context: &mut Context<'a>, _schemas: &mut Pairs<'a>) {}
