//! What `diff` says: every format beside the reports that it must give, and what no text of a definition
//! can do in any of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

#[path = "report/formats.rs"]
mod formats;
#[path = "report/hostile.rs"]
mod hostile;
#[path = "report/hostile_formats.rs"]
mod hostile_formats;
#[path = "report/real.rs"]
mod real;
#[path = "report/samples.rs"]
mod samples;

use generator::diff::report::{Format, Report, Style, render};

/// A report in a format, without colours.
fn rendered(report: &Report, format: Format) -> String {
    render(report, format, Style::default())
}
