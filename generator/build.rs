//! Embeds the templates and the examples of the rules, so that the binary needs nothing else.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("templates.rs"), templates(&package.join("../templates"))?)?;
    fs::write(out.join("rule_examples.rs"), rule_examples(&package.join("../tests/diff"))?)
}

/// All templates: `&[(path, text)]`.
fn templates(root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let path = file.strip_prefix(root).map_err(io::Error::other)?;
        let path = path.to_string_lossy().replace('\\', "/");
        let _ = writeln!(code, "    ({path:?}, include_str!({:?})),", file.to_string_lossy());
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
