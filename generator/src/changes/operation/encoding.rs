//! How the value of a parameter is written, as far as it makes a difference for that value.

use crate::api::{Api, Location, Parameter, Schema, Shape, Style};
use crate::pointer::Pointer;

/// What the way of writing depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParamEncoding {
    Scalar,
    List,
    Object,
    /// Any of them.
    Open,
}

impl ParamEncoding {
    /// The kind of a value, references followed.
    pub(super) fn of(api: &Api, schema: &Schema) -> Self {
        match &api.target(schema).shape {
            Shape::Boolean
            | Shape::Integer { .. }
            | Shape::Number { .. }
            | Shape::String { .. }
            | Shape::File => Self::Scalar,
            Shape::Array { .. } | Shape::Tuple { .. } => Self::List,
            Shape::Object { .. } => Self::Object,
            Shape::Any | Shape::Union { .. } | Shape::Reference { .. } => Self::Open,
        }
    }
}

/// The style and whether parts are pairs of their own, the same for all that come to the same.
pub(super) fn of(parameter: &Parameter, kind: ParamEncoding) -> (Style, bool) {
    let (style, explode) = (parameter.style, parameter.explode);
    match (kind, style) {
        (ParamEncoding::Scalar, Style::Label | Style::Matrix) => (style, false),
        (ParamEncoding::Scalar, _) => (Style::Form, false),
        (ParamEncoding::List, Style::Simple) => (Style::Simple, false),
        (ParamEncoding::List, _) if parameter.repeats_for_items() => (Style::Form, true),
        _ => (style, explode),
    }
}

/// A sample of two values, or of two members, written this way.
pub(super) fn sample(parameter: &Parameter, kind: ParamEncoding) -> String {
    let name = &parameter.name;
    let (style, explode) = of(parameter, kind);
    let named = matches!(parameter.location, Location::Query | Location::Cookie);
    let start = if named { format!("{name}=") } else { String::new() };
    let separator = if parameter.location == Location::Cookie { "; " } else { "&" };
    let members = kind == ParamEncoding::Object;
    match (style, explode) {
        (Style::Form, true) if members => format!("a=1{separator}b=2"),
        (Style::Form, true) => format!("{name}=a{separator}{name}=b"),
        (Style::DeepObject, _) => format!("{name}[a]=1&{name}[b]=2"),
        (Style::Label, true) if members => ".a=1.b=2".to_owned(),
        (Style::Label, true) => ".a.b".to_owned(),
        (Style::Label, false) => ".a,b".to_owned(),
        (Style::Matrix, true) if members => ";a=1;b=2".to_owned(),
        (Style::Matrix, true) => format!(";{name}=a;{name}=b"),
        (Style::Matrix, false) => format!(";{name}=a,b"),
        (Style::Simple, true) if members => "a=1,b=2".to_owned(),
        (Style::SpaceDelimited, _) => format!("{start}a b"),
        (Style::PipeDelimited, _) => format!("{start}a|b"),
        (Style::TabDelimited, _) => format!("{start}a<TAB>b"),
        (Style::Form | Style::Simple, _) => format!("{start}a,b"),
    }
}

/// Where the definition says how the value is written. In Swagger 2.0, where the schema has no place of
/// its own, one key says all.
pub(super) fn places(parameter: &Parameter) -> Vec<Pointer> {
    let pointer = &parameter.pointer;
    if parameter.schema.pointer == *pointer {
        vec![pointer.child("collectionFormat")]
    } else {
        vec![pointer.child("style"), pointer.child("explode")]
    }
}
