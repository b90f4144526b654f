//! What the templates of models are given.

use serde::Serialize;
use serde_json::Value;

use crate::names::Ident;
use crate::pointer::Pointer;
use crate::view::open_enum::EnumView;
use crate::view::rust_type::Type;
use crate::view::text::{Code as RustCode, Comment, DocText, StrLit};
use crate::view::union::UnionView;

/// One file of `models/`.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum ModelView {
    /// `{struct}.rs.tera`
    Struct(Box<StructView>),
    /// `{enum}.rs.tera`, or `{number_enum}.rs.tera`
    Enum(EnumView),
    /// `{text}.rs.tera`, or `{secret}.rs.tera`
    Text(TextView),
    /// `{union}.rs.tera`
    Union(UnionView),
    /// `{container}.rs.tera`
    Container(ContainerView),
}

impl ModelView {
    /// The name of the type.
    pub fn name(&self) -> &Ident {
        match self {
            Self::Struct(view) => &view.name,
            Self::Enum(view) => &view.name,
            Self::Text(view) => &view.name,
            Self::Union(view) => &view.name,
            Self::Container(view) => &view.name,
        }
    }
}

/// A list or a map that holds itself.
#[derive(Clone, Debug, Serialize)]
pub struct ContainerView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// `use` paths, in groups.
    pub imports: Vec<Vec<String>>,
    /// The type of the list or map.
    pub rust_type: RustCode,
    /// The same for the generator.
    #[serde(skip)]
    pub of: Type,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// A struct.
#[derive(Clone, Debug, Serialize)]
pub struct StructView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// `use` paths, in groups.
    pub imports: Vec<Vec<String>>,
    /// The fields, by wire name.
    pub fields: Vec<FieldView>,
    /// Whether it reads and writes itself by `object!`: every field is an `Option`. Others, which have
    /// fields that must be there, leave that to serde.
    pub is_object: bool,
    /// Whether it derives how it is read and writes itself by `sent_object!`: some fields must be there, and others
    /// may be null.
    pub is_written_by_table: bool,
    /// The private field that remembers which members were made null.
    pub nulls: Option<Ident>,
    /// Whether callers build it: then it has `new` and setters.
    pub is_request: bool,
    /// What `new` takes.
    pub arguments: Vec<ArgumentView>,
    /// Members that the definition does not name.
    pub additional: Option<FieldView>,
    /// Whether `new` takes nothing.
    pub has_default: bool,
    /// Whether `new` takes more than Clippy likes.
    pub has_many_arguments: bool,
    /// Whether `new` starts with a value that has no member.
    pub starts_blank: bool,
    /// What `new` sets: `name: value`, or the name alone.
    pub initials: Vec<RustCode>,
    /// Whether fields are left that `new` does not set.
    pub has_blank_rest: bool,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// A field.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The whole type, `Option` included.
    pub rust_type: RustCode,
    /// The `#[serde(…)]` attribute, if it needs one.
    pub attribute: Option<RustCode>,
    /// The name on the wire, as a literal.
    pub member: StrLit,
    /// How `object!` marks it.
    pub mark: Option<RustCode>,
    /// Its setter.
    pub setter: SetterView,
    /// The method that makes it null.
    pub null_setter: Option<Ident>,
    /// Whether it is remembered that it was made null.
    pub is_noted: bool,
    /// The name on the wire.
    #[serde(skip)]
    pub wire: String,
    /// The type, without `Option`.
    #[serde(skip)]
    pub of: Type,
    /// Whether it is an `Option`.
    #[serde(skip)]
    pub is_optional: bool,
    /// How `new` initialises it: `name: value`, or the name alone.
    #[serde(skip)]
    pub initial: RustCode,
    /// Whether `new` takes it.
    #[serde(skip)]
    pub is_argument: bool,
    /// The value that `new` gives it, because it never has another one.
    #[serde(skip)]
    pub preset: Option<Value>,
    /// Whether it holds another struct: in a box, or by value.
    #[serde(skip)]
    pub boxed: Option<bool>,
    /// Where the definition says it: the property, then its type.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// The setter of a field or parameter.
#[derive(Clone, Debug, Serialize)]
pub struct SetterView {
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The argument.
    pub argument: Ident,
    /// The type of the argument.
    pub argument_type: RustCode,
    /// What is stored.
    pub value: RustCode,
}

/// An argument of a function.
#[derive(Clone, Debug, Serialize)]
pub struct ArgumentView {
    /// The name.
    pub name: Ident,
    /// The type of the argument.
    pub argument_type: RustCode,
}

/// A text with a type of its own.
#[derive(Clone, Debug, Serialize)]
pub struct TextView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// Whether it must never be shown.
    pub is_secret: bool,
    /// The values that have this type.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}
