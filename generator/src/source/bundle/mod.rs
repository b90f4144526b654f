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

/// Makes one tree of that of a document and those of its other files. `name` is what the reports call the first.
pub(super) fn bundle(
    name: &str,
    root: &mut Value,
    files: &SourceFiles,
) -> Result<Bundle, Diagnostic> {
    let mut targets = Targets::read(files);
    targets.find(root);
    targets.name(root);
    let mut copier = Copier::new(&targets, root);
    let whole = copier.whole();
    let (origins, unfollowed) = copier.finish(name)?;
    *root = whole;
    let mut files = targets.documents;
    // Their trees are in that of the first one now.
    files.iter_mut().for_each(|file| drop(file.take_value()));
    Ok(Bundle { files, origins, unfollowed })
}
