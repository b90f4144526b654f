//! Diff: one minimal pair of definitions per rule in `tests/diff/<rule>/`, with the changes that it is to give.
//!
//! Every rule looks at every pair, so a rule that fires where it should not is seen at once. A folder
//! `<rule>.<variant>` shows the rule in another place or form; one whose variant starts with `not-` is a near
//! miss.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

use std::collections::BTreeSet;

use generator::changes::rules;
use generator_tests::compare;
use generator_tests::pair::{Pair, Side, account_for, compared, fired, line, lines, unclaimed};

/// Every pair that can be loaded, and the reports of the others.
fn loaded(problems: &mut Vec<String>) -> Vec<(Pair, [Side; 2])> {
    let mut found = Vec::new();
    for pair in Pair::all() {
        match pair.load() {
            Ok(sides) => found.push((pair, sides)),
            Err(report) => problems.push(report),
        }
    }
    found
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_pair_gives_the_expected_changes() {
    let mut problems = Vec::new();
    for (pair, [old, new]) in loaded(&mut problems) {
        let text = lines(&compared(&old, &new));
        problems.extend(compare(&pair.folder.join("expected.txt"), &text).err());
    }
    assert_none(&problems);
}

#[test]
fn every_pair_fires_its_rule() {
    let mut problems = Vec::new();
    for (pair, [old, new]) in loaded(&mut problems) {
        let (name, fired) = (&pair.name, fired(&compared(&old, &new)));
        let has = fired.contains(pair.rule());
        match pair.variant() {
            None if !has || fired.len() != 1 => {
                problems.push(format!("{name} fires {fired:?}, not its rule alone"));
            }
            Some(variant) if variant.starts_with("not-") && has => {
                problems.push(format!("{name} fires its rule, which it only comes near to"));
            }
            Some(variant) if !variant.starts_with("not-") && !has => {
                problems.push(format!("{name} fires {fired:?}, not its rule"));
            }
            _ => {}
        }
    }
    assert_none(&problems);
}

#[test]
fn every_rule_has_a_pair_and_every_pair_a_rule() {
    let rules: BTreeSet<&str> = rules::all().map(|rule| rule.id).collect();
    let pairs = Pair::all();
    let plain = pairs.iter().filter(|pair| pair.variant().is_none()).map(Pair::rule).collect();
    let bare: Vec<_> = rules.difference(&plain).collect();
    let unknown: Vec<_> = pairs.iter().filter(|pair| !rules.contains(pair.rule())).collect();
    let unknown: Vec<_> = unknown.iter().map(|pair| &pair.name).collect();
    assert!(bare.is_empty(), "rules without a folder in tests/diff: {bare:#?}");
    assert!(unknown.is_empty(), "folders of tests/diff that name no rule: {unknown:#?}");
}

#[test]
fn the_opposite_edit_fires_the_mirror() {
    let mut problems = Vec::new();
    for (pair, [old, new]) in loaded(&mut problems) {
        let Some(rule) = rules::find(pair.rule()).filter(|_| pair.variant().is_none()) else {
            continue;
        };
        let fired: Vec<&str> = fired(&compared(&new, &old)).into_iter().collect();
        match rule.mirror {
            Some(mirror) if fired != [mirror] => {
                problems.push(format!("{}: the opposite edit fires {fired:?}", pair.name));
            }
            None if !rule.why.contains("opposite") => {
                problems.push(format!("`{}` has no mirror and does not say why", rule.id));
            }
            _ => {}
        }
    }
    assert_none(&problems);
}

#[test]
fn no_difference_is_lost_and_no_change_is_made_up() {
    let mut problems = Vec::new();
    for (pair, [old, new]) in loaded(&mut problems) {
        for (direction, old, new) in [("", &old, &new), (", the other way round", &new, &old)] {
            let comparison = compared(old, new);
            let lost = unclaimed(old, new, &comparison);
            problems.extend(
                lost.into_iter()
                    .map(|place| format!("{}{direction}: nobody claims {place}", pair.name)),
            );
            let idle = account_for(old, new, &comparison).idle;
            let idle = idle.iter().filter_map(|number| comparison.changes.get(*number));
            problems.extend(idle.map(|change| {
                format!("{}{direction}: nothing differs for {}", pair.name, line(change))
            }));
        }
    }
    assert_none(&problems);
}

#[test]
fn every_place_is_in_its_definition() {
    let mut problems = Vec::new();
    for (pair, [old, new]) in loaded(&mut problems) {
        for change in compared(&old, &new).changes {
            for (site, side) in [(&change.old, &old), (&change.new, &new)] {
                if let Some(site) = site.as_ref().filter(|site| !side.has(site)) {
                    let (id, pointer) = (change.rule.id, &site.pointer);
                    problems.push(format!("{}: {id} is said to be at {pointer}", pair.name));
                }
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn rules_are_well_formed() {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for rule in rules::all() {
        let mut check = |holds: bool, what: &str| {
            if !holds {
                problems.push(format!("`{}`: {what}", rule.id));
            }
        };
        check(seen.insert(rule.id), "the id is taken");
        check(is_kebab_case(rule.id), "the id is not in kebab-case");
        check(!rule.why.trim().is_empty(), "there is no reason");
        check(!rule.sentence.is_empty(), "there is no sentence");
        check(!rule.sentence.ends_with('.'), "the sentence has its period");
        check(placeholders_are_known(rule.sentence), "the sentence has an unknown placeholder");
        let mirror = rule.mirror.is_none_or(|mirror| rules::find(mirror).is_some());
        check(mirror, "the mirror is no rule");
    }
    assert_none(&problems);
}

fn is_kebab_case(id: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    id.split('-').all(word)
}

fn placeholders_are_known(sentence: &str) -> bool {
    let known = ["{name}", "{old}", "{new}"];
    let rest = known.iter().fold(sentence.to_owned(), |text, key| text.replace(key, ""));
    !rest.contains(['{', '}'])
}
