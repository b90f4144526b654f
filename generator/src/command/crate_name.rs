//! What a crate is called that no configuration names: like its API, in a word that Cargo and the compiler take.

use crate::generate::TemplateTree;
use crate::names::{is_device, snake};
use crate::source::{self, Document, SourceText};

/// The most letters of a name.
const LONGEST: usize = 60;

/// Crates that every program knows already.
const BUILT_IN: [&str; 6] = ["alloc", "build", "core", "proc_macro", "std", "test"];

/// The manifest of a crate among the templates.
const MANIFEST: &str = "Cargo.toml.tera";

/// The name of the crate for a definition: that of its title. Where that cannot be the name of a crate, a folder, or of
/// anything beside the crates that it depends on, `-client` is behind it.
pub(super) fn named_after(definition: &SourceText, templates: &TemplateTree) -> String {
    // A text that is no definition is reported when it is read for good.
    let document = source::parse(&definition.name, &definition.text).ok();
    let title = document.as_ref().and_then(title).unwrap_or_default();
    let name = crate_name(&title);
    let manifest = templates.package.get(MANIFEST).unwrap_or_default();
    let is_taken = dependencies(manifest).any(|taken| is_same_library(taken, &name));
    if is_usable(&name) && !is_device(&name) && !is_taken {
        return name;
    }
    format!("{name}-client")
}

/// The title of an API.
pub(super) fn title(document: &Document) -> Option<String> {
    document.value().pointer("/info/title")?.as_str().map(str::to_owned)
}

/// A title as the letters that the name of a crate may have; `api` where it has none of them.
pub(super) fn crate_name(title: &str) -> String {
    let words = snake(title).replace('_', "-");
    let name: String = words
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
        .skip_while(|character| !character.is_ascii_alphabetic())
        .take(LONGEST)
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "api".to_owned() } else { name.to_owned() }
}

/// Whether programs can name a crate of this name: neither a keyword nor what they know already.
pub(super) fn is_usable(package: &str) -> bool {
    let library = package.replace('-', "_");
    syn::parse_str::<syn::Ident>(&library).is_ok() && !BUILT_IN.contains(&library.as_str())
}

/// Whether programs name both crates alike.
pub(super) fn is_same_library(one: &str, other: &str) -> bool {
    one.replace('-', "_") == other.replace('-', "_")
}

/// The crates that a manifest depends on, those for its tests included.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let mut is_list = false;
    manifest.lines().filter_map(move |line| {
        if line.starts_with('[') {
            is_list = line.trim_end().ends_with("dependencies]");
        }
        let (name, _) = line.split_once('=').filter(|_| is_list)?;
        Some(name.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::{crate_name, named_after};
    use crate::source::SourceText;
    use crate::templates;

    #[test]
    fn crates_are_named_after_the_api() {
        assert_eq!(crate_name("Pet Store API"), "pet-store-api");
        assert_eq!(crate_name("3 Ünïts: \"x\"\n"), "nts-x");
        assert_eq!(crate_name("漢字"), "api");
        assert_eq!(crate_name(""), "api");
        assert_eq!(crate_name(&"word ".repeat(100)).len(), 59);
    }

    #[test]
    fn a_name_that_means_something_else_gets_a_word_more() {
        let named = |title: &str| {
            let text = format!("openapi: 3.0.3\ninfo: {{title: '{title}', version: '1'}}\n");
            let definition = SourceText::new("a.yaml", text);
            named_after(&definition, &templates::embedded())
        };
        assert_eq!(named("Petstore"), "petstore");
        for (title, name) in [
            ("Type", "type-client"),
            ("test", "test-client"),
            ("HTTP", "http-client"),
            ("Serde JSON", "serde-json-client"),
            ("Aux", "aux-client"),
        ] {
            assert_eq!(named(title), name);
        }
    }
}
