//! Unions that the definition does not state (`[unions]`): each becomes a schema of it, as an author would have written
//! it, so that no later stage knows where it came from.
//!
//! The tag is a member of every variant, or stands beside the member that holds it. In the second case each variant
//! becomes the envelope with that member in it.

use serde_json::{Map, Value, json};

use super::Failure;
use crate::config::{TaggedUnion, TaggedVariant};
use crate::nearest::nearest;
use crate::pointer::Pointer;

/// The named schemas of a document, and where they stand.
pub(super) struct Schemas<'a> {
    pub(super) members: &'a mut Map<String, Value>,
    pub(super) place: Pointer,
}

impl Schemas<'_> {
    /// A reference to the schema of this name, which must be there.
    pub(super) fn reference(&self, name: &str) -> Result<Value, Failure> {
        if self.members.contains_key(name) {
            return Ok(self.reference_to(name));
        }
        let hint = match nearest(name, self.members.keys().map(String::as_str)) {
            Some(near) => format!("Did you mean `{near}`?"),
            None => "Name a schema of the definition.".to_owned(),
        };
        Err(Failure::new(format!("the definition has no schema `{name}`"), hint))
    }

    fn reference_to(&self, name: &str) -> Value {
        json!({ "$ref": format!("#{}", self.place.child(name)) })
    }

    /// Adds a schema.
    fn add(&mut self, name: &str, schema: Value) -> Result<(), Failure> {
        if self.members.contains_key(name) {
            return Err(Failure::new(
                format!("the definition has a schema `{name}` already"),
                "Choose another name, or remove the union if the definition states it now.",
            ));
        }
        self.members.insert(name.to_owned(), schema);
        Ok(())
    }
}

/// Adds a union to the schemas.
pub(super) fn add(
    schemas: &mut Schemas<'_>,
    name: &str,
    union: &TaggedUnion,
) -> Result<(), Failure> {
    let envelope = envelope(schemas, union)?;
    let mut variants: Vec<Value> = Vec::new();
    let mut mapping = Map::new();
    for (value, variant) in &union.variants {
        let name = variant_name(schemas, (name, union), (value, variant), envelope.as_ref())?;
        let reference = schemas.reference_to(&name);
        if !variants.contains(&reference) {
            variants.push(reference);
        }
        mapping.insert(value.clone(), Value::from(name));
    }
    let discriminator = json!({ "propertyName": union.tag, "mapping": mapping });
    let mut schema = json!({ "oneOf": variants, "discriminator": discriminator });
    if let (Some(text), Some(members)) = (&union.description, schema.as_object_mut()) {
        members.insert("description".to_owned(), Value::from(text.as_str()));
    }
    schemas.add(name, schema)
}

/// The name of the schema of a variant; one that the definition does not have is added.
fn variant_name(
    schemas: &mut Schemas<'_>,
    (union, of): (&str, &TaggedUnion),
    (value, variant): (&str, &TaggedVariant),
    envelope: Option<&Envelope<'_>>,
) -> Result<String, Failure> {
    let content = match variant {
        TaggedVariant::Named(name) => schemas.reference(name)?,
        TaggedVariant::Inline(schema) => schema.clone(),
    };
    let schema = match (variant, envelope) {
        (_, Some(envelope)) => envelope.around(content),
        (TaggedVariant::Inline(_), None) => content,
        // What several values mean must say which of them it is.
        (TaggedVariant::Named(_), None) if of.is_shared(variant) => {
            with(&content, &of.tag, json!({ "type": "string" }))
        }
        (TaggedVariant::Named(name), None) => return Ok(name.clone()),
    };
    let name = format!("{value}{union}");
    schemas.add(&name, schema)?;
    Ok(name)
}

/// What stands around every variant.
struct Envelope<'a> {
    reference: Value,
    content: &'a str,
}

impl Envelope<'_> {
    /// The envelope with this in it.
    fn around(&self, content: Value) -> Value {
        with(&self.reference, self.content, content)
    }
}

/// A schema with one more member, or with one of its members as it is here.
fn with(reference: &Value, member: &str, schema: Value) -> Value {
    let properties = Map::from_iter([(member.to_owned(), schema)]);
    json!({ "allOf": [reference, { "type": "object", "properties": properties }] })
}

fn envelope<'a>(
    schemas: &Schemas<'_>,
    union: &'a TaggedUnion,
) -> Result<Option<Envelope<'a>>, Failure> {
    match (&union.envelope, &union.content) {
        (None, None) => Ok(None),
        (Some(envelope), Some(content)) => {
            Ok(Some(Envelope { reference: schemas.reference(envelope)?, content }))
        }
        _ => Err(Failure::new(
            "`envelope` and `content` belong together",
            "Say both where the tag stands beside what it tells apart, and none of them otherwise.",
        )),
    }
}
