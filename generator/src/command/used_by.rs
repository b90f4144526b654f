//! `diff --used-by PATH`: reads programs, and says which of the changes each of them notices.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::diff::report::{Report, visible};
use crate::diff::usage::{Noticed, NoticedChange, Program, noticed};
use crate::diff::{Options, Side};

/// So many places of an item are named.
const PLACES: usize = 3;

/// The answer about programs; nothing where none was asked about.
pub(super) fn answer(
    paths: &[PathBuf],
    sides: &[Side; 2],
    report: &Report,
    options: &Options,
) -> Result<Option<String>, Diagnostics> {
    if paths.is_empty() {
        return Ok(None);
    }
    let package = &options.config.package;
    // What an extension writes by hand calls operations of its own accord.
    let hides_calls = !options.config.extensions.is_empty();
    let mut text =
        format!("{}: {}\n", report.verdict.bump.to_string().to_uppercase(), report.verdict.reason);
    for path in paths {
        let program = read(path, &package.name)?;
        text.push('\n');
        text.push_str(&told(&noticed(&program, sides, report, hides_calls), &package.name));
    }
    Ok(Some(text))
}

/// What a program notices, for people.
fn told(noticed: &Noticed, package: &str) -> String {
    let Noticed { program, used, of, changes, unread } = noticed;
    let mut text = match (*used, changes.len()) {
        (0, _) => format!("{program}: it uses nothing of `{package}`\n"),
        (_, 0) => {
            format!("{program}: nothing of this concerns it ({of} changes; it uses {used} items)\n")
        }
        (_, count) => format!("{program}: {count} of {of} changes concern it\n"),
    };
    for path in unread {
        let _ = writeln!(text, "  left out, because it is no Rust: {path}");
    }
    for change in changes {
        write_change(&mut text, change);
    }
    text
}

fn write_change(text: &mut String, change: &NoticedChange) {
    let NoticedChange { bump, subject, sentence, on_the_wire, items } = change;
    let level = bump.to_string();
    let _ = writeln!(text, "  {level:<6} {}: {}", visible(subject), visible(sentence));
    if *on_the_wire && items.is_empty() {
        let _ = writeln!(
            text,
            "         no line must be changed, but what is sent or received is another"
        );
    }
    for item in items {
        let _ = writeln!(text, "         before  {}", item.before);
        let _ =
            writeln!(text, "         after   {}", item.after.as_deref().unwrap_or("it is gone"));
        let more = item.places.len().saturating_sub(PLACES);
        let mut places = item.places.iter().take(PLACES).cloned().collect::<Vec<_>>().join(", ");
        if more > 0 {
            let _ = write!(places, " and {more} more");
        }
        if !places.is_empty() {
            let _ = writeln!(text, "         in      {places}");
        }
    }
}

/// A program: a file, or all Rust files of a crate.
fn read(path: &Path, package: &str) -> Result<Program, Diagnostics> {
    let mut files = Vec::new();
    let mut roots = BTreeSet::from([package.replace('-', "_")]);
    if path.is_dir() {
        collect(path, &mut files)?;
        let manifest = fs::read_to_string(path.join("Cargo.toml")).unwrap_or_default();
        roots.extend(renamed(&manifest, package));
    } else {
        files.push(path.to_owned());
    }
    files.sort();
    let mut read = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| problem(&file, &error))?;
        let shown = file.strip_prefix(path).ok().filter(|rest| !rest.as_os_str().is_empty());
        read.push((shown.unwrap_or(&file).display().to_string(), text));
    }
    Ok(Program { name: path.display().to_string(), roots, files: read })
}

/// The Rust files below a folder, without what is built and what is hidden.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Diagnostics> {
    for entry in fs::read_dir(folder).map_err(|error| problem(folder, &error))? {
        let entry = entry.map_err(|error| problem(folder, &error))?;
        let kind = entry.file_type().map_err(|error| problem(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // Links are not followed: they may lead round in a circle.
        if kind.is_dir() && name != "target" && !name.starts_with('.') {
            collect(&entry.path(), files)?;
        } else if kind.is_file() && Path::new(&name).extension().is_some_and(|it| it == "rs") {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// The names under which a manifest takes in a package that is called otherwise, on whatever platform.
fn renamed(manifest: &str, package: &str) -> Vec<String> {
    let Ok(manifest) = manifest.parse::<toml::Table>() else { return Vec::new() };
    let platforms = manifest.get("target").and_then(toml::Value::as_table).into_iter().flatten();
    let platforms = platforms.filter_map(|(_, platform)| platform.as_table());
    let entries = std::iter::once(&manifest).chain(platforms).flat_map(dependencies);
    let of_package = |(_, value): &(&String, &toml::Value)| {
        value.get("package").and_then(toml::Value::as_str) == Some(package)
    };
    entries.filter(of_package).map(|(name, _)| name.replace('-', "_")).collect()
}

/// The dependencies of all kinds that one table of a manifest lists.
fn dependencies(table: &toml::Table) -> impl Iterator<Item = (&String, &toml::Value)> {
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    kinds.into_iter().filter_map(|kind| table.get(kind)?.as_table()).flatten()
}

fn problem(path: &Path, error: &std::io::Error) -> Diagnostics {
    let message = format!("{} cannot be read: {error}.", path.display());
    Diagnostics::from(Diagnostic::new(Code::UnreadableInput, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_known_by_the_names_that_a_manifest_gives_it() {
        let manifest = r#"
            [dependencies]
            pets-sdk = "1"
            plants = { package = "plants-sdk", version = "1" }
            our-pets = { package = "pets-sdk", version = "1" }
            [dev-dependencies]
            pets_of_tests = { package = "pets-sdk", version = "2" }
            [target.'cfg(unix)'.dependencies]
            unix-pets = { package = "pets-sdk", version = "1" }
            [target.x86_64-pc-windows-msvc.build-dependencies]
            built = { package = "pets-sdk", version = "1" }
        "#;
        let mut found = renamed(manifest, "pets-sdk");
        found.sort();
        assert_eq!(found, ["built", "our_pets", "pets_of_tests", "unix_pets"]);
    }
}
