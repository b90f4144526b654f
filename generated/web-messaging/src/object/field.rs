//! How the fields of an object are written, whatever their types.
//!
//! A field is left out, is there, or is null: its mark in the table of its model and its value decide that.

#![allow(
    dead_code,
    reason = "which fields there are depends on the models of the API"
)]

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde::ser::SerializeMap;

use crate::secret::{self, Expose};

/// A field that may be written, whatever its type.
pub(crate) trait Field<M: SerializeMap> {
    /// Writes the member, if it is there. `is_null`: whether it was made null.
    fn write(&self, name: &'static str, is_null: bool, to: &mut M) -> Result<(), M::Error>;
}

impl<M: SerializeMap, F: Field<M>> Field<M> for &F {
    fn write(&self, name: &'static str, is_null: bool, to: &mut M) -> Result<(), M::Error> {
        (**self).write(name, is_null, to)
    }
}

impl<M: SerializeMap, T: Serialize> Field<M> for Option<T> {
    fn write(&self, name: &'static str, _: bool, to: &mut M) -> Result<(), M::Error> {
        match self {
            Some(value) => to.serialize_entry(name, value),
            None => Ok(()),
        }
    }
}

/// A field that is only read.
pub(crate) struct Received;

impl<M: SerializeMap> Field<M> for Received {
    fn write(&self, _: &'static str, _: bool, _: &mut M) -> Result<(), M::Error> {
        Ok(())
    }
}

/// A field that can be written as null.
pub(crate) struct OrNull<F> {
    field: F,
    is_absent: bool,
    /// Whether it must be there.
    is_required: bool,
}

impl<F> OrNull<F> {
    pub(crate) fn new<T>(value: &Option<T>, field: F, is_required: bool) -> Self {
        Self {
            field,
            is_absent: value.is_none(),
            is_required,
        }
    }
}

impl<M: SerializeMap, F: Field<M>> Field<M> for OrNull<F> {
    fn write(&self, name: &'static str, is_null: bool, to: &mut M) -> Result<(), M::Error> {
        if self.is_absent && (self.is_required || is_null) {
            return to.serialize_entry(name, &());
        }
        self.field.write(name, is_null, to)
    }
}

/// A field that is always there.
pub(crate) struct Required<'a, T>(pub(crate) &'a T);

impl<M: SerializeMap, T: Serialize> Field<M> for Required<'_, T> {
    fn write(&self, name: &'static str, _: bool, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name, self.0)
    }
}

/// A secret that is always there, and whose purpose is to be sent.
pub(crate) struct RequiredSecret<'a, T>(pub(crate) &'a T);

impl<M: SerializeMap, T: Expose> Field<M> for RequiredSecret<'_, T> {
    fn write(&self, name: &'static str, _: bool, to: &mut M) -> Result<(), M::Error> {
        to.serialize_entry(name, &secret::Exposed(self.0))
    }
}

/// A secret whose purpose is to be sent.
pub(crate) struct Exposed<'a, T>(pub(crate) &'a Option<T>);

impl<M: SerializeMap, T: Expose> Field<M> for Exposed<'_, T> {
    fn write(&self, name: &'static str, _: bool, to: &mut M) -> Result<(), M::Error> {
        match self.0 {
            Some(value) => to.serialize_entry(name, &secret::Exposed(value)),
            None => Ok(()),
        }
    }
}

/// Which members were made null: a field that is `None` leaves the others out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Nulls(BTreeSet<&'static str>);

impl Nulls {
    /// Remembers that the member of this name is null.
    pub(crate) fn add(&mut self, name: &'static str) {
        self.0.insert(name);
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// Writes the members that the table does not name.
pub(crate) fn write_rest<M: SerializeMap, T: Serialize>(
    rest: &BTreeMap<String, T>,
    to: &mut M,
) -> Result<(), M::Error> {
    rest.iter()
        .try_for_each(|(name, value)| to.serialize_entry(name, value))
}

/// The same for members that are secrets.
pub(crate) fn write_secret_rest<M: SerializeMap, T: Expose>(
    rest: &BTreeMap<String, T>,
    to: &mut M,
) -> Result<(), M::Error> {
    rest.iter()
        .try_for_each(|(name, value)| to.serialize_entry(name, &secret::Exposed(value)))
}
