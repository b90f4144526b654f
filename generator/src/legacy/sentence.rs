//! When a value counts as changed, and the sentence that says so where a rule has no words of its own.

use std::fmt;

use super::javascript::{Js, get, strictly_equal, text, truthy};

/// What a sentence talks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Path,
    Operation,
    Parameter,
    Response,
    Tag,
    Model,
    Property,
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// Says that something was added, removed or changed. Where neither value is true, it was "changed".
pub(super) fn sentence(subject: Subject, key: &str, old: Js<'_>, new: Js<'_>) -> String {
    match (truthy(old), truthy(new)) {
        (None, Some(_)) => format!("{subject} {key} was added"),
        (Some(_), None) => format!("{subject} {key} was removed"),
        _ => format!("{subject} {key} was changed from {} to {}", text(old), text(new)),
    }
}

/// The values of a member in the old and in the new object, if they differ. One object that is there
/// beside one that is not is a difference, whether or not it has the member.
pub(super) fn difference<'a>(member: &str, old: Js<'a>, new: Js<'a>) -> Option<(Js<'a>, Js<'a>)> {
    let (old, new) = (truthy(old), truthy(new));
    let values = (get(old, member), get(new, member));
    let changed = old.is_some() != new.is_some() || !strictly_equal(values.0, values.1);
    changed.then_some(values)
}

/// Says that a member of something named has changed. Without a name the member's own name is used.
pub(super) fn member_sentence(
    subject: Subject,
    name: Js<'_>,
    member: &str,
    (old, new): (Js<'_>, Js<'_>),
) -> String {
    let name = truthy(name).map_or_else(|| member.to_owned(), |name| text(Some(name)));
    sentence(subject, &name, old, new)
}
