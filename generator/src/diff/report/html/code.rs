//! The difference of the generated code on the page: one fold per file.

use super::element::{Page, class};
use crate::diff::report::words;

/// Writes a unified diff.
pub(super) fn render(page: &mut Page, diff: &str) {
    let files = files(diff);
    page.element("section", &[class("code")], |page| {
        page.leaf("h2", &[], "The generated code");
        let count = words::counted(files.len(), "file differs", "files differ");
        page.leaf("p", &[], &format!("{count}."));
        for file in &files {
            page.end_line();
            page.element("details", &[class("file")], |page| one(page, file));
        }
    });
    page.end_line();
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

fn one(page: &mut Page, file: &File<'_>) {
    let count = |sign: char| file.lines.iter().filter(|line| line.starts_with(sign)).count();
    page.element("summary", &[], |page| {
        page.leaf("code", &[], file.name);
        page.text(" ");
        page.leaf("span", &[class("add")], &format!("+{}", words::number(count('+'))));
        page.text(" ");
        page.leaf("span", &[class("del")], &format!("−{}", words::number(count('-'))));
    });
    page.element("pre", &[class("diff")], |page| {
        for line in &file.lines {
            let line = line.replace('\t', "    ");
            match line.chars().next() {
                Some('+') => page.leaf("span", &[class("add")], &line),
                Some('-') => page.leaf("span", &[class("del")], &line),
                Some('@') => page.leaf("span", &[class("hunk")], &line),
                _ => page.text(&line),
            }
            page.end_line();
        }
    });
}
