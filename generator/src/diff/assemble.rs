//! Two texts in, the finished report out.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Claimed;
use super::code;
use super::compare::{Comparison, compare};
use super::entries::{Findings, entries};
use super::report::{Coverage, FORMAT, Ignored, Input, Policy, Report};
use super::verdict::decide;
use crate::bump::Bump;
use crate::config::{Config, RequiredInReplies};
use crate::diagnostic::Diagnostics;
use crate::generate::{self, Definition, TemplateTree};
use crate::inherit::Inheritance;
use crate::render::FileSet;
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
}

/// Compares two definitions. The problems of both are reported together.
pub fn diff(old: &SourceText, new: &SourceText, options: &Options) -> Result<Report, Diagnostics> {
    let sides = [old, new].map(|text| Side::read(text, options));
    let [old, new] = match sides {
        [Ok(old), Ok(new)] => [old, new],
        sides => return Err(sides.into_iter().filter_map(Result::err).flatten().collect()),
    };
    let comparison = compare(&old.definition.api, &new.definition.api);
    let code = code::unified(&old.files, &new.files);
    let mut entries = entries(Findings {
        changes: &comparison.changes,
        items: Vec::new(),
        causes: Vec::new(),
        documents: [&old.definition.document, &new.definition.document],
        strict: options.config.responses.required == RequiredInReplies::Strict,
        previews: BTreeSet::new(),
        code_differs: !code.is_empty(),
    });
    let verdict = decide(options.policy, &mut entries, Bump::None, !code.is_empty());
    Ok(Report {
        format: FORMAT,
        old: old.input(),
        new: new.input(),
        policy: options.policy,
        verdict,
        versions: None,
        compared: coverage(&old, &new, &comparison),
        entries,
        legacy: Vec::new(),
        ignored: ignored(&comparison),
        unclaimed: Vec::new(),
        code: options.code.then_some(code),
    })
}

/// One of the two definitions with all that is made of it.
struct Side {
    definition: Definition,
    files: FileSet,
    items: usize,
}

impl Side {
    fn read(text: &SourceText, options: &Options) -> Result<Self, Diagnostics> {
        let Options { config, templates, .. } = options;
        let definition = generate::define(&text.name, &text.text, config)?;
        let made = generate::make(&definition, config, templates, &Inheritance::default())?;
        Ok(Self { definition, items: made.surface.items().len(), files: made.files })
    }

    fn input(&self) -> Input {
        let info = &self.definition.api.info;
        Input {
            name: self.definition.document.name().to_owned(),
            title: info.title.clone(),
            version: info.version.clone(),
        }
    }
}

fn coverage(old: &Side, new: &Side, comparison: &Comparison) -> Coverage {
    fn values(value: &serde_json::Value) -> usize {
        let inner = match value {
            serde_json::Value::Array(items) => items.iter().map(values).sum(),
            serde_json::Value::Object(members) => members.values().map(values).sum(),
            _ => 0,
        };
        1 + inner
    }
    Coverage {
        operations: comparison.compared.operations,
        models: comparison.compared.schemas,
        pointers: values(&old.definition.value) + values(&new.definition.value),
        items: old.items + new.items,
    }
}

fn ignored(comparison: &Comparison) -> Vec<Ignored> {
    let mut counts = BTreeMap::<&str, usize>::new();
    for claim in &comparison.claims {
        if let Claimed::Ignored(reason) = claim.by {
            *counts.entry(reason).or_default() += 1;
        }
    }
    counts.into_iter().map(|(reason, count)| Ignored { reason: reason.to_owned(), count }).collect()
}
