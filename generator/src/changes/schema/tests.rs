//! The pair graph: cycles, chains, directions, who feels what, and that the work stays linear.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::Pairs;
use crate::api::{AdditionalProperties, Api, Direction, Method, Property, Schema, SchemaId, Shape};
use crate::bump::Bump;
use crate::changes::{ChangePlace, OperationKey, Subject};
use crate::changes::{Comparison, Findings};
use crate::pointer::Pointer;

const REQUEST: Direction = Direction { request: true, response: false };
const RESPONSE: Direction = Direction { request: false, response: true };

fn name(number: usize) -> String {
    format!("S{number}")
}

fn pointer(text: &str) -> Pointer {
    Pointer::from_escaped(text)
}

fn text(place: &str) -> Schema {
    Schema::new(pointer(place), Shape::String { format: None })
}

fn reference(place: &str, name: &str) -> Schema {
    Schema::new(pointer(place), Shape::Reference { id: SchemaId(name.to_owned()) })
}

/// An object with these properties, as the schema of this name.
fn object(name: &str, properties: Vec<(String, Schema)>) -> Schema {
    let place = |property: &str| pointer(&format!("/definitions/{name}/properties/{property}"));
    let properties: IndexMap<String, Property> = properties
        .into_iter()
        .map(|(key, mut schema)| {
            schema.pointer = place(&key);
            (key, Property { required: false, schema })
        })
        .collect();
    let shape = Shape::Object { properties, additional: AdditionalProperties::Unspecified };
    Schema::new(pointer(&format!("/definitions/{name}")), shape)
}

fn api(schemas: impl IntoIterator<Item = (String, Schema)>) -> Api {
    let schemas = schemas.into_iter().map(|(name, schema)| (SchemaId(name), schema)).collect();
    Api { schemas, ..Api::default() }
}

/// Schemas each of which refers to the ones of these numbers, under names made by `name`.
fn graph(edges: &[Vec<usize>], name: impl Fn(usize) -> String) -> Api {
    api(edges.iter().enumerate().map(|(number, targets)| {
        let own = name(number);
        let mut properties: Vec<(String, Schema)> = targets
            .iter()
            .enumerate()
            .map(|(edge, target)| (format!("p{edge}"), reference("", &name(*target))))
            .collect();
        properties.push(("id".to_owned(), text("")));
        (own.clone(), object(&own, properties))
    }))
}

/// A cycle of so many schemas.
fn ring(length: usize) -> Vec<Vec<usize>> {
    (0..length).map(|number| vec![(number + 1) % length]).collect()
}

/// The schema of this number, made longer by one property.
fn extended(api: &Api, number: usize) -> Api {
    let mut api = api.clone();
    let id = SchemaId(name(number));
    let schema = api.schemas.get_mut(&id).expect("the schema is there");
    let Shape::Object { properties, .. } = &mut schema.shape else { panic!("it is an object") };
    let schema = text(&format!("/definitions/{id}/properties/extra"));
    properties.insert("extra".to_owned(), Property { required: false, schema });
    api
}

fn operation(number: usize) -> OperationKey {
    OperationKey { path: format!("/o{number:04}"), method: Method::Post }
}

/// A value that refers to a schema, at a place of an operation.
struct Use {
    operation: usize,
    flow: Direction,
    old: Schema,
    new: Schema,
}

fn uses(operation: usize, flow: Direction, old: &str, new: &str) -> Use {
    let place = format!("/paths/~1o{operation}/{}", if flow.request { "body" } else { "reply" });
    Use { operation, flow, old: reference(&place, old), new: reference(&place, new) }
}

fn compare(old: &Api, new: &Api, uses: &[Use]) -> (Comparison, usize) {
    let mut findings = Findings::default();
    let mut pairs = Pairs::new(old, new);
    for used in uses {
        let key = operation(used.operation);
        let place = ChangePlace {
            subject: Subject::Operation(key.clone()),
            statuses: BTreeSet::new(),
            path: vec!["body".to_owned()],
            flow: used.flow,
            operations: Arc::new(BTreeSet::from([key])),
        };
        pairs.value(&mut findings, &place, &used.old, &used.new);
    }
    let nodes = pairs.conclude(&mut findings);
    (findings.finish(), nodes)
}

fn ids(comparison: &Comparison) -> Vec<&'static str> {
    comparison.changes.iter().map(|change| change.rule.id).collect()
}

#[test]
fn one_change_of_a_shared_schema_is_one_change_felt_by_all() {
    let old = graph(&ring(3), name);
    let new = extended(&old, 2);
    let mut places = vec![uses(10, RESPONSE, "S1", "S1"), uses(11, REQUEST, "S2", "S2")];
    places.extend((0..10).map(|number| uses(number, REQUEST, "S0", "S0")));
    let (comparison, nodes) = compare(&old, &new, &places);
    assert_eq!(ids(&comparison), ["property-added-optional"]);
    let change = &comparison.changes[0];
    assert_eq!(change.flow, Direction { request: true, response: true });
    let all: BTreeSet<OperationKey> = (0..12).map(operation).collect();
    assert_eq!(*change.operations, all);
    assert_eq!(change.subject, Subject::Schema("S2".to_owned()));
    assert!(change.path.is_empty());
    assert_eq!(nodes, 12 + 3);
}

#[test]
fn a_schema_that_no_operation_reaches_is_compared_and_felt_by_nobody() {
    let old = graph(&ring(3), name);
    let (comparison, _) = compare(&old, &extended(&old, 1), &[]);
    assert_eq!(ids(&comparison), ["property-added-optional"]);
    assert_eq!(comparison.changes[0].flow, Direction::default());
    assert_eq!(comparison.changes[0].effect(false).bump(), Bump::None);
    assert!(comparison.changes[0].operations.is_empty());
}

/// `S0` has a property that leads to `S1`, marked by `mark` before and after.
fn marked(mark: impl Fn(&mut Schema)) -> Api {
    let mut target = reference("", "S1");
    mark(&mut target);
    api([
        (name(0), object("S0", vec![("inner".to_owned(), target)])),
        (name(1), object("S1", vec![("id".to_owned(), text(""))])),
    ])
}

#[test]
fn read_only_properties_are_not_followed_to_the_server() {
    let plain = marked(|_| {});
    let read_only = marked(|schema| schema.read_only = true);
    let write_only = marked(|schema| schema.write_only = true);
    let both = [uses(0, REQUEST, "S0", "S0"), uses(1, RESPONSE, "S0", "S0")];
    let flow = |old: &Api, new: &Api| {
        let (comparison, _) = compare(old, &extended(new, 1), &both);
        let mut changes = comparison.changes.iter();
        let change = changes.find(|change| change.rule.id == "property-added-optional");
        let change = change.expect("the change is reported");
        let operations: Vec<_> = change.operations.iter().map(|key| key.path.clone()).collect();
        (change.flow.request, change.flow.response, operations.join(" "))
    };
    assert_eq!(flow(&plain, &plain), (true, true, "/o0000 /o0001".to_owned()));
    assert_eq!(flow(&read_only, &read_only), (false, true, "/o0001".to_owned()));
    assert_eq!(flow(&write_only, &write_only), (true, false, "/o0000".to_owned()));
    // When only one definition says so, both ways count.
    assert_eq!(flow(&plain, &read_only), (true, true, "/o0000 /o0001".to_owned()));
    assert_eq!(flow(&write_only, &plain), (true, true, "/o0000 /o0001".to_owned()));
}

#[test]
fn other_names_for_all_models_are_felt_by_nobody() {
    let edges: Vec<Vec<usize>> = (0..50).map(|n| vec![(n + 1) % 50, (n * 7) % 50]).collect();
    let old = graph(&edges, name);
    let new = graph(&edges, |number| format!("Other{}", number * 31 % 97));
    let (comparison, nodes) = compare(&old, &new, &[uses(0, REQUEST, "S0", "Other0")]);
    assert_eq!(comparison.renamed_schemas.len(), 50);
    let distinct: BTreeSet<_> = comparison.renamed_schemas.iter().map(|(_, new)| new).collect();
    assert_eq!(distinct.len(), 50);
    assert!(ids(&comparison).iter().all(|id| *id == "model-renamed"), "{:?}", ids(&comparison));
    assert!(comparison.changes.iter().all(|change| change.effect(true).bump() == Bump::None));
    assert_eq!(comparison.compared.schemas, 50);
    assert_eq!(nodes, 1 + 50);
}

#[test]
fn names_of_unreached_models_are_found_by_their_shapes() {
    let edges: Vec<Vec<usize>> = (0..200).map(|n| vec![(n + 1) % 200; 2]).collect();
    let old = graph(&edges, name);
    let new = graph(&edges, |number| format!("Other{number:03}"));
    let (comparison, _) = compare(&old, &new, &[]);
    assert_eq!(comparison.renamed_schemas.len(), 200);
}

#[test]
fn a_reference_is_no_difference_on_the_wire_to_what_it_leads_to() {
    let old = marked(|_| {});
    let mut new = marked(|_| {});
    let inner = new.schemas[&SchemaId(name(1))].clone();
    let outer = new.schemas.get_mut(&SchemaId(name(0))).expect("it is there");
    let Shape::Object { properties, .. } = &mut outer.shape else { panic!("it is an object") };
    let property = properties.get_mut("inner").expect("it is there");
    property.schema.shape = inner.shape;
    let places = [uses(0, REQUEST, "S0", "S0")];
    // Not on the wire; Rust programs name the model.
    assert_eq!(ids(&compare(&old, &new, &places).0), ["model-inlined"]);
    assert_eq!(ids(&compare(&new, &old, &places).0), ["model-extracted"]);
}

#[test]
fn a_circle_of_5_000_is_walked_once() {
    let old = graph(&ring(5_000), name);
    let new = extended(&old, 4_321);
    let places: Vec<Use> = (0..900).map(|n| uses(n, REQUEST, &name(n), &name(n))).collect();
    let (comparison, nodes) = compare(&old, &new, &places);
    assert_eq!(ids(&comparison), ["property-added-optional"]);
    assert_eq!(comparison.changes[0].operations.len(), 900);
    assert_eq!(nodes, 900 + 5_000);
}

#[test]
fn a_chain_of_10_000_references_is_followed_once() {
    let link = |number: usize| {
        let place = format!("/definitions/{}", name(number));
        match number {
            9_999 => object(&name(number), vec![("id".to_owned(), text(""))]),
            _ => reference(&place, &name(number + 1)),
        }
    };
    let old = api((0..10_000).map(|number| (name(number), link(number))));
    let new = extended(&old, 9_999);
    let places = [uses(0, RESPONSE, "S0", "S0")];
    let (comparison, nodes) = compare(&old, &new, &places);
    assert_eq!(ids(&comparison), ["property-added-optional"]);
    assert_eq!(comparison.changes[0].flow, RESPONSE);
    assert_eq!(nodes, 1 + 10_000);
    // The same chain with every link written out.
    let plain = |number: usize| object(&name(number), vec![("id".to_owned(), text(""))]);
    let new = api((0..10_000).map(|number| (name(number), plain(number))));
    let (comparison, nodes) = compare(&old, &new, &places);
    let ids = ids(&comparison);
    assert!(ids.len() == 9_999 && ids.iter().all(|id| *id == "model-inlined"), "{}", ids.len());
    assert!(nodes <= 1 + 2 * 10_000 + 10_000, "{nodes}");
}

#[test]
fn a_circle_of_references_ends() {
    let old = api((0..3).map(|number| {
        (name(number), reference(&format!("/definitions/S{number}"), &name((number + 1) % 3)))
    }));
    let (comparison, _) = compare(&old, &old.clone(), &[uses(0, REQUEST, "S0", "S0")]);
    assert_eq!(ids(&comparison), [""; 0]);
    let dangling = api([(name(0), reference("/definitions/S0", "Nowhere"))]);
    let (comparison, _) = compare(&dangling, &dangling.clone(), &[uses(0, REQUEST, "S0", "S0")]);
    assert_eq!(ids(&comparison), [""; 0]);
}

/// A sequence of numbers that looks random and is the same each time.
fn random(mut seed: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or_default() % below
    }
}

#[test]
fn who_feels_a_change_is_who_reaches_it() {
    for seed in 0..20 {
        let mut random = random(seed);
        let edges: Vec<Vec<usize>> =
            (0..40).map(|_| (0..random(4)).map(|_| random(40)).collect()).collect();
        let old = graph(&edges, name);
        let changed = random(40);
        let starts: Vec<usize> = (0..60).map(|_| random(40)).collect();
        let places: Vec<Use> = starts
            .iter()
            .enumerate()
            .map(|(number, start)| {
                let flow = if number % 2 == 0 { REQUEST } else { RESPONSE };
                uses(number, flow, &name(*start), &name(*start))
            })
            .collect();
        let (comparison, _) = compare(&old, &extended(&old, changed), &places);
        assert_eq!(ids(&comparison), ["property-added-optional"], "seed {seed}");
        let reaches = |start: usize| {
            let (mut open, mut seen) = (vec![start], BTreeSet::new());
            while let Some(number) = open.pop() {
                if seen.insert(number) {
                    open.extend(&edges[number]);
                }
            }
            seen.contains(&changed)
        };
        let expected: BTreeSet<OperationKey> = starts
            .iter()
            .enumerate()
            .filter(|(_, start)| reaches(**start))
            .map(|(number, _)| operation(number))
            .collect();
        assert_eq!(*comparison.changes[0].operations, expected, "seed {seed}");
        let any = |parity| expected.iter().any(|key| key.path.as_bytes()[5] % 2 == parity);
        let flow = Direction { request: any(0), response: any(1) };
        assert_eq!(comparison.changes[0].flow, flow, "seed {seed}");
    }
}

#[test]
fn a_dense_graph_is_walked_once() {
    let mut random = random(7);
    let edges: Vec<Vec<usize>> =
        (0..1_000).map(|_| (0..100).map(|_| random(1_000)).collect()).collect();
    let old = graph(&edges, name);
    let new = extended(&old, 500);
    let places: Vec<Use> = (0..900).map(|n| uses(n, RESPONSE, &name(n), &name(n))).collect();
    let (comparison, nodes) = compare(&old, &new, &places);
    assert_eq!(ids(&comparison), ["property-added-optional"]);
    assert_eq!(comparison.changes[0].operations.len(), 900);
    assert_eq!(nodes, 900 + 1_000);
}

#[test]
fn two_circles_that_meet_in_all_their_pairs_are_given_up_and_said_so() {
    // Both definitions know all the names; the new cycle leaves out the last one.
    let old = graph(&ring(1_999), name);
    let mut edges = ring(1_998);
    edges.push(vec![0]);
    let new = graph(&edges, name);
    let (comparison, nodes) = compare(&old, &new, &[uses(0, REQUEST, "S0", "S0")]);
    assert!(nodes < 60_000, "{nodes}");
    let found: BTreeMap<&str, usize> =
        ids(&comparison).into_iter().fold(BTreeMap::new(), |mut all, id| {
            *all.entry(id).or_default() += 1;
            all
        });
    assert_eq!(found.get("type-changed"), Some(&1), "{found:?}");
    let worst = comparison.changes.iter().map(|change| change.effect(false).bump()).max();
    assert_eq!(worst, Some(Bump::Major));
}
