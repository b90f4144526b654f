//! Large definitions for the generator: a real one where it is at hand, otherwise one that is made up, the
//! same in every run and on every machine.

use std::path::PathBuf;
use std::{fs, io};

use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::generate::pruned;
use serde_json::{Map, Value, json};

use crate::root;

/// A real definition of 4 MB, where it is at hand.
const REAL: &str = "../shared/pairs/gc-platform/19.0.0.json";

/// How many paths the one that is made up has; about as many as the real one.
const PATHS: usize = 600;

/// A large definition.
pub(super) struct Large {
    /// What it is called in the output.
    pub(super) name: &'static str,
    text: String,
    paths: Vec<String>,
}

impl Large {
    /// The real one, or the one that is made up.
    pub(super) fn find() -> io::Result<Self> {
        let real: PathBuf = root().join(REAL);
        let (name, text) = if real.exists() {
            ("a definition of a whole platform", fs::read_to_string(real)?)
        } else {
            ("a definition that is made up", made_up(PATHS).to_string())
        };
        let tree: Value = serde_json::from_str(&text)?;
        let paths = tree.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        Ok(Self { name, paths: paths.cloned().collect(), text })
    }

    /// Every so-many-th path, with all that it needs: the same definition at another size.
    pub(super) fn share(&self, share: usize) -> io::Result<String> {
        if share == 1 {
            return Ok(self.text.clone());
        }
        let mut config = Config::parse("(benchmark)", CONFIG)
            .map_err(|problem| io::Error::other(Diagnostics::from(problem).to_string()))?;
        config.prune.paths = self.paths.iter().step_by(share).cloned().collect();
        pruned(self.name, &self.text, &config)
            .map_err(|problems| io::Error::other(problems.to_string()))
    }
}

/// The least configuration.
pub(super) const CONFIG: &str = "[crate]\nname = \"measured\"\n";

/// A definition with so many paths, and a schema or two for each: all that real ones have most of, in numbers
/// like theirs.
fn made_up(paths: usize) -> Value {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut all_paths = Map::new();
    let mut schemas = Map::new();
    for number in 0..paths {
        let tag = format!("{} {}", chance.word(), number / 12);
        let item = format!("/api/v2/{}{number}", chance.word());
        let (get, post) =
            (operation(&mut chance, &tag, number), operation(&mut chance, &tag, number));
        all_paths.insert(item.clone(), json!({"get": get, "post": post}));
        schemas.insert(model_name(number), model(&mut chance, number));
    }
    json!({
        "swagger": "2.0",
        "info": {"title": "Made up", "version": "1.0.0"},
        "paths": all_paths,
        "definitions": schemas,
    })
}

fn operation(chance: &mut Chance, tag: &str, number: usize) -> Value {
    let id = format!("{}{}{}", chance.word(), chance.name(), chance.next(1_000_000));
    let model = json!({"$ref": format!("#/definitions/{}", model_name(number))});
    let mut parameters =
        vec![json!({"in": "body", "name": "body", "required": true, "schema": model})];
    for _ in 0..chance.next(5) {
        let name = format!("{}{}", chance.word(), parameters.len());
        let description = chance.sentence();
        parameters.push(
            json!({"in": "query", "name": name, "type": "string", "description": description}),
        );
    }
    json!({
        "tags": [tag],
        "operationId": id,
        "summary": chance.sentence(),
        "parameters": parameters,
        "responses": {"200": {"description": chance.sentence(), "schema": model}},
    })
}

fn model(chance: &mut Chance, number: usize) -> Value {
    let mut properties = Map::new();
    for _ in 0..4 + chance.next(10) {
        let name = format!("{}{}", chance.word(), chance.name());
        let of = match chance.next(8) {
            0 => json!({"type": "integer", "format": "int32"}),
            1 => json!({"type": "boolean"}),
            2 => json!({"type": "string", "format": "date-time"}),
            3 => {
                let values: Vec<String> =
                    (0..5).map(|value| format!("{}{value}", chance.name())).collect();
                json!({"type": "string", "enum": values})
            }
            4 if number > 0 => {
                let of = model_name(chance.next(number));
                json!({"type": "array", "items": {"$ref": format!("#/definitions/{of}")}})
            }
            5 if number > 0 => {
                json!({"$ref": format!("#/definitions/{}", model_name(chance.next(number)))})
            }
            _ => json!({"type": "string", "description": chance.sentence()}),
        };
        properties.insert(name, of);
    }
    json!({"type": "object", "properties": properties})
}

fn model_name(number: usize) -> String {
    format!("Model{number}")
}

/// Numbers that look random and are the same in every run (xorshift).
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % below.max(1)
    }

    fn word(&mut self) -> &'static str {
        const WORDS: [&str; 12] = [
            "agent", "call", "date", "event", "group", "list", "member", "queue", "route", "skill",
            "user", "wrapup",
        ];
        WORDS.get(self.next(WORDS.len())).copied().unwrap_or_default()
    }

    fn name(&mut self) -> String {
        let word = self.word();
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    }

    fn sentence(&mut self) -> String {
        let words: Vec<&str> = (0..6 + self.next(10)).map(|_| self.word()).collect();
        format!("The {} of it.", words.join(" "))
    }
}
