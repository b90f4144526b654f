//! Shapes: boxes, schemas that become inline and the other way round, texts and enums.

use super::*;

/// A schema with these properties.
fn object(name: &str, properties: &str) -> String {
    format!("    {name}: {{type: object, properties: {{{properties}}}}}\n")
}

/// A property that refers to a schema.
fn reference(name: &str, to: &str) -> String {
    format!("{name}: {{$ref: '#/components/schemas/{to}'}}")
}

#[test]
fn a_new_circle_boxes_the_new_field() {
    let zoo = object("Zoo", &reference("ape", "Ape"));
    let old = first(&schemas(&format!("{}{zoo}", object("Ape", "id: {type: string}"))));
    let definition = schemas(&format!("{}{zoo}", object("Ape", &reference("zoo", "Zoo"))));
    let lonely = first(&definition);
    assert_eq!(field(&lonely, "src/models/zoo.rs", "ape"), "pub ape: Option<Box<Ape>>,");
    let new = next(&old, &definition);
    assert_eq!(field(&new, "src/models/zoo.rs", "ape"), "pub ape: Option<Ape>,");
    assert_eq!(field(&new, "src/models/ape.rs", "zoo"), "pub zoo: Option<Box<Zoo>>,");
}

#[test]
fn a_box_stays_when_its_circle_is_gone() {
    let ape = object("Ape", &reference("zoo", "Zoo"));
    let old = first(&schemas(&format!("{ape}{}", object("Zoo", &reference("ape", "Ape")))));
    assert_eq!(field(&old, "src/models/zoo.rs", "ape"), "pub ape: Option<Box<Ape>>,");
    let ape = object("Ape", "id: {type: string}");
    let new = next(&old, &schemas(&format!("{ape}{}", object("Zoo", &reference("ape", "Ape")))));
    assert_eq!(field(&new, "src/models/zoo.rs", "ape"), "pub ape: Option<Box<Ape>>,");
}

#[test]
fn no_struct_ever_contains_itself() {
    // Both fields were by value; then one of them leads elsewhere, which closes a circle.
    let a = object("A", &reference("next", "B"));
    let old =
        format!("{a}{}{}", object("B", &reference("next", "C")), object("C", "id: {type: string}"));
    let old = first(&schemas(&old));
    let new = next(&old, &schemas(&format!("{a}{}", object("B", &reference("next", "A")))));
    let fields = [field(&new, "src/models/a.rs", "next"), field(&new, "src/models/b.rs", "next")];
    assert_eq!(fields.iter().filter(|field| field.contains("Box<")).count(), 1, "{fields:?}");
}

const OWNER: &str = "{type: object, properties: {name: {type: string}, home: {type: object, properties: {city: {type: string}}}}}";

#[test]
fn an_object_that_becomes_a_schema_keeps_its_type() {
    let old = first(&schemas(&object("Pet", &format!("owner: {OWNER}"))));
    let person = format!("    Person: {OWNER}\n");
    let definition = schemas(&format!("{}{person}", object("Pet", &reference("owner", "Person"))));
    let lonely = first(&definition);
    assert_eq!(field(&lonely, "src/models/pet.rs", "owner"), "pub owner: Option<Person>,");
    let new = next(&old, &definition);
    assert_eq!(field(&new, "src/models/pet.rs", "owner"), "pub owner: Option<PetOwner>,");
    assert_eq!(field(&new, "src/models/pet_owner.rs", "home"), "pub home: Option<PetOwnerHome>,");
    assert!(!has_type(&new, "Person"));
    // And so on: the next version calls it the same.
    let third = next(&new, &definition);
    assert_eq!(third.files, new.files);
}

#[test]
fn two_objects_that_become_one_schema_leave_an_alias() {
    let old = first(&schemas(&object("Pet", &format!("owner: {OWNER}, vet: {OWNER}"))));
    let person = format!("    Person: {OWNER}\n");
    let properties = format!("{}, {}", reference("owner", "Person"), reference("vet", "Person"));
    let new = next(&old, &schemas(&format!("{}{person}", object("Pet", &properties))));
    assert_eq!(field(&new, "src/models/pet.rs", "vet"), "pub vet: Option<PetOwner>,");
    assert!(file(&new, "src/models/mod.rs").contains("pub type PetVet = PetOwner;"));
}

#[test]
fn a_schema_that_is_written_out_keeps_its_type() {
    let person = format!("    Person: {OWNER}\n");
    let old = schemas(&format!("{}{person}", object("Pet", &reference("owner", "Person"))));
    let old = first(&old);
    // The schema is gone: the object takes over its name.
    let written_out = object("Pet", &format!("owner: {OWNER}"));
    let new = next(&old, &schemas(&written_out));
    assert_eq!(field(&new, "src/models/pet.rs", "owner"), "pub owner: Option<Person>,");
    assert_eq!(field(&new, "src/models/person.rs", "home"), "pub home: Option<PersonHome>,");
    // The schema is still there: the object shares its type.
    let new = next(&old, &schemas(&format!("{written_out}{person}")));
    assert_eq!(field(&new, "src/models/pet.rs", "owner"), "pub owner: Option<Person>,");
    assert!(!has_type(&new, "PetOwner"));
    // The object is another one: it gets a type of its own.
    let other = object("Pet", "owner: {type: object, properties: {street: {type: string}}}");
    let new = next(&old, &schemas(&format!("{other}{person}")));
    assert_eq!(field(&new, "src/models/pet.rs", "owner"), "pub owner: Option<PetOwner>,");
}

#[test]
fn a_shared_type_travels_in_all_directions_of_its_places() {
    let definition = |owner: &str| {
        paths(&format!(
            "  /a:\n    get: {{operationId: a, responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Person'}}}}}}}}}}}}\n    post:\n      operationId: b\n      requestBody: {{required: true, content: {{application/json: {{schema: {owner}}}}}}}\n      responses: {{'204': {{description: ok}}}}\ncomponents:\n  schemas:\n    Person: {OWNER}\n"
        ))
    };
    let old = first(&definition("{$ref: '#/components/schemas/Person'}"));
    let new = next(&old, &definition(OWNER));
    assert!(file(&new, "src/models/person.rs").contains("pub fn new() -> Self"));
    assert!(file(&new, "src/models/person_home.rs").contains("pub fn new() -> Self"));
    assert_eq!(without_docs(&old), without_docs(&new));
}

/// The public part of the code: without documentation and headers.
fn without_docs(generated: &Generated) -> Vec<String> {
    let texts = generated.files.iter().filter(|(path, _)| path.starts_with("src/"));
    let lines = texts.flat_map(|(_, file)| file.text.lines());
    lines.filter(|line| !line.trim_start().starts_with("//")).map(str::to_owned).collect()
}

const TEXT: &str = "{type: string}";
const ENUM: &str = "{type: string, enum: [red, green]}";

/// A definition in which a schema, a property, the items of a list and a parameter are this.
fn colors(of: &str) -> String {
    format!(
        "{}    Color: {of}\n",
        paths(&format!(
            "  /pets:\n    post:\n      operationId: post\n      parameters: [{{name: shade, in: query, schema: {of}}}]\n      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Pet'}}}}}}}}\n      responses: {{'204': {{description: ok}}}}\ncomponents:\n  schemas:\n    Pet: {{type: object, properties: {{eyes: {of}, spots: {{type: array, items: {of}}}, coat: {{$ref: '#/components/schemas/Color'}}}}}}\n"
        ))
    )
}

#[test]
fn a_text_that_gets_known_values_stays_a_text() {
    let old = first(&colors(TEXT));
    let new = next(&old, &colors(ENUM));
    let pet = "src/models/pet.rs";
    assert_eq!(field(&new, pet, "eyes"), "pub eyes: Option<String>,");
    assert_eq!(field(&new, pet, "coat"), "pub coat: Option<String>,");
    assert_eq!(field(&new, pet, "spots"), "pub spots: Option<Vec<String>>,");
    assert!(
        file(&new, pet).contains("A text, as in earlier versions. Known values: `red`, `green`.")
    );
    let request = file(&new, "src/api/general/post.rs");
    assert!(request.contains("pub fn shade(mut self, shade: impl Into<String>)"), "{request}");
    assert_eq!(without_docs(&new), without_docs(&old));
    // And so on.
    assert_eq!(next(&new, &colors(ENUM)).files, new.files);
}

#[test]
fn the_configuration_may_ask_for_the_new_type() {
    let old = first(&colors(TEXT));
    let toml =
        "[crate]\nname = \"plain\"\n[inherit]\nrenew = [\"Pet.eyes\", \"Color\", \"Pet.nose\"]\n";
    let new = next_with(&old, &colors(ENUM), toml);
    let pet = "src/models/pet.rs";
    assert_eq!(field(&new, pet, "eyes"), "pub eyes: Option<PetEyes>,");
    assert_eq!(field(&new, pet, "spots"), "pub spots: Option<Vec<String>>,");
    let unused = "`Pet.nose` of `[inherit]` `renew` names nothing in the definition.";
    assert!(new.diagnostics.to_string().contains(unused), "{}", new.diagnostics);
}

#[test]
fn an_enum_that_becomes_any_text_stays_an_enum() {
    let old = first(&colors(ENUM));
    let new = next(&old, &colors(TEXT));
    assert_eq!(without_docs(&new), without_docs(&old));
    let docs = file(&new, "src/models/color.rs");
    assert!(docs.contains("The definition does not list the values any more"), "{docs}");
    assert_eq!(next(&new, &colors(TEXT)).files, new.files);
    let toml = "[crate]\nname = \"plain\"\n[inherit]\nrenew = [\"Pet.eyes\"]\n";
    let renewed = next_with(&old, &colors(TEXT), toml);
    assert_eq!(field(&renewed, "src/models/pet.rs", "eyes"), "pub eyes: Option<String>,");
}

#[test]
fn a_text_that_becomes_a_time_changes_its_type() {
    let old = first(&colors(ENUM));
    let new = next(&old, &colors("{type: string, format: date-time}"));
    assert_eq!(field(&new, "src/models/pet.rs", "eyes"), "pub eyes: Option<Timestamp>,");
}

#[test]
fn a_schema_in_several_places_has_one_type() {
    let base = object("Animal", &format!("owner: {OWNER}"));
    let of = |name: &str| {
        format!(
            "    {name}: {{allOf: [{{$ref: '#/components/schemas/Animal'}}, {{type: object, properties: {{id: {{type: string}}}}}}]}}\n"
        )
    };
    let old = first(&schemas(&format!("{base}{}", of("Dog"))));
    assert_eq!(field(&old, "src/models/dog.rs", "owner"), "pub owner: Option<AnimalOwner>,");
    let new = next(&old, &schemas(&format!("{}{base}{}", of("Aardvark"), of("Dog"))));
    for model in ["aardvark", "animal", "dog"] {
        let owner = field(&new, &format!("src/models/{model}.rs"), "owner");
        assert_eq!(owner, "pub owner: Option<AnimalOwner>,", "{model}");
    }
}
