//! JSON pointers (RFC 6901): how every stage says which place of the definition it talks about.
//!
//! A [`Pointer`] always names a place of the *original* document, whatever the stages in between did
//! to the tree, so that a diagnostic can be looked up in the file that a person can edit.

use std::fmt::{self, Write as _};

use serde::Serialize;

/// A JSON pointer, kept in its escaped text form (`/paths/~1pets/get`; the empty text is the root).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes a pointer from text that is already escaped, such as the part of a `$ref` after `#`.
    pub fn from_escaped(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The pointer of a member: `token` is an object key or an array index, not escaped.
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        // Long enough for most tokens.
        const TOKEN: usize = 24;
        let mut text = String::with_capacity(self.0.len() + 1 + TOKEN);
        text.push_str(&self.0);
        text.push('/');
        // Nothing that is written into a text fails.
        let _ = write!(Escape(&mut text), "{token}");
        Self(text)
    }

    /// The pointer of a place further down, token by token.
    #[must_use]
    pub fn descend<T: fmt::Display>(&self, tokens: impl IntoIterator<Item = T>) -> Self {
        tokens.into_iter().fold(self.clone(), |pointer, token| pointer.child(token))
    }

    /// The place that holds this one; `None` for the root.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// The last token, unescaped; `None` for the root.
    pub fn last(&self) -> Option<String> {
        let (_, token) = self.0.rsplit_once('/')?;
        Some(unescape(token))
    }

    /// The tokens from the root down, unescaped.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescape)
    }

    /// The escaped text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            formatter.write_str("the document")
        } else {
            formatter.write_str(&self.0)
        }
    }
}

/// Writes a token, escaped.
struct Escape<'t>(&'t mut String);

impl fmt::Write for Escape<'_> {
    fn write_str(&mut self, token: &str) -> fmt::Result {
        let mut rest = token;
        while let Some(at) = rest.find(['~', '/']) {
            let (before, sign) = rest.split_at(at);
            self.0.push_str(before);
            self.0.push_str(if sign.starts_with('~') { "~0" } else { "~1" });
            rest = sign.get(1..).unwrap_or_default();
        }
        self.0.push_str(rest);
        Ok(())
    }
}

fn unescape(token: &str) -> String {
    if !token.contains('~') {
        return token.to_owned();
    }
    token.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn escapes_and_unescapes_tokens() {
        let pointer = Pointer::root().child("paths").child("/a~b").child(3);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b/3");
        assert_eq!(pointer.tokens().collect::<Vec<_>>(), ["paths", "/a~b", "3"]);
        assert_eq!(pointer.parent().and_then(|p| p.last()).as_deref(), Some("/a~b"));
        assert_eq!(Pointer::root().parent(), None);
    }
}
