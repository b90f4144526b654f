//! Replies that come piece by piece: streams of events, and values one per line.

use serde::Serialize;

use crate::api::{Content, Operation, Shape};
use crate::media_type::MediaKind;

use super::super::rust_type::{Imports, Place, Type};
use super::super::text::{Code as RustCode, StrLit};
use super::super::types::Types;

/// A reply with one value per line.
#[derive(Clone, Debug, Serialize)]
pub struct LinesView {
    /// The type of the values.
    pub item: RustCode,
    /// The media type that is asked for.
    pub accept: StrLit,
}

/// The media type of a stream of events, if a successful call can get one.
pub(super) fn events(operation: &Operation) -> Option<StrLit> {
    let content = content(operation, MediaKind::EventStream)?;
    Some(StrLit::new(content.media_type.content_type()))
}

/// What comes one per line, if a successful call can get such a reply.
pub(super) fn lines(
    operation: &Operation,
    types: &Types<'_>,
    imports: &mut Imports,
) -> Option<LinesView> {
    let content = content(operation, MediaKind::JsonLines)?;
    let item = item(content, types);
    item.imports(imports);
    Some(LinesView {
        item: RustCode::new(item.tokens(Place::Api)),
        accept: StrLit::new(content.media_type.content_type()),
    })
}

/// Some definitions say what a line is, others that all lines are a list. A text is said of the whole document.
fn item(content: &Content, types: &Types<'_>) -> Type {
    let schema = content.schema.as_ref().filter(|schema| !schema.is_binary());
    match schema.map(|schema| (types.of(schema), &schema.shape)) {
        None | Some((_, Shape::String { .. })) => Type::Json,
        Some((Type::List(item), _)) => *item,
        Some((of, _)) => of,
    }
}

fn content(operation: &Operation, kind: MediaKind) -> Option<&Content> {
    let contents = operation.successes().flat_map(|response| &response.contents);
    contents.into_iter().find(|content| content.media_type.kind() == kind)
}
