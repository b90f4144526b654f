//! Which examples of a generated crate `cargo test` would run: only those that a template has.

use std::collections::BTreeMap;

/// The examples in `listed`, the output of `cargo test --doc -- --list`, that no template wrote. `templates` are the
/// texts of templates by the path below a crate of what they make; `code` gives the text of a generated file. The file of
/// a handle has an example for each of its operations.
pub(crate) fn unannounced<'l>(
    listed: &'l str,
    templates: &BTreeMap<String, String>,
    code: impl Fn(&str) -> Option<String>,
) -> Vec<&'l str> {
    let mut room: BTreeMap<&str, usize> = BTreeMap::new();
    let examples = listed.lines().filter(|line| line.ends_with(": test"));
    let unannounced = examples.filter(|line| {
        let place = line.split(" - ").next().unwrap_or_default();
        // `<crate>/src/../README.md` is how the README comes into the documentation of the crate.
        let path = match place.split_once("/src/../") {
            Some((_, path)) => path,
            None => place.split_once('/').map_or(place, |(_, path)| path),
        };
        let left = room.entry(place).or_insert_with(|| match templates.get(path) {
            Some(text) => examples_in(text),
            None if path.starts_with("src/api/") => {
                code(place).map_or(0, |text| operations_in(&text))
            }
            None => 0,
        });
        let is_announced = *left > 0;
        *left = left.saturating_sub(1);
        !is_announced
    });
    unannounced.collect()
}

/// How many methods of a file of Rust make requests.
fn operations_in(code: &str) -> usize {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.filter(|line| line.contains(") -> Request<")).count()
}

/// How many code blocks of a template rustdoc takes for Rust.
fn examples_in(template: &str) -> usize {
    let lines = template.lines().map(|line| line.trim_start_matches(['/', '!', ' ']));
    let fences: Vec<&str> = lines.filter_map(|line| line.strip_prefix("```")).collect();
    let rust = ["rust", "no_run", "ignore", "should_panic", "compile_fail", "edition"];
    let is_rust = |info: &&&str| info.is_empty() || rust.iter().any(|word| info.starts_with(word));
    fences.iter().step_by(2).filter(is_rust).count()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::unannounced;

    #[test]
    fn each_example_of_a_template_counts_once() {
        let templates = BTreeMap::from([
            (
                "src/a.rs".to_owned(),
                "/// ```no_run\n/// x\n/// ```\n/// ```text\n/// ```".to_owned(),
            ),
            ("README.md".to_owned(), "```toml\n```\n```rust\n```".to_owned()),
        ]);
        let announced = "pets/src/a.rs - a (line 3): test\npets/src/../README.md - (line 9): test\n\
                         toys/src/a.rs - a (line 3): test\n\n3 tests, 0 benchmarks\n";
        let code = "    /// ) -> Request<B>\n    pub fn a(&self) -> Request<A> {\n    pub fn c(\n    ) -> Request<C> {";
        let code = |place: &str| (place == "pets/src/api/pets/mod.rs").then(|| code.to_owned());
        assert_eq!(unannounced(announced, &templates, code), Vec::<&str>::new());
        let others = "pets/src/a.rs - a (line 3): test\npets/src/a.rs - a (line 30): test\n\
                      pets/src/models/b.rs - models::B (line 3): test\n\
                      pets/src/api/pets/mod.rs - api::pets::PetsApi::a (line 3): test\n\
                      pets/src/api/pets/mod.rs - api::pets::PetsApi::c (line 9): test\n\
                      pets/src/api/pets/mod.rs - api::pets::PetsApi::c (line 20): test";
        let lines: Vec<&str> = others.lines().collect();
        assert_eq!(unannounced(others, &templates, code), [lines[1], lines[2], lines[5]]);
    }
}
