//! No name of a definition meets a name of the crate, and each change of a name is said.
//!
//! That the crate of the definition with every name compiles is checked by `cargo xtask compile-names`; here
//! it is made and read, which finds names that are not Rust and modules that are one file.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests fail loudly"
)]

#[path = "../src/every_name.rs"]
mod every_name;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use generator::config::Config;
use generator::generate::{Generated, Predecessor, generate, generate_after};
use generator::names::{Ident, is_device, words_of_code};
use generator_tests::repository_templates;

fn made(definition: &str) -> Generated {
    let config: Config = toml::from_str("[crate]\nname = \"names\"").unwrap();
    let templates = repository_templates().unwrap();
    generate("names.yaml", definition, &config, &templates).unwrap_or_else(|p| panic!("{p}"))
}

/// A first version, and the one after it.
fn versions(old: &str, new: &str) -> (Generated, Generated) {
    let old = made(old);
    let config: Config = toml::from_str("[crate]\nname = \"names\"").unwrap();
    let predecessor = Predecessor { api: &old.api, names: &old.names };
    let templates = repository_templates().unwrap();
    let new = generate_after("names.yaml", new, &config, &templates, &predecessor);
    let new = new.unwrap_or_else(|problems| panic!("{problems}"));
    (old, new)
}

/// One word in so many is used here: all of them make a crate of thousands of files.
const SAMPLE: usize = 12;

#[test]
fn words_of_the_templates_may_be_names() {
    let templates = repository_templates().unwrap();
    let files = templates.package.files().chain(templates.extensions.files());
    let words: BTreeSet<&str> = files
        .filter(|(path, _)| path.ends_with(".rs") || path.ends_with(".rs.tera"))
        .flat_map(|(path, text)| words_of_code(text, path.ends_with(".tera")))
        .collect();
    assert!(words.len() > 1000, "only {} words were found", words.len());
    let sample = words.into_iter().step_by(SAMPLE).collect();
    let generated = made(&every_name::definition(&sample));
    let mut seen = BTreeSet::new();
    for path in generated.files.keys() {
        assert!(path.is_ascii(), "{path}");
        assert!(path.split('/').all(|part| part.len() < 128), "{path}");
        assert!(seen.insert(path.to_lowercase()), "{path} differs from another file only in case");
    }
}

/// A definition with these paths and schemas.
fn api(paths: &str, components: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Names, version: '1'}}\nservers: [{{url: 'https://names.example'}}]\n\
         paths:\n{paths}\ncomponents:\n{components}\n"
    )
}

/// One operation per tag, with the tag as its id where none is said.
fn tagged(tags: &[(&str, &str)]) -> String {
    let call = |(index, (tag, id)): (usize, &(&str, &str))| {
        format!(
            "  /{index}: {{get: {{operationId: {id:?}, tags: [{tag:?}], responses: {{'204': {{description: x}}}}}}}}\n"
        )
    };
    tags.iter().enumerate().map(call).collect()
}

const KEY: &str = "  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}";

/// What was reported as a collision, by what begins its message.
fn collisions(generated: &Generated) -> usize {
    generated.diagnostics.to_string().matches("name-collision").count()
}

#[test]
fn a_tag_gets_no_method_that_the_client_has() {
    let tags = ["Builder", "Clone", "Base url", "Credentials", "Shared", "With key", "Pets"];
    let pairs: Vec<(&str, String)> =
        tags.iter().enumerate().map(|(n, tag)| (*tag, format!("op{n}"))).collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(tag, id)| (*tag, id.as_str())).collect();
    let first = made(&api(&tagged(&pairs), KEY));
    let modules: Vec<&str> = first.names.tags.values().map(Ident::as_str).collect();
    assert_eq!(
        modules,
        ["base_url_2", "builder_2", "clone_2", "credentials_2", "pets", "shared_2", "with_key_2"]
    );
    assert_eq!(collisions(&first), 6, "{}", first.diagnostics);
}

#[test]
fn names_stay_when_more_of_the_kind_come() {
    let few = api(&tagged(&[("builder", "builder"), ("Pets", "list")]), KEY);
    let more = api(
        &tagged(&[("Builder", "a"), ("builder", "builder"), ("pets", "b"), ("Pets", "list")]),
        KEY,
    );
    let (old, new) = versions(&few, &more);
    for (tag, module) in &old.names.tags {
        assert_eq!(new.names.tags.get(tag), Some(module), "{tag}");
    }
}

#[test]
fn an_operation_gets_no_method_and_no_module_that_its_handle_needs() {
    let generated = made(&api(&tagged(&[("Mod", "new"), ("Mod", "models"), ("Mod", "mod")]), KEY));
    let method = |id: &str| generated.names.operations[id].method.as_str().to_owned();
    assert_eq!([method("new"), method("models"), method("mod")], ["new_2", "models", "r#mod"]);
    assert!(!generated.files.contains_key("src/api/mod/mod.rs"));
    assert!(!generated.files.keys().any(|path| path.ends_with("/models.rs")));
}

#[test]
fn parameters_of_one_name_say_where_they_go() {
    let one = "  /a/{name}:\n    get:\n      operationId: one\n      parameters:\n";
    let at = |place: &str, name: &str| {
        let required = place == "path";
        format!(
            "      - {{name: {name}, in: {place}, required: {required}, schema: {{type: string}}}}\n"
        )
    };
    let end = "      responses: {'204': {description: x}}\n";
    let few = format!("{one}{}{}{end}", at("path", "name"), at("query", "name"));
    let more = format!(
        "{one}{}{}{}{}{end}",
        at("path", "name"),
        at("query", "Name"),
        at("query", "name"),
        at("header", "name")
    );
    let (old, new) = versions(&api(&few, KEY), &api(&more, KEY));
    let name = |of: &Generated, key: &str| of.names.operations["one"].parameters[key].to_string();
    for of in [&old, &new] {
        assert_eq!(name(of, "path:name"), "name");
        assert_eq!(name(of, "query:name"), "name_query");
    }
    assert_eq!(name(&new, "header:name"), "name_header");
    assert_eq!(name(&new, "query:Name"), "name_query_2");
    assert_eq!(collisions(&new), 2, "{}", new.diagnostics);
}

#[test]
fn values_that_differ_get_variants_that_differ() {
    let schemas = "  schemas:\n    Vote: {type: string, enum: ['+1', '-1', 'A+', 'A-', '', a, a, Unknown, 'unknown value']}\n    Poll: {type: object, properties: {vote: {$ref: '#/components/schemas/Vote'}}}";
    let paths = "  /a:\n    post:\n      operationId: vote\n      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Poll'}}}}\n      responses: {'204': {description: x}}\n";
    let generated = made(&api(paths, schemas));
    let vote = generated.names.types.iter().find(|(name, _)| name.as_str() == "Vote").unwrap().1;
    let variants: Vec<(&str, &str)> =
        vote.variants.iter().map(|(value, name)| (value.as_str(), name.as_str())).collect();
    assert_eq!(
        variants,
        [
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("A+", "APlus"),
            ("A-", "AMinus"),
            ("", "Empty"),
            ("a", "A"),
            ("Unknown", "Unknown2"),
            ("unknown value", "UnknownValue"),
        ]
    );
}

#[test]
fn files_have_names_that_every_system_takes() {
    let schemas = "  schemas:\n    Con: {type: object, properties: {a: {type: string}}}\n    Größe: {type: object, properties: {con: {$ref: '#/components/schemas/Con'}}}";
    let body = "{content: {application/json: {schema: {$ref: '#/components/schemas/Größe'}}}}";
    let paths = format!(
        "  /a: {{post: {{operationId: repoAddTopíc, tags: [nul], requestBody: {body}, responses: {{'204': {{description: x}}}}}}}}\n\
         \x20 /b: {{get: {{operationId: aux, tags: [项目], responses: {{'204': {{description: x}}}}}}}}\n"
    );
    let generated = made(&api(&paths, schemas));
    for path in ["src/models/con_.rs", "src/models/grosse.rs", "src/api/nul_/mod.rs"] {
        assert!(generated.files.contains_key(path), "{path}: {:?}", generated.files.keys());
    }
    assert!(generated.files.keys().all(|path| path.is_ascii()));
    let accessors = &generated.names.accessors;
    assert_eq!(accessors["nul"].as_str(), "nul");
    assert_eq!(accessors["项目"].as_str(), "项目");
}

#[test]
fn names_that_the_compiler_normalises_to_one_are_told_apart() {
    let schemas = "  schemas:\n    A: {type: object, properties: {\"caf\\u00e9\": {type: string}, \"cafe\\u0301\": {type: string}}}";
    let body = "{content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}";
    let paths = format!(
        "  /a: {{post: {{operationId: a, requestBody: {body}, responses: {{'204': {{description: x}}}}}}}}\n"
    );
    let generated = made(&api(&paths, schemas));
    let of = generated.names.types.values().next().unwrap();
    let fields: BTreeSet<&str> = of.fields.values().map(Ident::as_str).collect();
    assert_eq!(fields.len(), 2);
    assert_eq!(collisions(&generated), 1, "{}", generated.diagnostics);
}

#[test]
fn devices_of_windows_are_names_like_any_other() {
    let devices = [
        "nul",
        "NUL",
        "con",
        "prn",
        "aux",
        "com1",
        "COM3",
        "com¹",
        "COM²",
        "lpt³",
        "lpt9",
        "conin$",
        "CONOUT$",
        "clock$",
        "ＮＵＬ",
        "nul.txt",
        "com0",
    ];
    let mut paths = String::new();
    let mut schemas = "  schemas:\n".to_owned();
    for (number, name) in devices.into_iter().enumerate() {
        let name = format!("{name:?}");
        writeln!(
            schemas,
            "    {name}: {{type: object, properties: {{{name}: {{type: string, enum: [{name}, other]}}}}}}"
        )
        .unwrap();
        let reference = format!("\"#/components/schemas/{}\"", name.trim_matches('"'));
        writeln!(
            paths,
            "  /p{number}: {{get: {{operationId: {name}, tags: [{name}], responses: {{'200': {{description: x, \
             content: {{application/json: {{schema: {{$ref: {reference}}}}}}}}}}}}}}}"
        )
        .unwrap();
    }
    let generated = made(&api(&paths, schemas.trim_end()));
    let mut seen = BTreeSet::new();
    for path in generated.files.keys() {
        assert!(path.is_ascii() && seen.insert(path.to_lowercase()), "{path}");
        let stems = path.split('/').map(|part| part.split('.').next().unwrap_or_default());
        let device = stems.into_iter().find(|stem| is_device(stem));
        assert!(device.is_none(), "{path}");
    }
    assert_eq!(generated.names.operations.len(), devices.len());
}
