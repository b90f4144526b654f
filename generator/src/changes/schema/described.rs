//! What is said about a value for people and programs, beside its shape and its limits: texts, samples,
//! defaults, and the flags.

use serde_json::Value;

use super::annotations::{Annotated, Annotations};
use super::compare::{At, Comparer, SAME_ELSEWHERE, Slot};
use super::findings::Finding;
use crate::api::FIELD_COLLECTION_FORMAT;
use crate::api::Schema;
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site};

impl<'a> Comparer<'a, '_> {
    /// Compares all that is said about two values beside their shapes and limits.
    pub(super) fn described(&mut self, at: &At, old: &Annotated<'a>, new: &Annotated<'a>) {
        if at.is_one {
            self.texts(at, old, new);
            self.example(at, old, new);
            self.extensions(old.here, new.here);
        }
        self.default(at, old, new);
        self.flags(at, old, new);
    }

    fn texts(&mut self, at: &At, old: &Annotated<'a>, new: &Annotated<'a>) {
        type Text = for<'s> fn(&Annotations<'s>) -> Option<(&'s Schema, &'s str)>;
        let title: Text = |annotations| {
            let holder = annotations.title?;
            Some((holder, holder.title.as_deref()?))
        };
        let description: Text = |annotations| {
            let holder = annotations.description?;
            Some((holder, holder.description.as_deref()?))
        };
        let texts = [
            ("title", title, &rules::TITLE_CHANGED),
            ("description", description, &rules::DESCRIPTION_CHANGED),
        ];
        for (keyword, text, rule) in texts {
            let stated = |annotations: &Annotations<'a>| text(annotations).map(|(_, text)| text);
            if stated(&old.own) == stated(&new.own) {
                continue;
            }
            let keywords: &[&str] = &[keyword];
            if stated(&old.whole) == stated(&new.whole) {
                self.stated_elsewhere(old, new, keywords);
                continue;
            }
            let site = |said: &Annotated<'a>| {
                text(&said.own).map(|(holder, _)| Site::new(&holder.place(keyword)))
            };
            let finding = Finding::named(&at.name).in_old(site(old)).in_new(site(new));
            self.report(at, rule, covering(finding, old, new, keywords));
        }
    }

    fn example(&mut self, at: &At, old: &Annotated<'a>, new: &Annotated<'a>) {
        let sample = |annotations: &Annotations<'a>| {
            annotations.example.and_then(|holder| holder.example.as_ref())
        };
        if sample(&old.own) == sample(&new.own) {
            return;
        }
        if sample(&old.whole) == sample(&new.whole) {
            self.stated_elsewhere(old, new, EXAMPLE);
            return;
        }
        let site = |said: &Annotated<'a>| {
            said.own.example.map(|holder| Site::new(&holder.place("example")))
        };
        let mut finding = Finding::named(&at.name).in_old(site(old)).in_new(site(new));
        finding = covering(finding, old, new, EXAMPLE);
        for (said, is_new) in [(old, false), (new, true)] {
            // The sample of a parameter stands beside its schema.
            let around = said.here.pointer.parent();
            let last = said.here.pointer.last();
            if let Some(around) = around.filter(|_| last.as_deref() == Some("schema")) {
                for key in EXAMPLE {
                    finding = finding.covering_all_of(&around.child(key), is_new);
                }
            }
        }
        self.report(at, &rules::EXAMPLE_CHANGED, finding);
    }

    fn default(&mut self, at: &At, old: &Annotated<'a>, new: &Annotated<'a>) {
        let default = |annotations: &Annotations<'a>| -> Option<&'a Value> {
            annotations.default?.default.as_ref()
        };
        let (old_default, new_default) = (default(&old.own), default(&new.own));
        if old_default == new_default {
            return;
        }
        if default(&old.whole) == default(&new.whole) {
            self.stated_elsewhere(old, new, &["default"]);
            return;
        }
        let rule = match (old_default, new_default) {
            (None, _) => &rules::DEFAULT_ADDED,
            (_, None) => &rules::DEFAULT_REMOVED,
            _ => &rules::DEFAULT_CHANGED,
        };
        let site = |said: &Annotated<'a>| {
            let holder = said.own.default?;
            let text = holder.default.as_ref()?.to_string();
            Some(Site::stating(&holder.place("default"), text))
        };
        let finding = Finding::named(&at.name).in_old(site(old)).in_new(site(new));
        self.report(at, rule, covering(finding, old, new, &["default"]));
    }

    fn flags(&mut self, at: &At, old: &Annotated<'a>, new: &Annotated<'a>) {
        let nullable_added = if !at.copes_with_null() {
            &rules::NULLABLE_ADDED_TO_REPLY
        } else if at.slot != Slot::Free {
            &rules::NULLABLE_ADDED_TO_REQUIRED
        } else {
            &rules::NULLABLE_ADDED
        };
        let read_only_removed = if at.slot == Slot::Required {
            &rules::READ_ONLY_REMOVED_FROM_REQUIRED
        } else {
            &rules::READ_ONLY_REMOVED
        };
        let flags: [(&[&str], Flag, &'static Rule, &'static Rule); 4] = [
            (
                &["deprecated"],
                |annotations| annotations.deprecated,
                &rules::VALUE_DEPRECATED,
                &rules::VALUE_UNDEPRECATED,
            ),
            (
                NULLABLE,
                |annotations| annotations.nullable,
                nullable_added,
                &rules::NULLABLE_REMOVED,
            ),
            (
                &["readOnly"],
                |annotations| annotations.read_only,
                &rules::READ_ONLY_ADDED,
                read_only_removed,
            ),
            (
                &["writeOnly"],
                |annotations| annotations.write_only,
                &rules::WRITE_ONLY_ADDED,
                &rules::WRITE_ONLY_REMOVED,
            ),
        ];
        for (keywords, flag, added, removed) in flags {
            let (old_holder, new_holder) = (flag(&old.own), flag(&new.own));
            if old_holder.is_some() == new_holder.is_some() {
                continue;
            }
            if flag(&old.whole).is_some() == flag(&new.whole).is_some() {
                self.stated_elsewhere(old, new, keywords);
                continue;
            }
            let site =
                |holder: Option<&'a Schema>| Some(Site::new(&holder?.place(keywords.first()?)));
            let rule = if new_holder.is_some() { added } else { removed };
            let finding =
                Finding::named(&at.name).in_old(site(old_holder)).in_new(site(new_holder));
            self.report(at, rule, covering(finding, old, new, keywords));
        }
    }

    fn extensions(&mut self, old: &'a Schema, new: &'a Schema) {
        if old.extensions.is_empty() && new.extensions.is_empty() {
            return;
        }
        for (schema, other, is_new) in [(old, new, false), (new, old, true)] {
            for (key, value) in &schema.extensions {
                if key != FIELD_COLLECTION_FORMAT && other.extensions.get(key) != Some(value) {
                    self.changes.ignore_keywords(schema, is_new, &[key], EXTENSION);
                }
            }
        }
    }

    /// What a value says itself differs, but not what is said about it all together.
    fn stated_elsewhere(&mut self, old: &Annotated<'a>, new: &Annotated<'a>, keywords: &[&str]) {
        self.changes.ignore_keywords(old.here, false, keywords, SAME_ELSEWHERE);
        self.changes.ignore_keywords(new.here, true, keywords, SAME_ELSEWHERE);
    }
}

type Flag = for<'s> fn(&Annotations<'s>) -> Option<&'s Schema>;

/// Where a sample may stand.
const EXAMPLE: &[&str] = &["example", "examples"];

/// Where a definition may say that null is allowed.
const NULLABLE: &[&str] = &["nullable", "x-nullable", "type"];

/// Why extensions are no difference.
const EXTENSION: &str = "a vendor extension, of which nothing is generated";

fn covering<'a>(
    finding: Finding,
    old: &Annotated<'a>,
    new: &Annotated<'a>,
    keywords: &[&str],
) -> Finding {
    finding.covering(old.here, false, keywords).covering(new.here, true, keywords)
}
