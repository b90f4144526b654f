//! A whole listing as text: `public-api.txt`, for people and for the review of a pull request.
//!
//! One line per item, in the order of [`PublicApi`], with blank lines around an item and its members, and where
//! another module begins. Nothing reads it back; what a program needs of it is in `data.rs`.

use std::fmt::{self, Display, Formatter};

use super::PublicApi;
use super::display::List;
use super::item::{Item, Kind};

/// The first lines.
const HEADER: &str = "\
# The public API of the crate, one item per line: everything that a caller can name. Written with the crate.
# A type is followed by its fields, methods and implementations. `{ .. }`: there are private fields, or a
# default. `_::Name`: mentioned by a signature, but no path leads to it.
";

impl Display for PublicApi {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(HEADER)?;
        writeln!(f, "\ncrate {}", self.crate_name)?;
        if let Some(version) = &self.rust_version {
            writeln!(f, "rust-version {version}")?;
        }
        for (name, enabled) in &self.features {
            let enabled: Vec<String> = enabled.iter().map(|name| format!("{name:?}")).collect();
            writeln!(f, "feature {name} = [{}]", List(&enabled, ", "))?;
        }
        for (name, version) in &self.dependencies {
            writeln!(f, "dependency {name} {version}")?;
        }
        let groups = self.items.chunk_by(|one, next| one.group() == next.group());
        let (mut module, mut had_members) = (None, true);
        for group in groups {
            let here = group.first().map(module_of);
            if group.len() > 1 || had_members || module != here {
                writeln!(f)?;
            }
            (module, had_members) = (here, group.len() > 1);
            for item in group {
                writeln!(f, "{item}")?;
            }
        }
        Ok(())
    }
}

/// The module that an item of a module is in; a module is in itself.
fn module_of(item: &Item) -> &str {
    if item.kind == Kind::Module {
        &item.path
    } else {
        item.group().rsplit_once("::").map_or("", |(module, _)| module)
    }
}
