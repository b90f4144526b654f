//! A value as an argument in Rust: what the signature asks for is read from the JSON of the value.

use generator::api::Content;
use generator::media_type::MediaKind;
use generator::public_api::{Argument, Arguments, Bound, Type, TypePath};
use serde_json::Value;

/// The type of what is read for an argument.
struct Concrete {
    name: String,
    is_borrowed: bool,
}

/// The expression for a value; `content` is what the definition says of a body.
pub(super) fn expression(
    of: &Type,
    value: &Value,
    content: Option<&Content>,
) -> Result<String, String> {
    let Some(Concrete { name, is_borrowed }) = concrete(of) else {
        return Err(format!("no value is made of the type {of}"));
    };
    let reference = if is_borrowed { "&" } else { "" };
    if name == "RequestBody" {
        return Ok(format!("{reference}{}", bytes(value, content)));
    }
    let value = if name == "String" { text(value, content) } else { value.clone() };
    Ok(format!("{reference}read::<{name}>({:?})?", value.to_string()))
}

/// A body of bytes. The caller says which type of a range they have.
fn bytes(value: &Value, content: Option<&Content>) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let body = format!("RequestBody::from({text:?})");
    let range = content.map(|content| &content.media_type).filter(|of| of.is_range());
    match range {
        Some(of) if of.top_level() == "*" => {
            format!("{body}.content_type(\"application/octet-stream\")")
        }
        Some(of) => format!("{body}.content_type(\"{}/x-any\")", of.top_level()),
        None => body,
    }
}

/// A value that callers write as text.
fn text(value: &Value, content: Option<&Content>) -> Value {
    let is_xml = content.is_some_and(|content| content.media_type.kind() == MediaKind::Xml);
    match value {
        Value::String(_) => value.clone(),
        _ if is_xml => "<any/>".into(),
        _ => value.to_string().into(),
    }
}

fn concrete(of: &Type) -> Option<Concrete> {
    let owned = |name: String| Some(Concrete { name, is_borrowed: false });
    match of {
        Type::Reference { target, .. } => {
            let name = match target.as_ref() {
                Type::Slice(item) => format!("Vec<{}>", concrete(item)?.name),
                target if target.to_string() == "str" => "String".to_owned(),
                target => target.to_string(),
            };
            Some(Concrete { name, is_borrowed: true })
        }
        Type::Impl(bounds) => bounds.iter().find_map(|bound| match bound {
            Bound::Trait(bound) => owned(of_trait(&bound.path)?),
            _ => None,
        }),
        Type::Path(_) => owned(of.to_string()),
        _ => None,
    }
}

/// A type that implements `Into<T>`, `AsRef<str>` or `IntoIterator<Item = T>`.
fn of_trait(path: &TypePath) -> Option<String> {
    let last = path.segments.last()?;
    let Arguments::Angle(arguments) = &last.arguments else { return None };
    match (last.name.as_str(), arguments.first()?) {
        ("Into", Argument::Type(of)) => Some(concrete(of)?.name),
        ("AsRef", Argument::Type(of)) if of.to_string() == "str" => Some("String".to_owned()),
        ("IntoIterator", Argument::Equal(_, Type::Tuple(pair))) => {
            let [key, value] = pair.as_slice() else { return None };
            let (key, value) = (concrete(key)?.name, concrete(value)?.name);
            Some(format!("std::collections::BTreeMap<{key}, {value}>"))
        }
        ("IntoIterator", Argument::Equal(_, of)) => Some(format!("Vec<{}>", concrete(of)?.name)),
        _ => None,
    }
}
