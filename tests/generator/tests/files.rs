//! Definitions of several files: they say what the same definition in one file says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::api::{Api, SchemaId};
use generator::config::{Config, Prune};
use generator::diagnostic::{Code, Diagnostics};
use generator::generate::generate;
use generator::load::{Loaded, Purpose, load};
use generator::source::{self, SourceText};
use generator_tests::{repository_templates, root};
use tempfile::TempDir;

const ROOT: &str = "\
openapi: 3.0.3
info: {title: Shelves, version: '1'}
servers: [{url: https://shelves.example}]
paths:
  /shelves:
    $ref: paths/shelves.yaml
  /shelves/{id}:
    parameters:
    - $ref: parameters.yaml#/Id
    get:
      operationId: getShelf
      responses:
        '200': {$ref: 'responses.yaml#/responses/Shelf'}
        '404': {$ref: 'responses.yaml#/responses/Gone'}
components:
  schemas:
    Shelf: {$ref: './models/shelf.yaml'}
";

const FILES: [(&str, &str); 5] = [
    (
        "paths/shelves.yaml",
        "post:\n  operationId: addShelf\n  requestBody:\n    required: true\n    content:\n      application/json:\n        \
         schema: {$ref: '../models/shelf.yaml'}\n  responses:\n    '201': {$ref: ../responses.yaml#/responses/Shelf}\n",
    ),
    ("parameters.yaml", "Id: {name: id, in: path, required: true, schema: {type: string}}\n"),
    (
        "responses.yaml",
        "responses:\n  Shelf:\n    description: A shelf.\n    content: {application/json: {schema: {$ref: \
         '#/schemas/Reply'}}}\n  Gone: {description: Gone.}\nschemas:\n  Reply:\n    type: object\n    properties: \
         {shelf: {$ref: models/shelf.yaml}}\n",
    ),
    (
        "models/shelf.yaml",
        "type: object\nrequired: [label]\nproperties:\n  label: {type: string}\n  above: {$ref: shelf.yaml}\n  books:\n    \
         type: array\n    items: {$ref: book.json}\n",
    ),
    (
        "models/book.json",
        "{\"type\": \"object\", \"properties\": {\"title\": {\"type\": \"string\"}, \"on\": {\"$ref\": \
         \"./shelf.yaml\"}, \"sample\": {\"type\": \"object\", \"example\": {\"$ref\": \"nothing.json\"}}}}",
    ),
];

/// The same in one file.
const WHOLE: &str = "\
openapi: 3.0.3
info: {title: Shelves, version: '1'}
servers: [{url: https://shelves.example}]
paths:
  /shelves:
    post:
      operationId: addShelf
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Shelf'}}}
      responses:
        '201': {$ref: '#/components/responses/Shelf'}
  /shelves/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: getShelf
      responses:
        '200': {$ref: '#/components/responses/Shelf'}
        '404': {description: Gone.}
components:
  responses:
    Shelf:
      description: A shelf.
      content: {application/json: {schema: {$ref: '#/components/schemas/Reply'}}}
  schemas:
    Reply:
      type: object
      properties: {shelf: {$ref: '#/components/schemas/Shelf'}}
    Shelf:
      type: object
      required: [label]
      properties:
        label: {type: string}
        above: {$ref: '#/components/schemas/Shelf'}
        books: {type: array, items: {$ref: '#/components/schemas/book'}}
    book:
      type: object
      properties:
        title: {type: string}
        'on': {$ref: '#/components/schemas/Shelf'}
        sample: {type: object, example: {$ref: nothing.json}}
";

/// A folder with the definition `api/root.yaml` and these files beside it.
fn folder(root: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (path, text) in files.iter().chain([&("root.yaml", root)]) {
        let file = folder.path().join("api").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    folder
}

fn read(folder: &Path) -> SourceText {
    source::read(&folder.join("api/root.yaml").display().to_string()).unwrap()
}

fn loaded(source: &SourceText) -> Loaded {
    load(&source.name, source, &Prune::default(), &[], Purpose::Generate)
}

fn crate_of(source: &SourceText) -> BTreeMap<String, String> {
    let config = Config::parse("shelves.toml", "[crate]\nname = \"shelves\"\n").unwrap();
    let templates = repository_templates().unwrap();
    let generated = generate(&source.name, source, &config, &templates);
    let generated = generated.unwrap_or_else(|problems| panic!("{problems}"));
    generated.files.iter().map(|(path, file)| (path.clone(), file.text.clone())).collect()
}

#[test]
fn the_crate_is_that_of_one_file() {
    let cut = folder(ROOT, &FILES);
    let whole = SourceText::new("whole.yaml", WHOLE);
    assert!(loaded(&read(cut.path())).diagnostics.is_empty());
    let (cut, whole) = (crate_of(&read(cut.path())), crate_of(&whole));
    assert_eq!(cut.keys().collect::<Vec<_>>(), whole.keys().collect::<Vec<_>>());
    for (path, text) in &cut {
        assert_eq!(Some(text), whole.get(path), "{path}");
    }
}

#[test]
fn problems_name_the_file_that_has_them() {
    let mut files = FILES;
    files[4].1 = "{\"type\": \"object\",\n \"properties\": {\"a\": {\"$ref\": \"#/nowhere\"}}}";
    let folder = folder(ROOT, &files);
    let problems = loaded(&read(folder.path())).diagnostics;
    let problem = problems.iter().next().unwrap();
    assert_eq!(problem.file.as_deref(), Some("models/book.json"), "{problem}");
    assert_eq!(problem.position.map(|position| position.line), Some(2), "{problem}");
    assert!(problem.help.as_ref().unwrap().contains("nothing at `/nowhere`"), "{problem}");
}

/// The reports about references that were not followed, by what they say.
fn refused(problems: &Diagnostics) -> Vec<String> {
    let of_references = problems.iter().filter(|found| found.code == Code::ExternalReference);
    of_references.map(|found| found.help.clone().unwrap()).collect()
}

fn with_reference(reference: &str) -> String {
    ROOT.replace("./models/shelf.yaml", reference)
}

#[test]
fn nothing_outside_the_folder_is_opened() {
    let secret = "{type: object, properties: {secret: {type: string}}}";
    let cases = [
        ("../secret.yaml", "leads out of the folder"),
        ("%2e%2e/secret.yaml", "leads out of the folder"),
        ("models/../../secret.yaml", "leads out of the folder"),
        ("/etc/hostname", "only paths from the file"),
        ("https://a.example/secret.yaml", "nothing is fetched"),
        ("file:///etc/hostname", "nothing is fetched"),
        ("missing.yaml", "there is no file `missing.yaml`"),
        ("models", "`models` is not a file"),
        ("models/shelf.yaml#label", "anchors are not followed"),
    ];
    for (reference, why) in cases {
        let folder = folder(&with_reference(reference), &FILES);
        fs::write(folder.path().join("secret.yaml"), secret).unwrap();
        let loaded = loaded(&read(folder.path()));
        let refused = refused(&loaded.diagnostics);
        assert!(
            refused.iter().any(|help| help.contains(why)),
            "{reference}: {}",
            loaded.diagnostics
        );
        let json = serde_json::to_string(&loaded.api).unwrap();
        assert!(!json.contains("secret\""), "{reference}");
    }
}

#[cfg(unix)]
#[test]
fn no_link_leads_out_of_the_folder() {
    let folder = folder(&with_reference("link.yaml"), &FILES);
    let secret = folder.path().join("secret.yaml");
    fs::write(&secret, "{type: object}").unwrap();
    std::os::unix::fs::symlink(&secret, folder.path().join("api/link.yaml")).unwrap();
    let refused = refused(&loaded(&read(folder.path())).diagnostics);
    assert!(refused.iter().any(|help| help.contains("a link leads out")), "{refused:?}");
}

#[test]
fn another_folder_can_hold_all_files() {
    let folder = folder(&with_reference("../shared/shelf.yaml"), &FILES);
    fs::create_dir(folder.path().join("shared")).unwrap();
    fs::write(folder.path().join("shared/shelf.yaml"), "{type: object, description: S}").unwrap();
    let input = folder.path().join("api/root.yaml").display().to_string();
    let source = source::read_below(&input, Some(folder.path())).unwrap();
    let loaded = loaded(&source);
    assert!(loaded.diagnostics.is_empty(), "{}", loaded.diagnostics);
    let api: Api = loaded.api.unwrap();
    let shelf = api.schemas.get(&SchemaId("Shelf".to_owned())).unwrap();
    assert_eq!(shelf.description.as_deref(), Some("S"));
}

#[test]
fn whole_collections_can_be_in_files() {
    let root = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {$ref: paths.yaml}\ncomponents:\n  schemas: {$ref: \
                schemas.yaml}\n";
    let paths = "/a:\n  get:\n    operationId: getA\n    responses:\n      '200': {description: A., content: \
                 {application/json: {schema: {$ref: 'schemas.yaml#/A'}}}}\n";
    let schemas = "A: {type: object, properties: {b: {$ref: '#/B'}}}\nB: {type: object}\n";
    let folder = folder(root, &[("paths.yaml", paths), ("schemas.yaml", schemas)]);
    let loaded = loaded(&read(folder.path()));
    let api = loaded.api.unwrap();
    assert_eq!(api.operations.len(), 1, "{}", loaded.diagnostics);
    assert_eq!(api.schemas.keys().map(SchemaId::as_str).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn real_definitions_of_several_files_are_whole() {
    let specs = root().join("../shared/specs");
    let trees = [
        ("giantswarm/docs/yaml/spec.yaml", "giantswarm"),
        ("spacetraders/reference/SpaceTraders.json", "spacetraders"),
    ];
    if !specs.is_dir() {
        eprintln!("skipped: there are no definitions at {}", specs.display());
        return;
    }
    for (path, below) in trees {
        let input = specs.join(path).display().to_string();
        let source = source::read_below(&input, Some(&specs.join(below))).unwrap();
        let loaded = loaded(&source);
        let refused = refused(&loaded.diagnostics);
        assert!(refused.is_empty(), "{path}: {refused:?}");
        assert!(
            loaded.api.unwrap().operations.iter().all(|operation| operation.is_whole),
            "{path}"
        );
    }
}
