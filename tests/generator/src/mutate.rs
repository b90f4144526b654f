//! Edits of definitions as people make them, each of which can be taken back.

#![allow(clippy::indexing_slicing, reason = "indexing a `serde_json::Value` by a key makes it")]

use std::fmt;

use generator::pointer::Pointer;
use serde_json::{Map, Value, json};

use crate::places::{Places, members};
use crate::random::Random;

/// One edit: what stands at some places afterwards. Applied in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What kind of edit it is.
    pub operator: &'static str,
    /// What is set.
    pub steps: Vec<Step>,
}

/// One value that an edit sets; `None` is a key that is not there.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where. Only members of objects are added and removed; lists are set as a whole.
    pub pointer: Pointer,
    /// What was there.
    pub before: Option<Value>,
    /// What is there then.
    pub after: Option<Value>,
}

impl Edit {
    /// The edited definition.
    pub fn apply(&self, document: &Value) -> Value {
        let mut document = document.clone();
        for step in &self.steps {
            set(&mut document, &step.pointer, step.after.clone());
        }
        document
    }

    /// The edit that takes this one back. Keys that come back stand at the end of their object.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let back = |step: &Step| Step {
            pointer: step.pointer.clone(),
            before: step.after.clone(),
            after: step.before.clone(),
        };
        Self { operator: self.operator, steps: self.steps.iter().rev().map(back).collect() }
    }

    /// Whether the other edit is about another named schema or operation.
    pub fn is_apart_from(&self, other: &Self) -> bool {
        let roots = |edit: &Self| -> Vec<String> {
            let root = |step: &Step| step.pointer.tokens().take(3).collect::<Vec<_>>().join("\n");
            edit.steps.iter().map(root).collect()
        };
        let (one, other) = (roots(self), roots(other));
        one.iter()
            .all(|a| other.iter().all(|b| !a.starts_with(b.as_str()) && !b.starts_with(a.as_str())))
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.operator)?;
        let text = |value: &Option<Value>| {
            let text = value.as_ref().map_or("-".to_owned(), Value::to_string);
            text.chars().take(120).collect::<String>()
        };
        for step in &self.steps {
            let (before, after) = (text(&step.before), text(&step.after));
            write!(formatter, "\n  {}: {before} → {after}", step.pointer)?;
        }
        Ok(())
    }
}

fn set(document: &mut Value, pointer: &Pointer, value: Option<Value>) {
    let (Some(parent), Some(key)) = (pointer.parent(), pointer.last()) else { return };
    let Some(Value::Object(members)) = document.pointer_mut(parent.as_str()) else {
        // An item of a list is replaced where it stands.
        if let (Some(slot), Some(value)) = (document.pointer_mut(pointer.as_str()), value) {
            *slot = value;
        }
        return;
    };
    match value {
        Some(value) => {
            members.insert(key, value);
        }
        None => {
            members.shift_remove(&key);
        }
    }
}

/// What makes one kind of edit, at a random place; `None` when the definition has no place for it.
pub type Operator = fn(&mut Site<'_>) -> Option<Edit>;

/// All kinds of edits.
pub const OPERATORS: &[(&str, Operator)] = &[
    ("add a property", |site| site.property(false)),
    ("add a required property", |site| site.property(true)),
    ("remove a property", |site| site.remove_property()),
    ("rename a property", |site| site.rename_property()),
    ("toggle required", |site| site.toggle_required()),
    ("toggle readOnly", |site| site.toggle_of_property("readOnly")),
    ("toggle nullable", |site| site.toggle_of_property("x-nullable")),
    ("toggle deprecated", |site| site.toggle_of_property("deprecated")),
    ("change a type", |site| site.change_type()),
    ("change a format", |site| site.change_format()),
    ("change a limit", |site| site.change_limit()),
    ("change a default", |site| site.change_of_text("default")),
    ("change a description", |site| site.change_of_text("description")),
    ("change an example", |site| site.change_of_text("example")),
    ("add an enum value", |site| site.add_value()),
    ("remove an enum value", |site| site.remove_value()),
    ("an enum becomes a text", |site| site.free_values()),
    ("a text becomes an enum", |site| site.limit_values()),
    ("toggle additionalProperties", |site| site.toggle_additional()),
    ("a reference leads elsewhere", |site| site.redirect()),
    ("add a model", |site| site.add_model()),
    ("remove a model", |site| site.remove_model()),
    ("rename a model", |site| site.rename_model()),
    ("add an operation", |site| site.add_operation()),
    ("remove an operation", |site| site.remove_operation()),
    ("change an operationId", |site| site.change_of_operation("operationId")),
    ("change a summary", |site| site.change_of_operation("summary")),
    ("deprecate an operation", |site| site.deprecate_operation()),
    ("change tags", |site| site.change_tags()),
    ("add a parameter", |site| site.parameter(false)),
    ("add a required parameter", |site| site.parameter(true)),
    ("remove a parameter", |site| site.remove_parameter()),
    ("rename a parameter", |site| site.rename_parameter()),
    ("toggle a required parameter", |site| site.toggle_parameter()),
    ("change a parameter", |site| site.change_parameter()),
    ("add a response", |site| site.add_response()),
    ("remove a response", |site| site.remove_response()),
    ("change a response text", |site| site.change_response()),
    ("change media types", |site| site.change_media_types()),
    ("change the host", |site| site.change_host()),
    ("change the info", |site| site.change_info()),
];

/// A random edit of this kind.
pub fn edit(
    operator: usize,
    document: &Value,
    places: &Places,
    random: &mut Random,
) -> Option<Edit> {
    let (name, make) = OPERATORS.get(operator)?;
    let mut edit = make(&mut Site { document, places, random })?;
    edit.operator = name;
    Some(edit)
}

/// A random edit of any kind.
pub fn any_edit(document: &Value, places: &Places, random: &mut Random) -> Option<Edit> {
    (0..20).find_map(|_| edit(random.below(OPERATORS.len()), document, places, random))
}

/// The definition that an edit is made for.
pub struct Site<'a> {
    document: &'a Value,
    places: &'a Places,
    random: &'a mut Random,
}

impl<'a> Site<'a> {
    fn get(&self, pointer: &Pointer) -> Option<&'a Value> {
        self.document.pointer(pointer.as_str())
    }

    /// A step from what stands at a place to something else.
    fn step(&self, pointer: &Pointer, after: Option<Value>) -> Step {
        Step { pointer: pointer.clone(), before: self.get(pointer).cloned(), after }
    }

    fn one(&self, pointer: &Pointer, after: Option<Value>) -> Option<Edit> {
        let step = self.step(pointer, after);
        (step.before != step.after).then(|| Edit { operator: "", steps: vec![step] })
    }

    /// A schema that satisfies a condition.
    fn schema(
        &mut self,
        fits: impl Fn(&Map<String, Value>) -> bool,
    ) -> Option<(Pointer, &'a Map<String, Value>)> {
        let fitting: Vec<&Pointer> = self
            .places
            .schemas
            .iter()
            .filter(|pointer| self.get(pointer).and_then(Value::as_object).is_some_and(&fits))
            .collect();
        let pointer = (*self.random.pick(&fitting)?).clone();
        let members = self.get(&pointer)?.as_object()?;
        Some((pointer, members))
    }

    fn object(&mut self) -> Option<(Pointer, &'a Map<String, Value>)> {
        self.schema(|schema| schema.get("properties").is_some_and(Value::is_object))
    }

    /// An object and one of its properties.
    fn a_property(&mut self) -> Option<(Pointer, &'a Map<String, Value>, &'a String)> {
        let (pointer, members) = self.object()?;
        let names: Vec<&String> = members.get("properties")?.as_object()?.keys().collect();
        Some((pointer, members, self.random.pick(&names)?))
    }

    fn fresh(&mut self, prefix: &str) -> String {
        format!("{prefix}{}", 100 + self.random.below(900))
    }

    fn property(&mut self, required: bool) -> Option<Edit> {
        let (pointer, members) = self.object()?;
        let name = self.fresh("added");
        let shapes = [
            json!({"type": "string"}),
            json!({"type": "integer", "format": "int32"}),
            json!({"type": "array", "items": {"type": "boolean"}}),
            json!({"type": "string", "enum": ["ONE", "TWO"]}),
        ];
        let shape = self.random.pick(&shapes).cloned();
        let place = pointer.child("properties").child(&name);
        let mut edit = self.one(&place, shape)?;
        if required {
            let names = with(members.get("required"), &name);
            edit.steps.push(self.step(&pointer.child("required"), Some(names)));
        }
        Some(edit)
    }

    fn remove_property(&mut self) -> Option<Edit> {
        let (pointer, members, name) = self.a_property()?;
        let mut edit = self.one(&pointer.child("properties").child(name), None)?;
        if let Some(names) = members.get("required").and_then(|names| without(names, name)) {
            edit.steps.push(self.step(&pointer.child("required"), stated(names)));
        }
        Some(edit)
    }

    fn rename_property(&mut self) -> Option<Edit> {
        let (pointer, members, name) = self.a_property()?;
        let renamed = self.fresh("renamed");
        let holder = pointer.child("properties");
        let value = self.get(&holder.child(name))?.clone();
        let mut edit = self.one(&holder.child(name), None)?;
        edit.steps.push(self.step(&holder.child(&renamed), Some(value)));
        if let Some(names) = members.get("required").and_then(|names| without(names, name)) {
            let names = with(Some(&names.into()), &renamed);
            edit.steps.push(self.step(&pointer.child("required"), Some(names)));
        }
        Some(edit)
    }

    fn toggle_required(&mut self) -> Option<Edit> {
        let (pointer, members, name) = self.a_property()?;
        let names = members.get("required");
        let after = match names.and_then(|names| without(names, name)) {
            Some(names) => stated(names),
            None => Some(with(names, name)),
        };
        self.one(&pointer.child("required"), after)
    }

    fn toggle_of_property(&mut self, key: &str) -> Option<Edit> {
        let (pointer, _, name) = self.a_property()?;
        let place = pointer.child("properties").child(name);
        if self.get(&place)?.get("$ref").is_some() {
            return None;
        }
        self.toggle(&place.child(key))
    }

    fn toggle(&self, pointer: &Pointer) -> Option<Edit> {
        let set = self.get(pointer).and_then(Value::as_bool) == Some(true);
        self.one(pointer, if set { None } else { Some(json!(true)) })
    }

    fn change_type(&mut self) -> Option<Edit> {
        let plain = |schema: &Map<String, Value>| {
            let scalar = ["string", "integer", "boolean", "number"];
            let typed = schema.get("type").and_then(Value::as_str);
            let bare = ["enum", "format", "default", "minimum", "maximum"];
            typed.is_some_and(|word| scalar.contains(&word))
                && bare.iter().all(|key| !schema.contains_key(*key))
        };
        let (pointer, members) = self.schema(plain)?;
        let others: Vec<&str> = ["string", "integer", "boolean", "number"]
            .into_iter()
            .filter(|word| members.get("type").and_then(Value::as_str) != Some(word))
            .collect();
        let other = self.random.pick(&others)?;
        self.one(&pointer.child("type"), Some(json!(other)))
    }

    fn change_format(&mut self) -> Option<Edit> {
        let (pointer, members) = self.schema(|schema| {
            schema.get("type").is_some_and(|word| word == "string") && !schema.contains_key("enum")
        })?;
        let formats = [None, Some("date-time"), Some("date"), Some("uuid"), Some("uri")];
        let stated = members.get("format").and_then(Value::as_str);
        let others: Vec<Option<&str>> = formats.into_iter().filter(|f| *f != stated).collect();
        let other = self.random.pick(&others)?.map(Value::from);
        self.one(&pointer.child("format"), other)
    }

    fn change_limit(&mut self) -> Option<Edit> {
        let typed = |schema: &Map<String, Value>| {
            let word = schema.get("type").and_then(Value::as_str);
            matches!(word, Some("string" | "integer" | "number" | "array"))
        };
        let (pointer, members) = self.schema(typed)?;
        let keys: &[&str] = match members.get("type").and_then(Value::as_str) {
            Some("string") => &["minLength", "maxLength"],
            Some("array") => &["minItems", "maxItems"],
            _ => &["minimum", "maximum"],
        };
        let key = self.random.pick(keys)?;
        let limit = match members.get(*key).and_then(Value::as_u64) {
            Some(_) if self.random.one_in(3) => None,
            Some(limit) => Some(json!(limit + 1)),
            None => Some(json!(5)),
        };
        self.one(&pointer.child(key), limit)
    }

    fn change_of_text(&mut self, key: &str) -> Option<Edit> {
        let (pointer, members) = self.schema(|schema| {
            schema.get("type").is_some_and(|word| word == "string") && !schema.contains_key("enum")
        })?;
        let after = match members.get(key) {
            Some(_) if self.random.one_in(3) => None,
            _ => Some(json!(self.fresh("text "))),
        };
        self.one(&pointer.child(key), after)
    }

    fn texts_to_choose(&mut self) -> Option<(Pointer, Vec<Value>)> {
        let (pointer, members) = self.schema(|schema| {
            let values = schema.get("enum").and_then(Value::as_array);
            values.is_some_and(|values| values.iter().all(Value::is_string))
        })?;
        Some((pointer.child("enum"), members.get("enum")?.as_array()?.clone()))
    }

    fn add_value(&mut self) -> Option<Edit> {
        let (place, mut values) = self.texts_to_choose()?;
        values.push(json!(self.fresh("ADDED_")));
        self.one(&place, Some(values.into()))
    }

    fn remove_value(&mut self) -> Option<Edit> {
        let (place, mut values) = self.texts_to_choose()?;
        if values.len() < 2 {
            return None;
        }
        values.remove(self.random.below(values.len()));
        self.one(&place, Some(values.into()))
    }

    fn free_values(&mut self) -> Option<Edit> {
        let (place, _) = self.texts_to_choose()?;
        self.one(&place, None)
    }

    fn limit_values(&mut self) -> Option<Edit> {
        let (pointer, _) = self.schema(|schema| {
            let bare = ["enum", "format", "default", "pattern"];
            schema.get("type").is_some_and(|word| word == "string")
                && bare.iter().all(|key| !schema.contains_key(*key))
        })?;
        self.one(&pointer.child("enum"), Some(json!(["ONE", "TWO"])))
    }

    fn toggle_additional(&mut self) -> Option<Edit> {
        let (pointer, members) = self.object()?;
        let shapes = [None, Some(json!(true)), Some(json!(false)), Some(json!({"type": "string"}))];
        let stated = members.get("additionalProperties");
        let others: Vec<_> = shapes.iter().filter(|shape| shape.as_ref() != stated).collect();
        let other = (*self.random.pick(&others)?).clone();
        self.one(&pointer.child("additionalProperties"), other)
    }

    fn redirect(&mut self) -> Option<Edit> {
        let inside = |pointer: &&Pointer| !pointer.as_str().contains("/allOf/");
        let places: Vec<&Pointer> = self.places.references.iter().filter(inside).collect();
        let place = (*self.random.pick(&places)?).child("$ref");
        let model = self.random.pick(&self.places.models)?;
        self.one(&place, Some(json!(format!("#{}", model.as_str()))))
    }

    fn models(&self) -> Pointer {
        match self.document.get("swagger") {
            Some(_) => Pointer::root().child("definitions"),
            None => Pointer::root().child("components").child("schemas"),
        }
    }

    fn add_model(&mut self) -> Option<Edit> {
        let name = self.fresh("AddedModel");
        let shape = json!({"type": "object", "properties": {"id": {"type": "string"}}});
        self.get(&self.models())?;
        self.one(&self.models().child(name), Some(shape))
    }

    /// Removes a model that nothing refers to.
    fn remove_model(&mut self) -> Option<Edit> {
        let text = self.document.to_string();
        let named = |pointer: &&Pointer| {
            let last = pointer.last().unwrap_or_default();
            text.contains(&format!("#{}\"", pointer.as_str()))
                || text.contains(&format!("\"{last}\"}}"))
        };
        let free: Vec<&Pointer> = self.places.models.iter().filter(|p| !named(p)).collect();
        let place = (*self.random.pick(&free)?).clone();
        self.one(&place, None)
    }

    fn rename_model(&mut self) -> Option<Edit> {
        let place = self.random.pick(&self.places.models)?.clone();
        let name = self.fresh("RenamedModel");
        let renamed = self.models().child(&name);
        if self.get(&place)?.get("discriminator").is_some() {
            return None;
        }
        let mut edit = Edit { operator: "", steps: Vec::new() };
        let (from, to) = (format!("#{}", place.as_str()), format!("#{}", renamed.as_str()));
        let mut after = self.document.clone();
        rename_references(&mut after, &from, &to);
        for holder in ["definitions", "components", "paths", "parameters", "responses"] {
            let holder = Pointer::root().child(holder);
            let Some(value) = after.pointer_mut(holder.as_str()) else { continue };
            if self.models().as_str().starts_with(holder.as_str()) {
                let models = self.models();
                let inside = models.as_str().strip_prefix(holder.as_str()).unwrap_or_default();
                let models = value.pointer_mut(inside).and_then(Value::as_object_mut)?;
                let model = models.shift_remove(&place.last()?)?;
                models.insert(name.clone(), model);
            }
            let value = value.clone();
            let step = self.step(&holder, Some(value));
            if step.before != step.after {
                edit.steps.push(step);
            }
        }
        Some(edit)
    }

    fn operation(&mut self) -> Option<Pointer> {
        self.random.pick(&self.places.operations).cloned()
    }

    fn add_operation(&mut self) -> Option<Edit> {
        let path = format!("/{}", self.fresh("added-path-"));
        let operation = json!({"get": {
            "operationId": self.fresh("addedOperation"),
            "responses": {"200": {"description": "It worked."}}
        }});
        self.one(&Pointer::root().child("paths").child(path), Some(operation))
    }

    fn remove_operation(&mut self) -> Option<Edit> {
        let place = self.operation()?;
        self.one(&place, None)
    }

    fn change_of_operation(&mut self, key: &str) -> Option<Edit> {
        let place = self.operation()?.child(key);
        let text = self.fresh("changed");
        self.one(&place, Some(json!(text)))
    }

    fn deprecate_operation(&mut self) -> Option<Edit> {
        let place = self.operation()?.child("deprecated");
        self.toggle(&place)
    }

    fn change_tags(&mut self) -> Option<Edit> {
        let place = self.operation()?.child("tags");
        let mut tags: Vec<Value> =
            self.get(&place).and_then(Value::as_array).cloned().unwrap_or_default();
        if tags.len() > 1 && self.random.one_in(2) {
            tags.remove(self.random.below(tags.len()));
        } else {
            let at = self.random.below(tags.len() + 1);
            tags.insert(at, json!(self.fresh("Tag ")));
        }
        self.one(&place, Some(tags.into()))
    }

    /// The list of parameters of an operation without references.
    fn parameters(&mut self) -> Option<(Pointer, Vec<Value>)> {
        let place = self.operation()?.child("parameters");
        let list = self.get(&place).and_then(Value::as_array).cloned().unwrap_or_default();
        Some((place, list))
    }

    fn parameter(&mut self, required: bool) -> Option<Edit> {
        let (place, mut list) = self.parameters()?;
        let name = self.fresh("added");
        let location = if self.random.one_in(3) { "header" } else { "query" };
        let mut parameter = json!({"name": name, "in": location, "required": required});
        match self.document.get("swagger") {
            Some(_) => parameter["type"] = json!("string"),
            None => parameter["schema"] = json!({"type": "string"}),
        }
        list.push(parameter);
        self.one(&place, Some(list.into()))
    }

    fn remove_parameter(&mut self) -> Option<Edit> {
        let (place, mut list) = self.parameters()?;
        let number = self.random.below(list.len());
        let movable = list.get(number)?.get("in").is_some_and(|place| place != "path");
        if !movable {
            return None;
        }
        list.remove(number);
        self.one(&place, Some(list.into()))
    }

    fn a_parameter(&mut self) -> Option<Pointer> {
        let movable = |pointer: &&Pointer| {
            self.get(pointer).and_then(|p| p.get("in")).is_some_and(|place| place != "path")
        };
        let places: Vec<&Pointer> = self.places.parameters.iter().filter(movable).collect();
        self.random.pick(&places).map(|place| (*place).clone())
    }

    fn rename_parameter(&mut self) -> Option<Edit> {
        let place = self.a_parameter()?.child("name");
        let name = self.fresh("renamed");
        self.one(&place, Some(json!(name)))
    }

    fn toggle_parameter(&mut self) -> Option<Edit> {
        let place = self.a_parameter()?.child("required");
        self.toggle(&place)
    }

    fn change_parameter(&mut self) -> Option<Edit> {
        let place = self.a_parameter()?;
        let parameter = self.get(&place)?;
        let holder = if parameter.get("schema").is_some() { place.child("schema") } else { place };
        if self.get(&holder)?.get("$ref").is_some() {
            return None;
        }
        let keys = ["description", "default", "x-note", "maxLength"];
        let key = self.random.pick(&keys)?;
        let is_text = self.get(&holder)?.get("type").is_some_and(|word| word == "string");
        let text = json!(self.fresh("text "));
        match *key {
            "description" | "x-note" => self.one(&holder.child(key), Some(text)),
            _ if !is_text || self.get(&holder)?.get("enum").is_some() => None,
            "default" => self.one(&holder.child(key), Some(text)),
            _ => self.one(&holder.child(key), Some(json!(9))),
        }
    }

    fn add_response(&mut self) -> Option<Edit> {
        let place = self.operation()?.child("responses");
        let statuses = ["201", "404", "418", "503", "default"];
        let status = self.random.pick(&statuses)?;
        if self.get(&place)?.get(status).is_some() {
            return None;
        }
        self.one(&place.child(status), Some(json!({"description": "Something else."})))
    }

    fn remove_response(&mut self) -> Option<Edit> {
        let place = self.random.pick(&self.places.responses)?.clone();
        let several = members(self.document, &place.parent()?).count() > 1;
        if several { self.one(&place, None) } else { None }
    }

    fn change_response(&mut self) -> Option<Edit> {
        let place = self.random.pick(&self.places.responses)?.child("description");
        let text = self.fresh("text ");
        self.one(&place, Some(json!(text)))
    }

    fn change_media_types(&mut self) -> Option<Edit> {
        self.document.get("swagger")?;
        let key = if self.random.one_in(2) { "consumes" } else { "produces" };
        let place = if self.random.one_in(4) {
            Pointer::root().child(key)
        } else {
            self.operation()?.child(key)
        };
        let lists = [
            None,
            Some(json!(["application/json"])),
            Some(json!(["application/json", "application/xml"])),
            Some(json!(["text/plain"])),
        ];
        let list = self.random.pick(&lists)?.clone();
        self.one(&place, list)
    }

    fn change_host(&mut self) -> Option<Edit> {
        self.document.get("swagger")?;
        let key = if self.random.one_in(2) { "host" } else { "basePath" };
        let text = if key == "host" { "other.example.org" } else { "/other" };
        self.one(&Pointer::root().child(key), Some(json!(text)))
    }

    fn change_info(&mut self) -> Option<Edit> {
        let keys = ["title", "version", "description", "x-note"];
        let key = self.random.pick(&keys)?;
        let text = self.fresh("text ");
        self.one(&Pointer::root().child("info").child(key), Some(json!(text)))
    }
}

/// A list of names with one more.
fn with(names: Option<&Value>, name: &str) -> Value {
    let mut names = names.and_then(Value::as_array).cloned().unwrap_or_default();
    names.push(json!(name));
    names.into()
}

/// A list of names without one; `None` when it was not in it.
fn without(names: &Value, name: &str) -> Option<Vec<Value>> {
    let names = names.as_array()?;
    let rest: Vec<Value> = names.iter().filter(|other| *other != name).cloned().collect();
    (rest.len() < names.len()).then_some(rest)
}

/// A list that is left out when it is empty.
fn stated(names: Vec<Value>) -> Option<Value> {
    (!names.is_empty()).then(|| names.into())
}

/// Makes all references to one place lead to another.
pub fn rename_references(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rename_references(item, from, to)),
        Value::Object(members) => {
            for (key, member) in members {
                if key == "$ref" && member == from {
                    *member = json!(to);
                } else {
                    rename_references(member, from, to);
                }
            }
        }
        _ => {}
    }
}
