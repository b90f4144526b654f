//! Shapes: what type a value has, its format, and what is inside it.

use super::ValueEncoding;
use super::align::{Child, Step, children};
use super::compare::{At, Comparer};
use super::findings::Finding;
use super::keywords::{FORMAT, FURTHER, UNIQUE, beside_variants, keywords};
use super::limit::range;
use super::sides::SchemaKind;
use crate::api::{Schema, Shape};
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site};

impl<'a> Comparer<'a, '_> {
    /// Compares the shapes of two values. Neither is a reference.
    pub(super) fn shape(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        let kinds = (SchemaKind::of(old), SchemaKind::of(new));
        match (&old.shape, &new.shape) {
            (Shape::Integer { format: old_format }, Shape::Integer { format: new_format }) => {
                let formats = (old_format.as_deref(), new_format.as_deref());
                self.format(at, (old, new), formats, integer_format);
            }
            (Shape::Number { format: old_format }, Shape::Number { format: new_format }) => {
                let formats = (old_format.as_deref(), new_format.as_deref());
                self.format(at, (old, new), formats, number_format);
            }
            (Shape::String { format: old_format }, Shape::String { format: new_format }) => {
                let formats = (old_format.as_deref(), new_format.as_deref());
                self.format(at, (old, new), formats, text_format);
            }
            (
                Shape::Array { items: old_items, unique: old_unique },
                Shape::Array { items: new_items, unique: new_unique },
            ) => {
                self.unique(at, (old, new), (*old_unique, *new_unique));
                self.child(at, &Child { step: Step::Items, old: old_items, new: new_items });
            }
            (Shape::Tuple { .. }, Shape::Tuple { .. }) => self.tuples(at, old, new),
            (Shape::Object { .. }, Shape::Object { .. }) => self.objects(at, old, new),
            (Shape::Union { .. }, Shape::Union { .. }) => self.unions(at, old, new),
            // Whether bytes are called a file depends on where they are used.
            (Shape::File, Shape::String { format }) | (Shape::String { format }, Shape::File)
                if format.as_deref() == Some("binary") => {}
            _ if kinds.0 == kinds.1 => {}
            _ => self.kinds(at, old, new, kinds),
        }
    }

    /// Two values of different types.
    fn kinds(
        &mut self,
        at: &At,
        old: &'a Schema,
        new: &'a Schema,
        kinds: (SchemaKind, SchemaKind),
    ) {
        let is_text = at.encoding != ValueEncoding::Json;
        // Joined, a text with a comma in it would be two items.
        let is_list =
            |kind| at.encoding == ValueEncoding::Apart || (is_text && kind != SchemaKind::String);
        let found = children(self.sides, self.same, old, new).into_iter().next();
        match (kinds, found) {
            // That no value is allowed any more, or that one is now, has been said.
            _ if old.allows_nothing() || new.allows_nothing() => self.emptied(old, new),
            ((SchemaKind::Any, _), _) => self.type_rule(at, &rules::TYPE_STATED, old, new),
            ((_, SchemaKind::Any), _) => self.type_rule(at, &rules::TYPE_OPENED, old, new),
            ((SchemaKind::Integer, SchemaKind::Number), _) => {
                self.type_rule(at, &rules::INTEGER_BECAME_NUMBER, old, new);
            }
            ((SchemaKind::Number, SchemaKind::Integer), _) => {
                self.type_rule(at, &rules::NUMBER_BECAME_INTEGER, old, new);
            }
            ((_, SchemaKind::Union), Some(child)) => self.grown(at, old, new, child.new),
            ((SchemaKind::Union, _), Some(child)) => self.shrunk(at, old, new, child.old),
            ((old_kind, SchemaKind::String), _)
                if is_text && (old_kind.is_scalar() || self.is_scalar_union(old)) =>
            {
                self.type_rule(at, &rules::TYPE_BECAME_TEXT, old, new);
            }
            ((kind, SchemaKind::Array), Some(child)) if is_list(kind) => {
                self.type_rule(at, &rules::VALUE_BECAME_LIST, old, new);
                self.child(at, &child);
            }
            // Whatever variant it is, it is written as the one item, which any text may be.
            ((SchemaKind::Union, SchemaKind::Array), None)
                if at.encoding == ValueEncoding::Apart
                    && self.is_scalar_union(old)
                    && self.holds_texts(new) =>
            {
                self.type_rule(at, &rules::VALUE_BECAME_LIST, old, new);
            }
            ((SchemaKind::Array, kind), Some(child)) if is_list(kind) => {
                self.type_rule(at, &rules::LIST_BECAME_VALUE, old, new);
                self.child(at, &child);
            }
            _ => self.type_changed(at, old, new),
        }
    }

    /// One of two values may not be there at all; what the other one says of its type is part of that.
    fn emptied(&mut self, old: &'a Schema, new: &'a Schema) {
        for (schema, is_new) in [(old, false), (new, true)] {
            self.changes.ignore_keywords(schema, is_new, &keywords(schema), NO_VALUE);
        }
    }

    /// Whether a value is one of several scalars.
    fn is_scalar_union(&self, schema: &'a Schema) -> bool {
        let Shape::Union { variants, .. } = &schema.shape else { return false };
        let mut targets = variants.iter().map(|variant| self.sides.old.target(variant));
        targets.all(|target| SchemaKind::of(target).is_scalar())
    }

    /// Whether a list holds texts of any kind.
    fn holds_texts(&self, schema: &'a Schema) -> bool {
        let Shape::Array { items, .. } = &schema.shape else { return false };
        let item = self.sides.new.target(items);
        let whole = self.sides.new.annotations(items);
        let is_limited =
            whole.enumeration.is_some() || whole.limits().any(|(_, set)| set.is_some());
        matches!(item.shape, Shape::String { format: None }) && !is_limited
    }

    /// Two values have nothing in common.
    pub(super) fn type_changed(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        self.type_rule(at, &rules::TYPE_CHANGED, old, new);
    }

    /// Reports two types that differ.
    pub(super) fn type_rule(
        &mut self,
        at: &At,
        rule: &'static Rule,
        old: &'a Schema,
        new: &'a Schema,
    ) {
        let finding = Finding::named(&at.name)
            .in_old(Some(type_site(old)))
            .in_new(Some(type_site(new)))
            .covering(old, false, &keywords(old))
            .covering(new, true, &keywords(new))
            .covering(old, false, beside_variants(old))
            .covering(new, true, beside_variants(new));
        self.report(at, rule, finding);
    }

    fn unique(&mut self, at: &At, (old, new): (&'a Schema, &'a Schema), flags: (bool, bool)) {
        let rule = match flags {
            (false, true) => &rules::UNIQUE_ITEMS_ADDED,
            (true, false) => &rules::UNIQUE_ITEMS_REMOVED,
            _ => return,
        };
        let site = |schema: &Schema, unique: bool| {
            unique.then(|| Site::new(&schema.pointer.child("uniqueItems")))
        };
        let finding = Finding::named(&at.name)
            .in_old(site(old, flags.0))
            .in_new(site(new, flags.1))
            .covering(old, false, UNIQUE)
            .covering(new, true, UNIQUE);
        self.report(at, rule, finding);
    }

    /// Compares two lists whose first items each have a shape of their own.
    fn tuples(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        let (
            Shape::Tuple { items: old_items, rest: old_rest },
            Shape::Tuple { items: new_items, rest: new_rest },
        ) = (&old.shape, &new.shape)
        else {
            return;
        };
        for child in children(self.sides, self.same, old, new) {
            self.child(at, &child);
        }
        let common = old_items.len().min(new_items.len());
        for (number, item) in old_items.iter().enumerate().skip(common) {
            let finding = Finding::named(Step::Item(number).text());
            let finding = finding.in_old(Some(Site::new(&item.pointer)));
            self.report(at, &rules::TUPLE_ITEM_REMOVED, finding);
        }
        for (number, item) in new_items.iter().enumerate().skip(common) {
            let finding = Finding::named(Step::Item(number).text());
            let finding = finding.in_new(Some(Site::new(&item.pointer)));
            self.report(at, &rules::TUPLE_ITEM_ADDED, finding);
        }
        let rule = match (old_rest, new_rest) {
            (None, Some(_)) => &rules::TUPLE_OPENED,
            (Some(_), None) => &rules::TUPLE_CLOSED,
            _ => return,
        };
        let site = |schema: &Schema, closed: bool| {
            closed.then(|| Site::new(&schema.pointer.child("items")))
        };
        let finding = Finding::named(&at.name)
            .in_old(site(old, old_rest.is_none()))
            .in_new(site(new, new_rest.is_none()))
            .covering(old, false, FURTHER)
            .covering(new, true, FURTHER);
        self.report(at, rule, finding);
    }

    fn format(
        &mut self,
        at: &At,
        (old, new): (&'a Schema, &'a Schema),
        formats: (Option<&str>, Option<&str>),
        judge: impl Fn(Option<&str>, Option<&str>) -> &'static Rule,
    ) {
        if formats.0 == formats.1 {
            return;
        }
        let site = |schema: &Schema, format: Option<&str>| {
            format.map(|format| Site::stating(&schema.pointer.child("format"), format))
        };
        let finding = Finding::named(&at.name)
            .in_old(site(old, formats.0))
            .in_new(site(new, formats.1))
            .covering(old, false, FORMAT)
            .covering(new, true, FORMAT);
        self.report(at, judge(formats.0, formats.1), finding);
    }
}

/// Why the type of a value that may not be there is no difference.
const NO_VALUE: &str = "no value is allowed there";

/// The place where a type is stated, and what it is.
pub(super) fn type_site(schema: &Schema) -> Site {
    match schema.reference() {
        Some(id) => Site::stating(&schema.pointer.child("$ref"), id.as_str()),
        None => {
            let keyword = match &schema.shape {
                Shape::Union { kind: crate::api::UnionKind::OneOf, .. } => "oneOf",
                Shape::Union { kind: crate::api::UnionKind::AnyOf, .. } => "anyOf",
                _ => "type",
            };
            Site::stating(&schema.pointer.child(keyword), SchemaKind::of(schema).word())
        }
    }
}

/// The rule for two different formats of integers: what counts is which numbers they hold.
fn integer_format(old: Option<&str>, new: Option<&str>) -> &'static Rule {
    let (Some(old), Some(new)) = (range(old), range(new)) else {
        return &rules::FORMAT_HINT_CHANGED;
    };
    let largest = i128::from(i64::MAX);
    if old == new {
        &rules::FORMAT_HINT_CHANGED
    } else if new.1 > largest && old.1 <= largest {
        &rules::NUMBER_FORMAT_OVERFLOWS
    } else if new.0 <= old.0 && new.1 >= old.1 {
        &rules::NUMBER_FORMAT_WIDENED
    } else {
        &rules::NUMBER_FORMAT_NARROWED
    }
}

/// The rule for two different formats of numbers.
fn number_format(old: Option<&str>, new: Option<&str>) -> &'static Rule {
    let digits = |format: Option<&str>| match format {
        Some("float") => Some(1),
        Some("double") | None => Some(2),
        Some(_) => None,
    };
    match (digits(old), digits(new)) {
        (Some(old), Some(new)) if old < new => &rules::NUMBER_FORMAT_WIDENED,
        (Some(old), Some(new)) if old > new => &rules::NUMBER_FORMAT_NARROWED,
        _ => &rules::FORMAT_HINT_CHANGED,
    }
}

/// The rule for two different formats of texts.
fn text_format(old: Option<&str>, new: Option<&str>) -> &'static Rule {
    match (TextFormat::of(old), TextFormat::of(new)) {
        (TextFormat::Encoded(_), _) | (_, TextFormat::Encoded(_)) => &rules::ENCODING_CHANGED,
        (TextFormat::Hint, TextFormat::Hint) => &rules::FORMAT_HINT_CHANGED,
        (TextFormat::Hint, TextFormat::Exact(_)) => &rules::FORMAT_ADDED,
        (TextFormat::Exact(_), TextFormat::Hint) => &rules::FORMAT_REMOVED,
        (TextFormat::Exact(old), TextFormat::Exact(new)) if old == new => {
            &rules::FORMAT_HINT_CHANGED
        }
        (TextFormat::Exact(_), TextFormat::Exact(_)) => &rules::FORMAT_CHANGED,
    }
}

/// What the format of a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextFormat<'f> {
    /// Nothing that programs rely on.
    Hint,
    /// One way to write a value.
    Exact(&'f str),
    /// The text stands for bytes.
    Encoded(&'f str),
}

impl<'f> TextFormat<'f> {
    fn of(format: Option<&'f str>) -> Self {
        match format {
            Some("date-time" | "datetime") => Self::Exact("date-time"),
            Some(format @ ("date" | "time" | "duration" | "uuid")) => Self::Exact(format),
            Some(format @ ("byte" | "base64" | "base64url" | "binary")) => Self::Encoded(format),
            _ => Self::Hint,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{integer_format, number_format, text_format};

    #[test]
    fn formats_of_integers_are_ranges() {
        let rule = |old, new| integer_format(old, new).id;
        assert_eq!(rule(Some("int32"), Some("int64")), "number-format-widened");
        assert_eq!(rule(Some("int32"), None), "number-format-widened");
        assert_eq!(rule(None, Some("int32")), "number-format-narrowed");
        assert_eq!(rule(Some("int32"), Some("uint32")), "number-format-narrowed");
        assert_eq!(rule(Some("int64"), Some("uint64")), "number-format-overflows");
        assert_eq!(rule(Some("uint32"), Some("uint64")), "number-format-overflows");
        assert_eq!(rule(Some("uint64"), None), "number-format-narrowed");
        assert_eq!(rule(None, Some("int64")), "format-hint-changed");
        assert_eq!(rule(Some("x-money"), Some("int64")), "format-hint-changed");
    }

    #[test]
    fn formats_of_numbers_are_digits() {
        let rule = |old, new| number_format(old, new).id;
        assert_eq!(rule(Some("float"), Some("double")), "number-format-widened");
        assert_eq!(rule(None, Some("float")), "number-format-narrowed");
        assert_eq!(rule(None, Some("double")), "format-hint-changed");
        assert_eq!(rule(Some("decimal"), Some("double")), "format-hint-changed");
    }

    #[test]
    fn formats_of_texts_are_hints_ways_to_write_or_encodings() {
        let rule = |old, new| text_format(old, new).id;
        assert_eq!(rule(None, Some("uri")), "format-hint-changed");
        assert_eq!(rule(Some("email"), Some("date")), "format-added");
        assert_eq!(rule(Some("uuid"), None), "format-removed");
        assert_eq!(rule(Some("date-time"), Some("date")), "format-changed");
        assert_eq!(rule(Some("datetime"), Some("date-time")), "format-hint-changed");
        assert_eq!(rule(None, Some("byte")), "encoding-changed");
        assert_eq!(rule(Some("binary"), Some("byte")), "encoding-changed");
    }
}
