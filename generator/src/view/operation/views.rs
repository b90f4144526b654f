//! What the templates of handles and operations are given.

use serde::Serialize;

use super::by_status::ByStatusView;
use super::example::ExampleView;
use super::replies::FailureView;
use super::sequence::LinesView;
use crate::inherit::{LockedOperation, MethodAlias};
use crate::names::Ident;
use crate::pointer::Pointer;
use crate::view::model::{ArgumentView, SetterView};
use crate::view::rust_type::Type;
use crate::view::text::{Code as RustCode, Comment, DocText, StrLit};

/// The handle of one tag.
#[derive(Clone, Debug, Serialize)]
pub struct ApiView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The module.
    pub module: Ident,
    /// The method of the client that gives the handle.
    pub accessor: Ident,
    /// The type of the handle.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The documentation of the method of the client.
    pub accessor_docs: DocText,
    /// `use` paths, in groups.
    pub imports: Vec<Vec<String>>,
    /// The operations, by id.
    pub operations: Vec<OperationView>,
    /// Earlier names of methods.
    pub method_aliases: Vec<MethodAliasView>,
    /// Earlier names of operations.
    pub request_aliases: Vec<RequestAliasView>,
    /// A `#[deprecated]` attribute, for a handle that consists of earlier names.
    pub deprecated: Option<RustCode>,
    /// The tag; `None` for a handle that consists of earlier names.
    #[serde(skip)]
    pub tag: Option<String>,
    /// Where the definition describes its operations.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// One operation.
#[derive(Clone, Debug, Serialize)]
pub struct OperationView {
    /// What the header says it was made from.
    pub source: Comment,
    /// The module of the operation.
    pub module: Ident,
    /// The method of the handle.
    pub method: Ident,
    /// The type that stands for it.
    pub name: Ident,
    /// The method without `r#`, for links.
    pub link: Comment,
    /// The documentation of the method, without errors.
    pub docs: DocText,
    /// Whether there is anything to say of errors.
    pub has_errors: bool,
    /// The statuses of which the documentation of all operations says what they mean.
    pub usual_errors: Option<Comment>,
    /// What the other statuses mean.
    pub errors: Option<DocText>,
    /// How it is called.
    pub example: ExampleView,
    /// The names under which people of other SDKs look for it.
    pub aliases: Vec<StrLit>,
    /// A `#[deprecated]` attribute.
    pub deprecated: Option<RustCode>,
    /// What the method takes.
    pub arguments: Vec<ArgumentView>,
    /// Whether that is more than Clippy likes, with the receiver.
    pub has_many_arguments: bool,
    /// Statements that put the arguments into the call.
    pub statements: Vec<RustCode>,
    /// The setters of the optional parameters.
    pub setters: Vec<ParameterSetterView>,
    /// `use` paths, in groups.
    pub imports: Vec<Vec<String>>,
    /// What a successful call returns.
    pub output: RustCode,
    /// The function that decodes it.
    pub decode: RustCode,
    /// The media type of a stream of events, if the reply can be one.
    pub events: Option<StrLit>,
    /// What comes one per line, if the reply can be such a sequence.
    pub lines: Option<LinesView>,
    /// The error replies that have forms of their own.
    pub failure: Option<FailureView>,
    /// The enums that tell replies apart by their status.
    pub by_status: Vec<ByStatusView>,
    /// The id that errors name.
    pub id: StrLit,
    /// The HTTP method, as the name of a constant.
    pub http_method: RustCode,
    /// The path, encoded but for the names of its parameters in braces.
    pub path: StrLit,
    /// The alternatives of credentials, as code.
    pub security: RustCode,
    /// The media type that is asked for.
    pub accept: StrLit,
    /// Where it is served, if not where all are, as code.
    pub server: RustCode,
    /// How its list goes on, if it is one in pages.
    pub paging: Option<PagingView>,
    /// What everything about it is called.
    #[serde(skip)]
    pub locked: LockedOperation,
    /// The id in the definition.
    #[serde(skip)]
    pub operation: String,
    /// The types of the arguments.
    #[serde(skip)]
    pub(super) argument_types: Vec<Type>,
    /// Where the definition says it: the operation, what its method takes, and what comes back.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// The setter of an optional parameter.
#[derive(Clone, Debug, Serialize)]
pub struct ParameterSetterView {
    /// Its setter.
    #[serde(flatten)]
    pub setter: SetterView,
    /// The statement that puts it into the call.
    pub statement: RustCode,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// An earlier name of a method: a method that does the same as the new one.
#[derive(Clone, Debug, Serialize)]
pub struct MethodAliasView {
    /// The earlier name.
    pub method: Ident,
    /// The documentation.
    pub docs: DocText,
    /// A `#[deprecated]` attribute.
    pub deprecated: RustCode,
    /// What the method takes.
    pub arguments: Vec<ArgumentView>,
    /// Whether that is more than Clippy likes, with the receiver.
    pub has_many_arguments: bool,
    /// The path of the operation.
    pub request: RustCode,
    /// The path of the method that it stands for.
    pub target: RustCode,
    /// What the last and this version say of it.
    #[serde(skip)]
    pub locked: MethodAlias,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// An earlier name of an operation.
#[derive(Clone, Debug, Serialize)]
pub struct RequestAliasView {
    /// The earlier name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// A `#[deprecated]` attribute.
    pub deprecated: RustCode,
    /// The path of the operation.
    pub request: RustCode,
    /// What the last and this version say of it.
    #[serde(skip)]
    pub locked: MethodAlias,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// How the list of an operation goes on.
#[derive(Clone, Debug, Serialize)]
pub struct PagingView {
    /// The type of its items.
    pub item: RustCode,
    /// The expression that takes the items out of `page`.
    pub items: RustCode,
    /// The facts that the runtime goes by.
    pub facts: RustCode,
    /// The property that holds the items.
    #[serde(skip)]
    pub property: String,
    /// Where the definition says so: the page and the list in it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}
