//! A mutant is shown to the differ, there and back, and what it says is held against what is known.

use generator::bump::Bump;
use generator::changes::{Area, Effect, rules};
use generator::config::Config;
use generator::diff::report::{Analysis, Entry, Policy, Report};
use generator::diff::{Options, Side, compare_versions};
use generator::generate::{Generated, TemplateTree};
use generator::source::SourceText;
use generator_tests::random::Random;
use serde_json::Value;

use crate::judge::{Observed, judge};
use crate::mutant::{Base, Mutant};
use crate::operator::Levels;

/// The verdict about a step and what is known of it.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Whether the edit was taken back.
    pub backwards: bool,
    /// How far the version must move, says the differ.
    pub verdict: Bump,
    /// For what travels.
    pub wire: Bump,
    /// For the public API.
    pub public_api: Bump,
    /// The rules of the entries that force it.
    pub forcing: Vec<String>,
    /// What the judge of the wire found.
    pub observed: Observed,
    /// What the verdict is in the light of all that.
    pub finding: Finding,
    /// Differences that nothing covers, and items that no change explains.
    pub unclaimed: Vec<String>,
    /// Rules that fired, whose mirror did not fire the other way round.
    pub without_mirror: Vec<String>,
}

/// What a verdict is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing speaks against it.
    Right,
    /// It is too low: why.
    Under(String),
    /// It is higher than what was found, and nothing explains that: why.
    Over(String),
}

/// How bases and mutants are compared: with the templates that depend on the definition.
pub fn options(templates: TemplateTree) -> Options {
    Options {
        config: Config::plain("mutant"),
        templates,
        policy: Policy::Rust,
        code: false,
        today: None,
    }
}

/// A base with its crate.
pub struct Prepared<'b> {
    base: &'b Base,
    side: Side,
}

impl<'b> Prepared<'b> {
    /// Makes the crate of a base; nothing where the generator refuses it.
    pub fn new(base: &'b Base, options: &Options) -> Option<Self> {
        let side = Side::first(&text(&base.value), options).ok()?;
        Some(Self { base, side })
    }

    /// Tries a mutant, there and back; nothing where the generator refuses it.
    pub fn attempt(&self, mutant: &Mutant, seed: u64, options: &Options) -> Option<[Trial; 2]> {
        let edited = text(&mutant.value);
        let there = compare(&self.side, &edited, options)?;
        let first = Side::first(&edited, options).ok()?;
        let back = compare(&first, &text(&self.base.value), options)?;
        let mut random = Random::new(seed ^ self.base.number);
        let may_break = mutant.may_break();
        let mut trial = |report: &Report, backwards: bool, values: [&Value; 2], levels: Levels| {
            let observed = judge(values[0], values[1], &mut random);
            Trial {
                backwards,
                verdict: report.verdict.bump,
                wire: report.verdict.wire,
                public_api: report.verdict.public_api,
                forcing: forcing(report),
                finding: finding(report.verdict.bump, &observed, levels, || {
                    let may_break = if backwards { may_break[1] } else { may_break[0] };
                    may_break || forced(report).any(is_beyond_the_judge)
                }),
                observed,
                unclaimed: unclaimed(report),
                without_mirror: Vec::new(),
            }
        };
        let [forward, backward] = mutant.claims().map(|claim| claim.levels(mutant.travel));
        let (base, edited) = (&self.base.value, &mutant.value);
        let mut trials = [
            trial(&there, false, [base, edited], forward),
            trial(&back, true, [edited, base], backward),
        ];
        trials[0].without_mirror = without_mirror(&there, &back);
        trials[1].without_mirror = without_mirror(&back, &there);
        Some(trials)
    }
}

impl Prepared<'_> {
    /// The crates of a step, old and new, with the report about them; nothing where the generator refuses one.
    pub fn step(&self, mutant: &Mutant, backwards: bool, options: &Options) -> Option<Step> {
        let edited = text(&mutant.value);
        let first = if backwards { Some(Side::first(&edited, options).ok()?) } else { None };
        let old = first.as_ref().unwrap_or(&self.side);
        let new = if backwards { text(&self.base.value) } else { edited };
        let (new, comparison) = old.successor(options.define(&new).ok()?, options).ok()?;
        let differs = old.generated.files != new.generated.files;
        let report = compare_versions(old, &new, &comparison, differs, options).report;
        Some(Step { old: first.map(|side| side.generated), new: new.generated, report })
    }

    /// The crate of the base.
    pub fn generated(&self) -> &Generated {
        &self.side.generated
    }
}

/// Two versions of a crate.
pub struct Step {
    /// The old one, where it is not that of the base.
    pub old: Option<Generated>,
    /// The new one.
    pub new: Generated,
    /// What the differ says of the step.
    pub report: Report,
}

/// A document as the differ reads it.
pub fn text(value: &Value) -> SourceText {
    SourceText::new("mutant.json", value.to_string())
}

fn compare(old: &Side, new: &SourceText, options: &Options) -> Option<Report> {
    let definition = options.define(new).ok()?;
    let (new, comparison) = old.successor(definition, options).ok()?;
    let differs = old.generated.files != new.generated.files;
    Some(compare_versions(old, &new, &comparison, differs, options).report)
}

/// The entries that force the verdict.
fn forced(report: &Report) -> impl Iterator<Item = &Entry> {
    report.entries.iter().filter(|entry| entry.forces)
}

fn forcing(report: &Report) -> Vec<String> {
    let mut rules: Vec<String> = forced(report).map(|entry| entry.rule.clone()).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// What nobody answers for. Everything that a crate says follows from the definition here.
fn unclaimed(report: &Report) -> Vec<String> {
    let places = report.uncovered.iter().map(|place| place.pointer.clone());
    let orphans = report.entries.iter().filter(|entry| entry.analysis == Analysis::PublicApi);
    places.chain(orphans.flat_map(|entry| &entry.items).map(|item| item.item.clone())).collect()
}

/// Rules that fired while the other way round nothing did that is their mirror, or whose mirror they are.
fn without_mirror(there: &Report, back: &Report) -> Vec<String> {
    let mirror = |id: &str| rules::find(id).and_then(|rule| rule.mirror);
    let mut found: Vec<String> = Vec::new();
    for entry in &there.entries {
        let Some(wanted) = mirror(&entry.rule) else { continue };
        let mut others = back.entries.iter().map(|entry| entry.rule.as_str());
        if !others.any(|other| other == wanted || mirror(other) == Some(entry.rule.as_str())) {
            found.push(format!("{} without {wanted}", entry.rule));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What a verdict is. `is_explained`: whether a major has a reason that no instance shows.
fn finding(
    bump: Bump,
    observed: &Observed,
    [least, most]: Levels,
    is_explained: impl FnOnce() -> bool,
) -> Finding {
    let seen = observed.refused.as_ref().or(observed.undecodable.as_ref());
    if let Some(seen) = seen.filter(|_| bump < Bump::Major) {
        return Finding::Under(seen.clone());
    }
    if bump < least {
        return Finding::Under(format!("it is {least} by its kind"));
    }
    if seen.is_some() || (least == Bump::Major && bump == Bump::Major) {
        return Finding::Right;
    }
    if bump > most {
        return Finding::Over(format!("it is {most} at most by its kind"));
    }
    if bump == Bump::Major && !is_explained() {
        return Finding::Over("no instance shows it".to_owned());
    }
    Finding::Right
}

/// Whether an entry forces the verdict by what no instance can show: the compiler says it; where the server is and whom it
/// lets in; what is understood differently, or will not come any more.
fn is_beyond_the_judge(entry: &Entry) -> bool {
    let by_compiler = entry.public_api == Bump::Major;
    let is_around = matches!(entry.area, Some(Area::Document | Area::Security));
    by_compiler || is_around || !matches!(entry.effect, Effect::Refused | Effect::Undecodable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operator::{BREAKS, DEPENDS, GROWS, MINOR, QUIET};

    fn refused() -> Observed {
        Observed { refused: Some("PUT /pets: 60 is refused".to_owned()), undecodable: None }
    }

    fn undecodable() -> Observed {
        Observed { refused: None, undecodable: Some("GET /pets: {} is not read".to_owned()) }
    }

    fn found(bump: Bump, observed: &Observed, levels: Levels) -> Finding {
        finding(bump, observed, levels, || false)
    }

    #[test]
    fn what_an_instance_shows_is_a_break() {
        for observed in [refused(), undecodable()] {
            for bump in [Bump::None, Bump::Patch, Bump::Minor] {
                let finding = found(bump, &observed, DEPENDS);
                assert!(matches!(finding, Finding::Under(_)), "{bump}: {finding:?}");
            }
            // Even where the edit claims to be none: the claim is what is wrong then.
            assert_eq!(found(Bump::Major, &observed, QUIET), Finding::Right);
        }
    }

    #[test]
    fn a_verdict_below_the_claim_is_too_low() {
        let nothing = Observed::default();
        for (bump, levels) in [(Bump::Minor, BREAKS), (Bump::Patch, MINOR), (Bump::None, MINOR)] {
            let finding = found(bump, &nothing, levels);
            assert!(matches!(finding, Finding::Under(_)), "{bump}: {finding:?}");
        }
        assert_eq!(found(Bump::Major, &nothing, BREAKS), Finding::Right);
        assert_eq!(found(Bump::Minor, &nothing, MINOR), Finding::Right);
    }

    #[test]
    fn a_verdict_above_the_claim_is_unexplained() {
        let nothing = Observed::default();
        for (bump, levels) in [(Bump::Major, QUIET), (Bump::Minor, QUIET), (Bump::Major, GROWS)] {
            let finding = finding(bump, &nothing, levels, || true);
            assert!(matches!(finding, Finding::Over(_)), "{bump}: {finding:?}");
        }
        assert_eq!(found(Bump::Patch, &nothing, QUIET), Finding::Right);
    }

    #[test]
    fn a_major_that_nothing_shows_needs_a_reason() {
        let nothing = Observed::default();
        assert!(matches!(found(Bump::Major, &nothing, DEPENDS), Finding::Over(_)));
        assert_eq!(finding(Bump::Major, &nothing, DEPENDS, || true), Finding::Right);
        assert_eq!(found(Bump::Minor, &nothing, DEPENDS), Finding::Right);
    }
}
