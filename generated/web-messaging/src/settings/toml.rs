//! Reads TOML: a table per section.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::{Entry, Place, Scalar};
use super::problem::Problem;

/// The entries of a text.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Problem> {
    let table = DeTable::parse(text).map_err(|error| {
        let place = error.span().map(|span| Place::of(text, span.start));
        // The words of the parser may repeat a value.
        Problem::new(
            place.unwrap_or(Place::Nowhere),
            "the file is not valid TOML",
        )
    })?;
    let mut entries = Vec::new();
    for (section, keys) in table.get_ref() {
        let DeValue::Table(keys) = keys.get_ref() else {
            return Err(Problem::new(
                Place::of(text, section.span().start),
                "a key must stand below a section: `[name]`",
            ));
        };
        for (key, value) in keys {
            entries.push(Entry {
                section: section.get_ref().to_string(),
                key: key.get_ref().to_string(),
                value: scalar(value),
                place: Place::of(text, key.span().start),
            });
        }
    }
    Ok(entries)
}

fn scalar(value: &Spanned<DeValue<'_>>) -> Scalar {
    match value.get_ref() {
        DeValue::String(text) => Scalar::Text(text.to_string()),
        DeValue::Boolean(flag) => Scalar::Flag(*flag),
        DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix())
            .map_or(Scalar::Other, Scalar::Number),
        _ => Scalar::Other,
    }
}
