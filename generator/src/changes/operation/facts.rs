//! What is said about an operation: texts, deprecation, callbacks, vendor extensions.

use serde_json::Value;

use super::identity::is_name;
use super::{OperationComparer, RESPONSE};
use crate::api::{Extensions, Operation};
use crate::changes::EXTENSION;
use crate::changes::rules::operations::operation as rules;
use crate::changes::{ChangePlace, Site};
use crate::pointer::Pointer;

impl OperationComparer<'_> {
    pub(super) fn facts(&mut self, place: &ChangePlace, old: &Operation, new: &Operation) {
        let texts = [
            (&rules::OPERATION_SUMMARY_CHANGED, "summary", &old.summary, &new.summary),
            (
                &rules::OPERATION_DESCRIPTION_CHANGED,
                "description",
                &old.description,
                &new.description,
            ),
        ];
        for (rule, key, before, after) in texts {
            let texts = [(&old.pointer, before.as_ref()), (&new.pointer, after.as_ref())];
            self.text(rule, place, key, key, texts);
        }
        let deprecated = [&rules::OPERATION_DEPRECATED, &rules::OPERATION_UNDEPRECATED];
        let name = super::key(new).to_string();
        let flags = [old, new].map(|operation| (&operation.pointer, operation.deprecated));
        self.flag(deprecated, place, &name, "deprecated", flags);
        self.callbacks(place, old, new);
        self.operation_extensions(place, old, new);
    }

    fn callbacks(&mut self, place: &ChangePlace, old: &Operation, new: &Operation) {
        let at = |operation: &Operation, name: &str| {
            Some(Site::new(&operation.pointer.child("callbacks").child(name)))
        };
        for (name, before) in &old.callbacks {
            let place =
                ChangePlace { flow: RESPONSE, ..place.inside(format!("callback `{name}`")) };
            match new.callbacks.get(name) {
                None => {
                    let rule = &rules::CALLBACK_REMOVED;
                    self.gathering.report(rule, &place, name, at(old, name), None);
                }
                Some(after) if after != before => {
                    let rule = &rules::CALLBACK_CHANGED;
                    self.gathering.report(rule, &place, name, at(old, name), at(new, name));
                }
                Some(_) => {}
            }
        }
        for name in new.callbacks.keys().filter(|name| !old.callbacks.contains_key(*name)) {
            let place =
                ChangePlace { flow: RESPONSE, ..place.inside(format!("callback `{name}`")) };
            self.gathering.report(&rules::CALLBACK_ADDED, &place, name, None, at(new, name));
        }
    }

    fn operation_extensions(&mut self, place: &ChangePlace, old: &Operation, new: &Operation) {
        for (key, before, after) in differences(&old.extensions, &new.extensions) {
            let site = |operation: &Operation, value: Option<&Value>| {
                let pointer = operation.pointer.child(key);
                value.map(|value| Site::stating(&pointer, value.clone()))
            };
            let rule = match (is_sunset(key), before, after) {
                _ if is_permission(key) => &rules::PERMISSIONS_CHANGED,
                (true, None, _) => &rules::SUNSET_ADDED,
                (true, _, None) => &rules::SUNSET_REMOVED,
                (true, Some(_), Some(_)) => &rules::SUNSET_CHANGED,
                (false, ..) => continue,
            };
            self.gathering.report(rule, place, key, site(old, before), site(new, after));
        }
        let reported = |key: &str| is_sunset(key) || is_permission(key) || is_name(key);
        self.extensions((&old.pointer, &old.extensions), (&new.pointer, &new.extensions), reported);
    }

    /// Notes that vendor extensions, but for those that are reported, mean nothing.
    pub(super) fn extensions(
        &mut self,
        old: (&Pointer, &Extensions),
        new: (&Pointer, &Extensions),
        reported: impl Fn(&str) -> bool,
    ) {
        for (key, before, after) in differences(old.1, new.1) {
            let is_reported = |value: Option<&Value>| value.is_none_or(Value::is_string);
            if reported(key) && (!is_name(key) || (is_reported(before) && is_reported(after))) {
                continue;
            }
            for ((pointer, _), value, is_new) in [(old, before, false), (new, after, true)] {
                if value.is_some() {
                    self.gathering.ignore(&pointer.child(key), is_new, EXTENSION);
                }
            }
        }
    }
}

/// The members that differ, with their old and new values.
pub(super) fn differences<'v>(
    old: &'v Extensions,
    new: &'v Extensions,
) -> impl Iterator<Item = (&'v str, Option<&'v Value>, Option<&'v Value>)> {
    let changed = old.iter().map(|(key, before)| (key.as_str(), Some(before), new.get(key)));
    let added = new.iter().filter(|(key, _)| !old.contains_key(*key));
    let added = added.map(|(key, after)| (key.as_str(), None, Some(after)));
    changed.chain(added).filter(|(_, before, after)| before != after)
}

/// Whether an extension says when the operation will end.
fn is_sunset(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["sunset", "end-of-life", "removal-date", "deprecation-date"]
        .iter()
        .any(|word| key.contains(word))
}

/// Whether an extension says what a caller must be allowed to do.
fn is_permission(key: &str) -> bool {
    key.to_ascii_lowercase().contains("permission")
}
