//! What the differ makes of bad and of large input: a clear report, or an answer whose cost grows as the input
//! does.
//!
//! Cost is counted in allocations, not in seconds, so that the tests say the same on a busy machine.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use generator::config::{Config, Prune};
use generator::diagnostic::Code;
use generator::generate::generate;
use generator::load::{Purpose, load};
use generator_tests::pair::{Side, account_for, compared, fired, uncovered};
use generator_tests::repository_templates;
use serde_json::{Map, Value, json};

/// The codes that a text is refused with.
fn codes(text: &str) -> Vec<Code> {
    let loaded = load("definition", text, &Prune::default(), &[], Purpose::Generate);
    assert!(loaded.api.is_none(), "the text is no definition");
    loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn what_is_no_definition_is_refused_with_a_reason() {
    let cases = [
        ("", Code::NotADefinition),
        ("\u{0}\u{1}\u{2}", Code::SyntaxError),
        ("{\"swagger\": \"2.0\", ", Code::SyntaxError),
        ("[1, 2, 3]", Code::NotADefinition),
        ("\"swagger\"", Code::NotADefinition),
        ("{\"paths\": {}}", Code::NotADefinition),
        ("swagger: '1.2'\npaths: {}\n", Code::UnsupportedVersion),
        ("{\"openapi\": \"3.0.3\", \"openapi\": \"3.0.3\"}", Code::DuplicateKey),
    ];
    for (text, code) in cases {
        assert_eq!(codes(text), [code], "{text:?}");
    }
}

#[test]
fn what_nests_without_end_is_refused_with_a_reason() {
    const LEVELS: usize = 10_000;
    let objects = |open: &str, close: &str| {
        let (open, close) = (open.repeat(LEVELS), close.repeat(LEVELS));
        format!("{{\"swagger\": \"2.0\", \"x-deep\": {open}1{close}}}")
    };
    let texts = [
        objects("{\"a\": ", "}"),
        objects("[", "]"),
        format!("swagger: '2.0'\nx-deep: {}1{}\n", "[".repeat(LEVELS), "]".repeat(LEVELS)),
    ];
    for text in texts {
        assert_eq!(codes(&text), [Code::InputTooLarge]);
    }
}

#[test]
fn a_circle_of_references_costs_what_it_stands_for_and_says_so() {
    let definitions = json!({"A": {"$ref": "#/definitions/B"}, "B": {"$ref": "#/definitions/A"}});
    let mut definition = definition(Map::new(), Map::new());
    definition["definitions"] = definitions;
    definition["parameters"] =
        json!({"a": {"$ref": "#/parameters/b"}, "b": {"$ref": "#/parameters/a"}});
    definition["paths"] =
        json!({"/a": {"get": {"parameters": [{"$ref": "#/parameters/a"}], "responses": {}}}});
    let text = definition.to_string();
    let loaded = load("definition", &text, &Prune::default(), &[], Purpose::Generate);
    assert!(loaded.api.is_some(), "{:?}", loaded.diagnostics);
    let found: Vec<Code> = loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    let circles = found.iter().filter(|code| **code == Code::CircularReference).count();
    assert!(circles >= 2, "{found:?}");
    // The operation cannot be called without its parameter.
    let said = [Code::CircularReference, Code::UnsupportedOperation];
    assert!(found.iter().all(|code| said.contains(code)), "{found:?}");
}

fn definition(paths: Map<String, Value>, definitions: Map<String, Value>) -> Value {
    let mut document = json!({"swagger": "2.0", "info": {"title": "Large", "version": "1"}});
    document["paths"] = paths.into();
    document["definitions"] = definitions.into();
    document
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

/// An operation that returns a model.
fn operation(id: &str, model: &str) -> Value {
    let response = json!({"description": "It worked.", "schema": reference(model)});
    json!({"get": {"operationId": id, "responses": {"200": response}}})
}

/// Models that all lead to one another, each by three properties, under names that start with a prefix.
fn recursive(models: usize, prefix: &str) -> Value {
    let name = |number: usize| format!("{prefix}{:05}", number % models);
    let model = |number: usize| {
        let properties = json!({
            "next": reference(&name(number + 1)),
            "others": {"type": "array", "items": reference(&name(number * 7 + 3))},
            "far": reference(&name(number * 31 + 11)),
            "text": {"type": "string", "maxLength": 10}
        });
        (name(number), json!({"type": "object", "properties": properties}))
    };
    let paths = Map::from_iter([("/a".to_owned(), operation("a", &name(0)))]);
    definition(paths, (0..models).map(model).collect())
}

fn side(value: &Value) -> Side {
    Side::load("definition", &value.to_string()).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn thousands_of_recursive_schemas_are_compared() {
    let old = recursive(5_000, "Model");
    let mut new = old.clone();
    new["definitions"]["Model04321"]["properties"]["text"]["type"] = json!("integer");
    new["definitions"]["Model04321"]["properties"]["text"]
        .as_object_mut()
        .unwrap()
        .remove("maxLength");
    let (old, new) = (side(&old), side(&new));
    let comparison = compared(&old, &new);
    assert!(fired(&comparison).contains("type-changed"), "{:?}", fired(&comparison));
    assert!(comparison.changes.iter().all(|c| c.subject.to_string() == "Model04321"));
    assert_eq!(uncovered(&old, &new, &comparison), Vec::<String>::new());
    assert_eq!(compared(&old, &old).changes.len(), 0);
}

#[test]
fn thousands_of_recursive_structs_are_generated() {
    let text = recursive(1_000, "Model").to_string();
    let config = Config::parse("config.toml", "[crate]\nname = \"plain\"\n").unwrap();
    let generated =
        generate("definition.json", &text, &config, &repository_templates().unwrap()).unwrap();
    let found = generated.files.values().map(|file| file.text.matches("Option<Box<").count());
    let boxed: usize = found.sum();
    assert!(boxed > 400, "{boxed} fields are boxed");
}

#[test]
fn a_struct_that_requires_itself_twice_has_a_sample() {
    let pair = |to: &str| {
        json!({
            "type": "object",
            "required": ["left", "right"],
            "properties": {"left": reference(to), "right": reference(to)}
        })
    };
    let definitions = Map::from_iter([("A".to_owned(), pair("B")), ("B".to_owned(), pair("A"))]);
    let text = definition(Map::new(), definitions).to_string();
    let config = Config::parse("config.toml", "[crate]\nname = \"plain\"\n").unwrap();
    let generated =
        generate("definition.json", &text, &config, &repository_templates().unwrap()).unwrap();
    let size: usize = generated.files.values().map(|file| file.text.len()).sum();
    assert!(size < 2_000_000, "{size} bytes");
}

#[test]
fn a_chain_of_references_is_followed_to_its_end() {
    const LINKS: usize = 10_000;
    let chain = |last: &str| {
        let link = |number: usize| {
            (format!("Link{number:05}"), reference(&format!("Link{:05}", number + 1)))
        };
        let mut definitions: Map<String, Value> = (0..LINKS).map(link).collect();
        definitions.insert(format!("Link{LINKS:05}"), json!({"type": last}));
        definition(Map::from_iter([("/a".to_owned(), operation("a", "Link00000"))]), definitions)
    };
    let (old, new) = (side(&chain("string")), side(&chain("integer")));
    let comparison = compared(&old, &new);
    assert_eq!(fired(&comparison).into_iter().collect::<Vec<_>>(), ["type-changed"]);
    assert_eq!(uncovered(&old, &new, &comparison), Vec::<String>::new());
}

/// Two definitions of about a size.
type Build = fn(usize) -> [Value; 2];

fn named(prefix: &str, count: usize, make: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..count).map(|number| (format!("{prefix}{number:05}"), make(number))).collect()
}

/// One object with many properties.
fn wide(count: usize, prefix: &str, word: &str) -> Value {
    let properties = named(prefix, count, |number| {
        let typed = ["string", "integer", "boolean"][number % 3];
        json!({"type": typed, "description": word})
    });
    let model = json!({"type": "object", "properties": properties});
    let paths = Map::from_iter([("/a".to_owned(), operation("a", "Wide"))]);
    definition(paths, Map::from_iter([("Wide".to_owned(), model)]))
}

/// Many operations with parameters.
fn operations(count: usize, prefix: &str, word: &str) -> Value {
    let paths = named(prefix, count, |number| {
        let parameters: Vec<Value> = (0..4)
            .map(|n| json!({"name": format!("{word}{n}"), "in": "query", "type": "string"}))
            .collect();
        json!({"post": {
            "operationId": format!("operation{number}"),
            "parameters": parameters,
            "responses": {"200": {"description": word, "schema": {"type": "string"}}}
        }})
    });
    definition(paths, Map::new())
}

/// Each schema extends the one before it.
fn tower(count: usize, word: &str) -> Value {
    let definitions = named("Floor", count, |number| {
        let own = json!({"type": "object", "properties": {format!("own{number}"): {"type": word}}});
        match number % 20 {
            0 => own,
            _ => json!({"allOf": [reference(&format!("Floor{:05}", number - 1)), own]}),
        }
    });
    definition(Map::from_iter([("/a".to_owned(), operation("a", "Floor00000"))]), definitions)
}

/// Each schema extends the next one by two ways that meet again, or chooses between them: from the first to the last one
/// lead two to the power of their number.
fn diamonds(count: usize, keyword: &str) -> Value {
    let definitions = named("Facet", count, |number| {
        let own = json!({"type": "object", "properties": {"own": {"type": "string"}}});
        let next = reference(&format!("Facet{:05}", number + 1));
        if number + 1 == count { own } else { json!({keyword: [next, next]}) }
    });
    definition(Map::from_iter([("/a".to_owned(), operation("a", "Facet00000"))]), definitions)
}

/// An enum with many values.
fn values(count: usize, word: &str) -> Value {
    let values: Vec<String> = (0..count).map(|number| format!("{word}{number}")).collect();
    let choice = json!({"type": "string", "enum": values});
    let paths = Map::from_iter([("/a".to_owned(), operation("a", "Choice"))]);
    definition(paths, Map::from_iter([("Choice".to_owned(), choice)]))
}

/// A union with a discriminator and many variants.
fn variants(count: usize, word: &str) -> Value {
    let mut definitions = named("Case", count, |number| {
        let own = json!({"type": "object", "properties": {format!("own{number}"): {"type": word}}});
        json!({"allOf": [reference("Choice"), own]})
    });
    let properties = json!({"kind": {"type": "string"}});
    let base = json!({"type": "object", "discriminator": "kind", "required": ["kind"], "properties": properties});
    definitions.insert("Choice".to_owned(), base);
    definition(Map::from_iter([("/a".to_owned(), operation("a", "Choice"))]), definitions)
}

const BUILDS: &[(&str, Build)] = &[
    ("all models renamed", |n| [recursive(n, "Old"), recursive(n, "New")]),
    ("all limits changed", |n| {
        let old = recursive(n, "Model");
        let text = old.to_string().replace("\"maxLength\":10", "\"maxLength\":9");
        [old, serde_json::from_str(&text).unwrap()]
    }),
    ("all properties described anew", |n| [wide(n, "p", "one"), wide(n, "p", "two")]),
    ("all properties renamed", |n| [wide(n, "p", "one"), wide(n, "q", "one")]),
    ("all paths renamed", |n| [operations(n, "/a/", "one"), operations(n, "/b/", "one")]),
    ("all operations changed", |n| [operations(n, "/a/", "one"), operations(n, "/a/", "two")]),
    ("all media types changed", |n| {
        let old = operations(n, "/a/", "one");
        let mut new = old.clone();
        new["produces"] = json!(["application/json", "text/plain"]);
        [old, new]
    }),
    ("all bases changed", |n| [tower(n, "string"), tower(n, "integer")]),
    ("all values changed", |n| [values(n, "A"), values(n, "B")]),
    ("all variants changed", |n| [variants(n, "string"), variants(n, "integer")]),
    ("everything new", |n| [definition(Map::new(), Map::new()), recursive(n, "Model")]),
];

/// A definition of a size.
type Make = fn(usize) -> Value;

/// Definitions that are large in one way, of which a crate is made.
const CRATES: &[(&str, Make)] = &[
    ("properties", |n| wide(n, "p", "one")),
    ("operations", |n| operations(n, "/a/", "one")),
    ("values", |n| values(n, "A")),
    ("tags", |n| {
        let mut made = operations(n, "/a/", "one");
        for (number, item) in made["paths"].as_object_mut().unwrap().values_mut().enumerate() {
            item["post"]["tags"] = json!([format!("tag{number}")]);
        }
        made
    }),
    ("properties of one name", |n| {
        let properties: Map<String, Value> =
            (0..n).map(|n| (alike(n), json!({"type": "string"}))).collect();
        let model = json!({"type": "object", "properties": properties});
        let paths = Map::from_iter([("/a".to_owned(), operation("a", "Alike"))]);
        definition(paths, Map::from_iter([("Alike".to_owned(), model)]))
    }),
    ("tags and operations of one name", |n| {
        let mut made = operations(n, "/a/", "one");
        for (number, item) in made["paths"].as_object_mut().unwrap().values_mut().enumerate() {
            item["post"]["tags"] = json!([alike(number)]);
            item["post"]["operationId"] = json!(alike(number));
        }
        made
    }),
];

/// One of any number of texts of which the same identifier is made.
fn alike(number: usize) -> String {
    const SIGNS: [char; 8] = ['!', '$', '%', '&', '(', ')', '+', '.'];
    let sign = |place: u32| SIGNS[number / 8_usize.pow(place) % 8];
    format!("same{}{}{}{}", sign(0), sign(1), sign(2), sign(3))
}

#[test]
fn ways_that_meet_again_are_not_gone_twice() {
    let templates = repository_templates().unwrap();
    let config = Config::plain("scale");
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let [nothing, one, four] = [1, 15, 60].map(|size| {
            let text = diamonds(size, keyword).to_string();
            cost(|| {
                // How deep schemas may extend one another has a limit; what is beyond it costs a warning.
                let made = generate("definition", &text, &config, &templates);
                made.unwrap_or_else(|problems| panic!("{keyword}: {problems}"));
            })
        });
        let [one, four] = [one, four].map(|cost| cost.saturating_sub(nothing));
        // Two to the power of 15 would be 32 000 times as much, to that of 60 no number that a machine could count to. A
        // chain of four times as many bases takes sixteen times as much: each has a struct with what is before it.
        assert!(four < one * 20, "{keyword}: {one} and {four} allocations");
    }
}

/// How many allocations something takes.
fn cost(run: impl FnOnce()) -> u64 {
    allocation_counter::measure(run).count_total
}

#[test]
fn twice_the_input_costs_about_twice_as_much() {
    const SIZE: usize = 100;
    let mut problems = Vec::new();
    for (title, build) in BUILDS {
        let costs = [SIZE, 2 * SIZE, 4 * SIZE].map(|size| {
            let [old, new] = build(size).map(|value| side(&value));
            let comparison = compared(&old, &new);
            let of_compare = cost(|| drop(compared(&old, &new)));
            let of_coverage = cost(|| drop(account_for(&old, &new, &comparison)));
            assert!(!comparison.changes.is_empty(), "{title}: nothing changed");
            (of_compare, of_coverage)
        });
        let [first, second, third] = costs;
        for (what, one, two, four) in [
            ("the comparison", first.0, second.0, third.0),
            ("the coverage", first.1, second.1, third.1),
        ] {
            // A sorted list adds a little to twice the cost.
            if two * 10 > one * 26 || four * 10 > two * 26 {
                problems.push(format!("{title}: {what} takes {one}, {two}, {four} allocations"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_crate_of_four_times_as_much_costs_about_four_times_as_much() {
    const SIZE: usize = 150;
    let templates = repository_templates().unwrap();
    let config = Config::plain("scale");
    let mut problems = Vec::new();
    for (title, make) in CRATES {
        // What the runtime costs is the same for every crate.
        let [nothing, one, four] = [0, SIZE, 4 * SIZE].map(|size| {
            let text = make(size).to_string();
            cost(|| drop(generate("definition", &text, &config, &templates).unwrap()))
        });
        let [one, four] = [one, four].map(|cost| cost.saturating_sub(nothing));
        // The square would be sixteen times as much.
        if four > one * 7 {
            problems.push(format!("{title}: a crate takes {one} and {four} allocations"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
