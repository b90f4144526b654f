//! Bases and mutants, each of a number and a seed.

use std::fs;

use generator::source;
use generator_tests::corpus;
use generator_tests::random::Random;
use generator_tests::root;
use serde_json::Value;

use crate::draft::Draft;
use crate::operator::{BREAKS, Claim, DEPENDS, Operator, both};
use crate::operators;
use crate::places::Travel;
use crate::slice::slice;
use crate::trial;

/// Larger definitions are not read: one of this size has hundreds of operations.
const LARGEST: u64 = 600_000;

/// Larger bases are drawn anew, so that a crate is made in a moment.
const LARGEST_BASE: usize = 24_000;

/// How often a slice is drawn before the base is given up.
const DRAWS: usize = 12;

/// The share of mutants with two edits, one in so many.
const PAIRS: usize = 6;

/// Where the definition is that has a place for every edit.
const SPECIMEN: &str = "tests/mutants/specimen.yaml";

/// Parts that few definitions have.
const RARE: [&str; 4] = ["security", "bodies", "values", "composition"];

/// What bases are made of.
pub struct Material {
    /// Real definitions, of which a base is a slice.
    real: Vec<(String, Value)>,
    /// Small ones that show one thing each, which are bases as they stand.
    small: Vec<(String, Value)>,
    /// One with a place for every edit.
    specimen: Vec<(String, Value)>,
}

/// A definition that is edited.
#[derive(Clone, Debug)]
pub struct Base {
    /// Its number.
    pub number: u64,
    /// Where the definition is that it comes from.
    pub from: String,
    /// The document.
    pub value: Value,
}

/// An edited base.
pub struct Mutant {
    /// Its number among those of its base.
    pub number: usize,
    /// The parts of definitions that the operators are about.
    pub families: Vec<&'static str>,
    /// What was done, one edit after the other.
    pub operators: Vec<&'static Operator>,
    /// Which way travels what was edited last.
    pub travel: Travel,
    /// The edited document.
    pub value: Value,
}

impl Material {
    /// What the repository holds, the same in every clone.
    pub fn of_repository() -> Self {
        let mut material = Self::small();
        for history in corpus::of_histories() {
            material.take(&history.name, &history.text);
        }
        material
    }

    /// The same without published histories, which take a while to read.
    pub fn small() -> Self {
        let mut material = Self { real: Vec::new(), small: Vec::new(), specimen: Vec::new() };
        let path = root().join(SPECIMEN);
        if let Some(value) = fs::read_to_string(path).ok().and_then(|text| parsed(SPECIMEN, &text))
        {
            material.specimen.push((SPECIMEN.to_owned(), value));
        }
        for own in corpus::own() {
            material.take(&own.name, &own.text);
        }
        material
    }

    /// With the other published definitions that are beside the repository.
    #[must_use]
    pub fn and_published(mut self) -> Self {
        for published in corpus::published(LARGEST) {
            self.take(&published.name, &published.text);
        }
        self
    }

    fn take(&mut self, name: &str, text: &str) {
        let Some(value) = parsed(name, text) else { return };
        if value.get("paths").and_then(Value::as_object).is_none_or(serde_json::Map::is_empty) {
            return;
        }
        let list = if text.len() > LARGEST_BASE { &mut self.real } else { &mut self.small };
        list.push((name.to_owned(), value));
    }

    /// The definition with a place for every edit.
    pub fn specimen(&self) -> Option<&Value> {
        self.specimen.first().map(|(_, value)| value)
    }

    /// The base of a number; nothing where the definition that was drawn has no small part.
    pub fn base(&self, seed: u64, number: u64) -> Option<Base> {
        let mut random = random(seed, number, 0);
        // Three of four are real.
        let of_real = !self.real.is_empty() && !random.one_in(4);
        let list = match random.below(3) {
            _ if of_real => &self.real,
            0 => &self.specimen,
            _ => &self.small,
        };
        let (from, definition) = random.pick(list)?;
        let value = if of_real {
            let mut draws = (0..DRAWS).filter_map(|_| slice(definition, &mut random));
            draws.find(|slice| slice.to_string().len() <= LARGEST_BASE)?
        } else {
            definition.clone()
        };
        Some(Base { number, from: from.clone(), value })
    }
}

impl Base {
    /// Mutants of this base, each of another operator, which chance chooses.
    pub fn mutants(&self, seed: u64, count: usize) -> Vec<Mutant> {
        let mut order: Vec<(&'static str, &'static Operator)> = operators::all().collect();
        random(seed, self.number, 1).shuffle(&mut order);
        let fitting = order.iter().enumerate().filter_map(|(number, (family, operator))| {
            let mut random = random(seed, self.number, 2 + u64::try_from(number).ok()?);
            let mut mutant = Mutant {
                number,
                families: vec![family],
                operators: vec![operator],
                travel: Travel::default(),
                value: Value::Null,
            };
            (mutant.value, mutant.travel) = edit(&self.value, operator, &mut random)?;
            if random.one_in(PAIRS) {
                let (family, second) = random.pick(&order).copied()?;
                if let Some((value, travel)) = edit(&mutant.value, second, &mut random) {
                    mutant.families.push(family);
                    mutant.operators.push(second);
                    (mutant.value, mutant.travel) = (value, travel);
                }
            }
            // Keys in another order make another text, though the value is the same.
            let text = |value: &Value| trial::text(value).text;
            let differs = mutant.value != self.value || text(&mutant.value) != text(&self.value);
            differs.then_some(mutant)
        });
        // Half of them are about parts that few definitions have, as far as this one has them.
        let (rare, usual): (Vec<Mutant>, Vec<Mutant>) =
            fitting.partition(|mutant| mutant.families.first().is_some_and(|of| RARE.contains(of)));
        let rare: Vec<Mutant> = rare.into_iter().take(count / 2).collect();
        let left = count - rare.len();
        rare.into_iter().chain(usual.into_iter().take(left)).collect()
    }
}

fn parsed(name: &str, text: &str) -> Option<Value> {
    Some(source::parse(name, text).ok()?.value().clone())
}

fn edit(definition: &Value, operator: &Operator, random: &mut Random) -> Option<(Value, Travel)> {
    let mut draft = Draft::new(definition, random);
    let travel = (operator.edit)(&mut draft)?;
    Some((draft.definition, travel))
}

impl Mutant {
    /// What the mutant must and may come to, there and back. Of two edits one may undo or hide the other, so nothing is
    /// claimed of them.
    pub fn claims(&self) -> [Claim; 2] {
        match self.operators.as_slice() {
            [only] => [only.forward, only.backward],
            _ => [both(DEPENDS), both(DEPENDS)],
        }
    }

    /// Whether one of the edits is a break by its kind, there and back, wherever it is.
    pub fn may_break(&self) -> [bool; 2] {
        let breaks = |claim: fn(&Operator) -> Claim| {
            self.operators.iter().any(|own| claim(own).levels(Travel::default()) == BREAKS)
        };
        [breaks(|own| own.forward), breaks(|own| own.backward)]
    }

    /// What was done, for people.
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.operators.iter().map(|operator| operator.name).collect();
        names.join(", then: ")
    }
}

fn random(seed: u64, number: u64, use_of: u64) -> Random {
    let mixed =
        seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    Random::new(mixed.wrapping_add(use_of.wrapping_mul(0x1656_67B1_9E37_79F9)))
}
