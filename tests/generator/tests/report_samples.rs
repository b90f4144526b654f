//! Each sample of a report in each format, beside the text that was reviewed: `report/<sample>/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]
#![allow(dead_code, reason = "other tests use more of the samples")]

#[path = "report/hostile.rs"]
mod hostile;
#[path = "report/samples.rs"]
mod samples;

use std::path::Path;
use std::process::ExitCode;

use generator::diff::report::{Detail, Format, Report, Style, render};
use generator_tests::cases::{Case, Suite};

const FORMATS: [(Format, &str); 9] = [
    (Format::Text, "report.txt"),
    (Format::Markdown, "report.md"),
    (Format::Json, "report.json"),
    (Format::Github, "annotations.txt"),
    (Format::Sarif, "report.sarif"),
    (Format::Html, "report.html"),
    (Format::Summary, "summary.txt"),
    (Format::Junit, "report.xml"),
    (Format::Notes, "notes.md"),
];

/// A narrow terminal with colours; one sample shows it.
const NARROW: Style = Style { width: 60, colour: true, detail: Detail::Readable };

fn main() -> ExitCode {
    let mut suite = Suite::new("report_samples");
    for (name, report) in samples::all() {
        let folder = Path::new("report").join(name);
        suite.case("", name, &folder, move |case| is_as_reviewed(case, &report));
    }
    suite.run()
}

fn is_as_reviewed(case: &Case, report: &Report) -> Result<(), String> {
    for (format, file) in FORMATS {
        // Hundreds of entries show how a text is cut; only one format has a limit.
        if case.name == "many" && format != Format::Markdown {
            continue;
        }
        let text = render(report, format, Style::default());
        case.compare(file, &reviewable(&text, format))?;
    }
    if case.name == "everything" {
        let text = render(report, Format::Text, NARROW).replace('\u{1b}', "ESC");
        case.compare("narrow.txt", &text)?;
    }
    Ok(())
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
