//! Several files → one document: what a reference to another file leads to becomes a named part of the first one.
//!
//! In: the first document and the other files. Out: one tree without references to files that could be read, and, for each
//! part of it that comes from another file, where it stands there. A part has the name of its key, or of its file, so that
//! a definition says the same whether it is cut into files or not. Invariant: each named part stands once, so circles between
//! files are circles within the document.

mod context;
mod copy;
mod targets;
mod walk;

use serde_json::Value;

use self::copy::Copier;
use self::targets::Targets;
use super::document::Bundle;
use super::files::SourceFiles;
use crate::diagnostic::Diagnostic;
use crate::limit::Limits;

/// Makes one tree of that of a document and those of its other files. `name` is what the reports call the first.
pub(super) fn bundle(
    name: &str,
    root: &mut Value,
    files: &SourceFiles,
    limits: Limits,
) -> Result<Bundle, Diagnostic> {
    let mut targets = Targets::read(files, limits);
    targets.find(root);
    targets.name(root);
    let mut copier = Copier::new(&targets, root, limits);
    let whole = copier.whole();
    let (origins, unfollowed) = copier.finish(name)?;
    *root = whole;
    let mut files = targets.documents;
    // Their trees are in that of the first one now.
    for file in &mut files {
        drop(file.take_value());
    }
    Ok(Bundle { files, origins, unfollowed })
}
