//! Values of enums and error codes that the definition does not list any more: they stay, deprecated, until a
//! breaking release.

use generator::config::Config;
use generator::generate::{Generated, Predecessor, generate, generate_after, generate_with};
use generator::inherit::Inheritance;

use super::{config, file, first, next, schemas, templates};

const NOTE: &str = "#[deprecated(note = \"the API does not list this value any more\")]";

fn color(values: &str) -> String {
    schemas(&format!("    Color: {{type: string, enum: [{values}]}}\n"))
}

fn text(generated: &Generated) -> String {
    file(generated, "src/models/color.rs").to_owned()
}

/// The line before the declaration of a variant.
fn before(text: &str, variant: &str) -> String {
    let (head, _) = text.split_once(&format!("\n    {variant},\n")).unwrap();
    head.lines().last().unwrap().trim().to_owned()
}

#[test]
fn a_value_that_goes_away_is_deprecated_at_its_place() {
    let old = first(&color("red, green, blue"));
    let new = next(&old, &color("red, blue"));
    let text = text(&new);
    assert_eq!(before(&text, "Green"), NOTE);
    assert_ne!(before(&text, "Red"), NOTE);
    assert_ne!(before(&text, "Blue"), NOTE);
    let place = |variant: &str| text.find(&format!("    {variant},\n")).unwrap();
    assert!(place("Red") < place("Green") && place("Green") < place("Blue"), "{text}");
    // It is read and written as before.
    assert!(text.contains("    Green => \"green\","), "{text}");
}

#[test]
fn without_such_values_nothing_is_allowed() {
    let old = first(&color("red, green"));
    assert!(!text(&next(&old, &color("red, green, blue"))).contains("deprecated"));
}

#[test]
fn a_value_that_is_listed_again_is_deprecated_no_more() {
    let old = first(&color("red, green"));
    let second = next(&old, &color("red"));
    let third = next(&second, &color("red"));
    assert_eq!(before(&text(&third), "Green"), NOTE, "it stays as long as nothing breaks");
    let fourth = next(&third, &color("green, red"));
    assert_eq!(text(&fourth), text(&old));
}

#[test]
fn a_breaking_release_drops_what_was_retired_before_it() {
    let old = first(&color("red, green, blue"));
    let second = next(&old, &color("red, blue"));
    let comparison = generator::changes::Comparison::default();
    let major = generate_with(
        "d",
        &color("red"),
        &config("[crate]\nname = \"plain\"\n"),
        &templates(),
        |api| Inheritance::of(second.names.clone(), &second.api, api, &comparison).without_kept(),
    );
    let text = text(&major.unwrap());
    assert!(!text.contains("Green"), "{text}");
    assert_eq!(before(&text, "Blue"), NOTE, "what goes with the break is still deprecated first");
}

/// An operation whose errors are catalogued.
fn catalogue(codes: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      operationId: a\n      \
         responses:\n        '204': {{description: ok}}\n        '400': {{description: bad, x-codes: {{{codes}}}}}\n"
    )
}

fn with_catalogue() -> Config {
    config("[crate]\nname = \"plain\"\n[errors]\ncatalogue-extension = \"x-codes\"\n")
}

#[test]
fn an_error_code_that_goes_away_is_deprecated() {
    let made = |definition: &str, old: Option<&Generated>| {
        let generated = match old {
            None => generate("old.yaml", definition, &with_catalogue(), &templates()),
            Some(old) => {
                let predecessor = Predecessor { api: &old.api, names: &old.names };
                generate_after(
                    "new.yaml",
                    definition,
                    &with_catalogue(),
                    &templates(),
                    &predecessor,
                )
            }
        };
        generated.unwrap_or_else(|problems| panic!("{problems}"))
    };
    let old = made(&catalogue("too.long: text, too.short: text"), None);
    let new = made(&catalogue("too.long: text"), Some(&old));
    let text = file(&new, "src/error_code.rs");
    assert_eq!(before(text, "TooShort"), NOTE);
    assert_ne!(before(text, "TooLong"), NOTE);
    // The last code of all goes the same way.
    let none = made(&catalogue(""), Some(&new));
    let text = file(&none, "src/error_code.rs");
    assert_eq!(before(text, "TooShort"), NOTE);
    assert_eq!(before(text, "TooLong"), NOTE);
}
