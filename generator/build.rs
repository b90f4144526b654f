//! Embeds the templates, each with what is found out about it here instead of in every run, and the examples of
//! the rules, so that the binary needs nothing else. Lists the names that `view` writes into generated files, so that
//! nothing else gets them.

#[allow(dead_code, reason = "the generator uses the rest")]
#[path = "src/names"]
mod names {
    pub mod code;
    pub mod tokens;
}

#[allow(dead_code, unused_imports, reason = "the generator uses the rest")]
#[path = "src/public_api"]
mod public_api {
    mod condition;
    mod display;
    mod form;
    mod generics;
    mod item;
    mod rewrite;
    mod types;

    pub mod read {
        mod attributes;
        pub mod file;
        mod items;
        mod macros;
        mod members;
        mod raw;
        mod skip;
        mod strip;
        mod types;
    }
}

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use names::code::Code;
use names::tokens::{Token, tokens};

/// The files of `view` that write nothing into the files of models and operations.
const OF_THE_CRATE: &[&str] =
    &["error_reply.rs", "extension.rs", "facts.rs", "package.rs", "security.rs", "settings.rs"];

fn main() -> io::Result<()> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("templates.rs"), templates(&package.join("../templates"))?)?;
    fs::write(out.join("rule_examples.rs"), rule_examples(&package.join("../tests/diff"))?)?;
    fs::write(out.join("written.rs"), written(&package.join("src/view"))?)
}

/// All templates: `&[Embedded]`.
fn templates(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let path = file.strip_prefix(root).map_err(io::Error::other)?;
        let path = path.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file)?;
        let (plain, is_template) = match path.strip_suffix(".tera") {
            Some(plain) => (plain, true),
            None => (&*path, false),
        };
        let is_rust = Path::new(plain).extension().is_some_and(|ending| ending == "rs");
        let is_source = plain.contains("/src/") && is_rust;
        // What does not parse is left for `public_api` to report.
        let is_plain = is_source && !is_template;
        let items = is_plain.then(|| public_api::read::file::as_data(&text)).flatten();
        let names = is_source.then(|| serde_json::to_string(&Code::of(&text, is_template)));
        let names = names.transpose()?;
        let file = file.to_string_lossy();
        let text = format!("include_str!({file:?})");
        let _ = writeln!(
            code,
            "    Embedded {{ path: {path:?}, text: {text}, items: {items:?}, names: {names:?} }},",
        );
    }
    Ok(code + "]")
}

/// The pair of each rule: `&[(id, [old, new])]`. Variants of a pair, which have a dot in their names, are tests
/// alone.
fn rule_examples(root: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut folders = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if path.is_dir() && path.extension().is_none() {
            folders.push(path);
        }
    }
    folders.sort();
    let mut code = String::from("&[\n");
    for folder in &folders {
        let id = folder.file_name().unwrap_or_default().to_string_lossy();
        let [old, new] = ["old.yaml", "new.yaml"].map(|name| folder.join(name));
        if old.is_file() && new.is_file() {
            let [old, new] = [old.to_string_lossy(), new.to_string_lossy()];
            let _ = writeln!(code, "    ({id:?}, [include_str!({old:?}), include_str!({new:?})]),");
        }
    }
    Ok(code + "]")
}

/// The names in the code that `view` puts into the files of models, and into those of operations.
fn written(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    let (mut models, mut apis) = (BTreeSet::new(), BTreeSet::new());
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if !OF_THE_CRATE.contains(&&*name) {
            let of_operations = file.parent().is_some_and(|folder| folder.ends_with("operation"));
            let into = if of_operations { &mut apis } else { &mut models };
            let text = fs::read_to_string(file)?;
            quoted(&text, into);
            imported(&text, into);
        }
    }
    Ok(format!(
        "Written {{ models: &{:?}, apis: &{:?} }}",
        Vec::from_iter(models),
        Vec::from_iter(apis)
    ))
}

/// The names in `quote!(…)` that are looked up where the code stands, without what is put in.
fn quoted(text: &str, into: &mut BTreeSet<String>) {
    let tokens = tokens(text, false);
    let is_quote = |at: &usize| {
        tokens.get(*at) == Some(&Token::Word("quote"))
            && tokens.get(at + 1) == Some(&Token::Mark('!'))
    };
    for start in (0..tokens.len()).filter(is_quote) {
        let mut depth = 0_usize;
        for at in start + 2..tokens.len() {
            match tokens.get(at) {
                Some(Token::Mark('(' | '{' | '[')) => depth += 1,
                Some(Token::Mark(')' | '}' | ']')) => depth = depth.saturating_sub(1),
                Some(Token::Word(word)) => {
                    let before = tokens.get(at - 1);
                    let is_put_in = before == Some(&Token::Mark('#'));
                    let is_type = word.starts_with(char::is_uppercase);
                    let leads = is_type || tokens.get(at + 1) == Some(&Token::Path);
                    if leads && !is_put_in && before != Some(&Token::Path) {
                        into.insert((*word).to_owned());
                    }
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
}

/// The names in the paths that are added to the imports of a file.
fn imported(text: &str, into: &mut BTreeSet<String>) {
    for path in text.split(".add(\"").skip(1) {
        let path = path.split('"').next().unwrap_or_default();
        let words = path.split(|c: char| !c.is_alphanumeric() && c != '_');
        into.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
