//! The names of modules that are files: ASCII, and such as every file system takes.
//!
//! `mod topíc;` does not compile (E0754), Windows opens no `aux.rs`, and a name of 255 bytes leaves no room for
//! `.rs`. Nobody sees the names of private modules, so another one costs nothing.

use std::borrow::Cow;

use super::{Ident, Scope, snake};

/// The most bytes of a name: the folders around it need their share of the 260 that Windows allows a path.
const LONGEST: usize = 96;

/// The modules of one folder.
#[derive(Clone, Debug, Default)]
pub struct Modules {
    scope: Scope,
}

impl Modules {
    /// A folder in which these names are taken.
    pub fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { scope: Scope::reserving(names) }
    }

    /// Keeps for `owner` a name that an earlier version gave it.
    pub fn keep(&mut self, name: &Ident, owner: &str) -> bool {
        self.scope.keep(name, owner)
    }

    /// The module for what is called `name`.
    pub fn claim(&mut self, name: &Ident, owner: &str) -> Ident {
        self.scope.claim(portable(name), owner).0
    }
}

/// The name as a module that is a file.
pub fn portable(name: &Ident) -> Ident {
    let ascii = match name.bare() {
        bare if bare.is_ascii() => Cow::Borrowed(bare),
        bare => Cow::Owned(deunicode::deunicode(bare)),
    };
    let mut word = snake(&ascii);
    word.retain(|c| c.is_ascii_alphanumeric() || c == '_');
    word.truncate(LONGEST);
    let word = word.trim_end_matches('_');
    if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) {
        return Ident(format!("module_{word}"));
    }
    if is_device(word) {
        return Ident(format!("{word}_"));
    }
    Ident::new(word).unwrap_or_else(|| Ident(format!("{word}_")))
}

/// Whether Windows takes a file of this name, with whatever ending, for a device.
pub fn is_device(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$" => true,
        _ => ["com", "lpt"].into_iter().any(|port| {
            let number = stem.strip_prefix(port).unwrap_or_default();
            matches!(
                number,
                "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
            )
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Ident, portable};

    #[test]
    fn every_file_system_takes_them() {
        let module = |text: &str| portable(&Ident::pascal(text, "Model")).to_string();
        assert_eq!(module("PetList"), "pet_list");
        assert_eq!(module("Type"), "r#type");
        assert_eq!(module("Con"), "con_");
        assert_eq!(module("com3"), "com3_");
        assert_eq!(module("com10"), "com10");
        assert_eq!(module("repoAddTopíc"), "repo_add_topic");
        assert_eq!(module("Größe"), "grosse");
        assert!(module("项目").is_ascii());
        assert_eq!(module(&"a".repeat(255)).len(), 96);
    }
}
