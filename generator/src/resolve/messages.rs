//! What travels without an operation, as the top of the document says.

use serde_json::Value;

use super::Resolver;
use super::reference::name;
use crate::api::{MESSAGES, Messages, Schema, SchemaId, Shape};
use crate::diagnostic::Code;
use crate::nearest::nearest;
use crate::pointer::Pointer;
use crate::reference::Target;

impl Resolver<'_> {
    pub(super) fn messages(&mut self) -> Messages {
        Messages { sent: self.messages_of("sent"), received: self.messages_of("received") }
    }

    /// The schemas of one list. An extension of this name that has another shape is somebody else's.
    fn messages_of(&mut self, key: &str) -> Vec<Schema> {
        let openapi = self.openapi;
        let list = openapi.extensions.get(MESSAGES).and_then(|stated| stated.get(key)?.as_array());
        let place = Pointer::root().child(MESSAGES).child(key);
        let items = list.into_iter().flatten().enumerate();
        let references = items.filter_map(|(number, item)| {
            Some((place.child(number), item.get("$ref").and_then(Value::as_str)?))
        });
        references.filter_map(|(place, reference)| self.message(&place, reference)).collect()
    }

    fn message(&mut self, place: &Pointer, reference: &str) -> Option<Schema> {
        let schemas = &self.components.schemas;
        let named = definition(reference).or_else(|| name(reference, "schemas"));
        if let Some(name) = named.filter(|name| schemas.contains_key(name)) {
            return Some(Schema::new(place.clone(), Shape::Reference { id: SchemaId(name) }));
        }
        let message =
            format!("`{reference}` is not a schema of the definition; the message is ignored.");
        let meant = Target::parse(reference);
        let meant = if let Target::Local(meant) = meant { meant.last() } else { None };
        let near = nearest(&meant.unwrap_or_default(), schemas.keys().map(String::as_str));
        let help = match near {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Name a schema that is declared.".to_owned(),
        };
        self.report_at_origin(Code::UnresolvedReference, place, message, &help);
        None
    }
}

/// The name of a schema that is referred to in the words of Swagger 2.0.
fn definition(reference: &str) -> Option<String> {
    let Target::Local(pointer) = Target::parse(reference) else { return None };
    let mut tokens = pointer.tokens();
    let name = (tokens.next()? == "definitions").then(|| tokens.next()).flatten()?;
    tokens.next().is_none().then_some(name)
}
