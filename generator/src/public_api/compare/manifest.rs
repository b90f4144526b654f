//! The facts of the manifests compared.

use std::collections::BTreeSet;

use super::{Comparison, rule};

/// The feature that is on unless a caller switches it off.
const DEFAULT: &str = "default";

/// What a fact about a feature is about.
fn about(feature: &str) -> String {
    format!("feature {feature}")
}

impl Comparison<'_> {
    /// Compares the facts of the manifests.
    pub fn manifest(&mut self) {
        let (old, new) = (self.old.public_api, self.new.public_api);
        if old.crate_name != new.crate_name {
            let line = |name: &str| Some(format!("crate {name}"));
            let (old, new) = (line(&old.crate_name), line(&new.crate_name));
            self.report_fact(&rule::CRATE_RENAMED, "crate", old, new);
        }
        self.rust_version();
        self.features();
        for (name, version) in &old.dependencies {
            let now = new.dependencies.get(name).filter(|now| *now != version);
            if let Some(now) = now {
                let line = |version: &str| Some(format!("dependency {name} {version}"));
                let about = format!("dependency {name}");
                self.report_fact(
                    &rule::PUBLIC_DEPENDENCY_CHANGED,
                    &about,
                    line(version),
                    line(now),
                );
            }
        }
    }

    fn rust_version(&mut self) {
        let (old, new) = (&self.old.public_api.rust_version, &self.new.public_api.rust_version);
        let numbers = |version: &Option<String>| -> Vec<u64> {
            let parts = version.as_deref().unwrap_or_default().split('.');
            parts.map(|part| part.parse().unwrap_or_default()).chain([0, 0]).take(3).collect()
        };
        let rule = match numbers(old).cmp(&numbers(new)) {
            std::cmp::Ordering::Less => &rule::RUST_VERSION_RAISED,
            std::cmp::Ordering::Greater => &rule::RUST_VERSION_LOWERED,
            std::cmp::Ordering::Equal => return,
        };
        let line = |version: &Option<String>| {
            version.as_ref().map(|version| format!("rust-version {version}"))
        };
        let (old, new) = (line(old), line(new));
        self.report_fact(rule, "rust-version", old, new);
    }

    fn features(&mut self) {
        let (old, new) = (&self.old.public_api.features, &self.new.public_api.features);
        let line = |name: &str, enabled: &[String]| Some(format!("feature {name} = {enabled:?}"));
        for (name, enabled) in old {
            match new.get(name) {
                // Without a `default` of its own a crate has an empty one.
                None if name == DEFAULT => self.feature(name, enabled, &[]),
                None => self.report_fact(
                    &rule::FEATURE_REMOVED,
                    &about(name),
                    line(name, enabled),
                    None,
                ),
                Some(now) => self.feature(name, enabled, now),
            }
        }
        for (name, enabled) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
            if name == DEFAULT {
                self.feature(name, &[], enabled);
            } else {
                self.report_fact(&rule::FEATURE_ADDED, &about(name), None, line(name, enabled));
            }
        }
    }

    /// Compares what a feature enables: features of the crate, and what it does to dependencies.
    fn feature(&mut self, name: &str, old: &[String], new: &[String]) {
        let (was, is) = (self.old.public_api, self.new.public_api);
        let of_crate = |names: &[String], features: &std::collections::BTreeMap<_, _>| {
            let (own, others): (BTreeSet<String>, BTreeSet<String>) =
                names.iter().cloned().partition(|name| features.contains_key(name));
            (own, others)
        };
        let (old_own, old_others) = of_crate(old, &was.features);
        let (new_own, new_others) = of_crate(new, &is.features);
        let mut enabled = BTreeSet::new();
        for name in &new_own {
            self.enabled_by(name, &mut enabled);
        }
        // A feature that is gone altogether is reported as such.
        let lost = |name: &&String| !enabled.contains(*name) && is.features.contains_key(*name);
        let less = old_own.iter().any(|name| lost(&name));
        let more = new_own.difference(&old_own).next().is_some();
        let is_default = name == DEFAULT;
        let rules = [
            less.then_some(if is_default {
                &rule::FEATURE_NO_LONGER_DEFAULT
            } else {
                &rule::FEATURE_ENABLES_LESS
            }),
            more.then_some(if is_default {
                &rule::FEATURE_NOW_DEFAULT
            } else {
                &rule::FEATURE_ENABLES_MORE
            }),
            (old_others != new_others).then_some(&rule::FEATURE_DEPENDENCY_CHANGED),
        ];
        let line = |enabled: &[String]| Some(format!("feature {name} = {enabled:?}"));
        for rule in rules.into_iter().flatten() {
            self.report_fact(rule, &about(name), line(old), line(new));
        }
    }
}
