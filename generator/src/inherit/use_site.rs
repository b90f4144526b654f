//! Use sites: positions of an API where a value stands.

use std::fmt::Write as _;

use serde::{Deserialize, Deserializer, Serialize};

use crate::api::Status;
use crate::pointer::Pointer;

/// A position where a value stands, by what is stable about it: the schema or the operation, and the way from there
/// through properties. Lists and maps are looked through.
///
/// It is kept as a pointer of its own kind, token by token (`/schemas/Search/properties/sort`,
/// `/operations/Search/parameters/sort`), because names are any text: joined by dots, the property `sort` of a
/// schema `Search` and the parameter `sort` of an operation `Search` would be one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct UseSite(Pointer);

impl UseSite {
    /// A schema with a name of its own.
    pub fn schema(id: &str) -> Self {
        Self(Pointer::root().child("schemas").child(id))
    }

    /// The parameter of an operation with this name; the number tells apart, from 1, those of one name that travel
    /// in several places.
    pub fn parameter(operation: &str, name: &str, number: usize) -> Self {
        let of_name = Self::operation(operation).child("parameters").child(name);
        Self(if number == 1 { of_name } else { of_name.child(number) })
    }

    /// The request body of an operation.
    pub fn body(operation: &str) -> Self {
        Self(Self::operation(operation).child("body"))
    }

    /// What an operation returns.
    pub fn reply(operation: &str) -> Self {
        Self(Self::operation(operation).child("reply"))
    }

    /// What an operation answers with a status other than that of its reply.
    pub fn response(operation: &str, status: Status) -> Self {
        Self(Self::operation(operation).child("responses").child(status))
    }

    /// A configured type for texts.
    pub fn text(name: &str) -> Self {
        Self(Pointer::root().child("types").child(name))
    }

    fn operation(id: &str) -> Pointer {
        Pointer::root().child("operations").child(id)
    }

    /// The property of this name of what stands here.
    #[must_use]
    pub fn property(&self, wire: &str) -> Self {
        Self(self.0.child("properties").child(wire))
    }

    /// The values of what stands here, under keys that it does not name.
    #[must_use]
    pub fn additional(&self) -> Self {
        Self(self.0.child("additional"))
    }

    /// The variant of this key of the union that stands here.
    #[must_use]
    pub fn variant(&self, key: &str) -> Self {
        Self(self.0.child("variants").child(key))
    }

    /// Where this is when what stands at `from` is found at `to`; `None` when it is not inside `from`.
    pub fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.as_str().strip_prefix(from.0.as_str())?;
        let inside = rest.is_empty() || rest.starts_with('/');
        inside.then(|| Self(Pointer::from_escaped(format!("{}{rest}", to.0.as_str()))))
    }

    /// What the configuration and messages call it: `Schema.property`, `operationId.parameter`. Others may be
    /// called the same.
    pub fn key(&self) -> String {
        let tokens: Vec<String> = self.0.tokens().collect();
        let tokens: Vec<&str> = tokens.iter().map(String::as_str).collect();
        let (mut key, mut rest) = match tokens.as_slice() {
            ["types", name] => (format!("[types.{name}]"), Default::default()),
            ["operations", id, "parameters", name, rest @ ..] => (format!("{id}.{name}"), rest),
            ["operations", id, "responses", status, rest @ ..] => (format!("{id}.{status}"), rest),
            ["operations", id, part, rest @ ..] => (format!("{id}.{part}"), rest),
            [_, name, rest @ ..] => ((*name).to_owned(), rest),
            _ => (self.as_str().to_owned(), Default::default()),
        };
        while let [step, after @ ..] = rest {
            rest = after;
            match (*step, after) {
                ("properties" | "variants", [name, after @ ..]) => {
                    rest = after;
                    let _ = write!(key, ".{name}");
                }
                ("additional", _) => key.push_str(".*"),
                (number, _) => {
                    let _ = write!(key, "#{number}");
                }
            }
        }
        key
    }

    /// The pointer as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The use site of such a text; `None` for a text that is no pointer.
    pub fn parse(text: &str) -> Option<Self> {
        text.starts_with('/').then(|| Self(Pointer::from_escaped(text)))
    }
}

impl<'de> Deserialize<'de> for UseSite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let no_site = || serde::de::Error::custom(format!("`{text}` is not a use site"));
        Self::parse(&text).ok_or_else(no_site)
    }
}

#[cfg(test)]
mod tests {
    use super::UseSite;
    use crate::api::Status;

    #[test]
    fn names_of_any_kind_are_told_apart() {
        let sites = [
            UseSite::schema("a.b"),
            UseSite::schema("a").property("b"),
            UseSite::schema("a/properties/b"),
            UseSite::parameter("a", "b", 1),
            UseSite::parameter("a", "b", 2),
            UseSite::parameter("a", "body", 1),
            UseSite::body("a"),
            UseSite::reply("a"),
            UseSite::response("a", Status::Code(202)),
            UseSite::response("a", Status::Default),
            UseSite::text("a"),
            UseSite::schema("a").property("*"),
            UseSite::schema("a").additional(),
            UseSite::schema("a").variant("b"),
        ];
        for (number, site) in sites.iter().enumerate() {
            assert_eq!(UseSite::parse(site.as_str()).as_ref(), Some(site));
            assert!(!sites[..number].contains(site), "{site:?}");
        }
    }

    #[test]
    fn the_configuration_calls_them_by_their_names() {
        let keys = [
            (UseSite::schema("Pet").property("a.b"), "Pet.a.b"),
            (UseSite::schema("Pet").additional().property("properties"), "Pet.*.properties"),
            (UseSite::parameter("getPet", "limit", 1).property("x"), "getPet.limit.x"),
            (UseSite::parameter("getPet", "limit", 2).property("x"), "getPet.limit#2.x"),
            (UseSite::body("getPet").additional(), "getPet.body.*"),
            (UseSite::reply("getPet"), "getPet.reply"),
            (UseSite::response("getPet", Status::Range(4)).property("x"), "getPet.4XX.x"),
            (UseSite::schema("Pet").variant("<TextList>"), "Pet.<TextList>"),
            (UseSite::text("PetId"), "[types.PetId]"),
        ];
        for (site, key) in keys {
            assert_eq!(site.key(), key);
        }
    }

    #[test]
    fn what_is_inside_moves_along() {
        let (from, to) = (UseSite::schema("Pet"), UseSite::body("addPet"));
        let moved = |site: UseSite| site.moved(&from, &to);
        assert_eq!(moved(from.property("a")), Some(to.property("a")));
        assert_eq!(moved(from.clone()), Some(to.clone()));
        assert_eq!(moved(UseSite::schema("Pets")), None);
    }
}
