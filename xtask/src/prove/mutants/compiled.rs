//! What the compiler says of a sample of verdicts.

use std::collections::{BTreeMap, BTreeSet};

use generator::bump::Bump;
use generator::diff::Options;
use generator::generate::Generated;
use generator::templates;
use mutants::mutant::{Base, Material};
use mutants::trial::{Finding, Prepared, options};

use super::{Arguments, PER_BASE, Tried};
use crate::prove::{Crate, Proof};
use crate::root;

/// A step whose old program was compiled with the new crate.
pub(super) struct Compiled {
    pub(super) family: &'static str,
    /// Whether the verdict is too low.
    pub(super) under: bool,
    /// Whether neither the compiler nor the wire explains it.
    pub(super) needless: bool,
}

/// A step that is to be compiled.
struct Planned {
    of: String,
    family: &'static str,
    /// The verdict with the whole crate.
    verdict: Bump,
    wire: Bump,
    /// What is known of the verdict without a compiler.
    finding: Finding,
    /// The package of the program; nothing where the crates are the same.
    program: Option<String>,
}

/// Compiles the programs of the first bases, which chance has chosen. Steps that leave the crate as it is need no compiler.
pub(super) fn compile(
    arguments: &Arguments,
    material: &Material,
    tried: &[Tried],
) -> Result<Vec<Compiled>, String> {
    let templates = templates::from_folder(&root().join("templates"));
    let options = options(templates.map_err(|problems| problems.to_string())?);
    let mut proof = Proof::new("mutants");
    let mut planned: Vec<Planned> = Vec::new();
    let bases: BTreeSet<u64> = tried.iter().map(|one| one.base).collect();
    for number in bases {
        if planned.len() >= arguments.compiled {
            break;
        }
        let Some(base) = material.base(arguments.seed, number) else { continue };
        plan(arguments, &base, tried, &options, &mut proof, &mut planned)?;
    }
    if planned.is_empty() {
        return Ok(Vec::new());
    }
    let failed: BTreeMap<String, Vec<String>> = proof.check()?.into_iter().collect();
    let own =
        failed.keys().find(|name| !planned.iter().any(|step| step.program.as_ref() == Some(name)));
    if let Some(name) = own {
        let said = failed.get(name).map(|texts| texts.join("\n")).unwrap_or_default();
        return Err(format!("{name} does not compile, which no verdict is about:\n{said}"));
    }
    Ok(planned.into_iter().map(|step| weigh(&step, &failed)).collect())
}

/// Adds the crates and programs of a base.
fn plan(
    arguments: &Arguments,
    base: &Base,
    tried: &[Tried],
    options: &Options,
    proof: &mut Proof,
    planned: &mut Vec<Planned>,
) -> Result<(), String> {
    let Some(prepared) = Prepared::new(base, options) else { return Ok(()) };
    let first = as_crate(&format!("b{}", base.number), prepared.generated());
    for mutant in base.mutants(arguments.seed, PER_BASE) {
        if planned.len() >= arguments.compiled {
            return Ok(());
        }
        let is_tried = |one: &&Tried| one.base == base.number && one.number == mutant.number;
        let Some(one) = tried.iter().find(is_tried) else { continue };
        // One way each: there is cheaper, because the crate of the base is compiled once.
        let backwards = mutant.number % 4 == 0;
        let Some(step) = prepared.step(&mutant, backwards, options) else { continue };
        let name = format!("b{}m{}", base.number, mutant.number);
        let old = step.old.map(|old| as_crate(&format!("{name}old"), &old));
        let old = old.as_ref().unwrap_or(&first);
        let new = as_crate(&format!("{name}new"), &step.new);
        let differs = old.renamed_as("x").files != new.renamed_as("x").files;
        let program = if differs {
            for of in [old, &new] {
                proof.add_crate(of)?;
            }
            proof.add_consumer(old, old)?;
            Some(proof.add_consumer(old, &new)?)
        } else {
            None
        };
        let [there, back] = &one.trials;
        let trial = if backwards { back } else { there };
        planned.push(Planned {
            of: format!("base {} ({}), {}", one.base, one.from, one.name),
            family: one.family,
            verdict: step.report.verdict.bump,
            wire: step.report.verdict.wire,
            finding: trial.finding.clone(),
            program,
        });
    }
    Ok(())
}

fn as_crate(name: &str, of: &Generated) -> Crate {
    let own =
        Crate { name: name.to_owned(), files: of.files.clone(), public_api: of.public_api.clone() };
    own.renamed()
}

/// What the compiler says of a verdict.
fn weigh(step: &Planned, failed: &BTreeMap<String, Vec<String>>) -> Compiled {
    let errors = step.program.as_ref().and_then(|program| failed.get(program));
    let under = errors.is_some() && step.verdict < Bump::Major;
    // What breaks on the wire need not be seen by the compiler.
    let needless = errors.is_none() && step.verdict == Bump::Major && step.wire < Bump::Major;
    if let Some(errors) = errors.filter(|_| under) {
        println!(
            "too low: {}: {}, but an old program fails:\n{}",
            step.of,
            step.verdict,
            errors.join("\n")
        );
    }
    if needless {
        println!("unexplained: {}: old programs compile, and the wire is compatible", step.of);
    }
    // What was found wrong before is counted.
    Compiled {
        family: step.family,
        under: under && !matches!(step.finding, Finding::Under(_)),
        needless: needless && !matches!(step.finding, Finding::Over(_)),
    }
}
