//! A place of one of the two documents, and what stands there.

use serde_json::{Map, Value};

use crate::pointer::Pointer;
use crate::reference;

/// How many references may lead to one another.
const MAX_CHAIN: usize = 64;

/// A place of a document, and what stands there; nothing, when only the other document has it.
#[derive(Clone, Debug)]
pub(super) struct Located<'a> {
    pub(super) pointer: Pointer,
    pub(super) value: Option<&'a Value>,
}

impl<'a> Located<'a> {
    /// A place of a document; `null` is nothing.
    pub(super) fn new(pointer: Pointer, value: Option<&'a Value>) -> Self {
        Self { pointer, value: value.filter(|value| !value.is_null()) }
    }

    pub(super) fn root(document: &'a Value) -> Self {
        Self::new(Pointer::root(), Some(document))
    }

    /// The place of a document that a pointer leads to.
    pub(super) fn at(document: &'a Value, pointer: Pointer) -> Self {
        let value = document.pointer(pointer.as_str());
        Self::new(pointer, value)
    }

    pub(super) fn member(&self, key: &str) -> Self {
        let value = self.value.and_then(|value| value.get(key));
        Self::new(self.pointer.child(key), value)
    }

    pub(super) fn item(&self, number: usize) -> Self {
        let value = self.value.and_then(|value| value.get(number));
        Self::new(self.pointer.child(number), value)
    }

    /// A member that is not there.
    pub(super) fn missing(&self, key: &str) -> Self {
        Self { pointer: self.pointer.child(key), value: None }
    }

    pub(super) fn object(&self) -> Option<&'a Map<String, Value>> {
        self.value.and_then(Value::as_object)
    }

    /// The items of a list; of anything else, none.
    pub(super) fn items(&self) -> &'a [Value] {
        self.value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// All items, with their places.
    pub(super) fn located_items(&self) -> impl Iterator<Item = Self> {
        let pointer = self.pointer.clone();
        let numbered = self.items().iter().enumerate();
        numbered.map(move |(number, value)| Self::new(pointer.child(number), Some(value)))
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.and_then(|value| value.get(key)).and_then(Value::as_str)
    }

    /// Whether it is somewhere below another place of its document.
    pub(super) fn is_inside(&self, around: &Pointer) -> bool {
        let rest = self.pointer.as_str().strip_prefix(around.as_str());
        rest.is_some_and(|rest| rest.starts_with('/'))
    }

    /// The text of the reference that stands here.
    pub(super) fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }

    /// The end of the references from here; itself, when it is none. `None`: they lead nowhere.
    pub(super) fn target(&self, document: &'a Value) -> Option<Self> {
        let mut located = self.clone();
        for _ in 0..MAX_CHAIN {
            let Some(text) = located.reference() else { return Some(located) };
            located = Self::at(document, reference::locate(document, text)?);
        }
        None
    }
}
