//! Which part of a document the legacy analysis looks at.

use serde_json::Value;

use crate::api::Method;
use crate::config::Prune;
use crate::diagnostic::Diagnostics;
use crate::prune::prune;
use crate::reference;
use crate::source::Version;

/// The definition that is compared.
///
/// A published definition was cut down by its publisher and is taken as it is, with the models that no
/// operation reaches. Only where the rules take operations away, because the document is one of the whole
/// service, the pruned document is compared. What pruning has to complain about is not reported here:
/// whoever generates from the same document is told.
pub fn definition(document: &Value, version: Version, rules: &Prune) -> Value {
    let mut pruned = document.clone();
    prune(&mut pruned, version, rules, &mut Diagnostics::default());
    if operations(&pruned) == operations(document) { document.clone() } else { pruned }
}

/// How many operations the document has, those behind a reference of a path item included.
fn operations(document: &Value) -> usize {
    let paths = document.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flat_map(serde_json::Map::values);
    let items = items.flat_map(|item| {
        let target = item.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|text| reference::locate(document, text));
        let target = target.and_then(|target| document.pointer(target.as_str()));
        [Some(item), target]
    });
    let holds = |item: &Value, method: &Method| item.get(method.key()).is_some();
    items
        .flatten()
        .map(|item| Method::ALL.iter().filter(|method| holds(item, method)).count())
        .sum()
}
