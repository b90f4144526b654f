//! Bytes → [`Document`]: one definition as a tree, and where in the text each part of it stands.
//!
//! [`read`] is the only function of the generator that opens an input. [`parse`] takes JSON or YAML, by
//! content and not by name, and gives the same tree for the same definition in either. Both refuse what
//! is too large, too deep or says one thing twice, so that no later stage has to.

mod bounded;
mod bundle;
mod document;
mod files;
mod git;
mod index;
mod json;
mod lookalike;
mod read;
mod repair;
mod tree;
mod version;
mod yaml;

pub use self::document::Document;
use self::document::Format;
pub use self::files::{SourceFile, SourceFiles};
pub use self::git::git_path;
pub use self::read::{STDIN, SourceText, Texts, read, read_below, read_with, read_within};
pub use self::version::{Version, version};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Position};
use crate::limit::{Found, Limit, Limits};

/// Reads a definition from its text. `name` is what the reports call the file.
///
/// A text that starts like JSON but is not is tried as YAML, which allows comments and a comma too many;
/// when it is neither, the report is the one for JSON.
pub fn parse(name: &str, text: &str) -> Result<Document, Diagnostics> {
    parse_within(name, text, Limits::default())
}

/// The same with limits of its own.
pub fn parse_within(name: &str, text: &str, limits: Limits) -> Result<Document, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > limits.of(Limit::Bytes) {
        return Err(bounded::too_large(name, Found::Exactly(text.len()), limits).into());
    }
    let (format, tree) = if text.trim_start().starts_with(['{', '[']) {
        match json::parse(text, limits) {
            Err(problem) if problem.code == Code::SyntaxError => match yaml::parse(text, limits) {
                Ok(tree) => (Format::Yaml, Ok(tree)),
                Err(_) => (Format::Json, Err(problem)),
            },
            tree => (Format::Json, tree),
        }
    } else {
        (Format::Yaml, yaml::parse(text, limits))
    };
    let tree = tree.map_err(|problem| problem.into_diagnostic(name, text))?;
    let document = Document::new(name, text, format, tree.value);
    if tree.repeated_keys {
        return Err(repeated_keys(&document));
    }
    Ok(document)
}

/// Reads a definition from the texts of its files: one document, in which each part knows its file.
pub fn parse_all<'t>(name: &str, texts: impl Into<Texts<'t>>) -> Result<Document, Diagnostics> {
    parse_all_within(name, texts, Limits::default())
}

/// The same with limits of its own.
pub fn parse_all_within<'t>(
    name: &str,
    texts: impl Into<Texts<'t>>,
    limits: Limits,
) -> Result<Document, Diagnostics> {
    let Texts { text, files } = texts.into();
    let mut document = parse_within(name, text, limits)?;
    if let Some(files) = files.filter(|files| !files.path.is_empty()) {
        document.bundle = bundle::bundle(name, &mut document.value, files, limits)?;
    }
    Ok(document)
}

/// How many repeated keys are reported.
const MAX_REPETITIONS: usize = 100;

/// One diagnostic per key that an object states again.
fn repeated_keys(document: &Document) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for repetition in document.index().repetitions().into_iter().take(MAX_REPETITIONS) {
        let Position { line, column } = repetition.first;
        let message = format!(
            "The key `{}` occurs twice in this object; the first is in line {line}, column {column}.",
            repetition.key
        );
        diagnostics.push(
            Diagnostic::new(Code::DuplicateKey, message)
                .help("Remove one of the two; parsers disagree on which one counts.")
                .at(&repetition.pointer)
                .in_text(&document.name, &document.text, repetition.second),
        );
    }
    if diagnostics.is_empty() {
        let message = "An object of the definition has the same key twice.";
        diagnostics.push(Diagnostic::new(Code::DuplicateKey, message).in_file(&document.name));
    }
    diagnostics
}

/// What stops a text from becoming a tree.
#[derive(Clone, Debug)]
struct Problem {
    code: Code,
    message: String,
    help: Option<String>,
    position: Option<Position>,
}

impl Problem {
    /// One whose place is not known.
    fn of(diagnostic: Diagnostic) -> Self {
        let Diagnostic { code, message, help, .. } = diagnostic;
        Self { code, message, help, position: None }
    }

    fn into_diagnostic(self, name: &str, text: &str) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code, self.message);
        // What the document is says more than what the parser made of it.
        let is_misread = self.code == Code::SyntaxError;
        let looks_like = lookalike::text(text).filter(|_| is_misread).map(str::to_owned);
        let diagnostic = match looks_like.or(self.help) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        };
        match self.position {
            Some(position) => diagnostic.in_text(name, text, position),
            None => diagnostic.in_file(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{Document, parse};
    use crate::diagnostic::Code;
    use crate::pointer::Pointer;

    fn at(document: &Document, pointer: &str) -> (usize, usize) {
        let position = document.position(&Pointer::from_escaped(pointer)).unwrap();
        (position.line, position.column)
    }

    #[test]
    fn finds_positions_in_json() {
        let text = "\u{feff}{\n  \"ä\": [1, {\"b\\u0063\": null}],\n\t\"x/y\": {\"z~\": 1}\n}\n";
        let document = parse("a.json", text).unwrap();
        assert_eq!(at(&document, ""), (1, 1));
        assert_eq!(at(&document, "/ä"), (2, 3));
        assert_eq!(at(&document, "/ä/0"), (2, 9));
        assert_eq!(at(&document, "/ä/1"), (2, 12));
        assert_eq!(at(&document, "/ä/1/bc"), (2, 13));
        assert_eq!(at(&document, "/ä/1/nope/deeper"), (2, 12));
        assert_eq!(at(&document, "/x~1y/z~0"), (3, 10));
        assert_eq!(document.line(3), Some("\t\"x/y\": {\"z~\": 1}"));
        assert_eq!(
            document.excerpt(&Pointer::from_escaped("/x~1y/z~0")).as_deref(),
            document.line(3)
        );
        assert_eq!(document.line(6), None);
        assert_eq!(document.line(0), None);
    }

    #[test]
    fn excerpts_of_long_lines_are_short() {
        let text = format!(
            "{{\"a\": \"{}\", \"b\": {{\"c\": \"{}\"}}}}",
            "é".repeat(1000),
            "y".repeat(1000)
        );
        for text in [text.clone(), format!("# yaml\n{text}")] {
            let document = parse("a.json", &text).unwrap();
            let excerpt = document.excerpt(&Pointer::from_escaped("/b/c")).unwrap();
            assert_eq!(excerpt.chars().count(), 100);
            assert!(excerpt.chars().skip(50).collect::<String>().starts_with("\"c\": \"yyy"));
        }
    }

    #[test]
    fn finds_positions_in_yaml() {
        let text = "# c\nbase: &b\n  é: 1\n  list:\n    - x\n    - {y: 2}\nother:\n  <<: *b\n  own: *b\n200: a\r\n";
        let document = parse("a.yaml", text).unwrap();
        assert_eq!(at(&document, "/base"), (2, 1));
        assert_eq!(at(&document, "/base/é"), (3, 3));
        assert_eq!(at(&document, "/base/list/0"), (5, 7));
        assert_eq!(at(&document, "/base/list/1/y"), (6, 8));
        assert_eq!(
            at(&document, "/other/é"),
            (3, 3),
            "merged members stand where they were written"
        );
        assert_eq!(at(&document, "/other/own"), (9, 3));
        assert_eq!(at(&document, "/other/own/list/1"), (6, 7));
        assert_eq!(at(&document, "/200"), (10, 1));
        assert_eq!(document.line(10), Some("200: a"));
        assert_eq!(document.value()["other"]["list"][1]["y"], 2);
    }

    #[test]
    fn finds_positions_after_careless_indentation() {
        let text = "a:\n  b: \"x\n y\\\" z\nw\"\n  c: 'it''s\nme'\n  d: [\n1,\n{e: 2}\n]\nf: 1\n";
        let document = parse("a.yaml", text).unwrap();
        assert_eq!(document.value()["a"]["c"], "it's me");
        assert_eq!(at(&document, "/a/c"), (5, 3));
        assert_eq!(at(&document, "/a/d/0"), (8, 1));
        assert_eq!(at(&document, "/a/d/1/e"), (9, 2));
        assert_eq!(at(&document, "/f"), (11, 1));
    }

    #[test]
    fn yaml_keys_are_text_and_tags_are_ignored() {
        let document = parse("a", "200: !x {true: 1, 1.10: 2, ~: 3}\nl: !!str 5\n").unwrap();
        let expected = serde_json::json!({"200": {"true": 1, "1.10": 2, "~": 3}, "l": "5"});
        assert_eq!(document.value(), &expected);
    }

    #[test]
    fn own_members_win_over_merged_ones() {
        let text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {z: 3, <<: [*a, *b]}\n";
        let document = parse("a", text).unwrap();
        assert_eq!(document.value()["c"], serde_json::json!({"z": 3, "x": 1, "y": 1}));
    }

    #[test]
    fn reports_every_repeated_key() {
        for text in [
            "{\"a\": 1,\n \"b\": {\"c\": 1, \"c\": 2},\n \"a\": 2}",
            "a: 1\nb: {c: 1, c: 2}\na: 2\n",
        ] {
            let problems = parse("a", text).unwrap_err();
            let found: Vec<_> = problems
                .iter()
                .map(|d| (d.code, d.pointer.clone().unwrap().to_string(), d.position.unwrap().line))
                .collect();
            let code = Code::DuplicateKey;
            assert_eq!(found, [(code, "/b/c".to_owned(), 2), (code, "/a".to_owned(), 3)]);
        }
    }

    #[test]
    fn says_where_the_syntax_breaks() {
        let problem = |text: &str| parse("a", text).unwrap_err().into_iter().next().unwrap();
        let json = problem("{\"é\": 1,\n \"é\" 2}");
        assert_eq!(json.code, Code::SyntaxError);
        assert_eq!(json.position.map(|p| (p.line, p.column)), Some((2, 6)));
        let yaml = problem("a: 1\nb: [1, 2\n");
        assert_eq!(yaml.code, Code::SyntaxError);
        assert!(yaml.position.is_some());
        assert!(problem("<a>: <b>: c").help.unwrap().contains("HTML"));
        assert_eq!(problem("a: .nan\n").code, Code::SyntaxError);
        assert_eq!(problem("--- 1\n--- 2\n").code, Code::SyntaxError);
        for key in ["[x]: c", "? {a: b}\n: c", "? - a\n: c"] {
            let problem = problem(&format!("a: 1\n{key}\n"));
            assert_eq!(problem.code, Code::SyntaxError, "{key}");
            assert!(problem.position.is_some(), "{key}: {problem:?}");
        }
    }

    #[test]
    fn what_few_files_have_is_read_all_the_same() {
        let directives = "%YAML 1.1\n%TAG ! tag:x,2000:\n---\na: 1\n...\n";
        assert_eq!(parse("a", directives).unwrap().value(), &serde_json::json!({"a": 1}));
        // Whoever wrote these meant something; none of them is worth a definition.
        for text in [
            "[0xff, 0o17, 0b1, 1_000, 12:30:45, 2001-01-01, yes, no, ~, =, <<]",
            "[1e400, -1e400, 1e-400]",
            "{\"a\": 1e400}",
            &format!("[{0}, -{0}, {0}.5]", "9".repeat(500)),
            &format!("{{\"a\": {0}, \"b\": -{0}.5e9}}", "9".repeat(500)),
        ] {
            let parsed = parse("a", text);
            assert!(parsed.is_ok(), "{text}: {parsed:?}");
        }
    }

    #[test]
    fn relaxed_json_is_yaml() {
        let document = parse("a", "{\"a\": 1, # why\n \"b\": [1,],}").unwrap();
        assert_eq!(document.value(), &serde_json::json!({"a": 1, "b": [1]}));
        assert_eq!(at(&document, "/b"), (2, 2));
    }

    #[test]
    fn refuses_depth_in_both_formats() {
        for text in [
            format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)),
            format!("a: {}{}", "[".repeat(10_000), "]".repeat(10_000)),
            (0..10_000).fold(String::new(), |text, depth| text + &" ".repeat(depth % 130) + "a:\n"),
            format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000)),
        ] {
            let problems = parse("a", &text).unwrap_err();
            let code = problems.iter().next().unwrap().code;
            assert!(matches!(code, Code::InputTooLarge | Code::SyntaxError | Code::DuplicateKey));
        }
        let deep = format!("{}1{}", "[".repeat(63), "]".repeat(63));
        assert!(parse("a", &deep).is_ok());
        assert!(parse("a", &format!("a: {deep}")).is_ok());
    }

    #[test]
    fn refuses_alias_bombs() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let inner = vec![format!("*a{}", level - 1); 10].join(", ");
            writeln!(text, "a{level}: &a{level} [{inner}]").unwrap();
        }
        let problems = parse("a", &text).unwrap_err();
        assert_eq!(problems.iter().next().unwrap().code, Code::InputTooLarge);
    }
}
