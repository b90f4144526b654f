//! Where templates come from: those in the binary, and a folder laid over them file by file.

use std::fs;
use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::embedded;
use crate::generate::TemplateTree;
use crate::render::Templates;

/// The templates that the generator was built with.
pub fn embedded() -> TemplateTree {
    let mut all = Templates::default();
    for file in embedded::FILES {
        all.insert(file.path, file.text);
    }
    tree(&all)
}

/// The templates that the generator was built with, with those of a folder laid over. The folder looks like
/// `templates/`: `crate/` and `extensions/<name>/`.
pub fn with_folder(folder: &Path) -> Result<TemplateTree, Diagnostic> {
    let mut all = Templates::default();
    read(folder, "", &mut all)?;
    let overlay = tree(&all);
    if overlay.package.is_empty() && overlay.extensions.is_empty() {
        let message = format!("`{}` holds no templates.", folder.display());
        return Err(Diagnostic::new(Code::UnreadableInput, message).help(
            "The folder given to `--templates` has a folder `crate` or `extensions` in it.",
        ));
    }
    let mut tree = embedded();
    tree.package.overlay(overlay.package);
    tree.extensions.overlay(overlay.extensions);
    Ok(tree)
}

/// The templates of a folder alone, which must be complete.
pub fn from_folder(folder: &Path) -> Result<TemplateTree, Diagnostic> {
    let mut all = Templates::default();
    read(folder, "", &mut all)?;
    Ok(tree(&all))
}

fn tree(all: &Templates) -> TemplateTree {
    TemplateTree { package: all.below("crate"), extensions: all.below("extensions") }
}

fn read(folder: &Path, prefix: &str, into: &mut Templates) -> Result<(), Diagnostic> {
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if name.starts_with('.') {
            continue;
        }
        let inner = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        if path.is_dir() {
            read(&path, &inner, into)?;
        } else {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            into.insert(inner, text);
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableInput, format!("`{}` cannot be read: {error}.", path.display()))
        .help("`--templates` takes a folder that looks like the `templates/` of the generator.")
}
