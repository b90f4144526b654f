//! The rules about documents, security, operations, parameters, bodies and responses.

pub(in crate::changes) mod body;
pub(in crate::changes) mod document;
pub(in crate::changes) mod operation;
pub(in crate::changes) mod parameter;
pub(in crate::changes) mod response;
pub(in crate::changes) mod security;

use crate::changes::Rule;

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    let tables =
        [document::ALL, security::ALL, operation::ALL, parameter::ALL, body::ALL, response::ALL];
    tables.into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::all;

    #[test]
    fn ids_are_unique_and_lead_to_one_another() {
        let ids: Vec<&str> = all().map(|rule| rule.id).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len());
        let kebab = |id: &str| id.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        for rule in all() {
            assert!(kebab(rule.id), "{}", rule.id);
            assert!(rule.mirror.is_some_and(|mirror| unique.contains(mirror)), "{}", rule.id);
        }
    }

    #[test]
    fn examples_are_json_and_differ() {
        for rule in all() {
            for text in [rule.before, rule.after] {
                assert!(serde_json::from_str::<Value>(text).is_ok(), "{}: {text}", rule.id);
            }
            assert_ne!(rule.before, rule.after, "{}", rule.id);
        }
    }

    #[test]
    fn sentences_name_only_what_there_is() {
        for rule in all() {
            for (_, rest) in
                rule.sentence.match_indices('{').map(|(at, _)| rule.sentence.split_at(at))
            {
                let known = ["{name}", "{old}", "{new}"].iter().any(|key| rest.starts_with(key));
                assert!(known, "{}: {rest}", rule.id);
            }
            assert!(!rule.sentence.ends_with('.'), "{}", rule.id);
            assert!(rule.why.ends_with('.'), "{}", rule.id);
        }
    }
}
