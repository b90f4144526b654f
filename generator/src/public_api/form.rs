//! How the parts of a public API are written as data.
//!
//! The form is that of the types themselves. Values that are nearly always the same (no generic parameters,
//! no condition) are left out, and a path such as `Option<String>` is written as short as can be, because
//! paths are most of the text: `"String"` without arguments, `["Option", {"type": "String"}]` with some.

use std::fmt::{self, Formatter};

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq as _, Serializer};

use super::types::{Argument, Arguments, Type, TypePath};

/// Whether a value is the one that is left out.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Default for Type {
    /// What a function without `->` returns.
    fn default() -> Self {
        Self::UNIT
    }
}

/// How `!` and `_` are written; neither can be the name of a type.
const NEVER: &str = "!";
const INFERRED: &str = "_";

impl TypePath {
    /// The arguments behind the path, when they are all that there is beside names.
    fn trailing_arguments(&self) -> Option<&[Argument]> {
        let (last, rest) = self.segments.split_last()?;
        let is_plain = self.qualifier.is_none()
            && rest.iter().all(|segment| segment.arguments == Arguments::None);
        match &last.arguments {
            Arguments::None if is_plain => Some(&[]),
            Arguments::Angle(arguments) if is_plain && !arguments.is_empty() => Some(arguments),
            _ => None,
        }
    }

    /// Reads `["Option", …]` from behind the bracket.
    fn from_sequence<'de, A: SeqAccess<'de>>(mut sequence: A) -> Result<Self, A::Error> {
        let names: String = sequence
            .next_element()?
            .ok_or_else(|| de::Error::invalid_length(0, &"a path and its arguments"))?;
        let mut arguments = Vec::new();
        while let Some(argument) = sequence.next_element()? {
            arguments.push(argument);
        }
        let mut path = Self::named(&names);
        if let (Some(last), false) = (path.segments.last_mut(), arguments.is_empty()) {
            last.arguments = Arguments::Angle(arguments);
        }
        Ok(path)
    }
}

impl Serialize for TypePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.trailing_arguments() {
            Some([]) => serializer.serialize_str(&self.names()),
            Some(arguments) => {
                let mut sequence = serializer.serialize_seq(Some(arguments.len() + 1))?;
                sequence.serialize_element(&self.names())?;
                for argument in arguments {
                    sequence.serialize_element(argument)?;
                }
                sequence.end()
            }
            // What `#[serde(remote)]` derives: all fields by name.
            None => Self::serialize(self, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for TypePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PathVisitor;
        impl<'de> Visitor<'de> for PathVisitor {
            type Value = TypePath;

            fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.write_str("a path")
            }

            fn visit_str<E: de::Error>(self, names: &str) -> Result<TypePath, E> {
                Ok(TypePath::named(names))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<TypePath, A::Error> {
                TypePath::from_sequence(sequence)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<TypePath, A::Error> {
                TypePath::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_any(PathVisitor)
    }
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Path(path) if path.trailing_arguments().is_some() => {
                Serialize::serialize(path, serializer)
            }
            Self::Never => serializer.serialize_str(NEVER),
            Self::Inferred => serializer.serialize_str(INFERRED),
            // What `#[serde(remote)]` derives: the name of the variant, and what is in it.
            other => Self::serialize(other, serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TypeVisitor;
        impl<'de> Visitor<'de> for TypeVisitor {
            type Value = Type;

            fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
                f.write_str("a type")
            }

            fn visit_str<E: de::Error>(self, names: &str) -> Result<Type, E> {
                Ok(match names {
                    NEVER => Type::Never,
                    INFERRED => Type::Inferred,
                    names => Type::named(names),
                })
            }

            fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<Type, A::Error> {
                TypePath::from_sequence(sequence).map(Type::Path)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Type, A::Error> {
                Type::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_any(TypeVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::{Argument, Arguments, Type, TypePath};
    use crate::public_api::types::{Qualifier, Segment};

    fn option(of: Type) -> Type {
        let arguments = Arguments::Angle(vec![Argument::Type(of)]);
        let segments = vec![Segment { name: "Option".to_owned(), arguments }];
        Type::Path(TypePath { qualifier: None, segments })
    }

    #[test]
    fn a_type_is_as_short_as_its_text() {
        let written = |of: &Type| serde_json::to_string(of).unwrap();
        assert_eq!(written(&Type::named("models::Pet")), r#""models::Pet""#);
        assert_eq!(written(&option(Type::Never)), r#"["Option",{"type":"!"}]"#);
    }

    #[test]
    fn a_type_that_is_not_a_plain_path_reads_back() {
        let qualifier = Qualifier { of: option(Type::Inferred), in_trait: None };
        let segments = TypePath::named("Item").segments;
        let item = TypePath { qualifier: Some(Box::new(qualifier)), segments };
        for of in [
            Type::Never,
            Type::named("::std::fmt::Debug"),
            Type::Slice(Box::new(option(Type::UNIT))),
            Type::Path(item),
            Type::Array { element: Box::new(Type::Never), length: "N".to_owned() },
        ] {
            let text = serde_json::to_string(&of).unwrap();
            assert_eq!(serde_json::from_str::<Type>(&text).unwrap(), of, "{text}");
        }
    }
}
