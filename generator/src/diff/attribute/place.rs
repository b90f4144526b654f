//! Where in a definition an item comes from, and what is around that.

use crate::pointer::Pointer;
use crate::view::Provenance;

/// The pointers of an item, or of the item that holds it.
pub(super) fn pointers<'a>(provenance: &'a Provenance, item: Option<&str>) -> &'a [Pointer] {
    let mut path = item.unwrap_or_default();
    loop {
        if let Some(pointers) = provenance.get(path) {
            return pointers;
        }
        match path.rsplit_once("::") {
            Some((parent, _)) => path = parent,
            None => return &[],
        }
    }
}

/// A pointer and the pointers of all that is around it, from the inside out.
pub(super) fn around(pointer: &Pointer) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer.as_str()), |part| Some(part.rsplit_once('/')?.0))
}
