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
use std::process::ExitCode;

use generator::changes::rules;
use generator_tests::cases::{Case, Suite};
use generator_tests::pair::{Pair, Side, account_for, compared, fired, line, lines, uncovered};

fn main() -> ExitCode {
    let mut suite = Suite::new("diff");
    suite.law(
        "every_rule_has_a_pair_and_every_pair_a_rule",
        every_rule_has_a_pair_and_every_pair_a_rule,
    );
    suite.law("rules_are_well_formed", rules_are_well_formed);
    for pair in Pair::all() {
        let (name, folder) = (pair.name.clone(), pair.folder.clone());
        suite.case("", &name, &folder, move |case| check(case, &pair));
    }
    suite.run()
}

/// All that is wrong with one pair.
fn check(case: &Case, pair: &Pair) -> Result<(), String> {
    let sides = pair.load()?;
    let problems = [
        gives_the_expected_changes(case, &sides),
        fires_its_rule(pair, &sides),
        fires_the_mirror_when_reversed(pair, &sides),
        loses_no_difference(&sides),
        is_where_it_says(&sides),
    ];
    let problems: Vec<String> = problems.into_iter().filter_map(Result::err).collect();
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn gives_the_expected_changes(case: &Case, [old, new]: &[Side; 2]) -> Result<(), String> {
    case.compare("expected.txt", &lines(&compared(old, new)))
}

fn fires_its_rule(pair: &Pair, [old, new]: &[Side; 2]) -> Result<(), String> {
    let fired = fired(&compared(old, new));
    let has = fired.contains(pair.rule());
    match pair.variant() {
        None if !has || fired.len() != 1 => Err(format!("{fired:?} fire, not its rule alone")),
        Some(variant) if variant.starts_with("not-") && has => {
            Err("its rule fires, which it only comes near to".to_owned())
        }
        Some(variant) if !variant.starts_with("not-") && !has => {
            Err(format!("{fired:?} fire, not its rule"))
        }
        _ => Ok(()),
    }
}

fn fires_the_mirror_when_reversed(pair: &Pair, [old, new]: &[Side; 2]) -> Result<(), String> {
    let Some(rule) = rules::find(pair.rule()).filter(|_| pair.variant().is_none()) else {
        return Ok(());
    };
    let fired: Vec<&str> = fired(&compared(new, old)).into_iter().collect();
    match rule.mirror {
        Some(mirror) if fired != [mirror] => Err(format!("the opposite edit fires {fired:?}")),
        None if !rule.why.contains("opposite") => {
            Err(format!("`{}` has no mirror and does not say why", rule.id))
        }
        _ => Ok(()),
    }
}

fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

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

fn loses_no_difference([old, new]: &[Side; 2]) -> Result<(), String> {
    let mut problems = Vec::new();
    for (direction, old, new) in [("", old, new), (", the other way round", new, old)] {
        let comparison = compared(old, new);
        let lost = uncovered(old, new, &comparison);
        problems.extend(lost.into_iter().map(|place| format!("nobody covered {place}{direction}")));
        let idle = account_for(old, new, &comparison).idle;
        let idle = idle.iter().filter_map(|number| comparison.changes.get(*number));
        problems
            .extend(idle.map(|change| format!("nothing differs for {}{direction}", line(change))));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

fn is_where_it_says([old, new]: &[Side; 2]) -> Result<(), String> {
    let mut problems = Vec::new();
    for change in compared(old, new).changes {
        for (site, side) in [(&change.old, old), (&change.new, new)] {
            if let Some(site) = site.as_ref().filter(|site| !side.has(site)) {
                let (id, pointer) = (change.rule.id, &site.pointer);
                problems.push(format!("{id} is said to be at {pointer}"));
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

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
