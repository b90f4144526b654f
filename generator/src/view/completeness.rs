//! How much of a definition the crate says: what is typed, what the definition itself leaves open, what only the
//! documentation says, and what is lost, each with its reason.
//!
//! It is counted on what is generated: the type that each place got, and the problems that were reported on the way.
//! A place that lost something without a problem is counted too, so that silence does not look like success.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use crate::api::{Api, Content, Operation, Schema, Shape};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::media_type::MediaKind;
use crate::pointer::Pointer;

use super::rust_type::Type;
use super::types::Types;

/// How much of a definition a crate says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// The operations: typed are those that can be called.
    pub operations: Tally,
    /// The parameters of those.
    pub parameters: Tally,
    /// Their request bodies.
    pub bodies: Tally,
    /// The bodies of their responses.
    pub replies: Tally,
    /// The places where a schema stands, from parameters and bodies down to items and members.
    pub schemas: Tally,
    /// Every place that is not typed although the definition says what it is, in the order of the definition.
    pub shortfalls: Vec<Shortfall>,
}

/// What became of the parts of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// All of them.
    pub total: usize,
    /// Those of which the types say what the definition says.
    pub typed: usize,
    /// Those that the definition itself leaves open: any JSON value.
    pub open: usize,
    /// Those of which a part is only documented.
    pub documented: usize,
    /// Those of which the types say less than the definition.
    pub less: usize,
    /// Those that are not in the crate.
    pub left_out: usize,
}

/// A place of which the crate says less than the definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Shortfall {
    /// Where the definition says it.
    pub pointer: Pointer,
    /// What kind of part it is.
    pub part: Part,
    /// What became of it.
    pub grade: Grade,
    /// The code of the problem that was reported; `None` for what is no problem.
    pub code: Option<Code>,
    /// Why, in one sentence.
    pub reason: String,
}

/// A kind of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// The body of a request.
    Body,
    /// The body of a response.
    Reply,
    /// A place where a schema stands.
    Schema,
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// A part of it is only documented.
    Documented,
    /// The types say less.
    Less,
    /// It is not in the crate.
    LeftOut,
}

impl Completeness {
    /// The kinds of parts with their names, in the order in which people read them.
    pub fn tallies(&self) -> [(&'static str, Tally); 5] {
        [
            ("operations", self.operations),
            ("parameters", self.parameters),
            ("request bodies", self.bodies),
            ("replies", self.replies),
            ("schema places", self.schemas),
        ]
    }
}

/// A problem that costs something.
struct Loss<'a> {
    code: Code,
    message: &'a str,
}

/// What is counted, with the reasons.
struct Census<'a> {
    api: &'a Api,
    /// Problems by their place.
    losses: BTreeMap<&'a Pointer, Loss<'a>>,
    shortfalls: Vec<Shortfall>,
}

/// Counts what became of an API. `problems` are those of the stages that made the view.
pub(super) fn completeness(api: &Api, types: &Types<'_>, problems: &Diagnostics) -> Completeness {
    let mut census = Census { api, losses: BTreeMap::new(), shortfalls: Vec::new() };
    for problem in api.losses.iter().chain(problems.iter()) {
        if let (Some(pointer), true) = (&problem.pointer, costs(problem)) {
            let loss = Loss { code: problem.code, message: &problem.message };
            census.losses.entry(pointer).or_insert(loss);
        }
    }
    let mut all = Completeness::default();
    for operation in &api.operations {
        let left_out = census.left_out(&operation.pointer, Code::UnsupportedOperation);
        let is_left_out = left_out.is_some();
        census.count(&mut all.operations, Part::Operation, &operation.pointer, left_out);
        if is_left_out {
            continue;
        }
        for parameter in &operation.parameters {
            let left_out = census.left_out(&parameter.pointer, Code::UnsupportedSchema);
            census.count(&mut all.parameters, Part::Parameter, &parameter.pointer, left_out);
        }
        census.contents(operation, &mut all);
    }
    all.schemas = census.schemas(types);
    census.shortfalls.sort();
    census.shortfalls.dedup();
    all.shortfalls = census.shortfalls;
    all
}

/// Whether a problem means that something of the definition is not in the crate.
fn costs(problem: &Diagnostic) -> bool {
    let code = problem.code;
    code.is_of_reference()
        || matches!(code, Code::UnsupportedSchema | Code::UnsupportedOperation | Code::InvalidShape)
}

/// A grade that is not the best, with its reason.
type Lesser = (Grade, Option<Code>, String);

impl<'a> Census<'a> {
    fn left_out(&self, pointer: &Pointer, code: Code) -> Option<Lesser> {
        let loss = self.losses.get(pointer).filter(|loss| loss.code == code)?;
        Some((Grade::LeftOut, Some(code), loss.message.to_owned()))
    }

    fn count(
        &mut self,
        tally: &mut Tally,
        part: Part,
        pointer: &Pointer,
        lesser: impl Into<Option<Lesser>>,
    ) {
        tally.total += 1;
        let Some((grade, code, reason)) = lesser.into() else {
            tally.typed += 1;
            return;
        };
        match grade {
            Grade::Documented => tally.documented += 1,
            Grade::Less => tally.less += 1,
            Grade::LeftOut => tally.left_out += 1,
        }
        self.shortfalls.push(Shortfall { pointer: pointer.clone(), part, grade, code, reason });
    }

    fn contents(&mut self, operation: &Operation, all: &mut Completeness) {
        if let Some(body) = &operation.body {
            let lesser = body.preferred().and_then(|content| self.text_of_structure(content));
            self.count(&mut all.bodies, Part::Body, &body.pointer, lesser);
        }
        for response in operation.responses.iter().filter(|response| !response.contents.is_empty())
        {
            let lesser = response.preferred().and_then(|content| self.text_of_structure(content));
            self.count(&mut all.replies, Part::Reply, &response.pointer, lesser);
        }
    }

    /// A body whose structure the definition states, and which travels as the caller made it.
    fn text_of_structure(&self, content: &Content) -> Option<Lesser> {
        let structure = content.schema.as_ref().map(|schema| self.api.target(schema))?;
        let is_structure = matches!(
            structure.shape,
            Shape::Object { .. } | Shape::Array { .. } | Shape::Tuple { .. } | Shape::Union { .. }
        );
        let is_text = !matches!(
            content.media_type.kind(),
            MediaKind::Json
                | MediaKind::Any
                | MediaKind::UrlencodedForm
                | MediaKind::Multipart
                | MediaKind::JsonLines
                | MediaKind::EventStream
        );
        let of = content.media_type.as_str();
        let reason = || format!("A body of `{of}` is read and written as it travels.");
        (is_structure && is_text).then(|| (Grade::Documented, None, reason()))
    }

    fn schemas(&mut self, types: &Types<'_>) -> Tally {
        let uses = types.uses.iter();
        let places: HashSet<&str> = uses.flat_map(|site| pointers(site.schema)).collect();
        let mut by_place: HashMap<&str, &Loss<'a>> = HashMap::new();
        for (pointer, loss) in &self.losses {
            if let Some(place) = around(pointer.as_str(), &places) {
                by_place.entry(place).or_insert(loss);
            }
        }
        let graded: Vec<_> = types
            .uses
            .iter()
            .map(|site| {
                let of = types.at_use(site);
                let target = self.api.target(site.schema);
                let mut all = pointers(site.schema).chain(pointers(target));
                let loss = all.find_map(|pointer| by_place.get(pointer).copied());
                (&site.schema.pointer, grade(self.api, &of, site.schema, target, loss))
            })
            .collect();
        let mut tally = Tally::default();
        for (pointer, graded) in graded {
            match graded {
                Graded::Open => {
                    tally.total += 1;
                    tally.open += 1;
                }
                Graded::Typed => self.count(&mut tally, Part::Schema, pointer, None),
                Graded::Lesser(lesser) => self.count(&mut tally, Part::Schema, pointer, lesser),
            }
        }
        tally
    }
}

/// What became of a schema place.
enum Graded {
    Typed,
    Open,
    Lesser(Lesser),
}

fn grade(
    api: &Api,
    of: &Type,
    schema: &Schema,
    target: &Schema,
    loss: Option<&Loss<'_>>,
) -> Graded {
    let falls_short =
        |loss: &Loss<'_>| Graded::Lesser((Grade::Less, Some(loss.code), loss.message.to_owned()));
    match (of, loss) {
        // Bytes, of which no type of values says more.
        (_, None) if target.is_binary() => Graded::Typed,
        (Type::Json, Some(loss)) => falls_short(loss),
        (Type::Json, None) if matches!(target.shape, Shape::Any | Shape::Reference { .. }) => {
            Graded::Open
        }
        (Type::Json, None) => {
            let reason = "It is free-form JSON, although the definition says what it is.";
            Graded::Lesser((Grade::Less, None, reason.to_owned()))
        }
        (_, Some(loss)) if loss.code == Code::UnsupportedSchema => falls_short(loss),
        (Type::Bool | Type::I64 | Type::U64 | Type::F64, _) if api.values(schema).len() > 1 => {
            let reason = "The listed values are documented; the type allows others.";
            Graded::Lesser((Grade::Documented, None, reason.to_owned()))
        }
        _ => Graded::Typed,
    }
}

/// The places that a schema is made of.
fn pointers(schema: &Schema) -> impl Iterator<Item = &str> {
    std::iter::once(&schema.pointer).chain(&schema.parts).map(Pointer::as_str)
}

/// The innermost of some places that holds a pointer, or is it.
fn around<'p>(pointer: &str, places: &HashSet<&'p str>) -> Option<&'p str> {
    let mut inside = pointer;
    loop {
        if let Some(place) = places.get(inside) {
            return Some(place);
        }
        inside = inside.rsplit_once('/')?.0;
    }
}
