//! Two texts in, the finished report out.
//!
//! [`Side`] is one definition with the crate that is made of it. The new side is made after the old one, so
//! that it keeps its names; [`report`] compares the two in all analyses.

use std::collections::BTreeMap;

use super::attribute::{self, attribute};
use super::code;
use super::coverage::{self, Coverage};
use super::entries::{Findings, entries};
use super::policy;
use super::report::{
    Extent, FORMAT, Ignored, Input, ItemChange, LegacyLine, Location, Policy, Report,
};
use super::verdict::{Unknown, decide};
use crate::changes::{Comparison, CoveredBy, compare};
use crate::config::{Config, RequiredInReplies};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::generate::{self, Definition, Generated, Predecessor, TemplateTree};
use crate::inherit::{Inheritance, NameLock};
use crate::legacy;
use crate::load::Purpose;
use crate::public_api;
use crate::source::SourceText;

/// What a comparison is made with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The configuration of the crate.
    pub config: Config,
    /// The templates of the crate.
    pub templates: TemplateTree,
    /// Who decides.
    pub policy: Policy,
    /// Whether the difference of the generated code is wanted.
    pub code: bool,
    /// The day, `YYYY-MM-DD`, by which acceptances may have ended; without it none has.
    pub today: Option<String>,
}

impl Options {
    /// Reads a definition that is to be compared.
    pub fn define(&self, text: &SourceText) -> Result<Definition, Diagnostics> {
        generate::define(&text.name, text, &self.config, Purpose::Compare)
    }
}

/// One of the two definitions with all that is made of it.
#[derive(Debug)]
pub struct Side {
    /// The definition.
    pub definition: Definition,
    /// The crate.
    pub generated: Generated,
}

/// A report, and what the maintainers should know beside it.
#[derive(Debug)]
pub struct Outcome {
    /// The report.
    pub report: Report,
    /// Warnings: what could not be compared, and decisions that had no effect or have ended.
    pub diagnostics: Diagnostics,
}

/// Compares two definitions. The problems of both are reported together. The crate of the old one is a first version.
pub fn diff(old: &SourceText, new: &SourceText, options: &Options) -> Result<Outcome, Diagnostics> {
    diff_with_names(old, new, None, options)
}

/// Compares two definitions. `names` are those that the crate of the old one has; those of a first version otherwise.
pub fn diff_with_names(
    old: &SourceText,
    new: &SourceText,
    names: Option<&NameLock>,
    options: &Options,
) -> Result<Outcome, Diagnostics> {
    diff_after(old, new, names, options).map(|(_, outcome)| outcome)
}

/// The same with both definitions and their crates, old and new, for what is asked about programs.
pub fn diff_after(
    old: &SourceText,
    new: &SourceText,
    names: Option<&NameLock>,
    options: &Options,
) -> Result<([Side; 2], Outcome), Diagnostics> {
    let Options { config, templates, .. } = options;
    let defined = [old, new].map(|text| options.define(text));
    let [old, new] = match defined {
        [Ok(old), Ok(new)] => [old, new],
        problems => return Err(problems.into_iter().filter_map(Result::err).flatten().collect()),
    };
    let inheritance = match names {
        Some(names) => Predecessor { api: &old.api, names }.inheritance(&old.api),
        None => Inheritance::default(),
    };
    let generated = generate::make(&old, config, templates, &inheritance)?;
    let old = Side { definition: old, generated };
    let (new, comparison) = old.successor(new, options)?;
    let code_differs = old.generated.files != new.generated.files;
    let outcome = report(&old, &new, &comparison, code_differs, options);
    Ok(([old, new], outcome))
}

impl Side {
    /// A first version.
    pub fn first(text: &SourceText, options: &Options) -> Result<Self, Diagnostics> {
        let Options { config, templates, .. } = options;
        let definition = options.define(text)?;
        let generated = generate::make(&definition, config, templates, &Inheritance::default())?;
        Ok(Self { definition, generated })
    }

    /// The version for another definition, which keeps the names and shapes of this one.
    pub fn successor(
        &self,
        definition: Definition,
        options: &Options,
    ) -> Result<(Self, Comparison), Diagnostics> {
        let Options { config, templates, .. } = options;
        let comparison = compare(&self.definition.api, &definition.api);
        let inheritance = Inheritance::of(
            self.generated.names.clone(),
            &self.definition.api,
            &definition.api,
            &comparison,
        );
        let generated = generate::make(&definition, config, templates, &inheritance)?;
        Ok((Self { definition, generated }, comparison))
    }

    fn as_attributed(&self) -> attribute::Side<'_> {
        attribute::Side { api: &self.definition.api, provenance: &self.generated.provenance }
    }
}

/// Compares two definitions by what travels alone: no crate is made, so that it is quick, and nothing is said of Rust
/// callers.
pub fn diff_on_the_wire(
    old: &SourceText,
    new: &SourceText,
    options: &Options,
) -> Result<Outcome, Diagnostics> {
    let defined = [old, new].map(|text| options.define(text));
    let [old, new] = match defined {
        [Ok(old), Ok(new)] => [old, new],
        problems => return Err(problems.into_iter().filter_map(Result::err).flatten().collect()),
    };
    let comparison = compare(&old.api, &new.api);
    let found = Found { old: &old, new: &new, comparison: &comparison, crates: None };
    Ok(conclude(found, options))
}

/// Compares two versions in all analyses. `code_differs` says whether any generated file does.
pub fn report(
    old: &Side,
    new: &Side,
    comparison: &Comparison,
    code_differs: bool,
    options: &Options,
) -> Outcome {
    let (before, after) = (&old.generated, &new.generated);
    let items = public_api::compare(&before.public_api, &after.public_api);
    let causes = attribute(&items, comparison, old.as_attributed(), new.as_attributed());
    let crates = Crates {
        causes,
        items: items.into_iter().map(item).collect(),
        code_differs,
        compared: before.public_api.items().len() + after.public_api.items().len(),
        code: options.code.then(|| code::unified(&before.files, &after.files)),
    };
    let (old, new) = (&old.definition, &new.definition);
    conclude(Found { old, new, comparison, crates: Some(crates) }, options)
}

/// What was found about two versions.
struct Found<'a> {
    old: &'a Definition,
    new: &'a Definition,
    comparison: &'a Comparison,
    crates: Option<Crates>,
}

/// What was found about their crates.
struct Crates {
    items: Vec<ItemChange>,
    causes: Vec<attribute::Cause>,
    code_differs: bool,
    /// How many public items both have together.
    compared: usize,
    code: Option<String>,
}

/// Makes the report of what was found.
fn conclude(found: Found<'_>, options: &Options) -> Outcome {
    let Options { config, .. } = options;
    let Found { old, new, comparison, crates } = found;
    let not_followed = left_out(old).count() + left_out(new).count();
    let mut diagnostics: Diagnostics = left_out(old).cloned().collect();
    // A file that is compared with itself is warned of once.
    if !left_out(old).eq(left_out(new)) {
        diagnostics.extend(left_out(new).cloned());
    }
    let wire_only = crates.is_none();
    // What the crates would say of a text is not known without them; they usually say it.
    let code_differs = crates.as_ref().is_none_or(|crates| crates.code_differs);
    let Crates { items, causes, compared, code, .. } = crates.unwrap_or_else(|| Crates {
        items: Vec::new(),
        causes: Vec::new(),
        code_differs: false,
        compared: 0,
        code: None,
    });
    let mut entries = entries(Findings {
        changes: &comparison.changes,
        items,
        causes,
        documents: [&old.document, &new.document],
        strict: config.responses.required == RequiredInReplies::Strict,
        previews: policy::previews(&config.diff, &old.api, &new.api),
        code_differs,
    });
    policy::apply(&config.diff, options.today.as_deref(), &mut entries, &mut diagnostics);
    let legacy = legacy::compare(&as_published(old, config), &as_published(new, config));
    let coverage = coverage::account(as_compared(old), as_compared(new), &comparison.covered);
    let unknown = Unknown {
        differences: coverage.uncovered.len(),
        references: if old.value == new.value { 0 } else { not_followed },
    };
    let code_differs = code_differs && !wire_only;
    let verdict = decide(options.policy, &mut entries, legacy.verdict(), code_differs, unknown);
    let report = Report {
        format: FORMAT,
        old: input(old),
        new: input(new),
        policy: options.policy,
        verdict,
        configuration: None,
        names: None,
        versions: None,
        compared: Extent {
            operations: comparison.compared.operations,
            models: comparison.compared.schemas,
            pointers: coverage.values,
            items: compared,
            not_followed,
        },
        wire_only,
        entries,
        legacy: legacy.iter().map(line).collect(),
        ignored: ignored(comparison, &coverage),
        uncovered: uncovered(old, new, &coverage),
        code,
    };
    Outcome { report, diagnostics }
}

/// The warnings about what cannot be compared.
fn left_out(definition: &Definition) -> impl Iterator<Item = &Diagnostic> {
    definition.diagnostics.iter().filter(|diagnostic| diagnostic.code.is_of_reference())
}

fn input(definition: &Definition) -> Input {
    let info = &definition.api.info;
    Input {
        name: definition.document.name().to_owned(),
        title: info.title.clone(),
        version: info.version.clone(),
    }
}

fn as_compared(definition: &Definition) -> coverage::Compared<'_> {
    coverage::Compared { value: &definition.value, version: definition.version }
}

/// The definition as the official differ gets it.
fn as_published(definition: &Definition, config: &Config) -> serde_json::Value {
    let Definition { document, version, .. } = definition;
    legacy::definition(document.value(), *version, &config.prune)
}

/// What Rust callers see of a change of a public item.
fn item(change: public_api::Change) -> ItemChange {
    ItemChange {
        rule: change.rule.id.to_owned(),
        bump: change.bump(),
        item: change.path().to_owned(),
        old: change.old_line,
        new: change.new_line,
        anchor: change.rule.link(),
        certain: true,
        others: Vec::new(),
    }
}

fn line(change: &legacy::Change) -> LegacyLine {
    LegacyLine {
        group: change.group.clone(),
        impact: change.impact.as_str().to_owned(),
        text: change.text.clone(),
    }
}

/// Differences without a meaning, by reason. The coverage counts them where it could compare the documents, the
/// covered otherwise.
fn ignored(comparison: &Comparison, coverage: &Coverage) -> Vec<Ignored> {
    let mut counts: BTreeMap<&str, usize> = coverage.ignored.clone();
    if let Some(reason) = coverage.incomparable {
        for covered in &comparison.covered {
            if let CoveredBy::Ignored(reason) = covered.by {
                *counts.entry(reason).or_default() += 1;
            }
        }
        counts.insert(reason, 1);
    }
    counts.into_iter().map(|(reason, count)| Ignored { reason: reason.to_owned(), count }).collect()
}

fn uncovered(old: &Definition, new: &Definition, coverage: &Coverage) -> Vec<Location> {
    let locate = |uncovered: &coverage::Uncovered| {
        let side = if uncovered.is_new { new } else { old };
        Location::of(&side.document, &uncovered.pointer)
    };
    coverage.uncovered.iter().map(locate).collect()
}
