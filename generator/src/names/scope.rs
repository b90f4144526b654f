//! One place in which names must differ: the types of a module, the fields of a struct …

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::Ident;

/// Hands out names that differ from each other. First come, first served: a later name never changes
/// an earlier one.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Name in small letters without underscores at the ends → what it was given to. Types become file
    /// names too, and some file systems fold case, so names must differ in more than case.
    taken: BTreeMap<String, String>,
}

impl Scope {
    /// A scope in which these names are taken by the generated code itself.
    pub fn reserving<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let taken = names
            .into_iter()
            .map(|name| (key(name), "the generated code itself".to_owned()))
            .collect();
        Self { taken }
    }

    /// Gives a name to `owner`: the wanted one, or the wanted one with the first free number after it.
    /// The second value is the owner of the wanted name when it was taken.
    pub fn claim(&mut self, wanted: Ident, owner: &str) -> (Ident, Option<String>) {
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
}
