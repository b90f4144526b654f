//! One place in which names must differ: the types of a module, the fields of a struct …

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Ident;

/// Hands out names that differ from each other. First come, first served: a later name never changes
/// an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Name in small letters without underscores at the ends → what it was claimed by. Types become file
    /// names too, and some file systems fold case, so names must differ in more than case.
    taken: BTreeMap<String, String>,
    /// Owner → the name that it has had for long.
    kept: BTreeMap<String, Ident>,
}

impl Scope {
    /// A scope in which these names are taken by the generated code itself.
    pub fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let taken = names
            .into_iter()
            .map(|name| (key(name), "the generated code itself".to_owned()))
            .collect();
        Self { taken, kept: BTreeMap::new() }
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
        let holder = self.taken.get(&key(wanted.as_str())).cloned();
        if holder.is_none() {
            self.taken.insert(key(wanted.as_str()), owner.to_owned());
            return (wanted, None);
        }
        let separator = if wanted.bare().starts_with(char::is_uppercase) { "" } else { "_" };
        let mut number = 2_u32;
        loop {
            let candidate = wanted.with_suffix(&format!("{separator}{number}"));
            if let Entry::Vacant(vacant) = self.taken.entry(key(candidate.as_str())) {
                vacant.insert(owner.to_owned());
                return (candidate, holder);
            }
            number = number.saturating_add(1);
        }
    }

    /// Whether the name is taken, and by what.
    pub fn holder(&self, name: &str) -> Option<&str> {
        self.taken.get(&key(name)).map(String::as_str)
    }
}

fn key(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_lowercase()
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
