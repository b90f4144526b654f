//! The difference of the generated code on the page: one fold per file.

use maud::{Markup, html};

use super::LINE_END;
use super::text::shown;
use crate::diff::report::words;

/// Writes a unified diff.
pub(super) fn render(diff: &str) -> Markup {
    let files = files(diff);
    html! {
        section.code {
            h2 { "The generated code" }
            p { (words::counted(files.len(), "file differs", "files differ")) "." }
            @for file in &files { (LINE_END) details.file { (one(file)) } }
        }
        (LINE_END)
    }
}

/// The lines of one file, with its name.
struct File<'a> {
    name: &'a str,
    lines: Vec<&'a str>,
}

/// Cuts a unified diff where the header of a file starts.
fn files(diff: &str) -> Vec<File<'_>> {
    let mut files: Vec<File<'_>> = Vec::new();
    let mut lines = diff.lines().peekable();
    while let Some(line) = lines.next() {
        let old = line.strip_prefix("--- ");
        let new = lines.peek().and_then(|next| next.strip_prefix("+++ "));
        if let (Some(old), Some(new)) = (old, new) {
            lines.next();
            let name = if new == "/dev/null" { old } else { new };
            let name = name.strip_prefix("a/").or(name.strip_prefix("b/")).unwrap_or(name);
            files.push(File { name, lines: Vec::new() });
        } else if let Some(file) = files.last_mut() {
            file.lines.push(line);
        } else {
            files.push(File { name: "", lines: vec![line] });
        }
    }
    files
}

fn one(file: &File<'_>) -> Markup {
    let count = |sign: char| file.lines.iter().filter(|line| line.starts_with(sign)).count();
    html! {
        summary {
            code { (shown(file.name)) } " "
            span.add { "+" (words::number(count('+'))) } " "
            span.del { "−" (words::number(count('-'))) }
        }
        pre.diff {
            @for line in &file.lines {
                @let class = match line.chars().next() {
                    Some('+') => Some("add"),
                    Some('-') => Some("del"),
                    Some('@') => Some("hunk"),
                    _ => None,
                };
                @let line = line.replace('\t', "    ");
                @if let Some(class) = class { span.(class) { (shown(&line)) } } @else { (shown(&line)) }
                (LINE_END)
            }
        }
    }
}
