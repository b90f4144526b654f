//! What a rule means, for `explain` and for the formats that describe their rules.
//!
//! The levels come from the functions that judge a change, so the words cannot say anything else.

use std::fmt::Write as _;

use crate::api::Direction;
use crate::changes::{Rule, rules};
use crate::public_api;

/// How many lines around a difference of a definition are shown.
const EXAMPLE_CONTEXT: usize = 4;

/// What there is to say about a rule, whichever analysis it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleText {
    /// The id.
    pub id: String,
    /// What happened, with signs of omission for names and values.
    pub title: String,
    /// Why it has the level that it has.
    pub why: String,
    /// The page on the web that says so, if there is one.
    pub page: Option<String>,
}

/// The texts of the rule of this id.
pub fn rule(id: &str) -> Option<RuleText> {
    let wire = rules::find(id).map(|rule| RuleText {
        id: rule.id.to_owned(),
        title: title(rule.sentence),
        why: rule.why.to_owned(),
        page: None,
    });
    wire.or_else(|| {
        public_api::Rule::named(id).map(|rule| RuleText {
            id: rule.id.to_owned(),
            title: rule.title.to_owned(),
            why: rule.why.to_owned(),
            page: rule.link(),
        })
    })
}

/// All that there is to say about the rule of this id, for a person.
pub fn explain(id: &str) -> Option<String> {
    rules::find(id).map(wire_rule).or_else(|| public_api::Rule::named(id).map(public_api_rule))
}

/// The ids of all rules.
pub fn ids() -> impl Iterator<Item = &'static str> {
    rules::all().map(|rule| rule.id).chain(public_api::rules().map(|rule| rule.id))
}

/// All rules with what they are about, in a line each.
pub fn titles() -> impl Iterator<Item = (&'static str, String)> {
    ids().filter_map(|id| Some((id, rule(id)?.title)))
}

/// All that there is to say about a rule of the public API analysis.
pub fn public_api_rule(rule: &public_api::Rule) -> String {
    let mut text = format!("{}: {}\n\n{}\n\n", rule.id, rule.title, rule.why);
    let _ = writeln!(text, "How far the version moves for it: {}", rule.bump);
    text.push_str(match rule.evidence {
        public_api::Evidence::Compiled => {
            "How that is known: a caller was compiled with a crate before and after the change\n"
        }
        public_api::Evidence::Reasoned => "How that is known: by reasoning; no compiler shows it\n",
    });
    if let Some(page) = rule.link() {
        let _ = writeln!(text, "What the Cargo book says: {page}");
    }
    let heading = match rule.language() {
        public_api::Language::Rust => "In Rust",
        public_api::Language::Cargo => "In `Cargo.toml`",
    };
    example(&mut text, heading, rule.before(), rule.after());
    text
}

/// All that there is to say about a rule of the wire analysis.
pub fn wire_rule(rule: &Rule) -> String {
    let mut text = format!("{}: {}\n\n{}\n\n", rule.id, title(rule.sentence), rule.why);
    text.push_str(&levels(rule));
    if let Some([old, new]) = rules::example(rule.id) {
        let difference = similar::TextDiff::from_lines(old, new);
        text.push_str("\nIn a definition:\n");
        for hunk in difference.unified_diff().context_radius(EXAMPLE_CONTEXT).iter_hunks() {
            for change in hunk.iter_changes() {
                let line = format!("  {}{}", change.tag(), change.value());
                let _ = writeln!(text, "{}", line.trim_end());
            }
        }
    }
    if let Some(mirror) = rule.mirror {
        let _ = writeln!(text, "\nThe opposite change is `{mirror}`.");
    }
    text
}

/// The sentence of a rule without a name or a value: `the parameter "…" is gone`.
fn title(sentence: &str) -> String {
    let mut title = String::new();
    let mut rest = sentence;
    while let Some((before, (_, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        title.push_str(before);
        title.push('…');
        rest = after;
    }
    title + rest
}

/// What an old program feels, by direction, and how far the version moves for it.
fn levels(rule: &Rule) -> String {
    let sent = Direction { request: true, response: false };
    let received = Direction { request: false, response: true };
    let cases = [
        ("in what it sends", rule.effect(sent, false)),
        ("in what it receives", rule.effect(received, false)),
        ("in what it receives, if `responses.required` is `strict`", rule.effect(received, true)),
    ];
    // Nothing is gained from saying the same twice.
    let cases = if rule.strict.is_some() { cases.as_slice() } else { cases.split_at(2).0 };
    let same =
        cases.iter().all(|(_, effect)| Some(effect) == cases.first().map(|(_, first)| first));
    let mut text = "What an old program feels, and how far the version moves for it:\n".to_owned();
    if let (true, Some((_, effect))) = (same, cases.first()) {
        let _ = writeln!(text, "  it {}: {}", effect.phrase(), effect.bump());
    } else {
        for (case, effect) in cases {
            let _ = writeln!(text, "  {case}, it {}: {}", effect.phrase(), effect.bump());
        }
        text.push_str("  A value that travels both ways has the larger of its levels.\n");
    }
    text.push_str(
        "The level for Rust callers is that of the changed items of the generated code; the larger of the \
         two counts.\n",
    );
    text
}

fn example(text: &mut String, heading: &str, before: &str, after: &str) {
    if before.is_empty() && after.is_empty() {
        return;
    }
    for (when, example) in [("before", before), ("after", after)] {
        let _ = writeln!(text, "\n{heading}, {when}:");
        if example.is_empty() {
            text.push_str("  (nothing)\n");
        }
        for line in example.lines() {
            let line = format!("  {line}");
            let _ = writeln!(text, "{}", line.trim_end());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{title, wire_rule};
    use crate::changes::{Action, Area, Effect, Rule};

    const RULE: Rule = Rule {
        id: "lamp-became-required",
        area: Area::Parameter,
        action: Action::Narrowed,
        sentence: "the lamp `{name}` is required, it was {old}",
        request: Effect::Refused,
        response: Effect::Nothing,
        strict: Some(Effect::Tolerated),
        why: "A server refuses what lacks it.",
        mirror: Some("lamp-became-optional"),
    };

    #[test]
    fn titles_have_no_placeholders() {
        assert_eq!(title(RULE.sentence), "the lamp `…` is required, it was …");
        assert_eq!(title("a { b"), "a { b");
        assert_eq!(title("a {b} {"), "a … {");
    }

    #[test]
    fn levels_are_those_of_the_judge() {
        let text = wire_rule(&RULE);
        assert!(
            text.contains("  in what it sends, it is refused by the server: major\n"),
            "{text}"
        );
        assert!(text.contains("  in what it receives, it notices nothing: none\n"), "{text}");
        assert!(text.contains("`strict`, it copes: none\n"), "{text}");
        assert!(text.ends_with("The opposite change is `lamp-became-optional`.\n"), "{text}");
    }

    #[test]
    fn every_rule_shows_its_pair() {
        for rule in crate::changes::rules::all() {
            let text = wire_rule(rule);
            let (_, example) = text.split_once("\nIn a definition:\n").unwrap();
            assert!(example.lines().any(|line| line.starts_with("  -") || line.starts_with("  +")));
        }
    }

    #[test]
    fn one_level_is_said_once() {
        let rule = Rule { request: Effect::Lost, response: Effect::Lost, strict: None, ..RULE };
        let text = wire_rule(&rule);
        assert!(text.contains("  it no longer gets what it reads: major\n"), "{text}");
        assert!(!text.contains("both ways"), "{text}");
    }
}
