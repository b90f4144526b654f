//! Each sample in each format, beside the text that was reviewed.

use std::path::Path;

use generator::diff::report::{Format, Style, render};
use generator_tests::compare;

use crate::{rendered, samples};

const FORMATS: [(Format, &str); 6] = [
    (Format::Text, "report.txt"),
    (Format::Markdown, "report.md"),
    (Format::Json, "report.json"),
    (Format::Github, "annotations.txt"),
    (Format::Sarif, "report.sarif"),
    (Format::Html, "report.html"),
];

#[test]
fn reports_are_as_reviewed() {
    let mut problems = Vec::new();
    for (name, report) in samples::all() {
        for (format, file) in FORMATS {
            // Hundreds of entries show how a text is cut; only one format has a limit.
            if name == "many" && format != Format::Markdown {
                continue;
            }
            let text = reviewable(&rendered(&report, format), format);
            problems.extend(compare(&Path::new("report").join(name).join(file), &text).err());
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_narrow_terminal_with_colours_is_as_reviewed() {
    let style = Style { width: 60, colour: true };
    let text = render(&samples::everything(), Format::Text, style).replace('\u{1b}', "ESC");
    compare(Path::new("report/everything/narrow.txt"), &text)
        .unwrap_or_else(|diff| panic!("{diff}"));
}

/// The text without what changes for other reasons: the version of the generator, style and script.
fn reviewable(text: &str, format: Format) -> String {
    match format {
        Format::Sarif => {
            let version = format!("\"semanticVersion\": \"{}\"", env!("CARGO_PKG_VERSION"));
            assert!(text.contains(&version), "the version is missing");
            text.replace(&version, "\"semanticVersion\": \"0.0.0\"")
        }
        Format::Html => {
            let text = without(text, "<style>", "</style>");
            let text = without(&text, "<script>", "</script>");
            let text = without(&text, "style-src '", "'");
            without(&text, "script-src '", "'")
        }
        _ => text.to_owned(),
    }
}

/// The text with the part between the first `start` and the following `end` left out.
fn without(text: &str, start: &str, end: &str) -> String {
    let (before, rest) = text.split_once(start).expect("the page has the part");
    let (_, after) = rest.split_once(end).expect("the part ends");
    format!("{before}{start}…{end}{after}")
}
