//! The templates in the binary, each with what the build found out about it.
//!
//! What a plain file of the runtime defines does not depend on the definition, so it is not looked for in every
//! run. It holds for the text alone: a file of `--templates` that says anything else is read like any other.

/// A file of `templates/`.
#[derive(Debug)]
pub(crate) struct Embedded {
    /// The path below `templates/`, with `/`.
    pub path: &'static str,
    /// The text.
    pub text: &'static str,
    /// The items of a plain source file, as `public_api` reads them; `None` where there are none to read, or the file
    /// does not parse. JSON.
    pub items: Option<&'static str>,
    /// The names in a source file or the template of one, as `names` reads them; `None` for any other. JSON.
    pub names: Option<&'static str>,
}

/// All files, by path.
pub(crate) const FILES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The file that has this path below the folder of a crate, and this text.
pub(crate) fn find(path: &str, text: &str) -> Option<&'static Embedded> {
    // Most files differ in their length, and are passed over at once.
    FILES.iter().find(|file| file.text == text && of_crate(file.path) == Some(path))
}

/// `crate/src/lib.rs.tera` and `extensions/<name>/src/lib.rs.tera` are both the `src/lib.rs.tera` of a crate.
fn of_crate(path: &'static str) -> Option<&'static str> {
    match path.split_once('/')? {
        ("crate", path) => Some(path),
        (_, path) => Some(path.split_once('/')?.1),
    }
}
