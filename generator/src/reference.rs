//! The text of a `$ref`: where it leads, before anyone looks whether something is there.

use serde_json::Value;

use crate::pointer::Pointer;

/// Where a `$ref` leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// To a place of the same document.
    Local(Pointer),
    /// To a named anchor of the same document (`#name`).
    Anchor(String),
    /// To another document.
    External(String),
}

impl Target {
    /// Reads the text of a `$ref`. Percent escapes of the fragment are undone.
    pub(crate) fn parse(text: &str) -> Self {
        match text.trim().strip_prefix('#') {
            // An empty path is that of the document itself.
            None if text.trim().is_empty() => Self::Local(Pointer::root()),
            None => Self::External(text.to_owned()),
            Some(fragment) if fragment.is_empty() || fragment.starts_with('/') => {
                Self::Local(Pointer::from_escaped(percent_decoded(fragment)))
            }
            Some(anchor) => Self::Anchor(anchor.to_owned()),
        }
    }
}

/// The place of the document that a `$ref` leads to, if it exists. A key that holds percent signs itself
/// is found too.
pub(crate) fn locate(document: &Value, text: &str) -> Option<Pointer> {
    let Target::Local(pointer) = Target::parse(text) else { return None };
    if document.pointer(pointer.as_str()).is_some() {
        return Some(pointer);
    }
    let verbatim = text.trim().strip_prefix('#')?;
    document.pointer(verbatim).map(|_| Pointer::from_escaped(verbatim))
}

/// The text without percent escapes; as it is where they are not UTF-8.
pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                _ => bytes.push(b'%'),
            },
            (other, _) => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Target, locate};
    use crate::pointer::Pointer;

    #[test]
    fn tells_local_from_external() {
        let local = |text: &str| Target::Local(Pointer::from_escaped(text));
        assert_eq!(Target::parse("#/definitions/Pet"), local("/definitions/Pet"));
        assert_eq!(Target::parse("#/a/%7Bid%7D/~1b"), local("/a/{id}/~1b"));
        assert_eq!(Target::parse("#/100%/%zz/%ff"), local("/100%/%zz/%ff"));
        assert_eq!(Target::parse("#"), local(""));
        assert_eq!(Target::parse("#pet"), Target::Anchor("pet".to_owned()));
        assert_eq!(Target::parse("pet.yaml#/Pet"), Target::External("pet.yaml#/Pet".to_owned()));
    }

    #[test]
    fn finds_keys_with_percent_signs() {
        let document = json!({"a%20b": 1, "c d": 2});
        assert_eq!(locate(&document, "#/a%20b"), Some(Pointer::from_escaped("/a%20b")));
        assert_eq!(locate(&document, "#/c%20d"), Some(Pointer::from_escaped("/c d")));
        assert_eq!(locate(&document, "#/e"), None);
        assert_eq!(locate(&document, "other#/c%20d"), None);
    }
}
