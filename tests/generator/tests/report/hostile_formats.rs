//! No text of a definition leaves its place: the parts of a page are the same, whatever its texts are.

use generator::diff::report::{Format, Report, Style, render};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use crate::hostile::{ATOMS, Numbers, replace};
use crate::{rendered, samples};

/// How many reports are made of random texts; each atom has a report of its own beside these.
const REPORTS: u64 = 150;

/// A report with other texts, and what it is made of.
fn hostile_reports() -> impl Iterator<Item = Report> {
    let atoms = ATOMS.iter().map(|atom| filled(&mut |number| format!("{atom}{number}")));
    let random = (0..REPORTS).map(|seed| {
        let mut numbers = Numbers(seed);
        filled(&mut |number| format!("{}{number}", numbers.text()))
    });
    atoms.chain(random)
}

fn filled(text: &mut impl FnMut(usize) -> String) -> Report {
    let mut report = samples::everything();
    replace(&mut report, text);
    report
}

/// The same report with harmless texts.
fn harmless() -> Report {
    filled(&mut |number| format!("word{number}"))
}

#[test]
fn a_terminal_is_sent_no_commands() {
    for report in hostile_reports() {
        let text = rendered(&report, Format::Text);
        assert_plain(&text);
        let code = format!("{}\u{1b}[2J\u{9b}2J\n", ATOMS.concat());
        let text = rendered(&Report { code: Some(code), ..report }, Format::Text);
        assert_plain(&text);
    }
}

#[test]
fn a_terminal_is_sent_only_our_colours() {
    let style = Style { width: 50, colour: true, ..Style::default() };
    for report in hostile_reports() {
        let text = render(&report, Format::Text, style);
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once('\u{1b}') {
            let (code, after) = after.split_once('m').unwrap();
            let known = ["[0", "[1", "[2", "[1;31", "[33", "[32", "[36", "[1;37;41"];
            assert!(known.contains(&code), "{code:?}");
            rest = after;
        }
        assert_plain(&text.replace('\u{1b}', ""));
    }
}

/// Nothing that a terminal or the log of a workflow obeys.
fn assert_plain(text: &str) {
    for line in text.split('\n') {
        let odd = line.chars().find(|c| c.is_control() || is_direction(*c));
        assert!(odd.is_none(), "{odd:?} in {line:?}");
        assert!(!line.trim_start().starts_with("::"), "{line:?}");
        assert!(!line.contains("##["), "{line:?}");
    }
}

fn is_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[test]
fn a_runner_gets_the_same_commands() {
    let expected: Vec<String> = commands(&rendered(&harmless(), Format::Github));
    for report in hostile_reports() {
        let text = rendered(&report, Format::Github);
        for line in text.lines() {
            let odd = line.chars().find(|c| c.is_control() || is_direction(*c));
            assert!(odd.is_none(), "{odd:?} in {line:?}");
        }
        assert_eq!(commands(&text), expected, "{text}");
    }
}

/// The name of each command and of its properties, read as the runner reads them.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let rest = line.strip_prefix("::").unwrap_or_else(|| panic!("{line:?} is no command"));
        let (command, _) = rest.split_once("::").unwrap();
        let (name, properties) = command.split_once(' ').unwrap_or((command, ""));
        // Whether a place is known depends on the name of the file.
        let keys = properties.split(',').filter(|part| !part.is_empty()).map(|property| {
            let (key, value) = property.split_once('=').expect("a property has a value");
            assert!(!value.contains([':', ',', '\r', '\n']), "{line:?}");
            key
        });
        let keys: Vec<&str> = keys.filter(|key| !["file", "line", "col"].contains(key)).collect();
        found.push(format!("{name} {}", keys.join(" ")));
    }
    found
}

#[test]
fn a_page_has_the_same_elements() {
    let expected = elements(&rendered(&harmless(), Format::Html));
    for report in hostile_reports() {
        let page = rendered(&report, Format::Html);
        assert_eq!(elements(&page), expected, "{page}");
        assert_eq!(page.matches("<script").count(), 1);
        let odd = page.chars().find(|c| (c.is_control() && *c != '\n') || is_direction(*c));
        assert_eq!(odd, None);
    }
}

/// The elements of a page with their attributes, in order. Which words are code or differ depends on the
/// texts.
fn elements(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').expect("an element ends");
        rest = after;
        let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
        // Style and script are not read as elements.
        if let ("style" | "script", false) = (name, tag.starts_with('/')) {
            rest = rest.split_once(&format!("</{name}>")).expect("it ends").1;
        }
        if !["code", "mark"].contains(&name) {
            found.push(tag.to_owned());
        }
    }
    found
}

#[test]
fn a_pull_request_has_the_same_parts() {
    let expected = parts(&rendered(&harmless(), Format::Markdown));
    for report in hostile_reports() {
        let text = rendered(&report, Format::Markdown);
        assert_eq!(parts(&text), expected, "{text}");
        let bumps: Vec<&str> = text.lines().filter(|line| line.starts_with("Bump:")).collect();
        assert_eq!(bumps, ["Bump: major"], "{text}");
    }
}

/// The structure of a Markdown text. Which words are code depends on the texts.
fn parts(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let mut found = Vec::new();
    let mut in_code = false;
    for event in Parser::new_ext(text, options) {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link in\n{text}"),
            Event::Start(tag) => found.push(format!("start {tag:?}")),
            Event::End(tag) => found.push(format!("end {tag:?}")),
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<details>", "</details>", "<summary>"];
                assert!(ours.iter().any(|tag| html.starts_with(tag)), "{html:?} in\n{text}");
            }
            // Nothing is looked for in code.
            Event::Text(words) if !in_code => assert_no_reference(&words),
            Event::Text(_) | Event::Code(_) | Event::SoftBreak => {}
            other => found.push(format!("{other:?}")),
        }
    }
    found
}

/// What GitHub turns into a link after Markdown is read.
fn assert_no_reference(words: &str) {
    let follows = |sign: &str, is: fn(char) -> bool| {
        words.match_indices(sign).any(|(at, _)| words[at + sign.len()..].starts_with(is))
    };
    assert!(!follows("@", char::is_alphanumeric), "{words:?} mentions someone");
    assert!(!follows("www.", char::is_alphanumeric), "{words:?} is a link");
    assert!(!words.contains("https://") && !words.contains("http://"), "{words:?} is a link");
}

#[test]
fn json_and_sarif_keep_every_text() {
    for report in hostile_reports() {
        for format in [Format::Json, Format::Sarif] {
            let text = rendered(&report, format);
            assert_plain(&text);
            let value: Value = serde_json::from_str(&text).unwrap();
            if format == Format::Json {
                assert_eq!(value, serde_json::to_value(&report).unwrap());
            } else {
                let results = value["runs"][0]["results"].as_array().unwrap();
                let rules: Vec<&str> =
                    results.iter().map(|r| r["ruleId"].as_str().unwrap()).collect();
                let stated: Vec<&str> = report.entries.iter().map(|e| e.rule.as_str()).collect();
                assert_eq!(rules, stated);
                for result in results {
                    assert_no_link(result["message"]["text"].as_str().unwrap());
                }
            }
        }
    }
}

/// A message of SARIF has links `[text](address)`, unless the brackets are escaped.
fn assert_no_link(message: &str) {
    let bare = message.replace("\\\\", "").replace("\\[", "").replace("\\]", "");
    assert!(!bare.contains("]("), "{message:?}");
    assert_eq!(message.replace("{{", "").replace("}}", "").find(['{', '}']), None, "{message:?}");
}
