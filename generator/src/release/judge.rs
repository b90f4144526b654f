//! What changed since the last release, and how far the version must move for it.
//!
//! The definition is compared with that of the release, and the public items with those of the release: so
//! a change of a template, of the configuration or of the generator counts as much as one of the API.

use super::baseline::{Baseline, PUBLIC_API};
use super::digests::Digests;
use crate::changes::{Comparison, compare};
use crate::diagnostic::Diagnostics;
use crate::diff::report::Report;
use crate::diff::{Options, Side, compare_versions};
use crate::generate::{self, Definition, Generated};
use crate::inherit::Inheritance;
use crate::load::Purpose;
use crate::public_api::PublicApi;

/// The last release beside the next one.
pub(super) struct Judge {
    /// The last release, as today's templates would make it, but with its own public items.
    old: Side,
    /// What differs between the two definitions.
    comparison: Comparison,
    /// The next definition.
    definition: Definition,
}

impl Judge {
    /// Reads what the last release left.
    pub(super) fn new(
        baseline: &Baseline,
        definition: Definition,
        options: &Options,
    ) -> Result<Self, Diagnostics> {
        let Options { templates, .. } = options;
        let released = &baseline.definition;
        let config = options.config.clone().of_a_kept_definition();
        let before = generate::define(&released.name, &released.text, &config, Purpose::Compare)?;
        let comparison = compare(&before.api, &definition.api);
        let names = baseline.lock.names.clone();
        let itself = compare(&before.api, &before.api);
        let kept = Inheritance::of(names, &before.api, &before.api, &itself);
        let generated = generate::make(&before, &config, templates, &kept)?;
        let public_api = PublicApi::from_data(PUBLIC_API, &baseline.public_api)?;
        let old = Side { definition: before, generated: Generated { public_api, ..generated } };
        Ok(Self { old, comparison, definition })
    }

    /// The next definition.
    pub(super) fn definition(&self) -> &Definition {
        &self.definition
    }

    /// What the next release keeps of the last one.
    pub(super) fn inheritance(&self, baseline: &Baseline) -> Inheritance {
        let names = baseline.lock.names.clone();
        let (old, new) = (&self.old.definition.api, &self.definition.api);
        Inheritance::of(names, old, new, &self.comparison)
    }

    /// Compares the last release with what would be the next one.
    pub(super) fn report(
        &self,
        baseline: &Baseline,
        generated: Generated,
        options: &Options,
    ) -> (Report, Generated) {
        let code_differs = Digests::of(&generated.files) != baseline.digests;
        let new = Side { definition: self.definition.clone(), generated };
        let outcome = compare_versions(&self.old, &new, &self.comparison, code_differs, options);
        let Side { mut generated, .. } = new;
        generated.diagnostics.extend(outcome.diagnostics);
        (outcome.report, generated)
    }
}
