//! One place in which names must differ: the types of a module, the fields of a struct …

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization as _;

use super::Ident;

/// The owner of the names that the code of the crate needs itself.
pub const THE_CRATE: &str = "the generated code itself";

/// Hands out names that differ from each other. First come, first served: a later name never changes
/// an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Name in small letters without underscores at the ends → what it was claimed by. Types become file
    /// names too, and some file systems fold case, so names must differ in more than case.
    taken: BTreeMap<String, String>,
    /// Owner → the name that it has had for long.
    kept: BTreeMap<String, Ident>,
    /// Name that was wanted by several → the number from which on none is known to be taken. Without it,
    /// the thousandth `item` would try a thousand names.
    numbers: HashMap<String, u32>,
}

impl Scope {
    /// A scope in which these names are taken by the generated code itself.
    pub fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let taken = names.into_iter().map(|name| (key(name), THE_CRATE.to_owned())).collect();
        Self { taken, ..Self::default() }
    }

    /// Keeps for `owner` a name that an earlier version gave it: [`Scope::claim`] will give that, and to
    /// nobody else. A name that is taken already is not kept; the answer says whether it is.
    pub fn keep(&mut self, name: &Ident, owner: &str) -> bool {
        let Entry::Vacant(vacant) = self.taken.entry(key(name.as_str())) else { return false };
        vacant.insert(owner.to_owned());
        self.kept.insert(owner.to_owned(), name.clone());
        true
    }

    /// Gives a name to `owner`: the one it has had for long, the wanted one, or the wanted one with the
    /// first free number after it. The second value is the owner of the wanted name when it was taken.
    pub fn claim(&mut self, wanted: Ident, owner: &str) -> (Ident, Option<String>) {
        if let Some(kept) = self.kept.get(owner) {
            return (kept.clone(), None);
        }
        let holder = match self.taken.entry(key(wanted.as_str())) {
            Entry::Vacant(vacant) => {
                vacant.insert(owner.to_owned());
                return (wanted, None);
            }
            Entry::Occupied(occupied) => Some(occupied.get().clone()),
        };
        let separator = if wanted.bare().starts_with(char::is_uppercase) { "" } else { "_" };
        let number = self.numbers.entry(key(wanted.as_str())).or_insert(2);
        loop {
            let candidate = wanted.with_suffix(&format!("{separator}{number}"));
            *number = number.saturating_add(1);
            if let Entry::Vacant(vacant) = self.taken.entry(key(candidate.as_str())) {
                vacant.insert(owner.to_owned());
                return (candidate, holder);
            }
        }
    }

    /// Like [`Scope::claim`], with a second choice that says more than a number would.
    pub fn claim_either(
        &mut self,
        wanted: Ident,
        second: Ident,
        owner: &str,
    ) -> (Ident, Option<String>) {
        if self.kept.contains_key(owner) {
            return self.claim(wanted, owner);
        }
        match self.holder(wanted.as_str()).map(str::to_owned) {
            None => self.claim(wanted, owner),
            Some(holder) => {
                let name = self.claim(second, owner).0;
                (name, Some(holder))
            }
        }
    }

    /// Whether the code of the crate needs the name itself.
    pub fn is_reserved(&self, name: &str) -> bool {
        self.holder(name) == Some(THE_CRATE)
    }

    /// Whether the name is taken, and by what.
    pub fn holder(&self, name: &str) -> Option<&str> {
        self.taken.get(&key(name)).map(String::as_str)
    }
}

/// What two names have in common that the compiler or a file system takes for one: it normalises them, and
/// it may fold case.
fn key(name: &str) -> String {
    let bare = name.strip_prefix("r#").unwrap_or(name);
    if bare.is_ascii() {
        return bare.to_ascii_lowercase();
    }
    let lower: String = bare.nfc().flat_map(char::to_lowercase).collect();
    lower.nfc().collect()
}

/// The owner of a name, for a message.
pub fn quoted(owner: &str) -> String {
    if owner == THE_CRATE { owner.to_owned() } else { format!("`{owner}`") }
}

#[cfg(test)]
mod tests {
    use super::{Ident, Scope};

    #[test]
    fn numbers_the_newcomer() {
        let mut scope = Scope::reserving(["send"]);
        let mut claim = |text| scope.claim(Ident::snake(text, "field"), text);
        assert_eq!(claim("userName").0.as_str(), "user_name");
        let (second, holder) = claim("user_name");
        assert_eq!((second.as_str(), holder.as_deref()), ("user_name_2", Some("userName")));
        assert_eq!(claim("user-name").0.as_str(), "user_name_3");
        assert_eq!(claim("send").0.as_str(), "send_2");
    }

    #[test]
    fn takes_names_for_one_that_the_compiler_normalises_to_one() {
        let mut scope = Scope::default();
        let name = |text: &str| Ident(text.to_owned());
        assert_eq!(scope.claim(name("caf\u{e9}"), "a").0.as_str(), "caf\u{e9}");
        assert_eq!(scope.claim(name("cafe\u{301}"), "b").0.as_str(), "cafe\u{301}_2");
    }

    #[test]
    fn numbers_many_of_one_name_in_little_time() {
        let mut scope = Scope::default();
        for number in 0..50_000 {
            scope.claim(Ident::snake("item", "field"), &number.to_string());
        }
        assert_eq!(scope.claim(Ident::snake("item", "field"), "last").0.as_str(), "item_50001");
    }

    #[test]
    fn keeps_names_whoever_comes_first() {
        let mut scope = Scope::reserving(["send"]);
        let name = |text| Ident::snake(text, "field");
        assert!(scope.keep(&name("user_name"), "user_name"));
        assert!(scope.keep(&name("odd"), "other"));
        assert!(!scope.keep(&name("send"), "send"));
        let mut claim = |text| scope.claim(Ident::snake(text, "field"), text).0.to_string();
        assert_eq!(claim("userName"), "user_name_2");
        assert_eq!(claim("user_name"), "user_name");
        assert_eq!(claim("other"), "odd");
        assert_eq!(claim("send"), "send_2");
    }
}
