//! Objects: their properties, which of them are required, what else they may hold, and what they extend.

use indexmap::IndexMap;

use super::align::{Child, Members, PropertyPair, Step};
use super::compare::{At, Comparer, SAME_COMPOSITION, Slot};
use super::findings::Finding;
use super::home::{Home, Objects};
use crate::api::{Property, Schema, SchemaId, Shape};
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site};
use crate::pointer::Pointer;

impl<'a> Comparer<'a, '_> {
    /// Compares two objects.
    pub(super) fn objects(&mut self, at: &At, old: &'a Schema, new: &'a Schema) {
        let (
            Shape::Object { properties: old_properties, additional: old_additional },
            Shape::Object { properties: new_properties, additional: new_additional },
        ) = (&old.shape, &new.shape)
        else {
            return;
        };
        let objects = Objects { old, new };
        let typed = (
            self.sides.old.is_typed(old_additional) && old_properties.is_empty(),
            self.sides.new.is_typed(new_additional) && new_properties.is_empty(),
        );
        if (typed.0 && !new_properties.is_empty()) || (typed.1 && !old_properties.is_empty()) {
            self.type_changed(at, old, new);
            return;
        }
        self.bases(at, objects);
        if old_properties.is_empty() || new_properties.is_empty() {
            self.all_properties(at, objects, old_properties, new_properties);
        } else {
            let members = Members::of(self.sides, self.same, old_properties, new_properties);
            for pair in members.pairs() {
                self.property(at, objects, pair);
            }
            self.removed(at, objects, &members.removed);
            self.added(at, objects, &members.added);
        }
        self.additional(at, objects, old_additional, new_additional);
    }

    /// An object had no properties before, or has none any more.
    fn all_properties(
        &mut self,
        at: &At,
        Objects { old, new }: Objects<'a>,
        old_properties: &'a IndexMap<String, Property>,
        new_properties: &'a IndexMap<String, Property>,
    ) {
        let (rule, holder, properties, is_new) = if !old_properties.is_empty() {
            (&rules::OBJECT_LOST_PROPERTIES, old, old_properties, false)
        } else if !new_properties.is_empty() {
            let required = |property: &Property| {
                property.required
                    && self.sides.new.annotations(&property.schema).read_only.is_none()
            };
            let rule = if new_properties.values().any(required) {
                &rules::OBJECT_GAINED_REQUIRED_PROPERTIES
            } else {
                &rules::OBJECT_GAINED_PROPERTIES
            };
            (rule, new, new_properties, true)
        } else {
            return;
        };
        let site = Some(Site::new(&holder.pointer.child("properties")));
        let mut finding = Finding::named(&at.name).covering(holder, is_new, &["properties"]);
        finding = if is_new { finding.in_new(site) } else { finding.in_old(site) };
        for (name, property) in properties {
            finding = finding.covering_all_of(&property.schema.pointer, is_new);
            for place in required_places(holder, name, &property.schema) {
                finding = finding.covering_all_of(&place, is_new);
            }
        }
        self.report(at, rule, finding);
    }

    /// Compares two properties that belong together.
    fn property(&mut self, at: &At, objects: Objects<'a>, pair: PropertyPair<'a>) {
        let (old_schema, new_schema) = (&pair.old.schema, &pair.new.schema);
        let child = Child { step: Step::Property(pair.name), old: old_schema, new: new_schema };
        if pair.old_name == pair.name
            && pair.old.required == pair.new.required
            && old_schema == new_schema
        {
            return;
        }
        let home = self.home_of_both(at, objects, old_schema, new_schema);
        let is_renamed = pair.old_name != pair.name;
        let is_moved = at.is_one && !is_renamed && self.moved(objects, old_schema, new_schema);
        if is_renamed {
            self.renamed(&home, objects, pair);
        }
        if pair.old.required != pair.new.required {
            // Whoever states it, here or in what this extends, it is a fact about this object too.
            let there = self.stated_by(&home, at, pair);
            self.requirement(&there, objects, pair);
        } else if pair.old.required && is_moved {
            self.ignore_requirement(objects, pair);
        }
        let mut inner = home.inside(self.sides, &child);
        if pair.old.required && pair.new.required {
            inner.slot = Slot::Required;
        }
        if old_schema != new_schema {
            self.value(&inner, old_schema, new_schema);
        }
    }

    fn renamed(&mut self, at: &At, Objects { old, new }: Objects<'a>, pair: PropertyPair<'a>) {
        let is_case = pair.old_name.to_lowercase() == pair.name.to_lowercase();
        let rule = if is_case { &rules::PROPERTY_CASE_CHANGED } else { &rules::PROPERTY_RENAMED };
        let (old_schema, new_schema) = (&pair.old.schema, &pair.new.schema);
        let mut finding = Finding::named(pair.name)
            .in_old(Some(Site::stating(&old_schema.pointer, pair.old_name)))
            .in_new(Some(Site::stating(&new_schema.pointer, pair.name)));
        for place in required_places(old, pair.old_name, old_schema) {
            finding = finding.covering_all_of(&place, false);
        }
        for place in required_places(new, pair.name, new_schema) {
            finding = finding.covering_all_of(&place, true);
        }
        let mut there = at.clone();
        self.narrow(&mut there, Some(old_schema), Some(new_schema));
        self.report(&there, rule, finding);
    }

    /// A property is required now, or no longer.
    fn requirement(&mut self, at: &At, Objects { old, new }: Objects<'a>, pair: PropertyPair<'a>) {
        let (old_schema, new_schema) = (&pair.old.schema, &pair.new.schema);
        let rule = if pair.new.required {
            &rules::PROPERTY_BECAME_REQUIRED
        } else {
            &rules::PROPERTY_BECAME_OPTIONAL
        };
        let old_places = required_places(old, pair.old_name, old_schema);
        let new_places = required_places(new, pair.name, new_schema);
        let site =
            |required: bool, places: &[Pointer]| places.first().filter(|_| required).map(Site::new);
        let mut finding = Finding::named(pair.name)
            .in_old(site(pair.old.required, &old_places))
            .in_new(site(pair.new.required, &new_places));
        for (places, is_new) in [(old_places, false), (new_places, true)] {
            for place in places {
                finding = finding.covering_all_of(&place, is_new);
            }
        }
        let mut there = at.clone();
        let stricter = if pair.new.required { new_schema } else { old_schema };
        let stricter_is_new = pair.new.required;
        self.narrow(
            &mut there,
            Some(stricter).filter(|_| !stricter_is_new),
            Some(stricter).filter(|_| stricter_is_new),
        );
        self.report(&there, rule, finding);
    }

    fn ignore_requirement(&mut self, Objects { old, new }: Objects<'a>, pair: PropertyPair<'a>) {
        for place in required_places(old, pair.old_name, &pair.old.schema) {
            self.changes.ignore(&place, false, SAME_COMPOSITION);
        }
        for place in required_places(new, pair.name, &pair.new.schema) {
            self.changes.ignore(&place, true, SAME_COMPOSITION);
        }
    }

    fn removed(&mut self, at: &At, objects: Objects<'a>, removed: &[(&'a str, &'a Property)]) {
        for (name, property) in removed {
            let rule = if property.required {
                &rules::PROPERTY_REMOVED_REQUIRED
            } else {
                &rules::PROPERTY_REMOVED_OPTIONAL
            };
            self.gone_or_come(at, objects, rule, (name, property), false);
        }
    }

    fn added(&mut self, at: &At, objects: Objects<'a>, added: &[(&'a str, &'a Property)]) {
        for (name, property) in added {
            let rule = if !property.required {
                &rules::PROPERTY_ADDED_OPTIONAL
            } else if self.sides.new.annotations(&property.schema).default.is_some() {
                &rules::PROPERTY_ADDED_REQUIRED_WITH_DEFAULT
            } else {
                &rules::PROPERTY_ADDED_REQUIRED
            };
            self.gone_or_come(at, objects, rule, (name, property), true);
        }
    }

    /// Reports a property that only one of the two objects has.
    fn gone_or_come(
        &mut self,
        at: &At,
        objects: Objects<'a>,
        rule: &'static Rule,
        (name, property): (&'a str, &'a Property),
        is_new: bool,
    ) {
        let (holder, schema) = (if is_new { objects.new } else { objects.old }, &property.schema);
        let (mut there, pointer) = match self.home_of_one(at, objects, schema, is_new) {
            Home::Own => (at.clone(), schema.pointer.clone()),
            Home::Model(model) => (model, schema.pointer.clone()),
            // The property is as it was; that it is taken over is the difference.
            Home::TakenOver => (at.clone(), holder.pointer.child("allOf")),
        };
        let site = Some(Site::new(&pointer));
        let mut finding = Finding::named(name);
        finding = if is_new { finding.in_new(site) } else { finding.in_old(site) };
        if property.required {
            for place in required_places(holder, name, schema) {
                finding = finding.covering_all_of(&place, is_new);
            }
            // The others in the list may have moved.
            let other = if is_new { objects.old } else { objects.new };
            finding = finding.covering(other, !is_new, &["required"]);
        }
        let one = Some(schema);
        if is_new {
            self.narrow(&mut there, None, one);
        } else {
            self.narrow(&mut there, one, None);
        }
        self.report(&there, rule, finding);
    }

    /// Leaves out the directions in which none of these properties travels.
    fn narrow(&self, at: &mut At, old: Option<&'a Schema>, new: Option<&'a Schema>) {
        let annotations = [
            old.map(|old| self.sides.old.annotations(old)),
            new.map(|new| self.sides.new.annotations(new)),
        ];
        let annotations = || annotations.iter().flatten();
        at.affected.request &= annotations().any(|annotations| annotations.read_only.is_none());
        at.affected.response &= annotations().any(|annotations| annotations.write_only.is_none());
    }

    /// Compares what two objects extend. What that adds or takes away is reported by itself.
    fn bases(&mut self, at: &At, Objects { old, new }: Objects<'a>) {
        if old.bases == new.bases || !at.is_one {
            return;
        }
        let same =
            |renames: &super::renames::Renames<'a>, list: &[SchemaId], id: &SchemaId, is_new| {
                list.iter().any(|other| {
                    if is_new { renames.are_same(other, id) } else { renames.are_same(id, other) }
                })
            };
        let mut any = false;
        for (schema, other, is_new, rule) in
            [(old, new, false, &rules::BASE_REMOVED), (new, old, true, &rules::BASE_ADDED)]
        {
            for id in &schema.bases {
                if same(self.renames, &other.bases, id, is_new) {
                    continue;
                }
                any = true;
                let site = Some(Site::new(&schema.pointer.child("allOf")));
                let finding = Finding::named(id.as_str()).covering(other, !is_new, &["allOf"]);
                let finding = if is_new { finding.in_new(site) } else { finding.in_old(site) };
                self.report(at, rule, finding);
            }
        }
        if !any {
            for (schema, is_new) in [(old, false), (new, true)] {
                self.changes.ignore_keywords(schema, is_new, &["allOf"], SAME_COMPOSITION);
            }
        }
    }
}

/// Where it may be stated that a property is required: beside the properties, in another part of the object,
/// or, for a field of a form, in the field.
fn required_places(object: &Schema, name: &str, property: &Schema) -> Vec<Pointer> {
    const KEY: &str = "required";
    let properties = property.pointer.parent();
    let beside = properties.filter(|around| {
        around.last().as_deref() == Some("properties")
            && property.pointer.last().as_deref() == Some(name)
    });
    let mut places = match beside.and_then(|properties| properties.parent()) {
        Some(holder) => vec![holder.child(KEY)],
        None => vec![property.pointer.child(KEY)],
    };
    for holder in std::iter::once(&object.pointer).chain(&object.parts) {
        let place = holder.child(KEY);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}
