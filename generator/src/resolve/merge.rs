//! One schema takes over what another says.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::{Assertion, Bound, Constraints, Joined, Limit, Moved, Schema, moved};
use crate::pointer::Pointer;

/// Takes over what another schema says and this one does not; its shape too, when asked. Of limits that both set
/// the stricter one counts, because both hold.
pub(super) fn merge(schema: &mut Schema, other: Schema, shape: bool) {
    if shape {
        schema.shape = other.shape;
        schema.additional_at = other.additional_at;
        schema.bases.extend(other.bases);
    }
    let places = Places { pointer: other.pointer, stated_at: other.stated_at };
    schema.limit(&other.constraints, &other.assertions, &places);
    let at = &mut schema.stated_at;
    places.take(at, "title", &mut schema.title, other.title);
    places.take(at, "description", &mut schema.description, other.description);
    places.take(at, "default", &mut schema.default, other.default);
    places.take(at, "example", &mut schema.example, other.example);
    places.take_flag(at, "deprecated", &mut schema.deprecated, other.deprecated);
    places.take_flag(at, "nullable", &mut schema.nullable, other.nullable);
    places.take_flag(at, "readOnly", &mut schema.read_only, other.read_only);
    places.take_flag(at, "writeOnly", &mut schema.write_only, other.write_only);
    if schema.enumeration.is_empty() && !other.enumeration.is_empty() {
        schema.enumeration = other.enumeration;
        schema.is_open = other.is_open;
        at.insert("enum", places.of("enum"));
    } else if !schema.is_open && !other.is_open {
        let both = |value: &Value| other.enumeration.contains(value);
        if schema.enumeration.iter().any(both) {
            schema.enumeration.retain(both);
        }
    }
    for (value, name) in other.value_names {
        schema.value_names.entry(value).or_insert(name);
    }
    for (key, value) in other.extensions {
        schema.extensions.entry(key).or_insert(value);
    }
    if places.pointer != schema.pointer && !places.pointer.is_root() {
        schema.parts.push(places.pointer);
    }
    schema.parts.extend(other.parts);
}

/// Where the keywords of a schema stand.
pub(super) struct Places {
    pub(super) pointer: Pointer,
    pub(super) stated_at: BTreeMap<&'static str, Pointer>,
}

impl Places {
    /// Those of a schema whose keywords all stand together.
    pub(super) fn at(pointer: Pointer) -> Self {
        Self { pointer, stated_at: BTreeMap::new() }
    }

    fn of(&self, keyword: &str) -> Pointer {
        self.stated_at.get(keyword).cloned().unwrap_or_else(|| self.pointer.child(keyword))
    }

    fn take<T>(
        &self,
        stated_at: &mut BTreeMap<&'static str, Pointer>,
        keyword: &'static str,
        own: &mut Option<T>,
        other: Option<T>,
    ) {
        if own.is_none() && other.is_some() {
            *own = other;
            stated_at.insert(keyword, self.of(keyword));
        }
    }

    fn take_flag(
        &self,
        stated_at: &mut BTreeMap<&'static str, Pointer>,
        keyword: &'static str,
        own: &mut bool,
        other: bool,
    ) {
        if !*own && other {
            *own = true;
            stated_at.insert(keyword, self.of(keyword));
        }
    }
}

impl Schema {
    /// Lets the limits and demands of another part of a composition hold too.
    pub(super) fn limit(
        &mut self,
        constraints: &Constraints,
        assertions: &[Assertion],
        places: &Places,
    ) {
        for limit in Limit::ALL {
            let (own, theirs) = (limit.bound(&self.constraints), limit.bound(constraints));
            let overruled = match (moved(limit, own, theirs), own, theirs) {
                (Some(Moved::Tightened), Some(own), _) => {
                    (self.place(limit.keyword()), demanded(own))
                }
                (Some(Moved::Loosened), _, Some(theirs)) => {
                    (places.of(limit.keyword()), demanded(theirs))
                }
                _ => continue,
            };
            if !self.overruled.contains(&overruled) {
                self.overruled.push(overruled);
            }
        }
        let join = self.constraints.join(constraints, Joined::Both);
        for keyword in join.taken {
            self.stated_at.insert(keyword, places.of(keyword));
        }
        for limit in join.beside {
            let Some(bound) = limit.bound(constraints) else { continue };
            let keyword = limit.keyword();
            self.demand(Assertion {
                pointer: places.of(keyword),
                keyword: keyword.to_owned(),
                key: None,
                value: demanded(bound),
                targets: Vec::new(),
            });
        }
        for assertion in assertions {
            self.demand(assertion.clone());
        }
    }

    /// Adds a demand, unless it is known.
    pub(super) fn demand(&mut self, assertion: Assertion) {
        if !self.assertions.contains(&assertion) {
            self.assertions.push(assertion);
        }
    }
}

/// What a limit demands, as a value.
fn demanded(bound: Bound<'_>) -> Value {
    match bound {
        Bound::Number(number, _) => Value::Number(number.clone()),
        Bound::Count(count) => Value::from(count),
        Bound::Pattern(pattern) => Value::from(pattern),
    }
}
