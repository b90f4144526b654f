//! The way back: from a place of the normalised definition to the one it came from.

use std::collections::{BTreeMap, HashMap};

use crate::pointer::Pointer;

/// Leads from the normalised definition back to the original one.
///
/// Only the places that moved are kept; everything below a moved place moved with it.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    moved: HashMap<String, Pointer>,
    /// For a content whose media type is named elsewhere: where.
    declared: HashMap<String, Pointer>,
    /// Where references to shared parts stand in the original, and where they lead.
    references: BTreeMap<Pointer, Pointer>,
}

impl Origins {
    /// The original place of a part: that of the nearest place around it that moved, continued by the
    /// rest of the pointer.
    pub fn original(&self, pointer: &Pointer) -> Pointer {
        let mut around = pointer.as_str();
        loop {
            if let Some(origin) = self.moved.get(around) {
                let rest = pointer.as_str().strip_prefix(around).unwrap_or_default();
                return Pointer::from_escaped(format!("{}{rest}", origin.as_str()));
            }
            match around.rsplit_once('/') {
                Some((parent, _)) => around = parent,
                None => return pointer.clone(),
            }
        }
    }

    /// Where the original names the media type of a content.
    pub(crate) fn declared(&self, content: &Pointer) -> Pointer {
        let declared = self.declared.get(content.as_str());
        declared.cloned().unwrap_or_else(|| self.original(content))
    }

    /// Where references to shared parts stand in the original, and where they lead.
    pub(crate) fn references(&self) -> &BTreeMap<Pointer, Pointer> {
        &self.references
    }

    pub(super) fn record(&mut self, place: &PartPlace) {
        self.moved.insert(place.here.as_str().to_owned(), place.origin.clone());
    }

    pub(super) fn declare(&mut self, content: &PartPlace, media_type: &Pointer) {
        self.declared.insert(content.here.as_str().to_owned(), media_type.clone());
    }

    pub(super) fn refer(&mut self, from: &Pointer, to: &Pointer) {
        self.references.insert(from.clone(), to.clone());
    }
}

/// A place in both definitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartPlace {
    /// In the normalised definition.
    pub(crate) here: Pointer,
    /// In the original one.
    pub(crate) origin: Pointer,
}

impl PartPlace {
    pub(crate) fn root() -> Self {
        Self { here: Pointer::root(), origin: Pointer::root() }
    }

    /// A member that has the same name in both.
    pub(crate) fn child(&self, token: impl std::fmt::Display) -> Self {
        let here = self.here.child(&token);
        let origin = if self.here == self.origin { here.clone() } else { self.origin.child(token) };
        Self { here, origin }
    }
}

#[cfg(test)]
mod tests {
    use super::{Origins, PartPlace};
    use crate::pointer::Pointer;

    #[test]
    fn the_nearest_moved_place_counts() {
        let pointer = |text: &str| Pointer::from_escaped(text);
        let mut origins = Origins::default();
        let mut record = |here: &str, origin: &str| {
            origins.record(&PartPlace { here: pointer(here), origin: pointer(origin) });
        };
        record("/components/schemas", "/definitions");
        record("/components/schemas/A/allOf/0", "/definitions/A");
        let original = |text: &str| origins.original(&pointer(text)).to_string();
        assert_eq!(original("/components/schemas/B/properties/c"), "/definitions/B/properties/c");
        assert_eq!(original("/components/schemas/A/allOf/0/items"), "/definitions/A/items");
        assert_eq!(original("/components/schemasX"), "/components/schemasX");
        assert_eq!(original("/paths/~1a"), "/paths/~1a");
    }
}
