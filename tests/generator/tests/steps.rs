//! The published histories in `tests/history/`: each definition becomes a crate, and each step gets the verdict, the numbers
//! and the lines of the official differ. Every one of them is a test, so the output says how many there are.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

use std::process::ExitCode;
use std::sync::Arc;

use generator::generate::generate;
use generator_tests::cases::Suite;
use generator_tests::steps::steps;
use generator_tests::{config, histories, repository_templates, root};

fn main() -> ExitCode {
    let mut suite = Suite::new("steps");
    let templates = Arc::new(repository_templates().unwrap());
    for (sdk, history) in histories() {
        let folder = root().join("tests/history").join(&sdk);
        let config = Arc::new(config(&sdk).unwrap());
        for step in steps(&history).unwrap() {
            let name = format!("{sdk}-{}", step.to);
            suite.case("step", &name, &folder, move |_| step.gives_what_was_published());
        }
        for definition in history.definitions {
            let (templates, config) = (Arc::clone(&templates), Arc::clone(&config));
            let name = format!("{sdk}-{}", definition.name);
            suite.case("definition", &name, &folder, move |_| {
                let made = generate(&definition.name, &definition.text, &config, &templates);
                made.map(|_| ()).map_err(|problems| problems.to_string())
            });
        }
    }
    suite.run()
}
