//! One key with its value, as it stands in a file or a variable, and what it means.

use std::borrow::Cow;

use super::key::Setting;
use super::problem::Problem;
use crate::facts;

/// A key with its value and its place.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) section: String,
    pub(super) key: String,
    pub(super) value: Scalar,
    pub(super) place: Place,
}

/// A value as it was written.
#[derive(Clone, Debug)]
pub(super) enum Scalar {
    Text(String),
    Flag(bool),
    Number(u64),
    /// JSON's null: as if the key were not there.
    Nothing,
    /// A list, a fraction, anything that no setting is.
    Other,
}

/// Where an entry is.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Nowhere,
    /// Line and column, from 1; columns count characters.
    Line(usize, usize),
    Variable(String),
}

impl Place {
    /// The place of a byte of a text.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or(before).chars().count() + 1;
        Self::Line(line, column)
    }
}

impl Entry {
    /// What the key sets.
    pub(super) fn setting(&self) -> Result<Setting, Problem> {
        let found = facts::SETTING_KEYS
            .iter()
            .find(|(section, key, _)| *section == self.section && *key == self.key);
        match found {
            Some((_, _, setting)) => Ok(*setting),
            None => Err(Problem::new(self.place.clone(), self.unknown())),
        }
    }

    /// Something is wrong with the value, which is not repeated.
    pub(super) fn problem(&self, what: &str) -> Problem {
        let message = format!("`{}` in section `{}` {what}", self.key, self.section);
        Problem::new(self.place.clone(), message)
    }

    fn unknown(&self) -> String {
        let keys = facts::SETTING_KEYS.iter();
        let (section, key) = (self.section.as_str(), self.key.as_str());
        if !keys.clone().any(|(known, ..)| *known == section) {
            let hint = hint(nearest(section, keys.map(|(known, ..)| *known)));
            return format!("there is no section `{section}`{hint}");
        }
        let elsewhere = keys.clone().find(|(_, known, _)| *known == key);
        if let Some((right, ..)) = elsewhere {
            return format!(
                "there is no key `{key}` in section `{section}`; it belongs to section `{right}`"
            );
        }
        let siblings = keys.filter(|(known, ..)| *known == section);
        let hint = hint(nearest(key, siblings.map(|(_, known, _)| *known)));
        format!("there is no key `{key}` in section `{section}`{hint}")
    }
}

fn hint(nearest: Option<&str>) -> Cow<'static, str> {
    nearest.map_or(Cow::Borrowed(""), |name| {
        format!("; did you mean `{name}`?").into()
    })
}

/// The entry of a variable: the rest of its name is a section and a key.
pub(super) fn of_variable(name: &str, value: String) -> Result<Entry, Problem> {
    let variables = || {
        facts::SETTING_KEYS
            .iter()
            .map(|(section, key, _)| (variable(section, key), *section, *key))
    };
    let place = Place::Variable(name.to_owned());
    match variables().find(|(known, ..)| known == name) {
        Some((_, section, key)) => Ok(Entry {
            section: section.to_owned(),
            key: key.to_owned(),
            value: Scalar::Text(value),
            place,
        }),
        None => {
            let known: Vec<String> = variables().map(|(known, ..)| known).collect();
            let hint = hint(nearest(name, known.iter().map(String::as_str)));
            Err(Problem::new(
                place,
                format!("there is no such setting{hint}"),
            ))
        }
    }
}

fn variable(section: &str, key: &str) -> String {
    format!("{}_{section}_{key}", facts::SETTINGS_PREFIX)
        .to_uppercase()
        .replace('-', "_")
}

/// The known name with the fewest edits from `wanted`, if it is similar enough to be what was meant.
fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = wanted.chars().count() / 3 + 1;
    known
        .map(|name| (edits(wanted, name), name))
        .filter(|(edits, _)| *edits <= limit)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name)
}

/// How many characters must be added, removed or replaced.
fn edits(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(100).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (number, a) in left.chars().take(100).enumerate() {
        let mut diagonal = number;
        let mut previous = number + 1;
        let mut next = vec![previous];
        for (b, above) in right.iter().zip(row.iter().skip(1)) {
            let replaced = diagonal + usize::from(!a.eq_ignore_ascii_case(b));
            previous = replaced.min(above + 1).min(previous + 1);
            diagonal = *above;
            next.push(previous);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
