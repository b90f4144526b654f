//! Aliases: earlier names of types, methods and requests go on working, deprecated.

use generator::api::{Method, SchemaId};
use generator::changes::OperationKey;

use super::*;

const PET: &str = "{type: object, required: [id], properties: {id: {type: string}, vet: {type: object, properties: {name: {type: string}}}}}";

/// What a comparison says of a schema that has another name now.
fn renamed(old: &str, new: &str) -> Comparison {
    let pair = (SchemaId(old.to_owned()), SchemaId(new.to_owned()));
    Comparison { renamed_schemas: vec![pair], ..Comparison::default() }
}

fn with_pet(name: &str) -> String {
    schemas(&format!("    {name}: {PET}\n"))
}

/// What the aliases of types are.
fn type_aliases(generated: &Generated) -> Vec<String> {
    let text = file(generated, "src/models/mod.rs");
    text.lines().filter(|line| line.starts_with("pub type")).map(str::to_owned).collect()
}

#[test]
fn a_renamed_schema_leaves_an_alias() {
    let old = first(&with_pet("Pet"));
    let new = next_compared(&old, &with_pet("Animal"), &renamed("Pet", "Animal"));
    assert_eq!(type_aliases(&new), ["pub type Pet = Animal;"]);
    let text = file(&new, "src/models/mod.rs");
    assert!(text.contains("#[deprecated(note = \"renamed to `Animal`\")]\npub type Pet"), "{text}");
    // What is inside it is not renamed with it.
    assert_eq!(field(&new, "src/models/animal.rs", "vet"), "pub vet: Option<PetVet>,");
}

#[test]
fn aliases_stay_until_they_are_dropped() {
    let old = first(&with_pet("Pet"));
    let second = next_compared(&old, &with_pet("Animal"), &renamed("Pet", "Animal"));
    let third = next(&second, &with_pet("Animal"));
    assert_eq!(type_aliases(&third), ["pub type Pet = Animal;"]);
    // Renamed once more, both old names lead to the newest one.
    let fourth = next_compared(&third, &with_pet("Beast"), &renamed("Animal", "Beast"));
    assert_eq!(type_aliases(&fourth), ["pub type Animal = Beast;", "pub type Pet = Beast;"]);
    // Without the earlier aliases, those of this version remain.
    let major = generate_with("d", &with_pet("Beast"), &config(PLAIN), &templates(), |api| {
        let comparison = renamed("Animal", "Beast");
        Inheritance::of(third.names.clone(), &third.api, api, &comparison).without_kept()
    });
    assert_eq!(type_aliases(&major.unwrap()), ["pub type Animal = Beast;"]);
}

#[test]
fn an_alias_ends_with_its_type() {
    let old = first(&with_pet("Pet"));
    let second = next_compared(&old, &with_pet("Animal"), &renamed("Pet", "Animal"));
    assert_eq!(type_aliases(&second), ["pub type Pet = Animal;"]);
    let stone = schemas("    Stone: {type: object, properties: {grams: {type: integer}}}\n");
    let third = next(&second, &stone);
    assert!(type_aliases(&third).is_empty());
}

#[test]
fn a_name_may_come_back() {
    let old = first(&with_pet("Pet"));
    let second = next_compared(&old, &with_pet("Animal"), &renamed("Pet", "Animal"));
    let third = next_compared(&second, &with_pet("Pet"), &renamed("Animal", "Pet"));
    assert_eq!(type_aliases(&third), ["pub type Animal = Pet;"]);
    assert!(has_type(&third, "Pet"));
}

#[test]
fn a_newcomer_does_not_get_the_name_of_an_alias() {
    let old = first(&with_pet("Pet"));
    let definition = schemas(&format!(
        "    Animal: {PET}\n    pet: {{type: object, properties: {{age: {{type: integer}}}}}}\n"
    ));
    let new = next_compared(&old, &definition, &renamed("Pet", "Animal"));
    assert_eq!(type_aliases(&new), ["pub type Pet = Animal;"]);
    assert!(file(&new, "src/models/pet2.rs").contains("pub age:"));
}

#[test]
fn a_schema_renamed_in_case_only_needs_no_alias() {
    let old = first(&with_pet("pet"));
    let new = next_compared(&old, &with_pet("Pet"), &renamed("pet", "Pet"));
    assert!(type_aliases(&new).is_empty());
    assert!(has_type(&new, "Pet"));
}

#[test]
fn a_name_chosen_in_the_configuration_leaves_an_alias_too() {
    let old = first(&with_pet("Pet"));
    let toml = "[crate]\nname = \"plain\"\n[names.schemas]\nPet = \"Animal\"\n";
    let new = next_with(&old, &with_pet("Pet"), toml);
    assert_eq!(type_aliases(&new), ["pub type Pet = Animal;"]);
}

/// `GET` on a path.
fn get(path: &str, id: &str, tag: &str) -> String {
    let id = if id.is_empty() { String::new() } else { format!("operationId: {id}, ") };
    format!(
        "  {path}: {{get: {{{id}tags: [{tag}], parameters: [{{name: id, in: query, required: true, schema: {{type: string}}}}], responses: {{'204': {{description: ok}}}}}}}}\n"
    )
}

#[test]
fn a_renamed_operation_leaves_a_method_and_a_request() {
    let old = first(&paths(&get("/pets", "getPets", "zoo")));
    let new = next(&old, &paths(&get("/pets", "listPets", "zoo")));
    let handle = file(&new, "src/api/zoo/mod.rs");
    for part in [
        "    #[deprecated(note = \"renamed to `list_pets`\")]\n    pub fn get_pets(&self, id: impl Into<String>) -> Request<ListPets> {",
        "#[deprecated(note = \"renamed to `ListPets`\")]\npub type GetPets = ListPets;",
        "    pub fn list_pets(&self, id: impl Into<String>) -> Request<ListPets> {",
    ] {
        assert!(handle.contains(part), "{part}\nis not in\n{handle}");
    }
    // And so on, also after the next renaming.
    let third = next(&new, &paths(&get("/pets", "findPets", "zoo")));
    let handle = file(&third, "src/api/zoo/mod.rs");
    for part in ["fn get_pets(", "fn list_pets(", "fn find_pets(", "type GetPets = FindPets;"] {
        assert!(handle.contains(part), "{part}\nis not in\n{handle}");
    }
    // Back to the first name: it is no alias any more.
    let fourth = next(&third, &paths(&get("/pets", "getPets", "zoo")));
    let handle = file(&fourth, "src/api/zoo/mod.rs");
    assert!(handle.contains("pub fn get_pets(&self, id: impl Into<String>) -> Request<GetPets> {"));
    assert!(handle.contains("pub type FindPets = GetPets;"), "{handle}");
}

#[test]
fn an_operation_that_gets_an_id_keeps_its_derived_name_as_an_alias() {
    let old = first(&paths(&get("/pets", "", "zoo")));
    assert!(file(&old, "src/api/zoo/mod.rs").contains("pub fn get_pets("));
    let new = next(&old, &paths(&get("/pets", "listPets", "zoo")));
    let handle = file(&new, "src/api/zoo/mod.rs");
    assert!(handle.contains("renamed to `list_pets`"), "{handle}");
}

#[test]
fn an_operation_that_moves_to_another_path_keeps_its_name() {
    let old = first(&paths(&get("/pets", "getPets", "zoo")));
    let new = next(&old, &paths(&get("/animals", "getPets", "zoo")));
    let handle = file(&new, "src/api/zoo/mod.rs");
    assert!(handle.contains("pub fn get_pets(") && !handle.contains("deprecated"), "{handle}");
    // When the id changes too, only a comparison can tell.
    let key = |path: &str| OperationKey { path: path.to_owned(), method: Method::Get };
    let comparison = Comparison {
        renamed_operations: vec![(key("/pets"), key("/animals"))],
        ..Comparison::default()
    };
    let moved = paths(&get("/animals", "getAnimals", "zoo"));
    let new = next_compared(&old, &moved, &comparison);
    let handle = file(&new, "src/api/zoo/mod.rs");
    assert!(handle.contains("renamed to `get_animals`"), "{handle}");
    assert!(!file(&next(&old, &moved), "src/api/zoo/mod.rs").contains("deprecated"));
}

#[test]
fn a_name_chosen_for_an_operation_survives_a_new_id() {
    let toml = "[crate]\nname = \"plain\"\n[names.operations]\ngetPets = \"pets\"\n";
    let text = paths(&get("/pets", "getPets", "zoo"));
    let old = generate("d", &text, &config(toml), &templates()).unwrap();
    let new = next_with(&old, &paths(&get("/pets", "listPets", "zoo")), toml);
    let handle = file(&new, "src/api/zoo/mod.rs");
    assert!(handle.contains("pub fn pets(") && !handle.contains("deprecated"), "{handle}");
    assert!(
        new.diagnostics.to_string().contains("`getPets` of `[names.operations]` names nothing")
    );
}

#[test]
fn an_operation_that_moves_to_another_handle_is_found_in_both() {
    let old =
        first(&paths(&(get("/pets", "getPets", "zoo") + &get("/keepers", "getKeepers", "zoo"))));
    let both = get("/pets", "getPets", "pets") + &get("/keepers", "getKeepers", "zoo");
    let new = next(&old, &paths(&both));
    let handle = file(&new, "src/api/zoo/mod.rs");
    for part in [
        "#[deprecated(note = \"moved to `PetsApi::get_pets`\")]",
        "pub fn get_pets(&self, id: impl Into<String>) -> Request<super::pets::GetPets> {",
        "pub type GetPets = super::pets::GetPets;",
    ] {
        assert!(handle.contains(part), "{part}\nis not in\n{handle}");
    }
    assert!(file(&new, "src/api/pets/mod.rs").contains("pub fn get_pets("));
    // The last one leaves: the handle stays, with nothing but old names.
    let moved = get("/pets", "getPets", "pets") + &get("/keepers", "getKeepers", "keepers");
    let third = next(&new, &paths(&moved));
    let handle = file(&third, "src/api/zoo/mod.rs");
    assert!(handle.contains("fn get_pets(") && handle.contains("fn get_keepers("), "{handle}");
    let accessors = file(&third, "src/api/mod.rs");
    let deprecated = "#[deprecated(note = \"its operations are found elsewhere now\")]\n    #[must_use]\n    pub fn zoo(";
    assert!(accessors.contains(deprecated), "{accessors}");
    assert!(!file(&third, "README.md").contains("client.zoo()"));
}

#[test]
fn an_old_method_leads_to_the_old_path_even_if_its_id_moved() {
    let old = first(&paths(&get("/x", "a", "zoo")));
    let new = next(&old, &paths(&(get("/x", "b", "zoo") + &get("/y", "a", "zoo"))));
    let handle = file(&new, "src/api/zoo/mod.rs");
    assert!(handle.contains("pub fn a(&self, id: impl Into<String>) -> Request<B> {"), "{handle}");
    assert!(file(&new, "src/api/zoo/a2.rs").contains("\"/y\""));
}
