//! What is tried, and what must hold.

use std::fs;

use clap::ValueEnum;
use generator::config::Config;
use generator::diff::{Options, diff};
use generator::generate::{TemplateTree, generate};
use generator::load::Purpose;
use generator::source::{self, SourceText};
use generator_tests::documentation::{documentation, foreign};
use generator_tests::markdown_pieces::PIECES;
use generator_tests::random::Random;
use generator_tests::self_diff::{Verdict, options, templates_of_items, verdict};
use generator_tests::tree_mutation::mutate;
use generator_tests::{corpus, repository_templates, root};
use serde_json::Value;

use crate::bytes::garble;
use crate::reply;

/// The largest definition of which crates are made, in bytes: small ones are as odd, and there are more rounds.
const LARGEST: usize = 12_000;

/// Most mutations of one definition.
const MUTATIONS: usize = 6;

/// Most pieces of a text that replaces one of a definition.
const PIECES_OF_TEXT: usize = 12;

/// What only objects have that may have a description: schemas, parameters, operations.
const DESCRIBED: [&str; 3] = ["type", "in", "responses"];

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// Bytes are read as a definition. They are understood, or a problem says where.
    Document,
    /// A crate is made of a definition with hostile texts. Its documentation holds nothing that no template announced.
    Crate,
    /// A definition is compared with itself, which is no change, and with another one.
    Pair,
    /// A generated crate reads a reply, also one that is written carelessly.
    Reply,
}

/// What inputs are made of.
pub(crate) struct Material {
    texts: Vec<String>,
    definitions: Vec<Value>,
    templates: TemplateTree,
    /// All templates in one text: what they say in documentation is announced.
    written: String,
    options: Options,
    /// What the replies are replies of.
    replies: Value,
}

impl Material {
    pub(crate) fn gather() -> Self {
        let own = corpus::own();
        let small = own.iter().filter(|own| own.text.len() <= LARGEST);
        let value = |text: &str| Some(source::parse("seed", text).ok()?.value().clone());
        let templates = repository_templates().unwrap_or_default();
        Self {
            definitions: small.filter_map(|own| value(&own.text)).collect(),
            texts: own.into_iter().map(|own| own.text).collect(),
            written: templates.package.files().map(|(_, text)| text).collect(),
            options: options(templates_of_items().unwrap_or_default()),
            replies: fs::read_to_string(root().join(reply::DEFINITION))
                .ok()
                .and_then(|text| value(&text))
                .unwrap_or_default(),
            templates,
        }
    }

    fn definition(&self, random: &mut Random) -> Value {
        let mut definition = random.pick(&self.definitions).cloned().unwrap_or_default();
        for _ in 0..=random.below(MUTATIONS) {
            mutate(&mut definition, random);
        }
        definition
    }
}

impl Target {
    /// The target of a round where none is asked for. Bytes are read a hundred times faster than crates are made.
    pub(crate) fn of(round: u64) -> Self {
        match round % 20 {
            0 => Self::Crate,
            1 => Self::Pair,
            2..5 => Self::Reply,
            _ => Self::Document,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Crate => "crate",
            Self::Pair => "pair",
            Self::Reply => "reply",
        }
    }

    /// One round: whether the generator took the input, or what was wrong with what it did. `inputs` are kept when it
    /// fails.
    pub(crate) fn run(
        self,
        random: &mut Random,
        material: &Material,
        inputs: &mut Vec<String>,
    ) -> Result<bool, String> {
        match self {
            Self::Document => document(random, material, inputs),
            Self::Crate => hostile_crate(random, material, inputs),
            Self::Pair => pair(random, material, inputs),
            Self::Reply => reply::try_one(&material.replies, random, inputs),
        }
    }
}

fn document(
    random: &mut Random,
    material: &Material,
    inputs: &mut Vec<String>,
) -> Result<bool, String> {
    let seed = random.pick(&material.texts).map(String::as_str).unwrap_or_default();
    let text = garble(seed, random);
    inputs.push(text.clone());
    let config = Config::plain("fuzz");
    match generator::generate::define("input", &text, &config, Purpose::Generate) {
        Ok(_) => Ok(true),
        Err(problems) if problems.has_errors() && !problems.to_string().is_empty() => Ok(false),
        Err(_) => Err("it is refused, and no error says why".to_owned()),
    }
}

fn hostile_crate(
    random: &mut Random,
    material: &Material,
    inputs: &mut Vec<String>,
) -> Result<bool, String> {
    let mut definition = material.definition(random);
    let share = 1 + random.below(8);
    say_hostile_things(&mut definition, share, random);
    let text = definition.to_string();
    inputs.push(text.clone());
    let config = Config::plain("fuzz");
    let Ok(generated) = generate("input", &text, &config, &material.templates) else {
        return Ok(false);
    };
    for (path, file) in generated.files.iter().filter(|(_, file)| file.template.is_some()) {
        let texts = match path.rsplit('.').next() {
            Some("md") => vec![file.text.clone()],
            Some("rs") => documentation(&file.text),
            _ => Vec::new(),
        };
        for said in texts {
            if let Some(what) = foreign(&said, &material.written, &file.text) {
                return Err(format!("`{path}` has what nobody announced: {what}\n{said}"));
            }
        }
    }
    Ok(true)
}

/// Replaces about one in so many descriptions, or adds it, with what once did harm.
fn say_hostile_things(value: &mut Value, share: usize, random: &mut Random) {
    match value {
        Value::Array(items) => {
            for item in items {
                say_hostile_things(item, share, random);
            }
        }
        Value::Object(members) => {
            // Most definitions of the repository say little about their schemas and operations.
            let is_described = DESCRIBED.iter().any(|key| members.contains_key(*key));
            if is_described && !members.contains_key("$ref") {
                members.entry("description").or_insert_with(|| Value::String(String::new()));
            }
            for (key, member) in members {
                let is_text = ["description", "summary", "title"].contains(&key.as_str());
                if is_text && member.is_string() && random.one_in(share) {
                    *member = Value::String(hostile_text(random));
                } else {
                    say_hostile_things(member, share, random);
                }
            }
        }
        _ => {}
    }
}

fn hostile_text(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(PIECES_OF_TEXT) {
        text.push_str(random.pick(PIECES).copied().unwrap_or_default());
        if random.one_in(4) {
            text.push('\n');
            text.push_str(&" ".repeat(random.below(9)));
        }
    }
    text
}

fn pair(
    random: &mut Random,
    material: &Material,
    inputs: &mut Vec<String>,
) -> Result<bool, String> {
    let old = material.definition(random);
    let mut new = old.clone();
    for _ in 0..=random.below(MUTATIONS) {
        mutate(&mut new, random);
    }
    inputs.extend([old.to_string(), new.to_string()]);
    if let Verdict::Wrong(what) = verdict(&old, &material.options) {
        return Err(format!("the old one is not what it is itself: {what}"));
    }
    let [old, new] =
        [("old", old), ("new", new)].map(|(name, value)| SourceText::new(name, value.to_string()));
    match diff(&old, &new, &material.options) {
        Ok(_) => Ok(true),
        Err(problems) if problems.has_errors() => Ok(false),
        Err(_) => Err("they are refused, and no error says why".to_owned()),
    }
}
