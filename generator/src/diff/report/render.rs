//! A report in the format that was asked for.

use super::format::{Format, Style};
use super::{Report, github, html, json, junit, markdown, notes, sarif, summary, text};

/// The report in a format. Only [`Format::Text`] and [`Format::Summary`] have a style.
pub fn render(report: &Report, format: Format, style: Style) -> String {
    match format {
        Format::Text => text::render(report, style),
        Format::Markdown => markdown::render(report),
        Format::Json => json::render(report),
        Format::Github => github::render(report),
        Format::Sarif => sarif::render(report),
        Format::Html => html::render(report),
        Format::Summary => summary::render(report, style),
        Format::Junit => junit::render(report),
        Format::Notes => notes::render(report),
    }
}
