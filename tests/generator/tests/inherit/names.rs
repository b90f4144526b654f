//! Names: a newcomer whose name collides gets the number, wherever it is sorted.

use super::*;

#[test]
fn types_keep_their_names() {
    let old = first(&schemas("    pet: {type: object, properties: {id: {type: string}}}\n"));
    let definition = schemas(
        "    pet: {type: object, properties: {id: {type: string}}}\n    Pet: {type: object, properties: {age: {type: integer}}}\n",
    );
    let lonely = first(&definition);
    assert!(file(&lonely, "src/models/pet.rs").contains("pub age:"), "the test shows nothing");
    let new = next(&old, &definition);
    assert!(file(&new, "src/models/pet.rs").contains("pub id:"));
    assert!(file(&new, "src/models/pet2.rs").contains("pub age:"));
    assert!(new.diagnostics.to_string().contains("`Pet` would get the same Rust name as `pet`"));
}

#[test]
fn fields_setters_and_variants_keep_their_names() {
    let pet = |properties: &str| {
        schemas(&format!("    Pet: {{type: object, properties: {{{properties}}}}}\n"))
    };
    let old = first(&pet("foo_bar: {type: string}, state: {type: string, enum: [a_b]}"));
    let definition = pet(
        "fooBar: {type: integer}, foo_bar: {type: string}, state: {type: string, enum: [a-b, a_b]}",
    );
    let lonely = first(&definition);
    assert_eq!(field(&lonely, "src/models/pet.rs", "foo_bar"), "pub foo_bar: Option<i64>,");
    let new = next(&old, &definition);
    assert_eq!(field(&new, "src/models/pet.rs", "foo_bar"), "pub foo_bar: Option<String>,");
    assert_eq!(field(&new, "src/models/pet.rs", "foo_bar_2"), "pub foo_bar_2: Option<i64>,");
    let setter = "pub fn foo_bar(mut self, foo_bar: impl Into<String>)";
    assert!(file(&new, "src/models/pet.rs").contains(setter));
    let state = file(&new, "src/models/pet_state.rs");
    assert!(state.contains("    AB => \"a_b\","), "{state}");
    assert!(state.contains("    AB2 => \"a-b\","), "{state}");
}

#[test]
fn setters_that_had_to_make_way_stay_where_they_are() {
    let pet = |properties: &str| {
        schemas(&format!("    Pet: {{type: object, properties: {{{properties}}}}}\n"))
    };
    let old = first(&pet("with_new: {type: string}"));
    let new = next(&old, &pet("new: {type: integer}, with_new: {type: string}"));
    let text = file(&new, "src/models/pet.rs");
    assert!(text.contains("pub fn with_new(mut self, with_new: impl Into<String>)"), "{text}");
    assert!(text.contains("pub fn with_new_2(mut self, new: i64)"), "{text}");
}

#[test]
fn known_values_keep_their_order() {
    let color = |values: &str| schemas(&format!("    Color: {{type: string, enum: [{values}]}}\n"));
    let old = first(&color("red, green"));
    let new = next(&old, &color("blue, green, red"));
    let text = file(&new, "src/models/color.rs");
    let place = |variant: &str| text.find(&format!("    {variant},\n")).unwrap();
    assert!(place("Red") < place("Green") && place("Green") < place("Blue"), "{text}");
}

#[test]
fn methods_requests_and_parameters_keep_their_names() {
    let get = |path: &str, id: &str, parameter: &str| {
        format!(
            "  /{path}:\n    get:\n      operationId: {id}\n      parameters: [{parameter}]\n      responses: {{'204': {{description: ok}}}}\n"
        )
    };
    let parameter =
        |name: &str, of: &str| format!("{{name: {name}, in: query, schema: {{type: {of}}}}}");
    let old_limit = parameter("page_size", "string");
    let old = first(&paths(&get("old", "getThings", &old_limit)));
    let parameters = format!("{}, {old_limit}", parameter("pageSize", "integer"));
    let both = get("a", "get-things", "") + &get("old", "getThings", &parameters);
    let lonely = first(&paths(&both));
    assert!(file(&lonely, "src/api/general/get_things.rs").contains("\"get-things\""));
    let new = next(&old, &paths(&both));
    let request = file(&new, "src/api/general/get_things.rs");
    assert!(request.contains("id: \"getThings\""), "{request}");
    assert!(request.contains("pub fn page_size(mut self, page_size: impl Into<String>)"));
    assert!(request.contains("pub fn page_size_2(mut self, page_size_2: i64)"));
    assert!(file(&new, "src/api/general/get_things2.rs").contains("id: \"get-things\""));
}

#[test]
fn handles_keep_their_names() {
    let tagged = |path: &str, tag: &str| {
        format!(
            "  /{path}: {{get: {{operationId: {path}, tags: [{tag}], responses: {{'204': {{description: ok}}}}}}}}\n"
        )
    };
    let old = first(&paths(&tagged("b", "user groups")));
    let both = tagged("a", "User Groups") + &tagged("b", "user groups");
    assert!(file(&first(&paths(&both)), "src/api/user_groups/mod.rs").contains("fn a("));
    let new = next(&old, &paths(&both));
    assert!(file(&new, "src/api/user_groups/mod.rs").contains("pub fn b("));
    assert!(file(&new, "src/api/user_groups_2/mod.rs").contains("pub fn a("));
}

#[test]
fn credentials_and_error_codes_keep_their_names() {
    let toml = "[crate]\nname = \"plain\"\n[errors]\ncatalogue-extension = \"x-codes\"\n";
    let definition = |codes: &str, schemes: &str| {
        paths(&format!(
            "  /a: {{get: {{operationId: a, responses: {{'204': {{description: ok}}, '400': {{description: no, x-codes: {{{codes}}}}}}}}}}}\ncomponents: {{securitySchemes: {{{schemes}}}}}\n"
        ))
    };
    let key = |name: &str| format!("{name}: {{type: apiKey, in: header, name: {name}}}");
    let make = |text: &str| generate("d.yaml", text, &config(toml), &templates()).unwrap();
    let old = make(&definition("too_bad: Bad.", &key("api_key")));
    let text = definition(
        "too-bad: Worse., too_bad: Bad.",
        &format!("{}, {}", key("api-key"), key("api_key")),
    );
    assert!(file(&make(&text), "src/error_code.rs").contains("    TooBad => \"too-bad\","));
    let new = next_with(&old, &text, toml);
    assert!(file(&new, "src/error_code.rs").contains("    TooBad => \"too_bad\","));
    assert_eq!(new.names.credentials["api_key"].as_str(), "api_key");
    assert_eq!(new.names.credentials["api-key"].as_str(), "api_key_2");
}

#[test]
fn the_configuration_still_has_its_say() {
    let old = first(&schemas("    Pet: {type: object, properties: {id: {type: string}}}\n"));
    let definition = schemas("    Pet: {type: object, properties: {id: {type: string}}}\n");
    let toml = "[crate]\nname = \"plain\"\n[names.schemas]\nPet = \"Animal\"\n[names.fields]\n\"Pet.id\" = \"key\"\n[names.operations]\npost-Pet = \"add\"\n";
    let new = next_with(&old, &definition, toml);
    assert_eq!(field(&new, "src/models/animal.rs", "key"), "pub key: Option<String>,");
    assert!(file(&new, "src/api/general/mod.rs").contains("pub fn add("));
}

#[test]
fn a_name_that_nothing_has_any_more_is_free() {
    let old = first(&schemas("    pet: {type: object, properties: {id: {type: string}}}\n"));
    let new = next(&old, &schemas("    Pet: {type: object, properties: {age: {type: integer}}}\n"));
    assert!(file(&new, "src/models/pet.rs").contains("pub age:"));
}

/// The replies of `listPets`: a page with these members.
fn pages(members: &str) -> String {
    paths(&format!(
        "  /pets:\n    get:\n      operationId: listPets\n      parameters: [{{name: cursor, in: query, schema: {{type: string}}}}]\n      \
         responses:\n        '200':\n          description: d\n          content:\n            application/json:\n              \
         schema: {{type: object, properties: {{next: {{type: string}}, {members}}}}}\n\
         components:\n  schemas:\n    Pet: {{type: object, properties: {{id: {{type: string}}}}}}\n    \
         Ad: {{type: object, properties: {{id: {{type: string}}}}}}\n"
    ))
}

#[test]
fn a_list_in_pages_stays_when_the_reply_gets_another_list() {
    let pets = "pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}";
    let ads = "ads: {type: array, items: {$ref: '#/components/schemas/Ad'}}";
    let item = |generated: &Generated| -> Option<String> {
        let listing = file(generated, "public-api.txt");
        let line =
            listing.lines().find_map(|line| line.strip_prefix("impl Paged<Item = models::"))?;
        Some(line.strip_suffix("> for api::general::ListPets")?.to_owned())
    };
    let old = first(&pages(pets));
    assert_eq!(item(&old).as_deref(), Some("Pet"));
    let both = pages(&format!("{ads}, {pets}"));
    assert_eq!(item(&first(&both)), None, "of two lists, none is the one");
    let new = next(&old, &both);
    assert_eq!(item(&new).as_deref(), Some("Pet"));
    assert_eq!(item(&next(&new, &both)).as_deref(), Some("Pet"), "so it is in all later versions");
    assert_eq!(item(&next(&new, &pages(ads))).as_deref(), Some("Ad"), "the only one that is left");
}
