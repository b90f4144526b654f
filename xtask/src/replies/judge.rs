//! Holds what a crate writes of a reply against the reply. It is also a part of the tests that `cargo xtask replies` puts
//! beside the crates.

use serde_json::Value;

/// What is no difference.
pub(crate) struct Known {
    pub(crate) secrets: Vec<String>,
    pub(crate) tags: Vec<String>,
    /// Whether two texts say the same, though they differ.
    pub(crate) is_same: fn(&str, &str) -> bool,
}

/// What is lost of a value, made up, or another, with its place. Null and nothing are one. `secrets` are the names of
/// members that are received and never written, `tags` those that the SDK writes itself: they name variants.
pub(crate) fn differences(read: &Value, written: &Value, known: &Known) -> Vec<String> {
    let mut found = Vec::new();
    compare("", read, written, known, &mut found);
    found
}

fn compare(at: &str, read: &Value, written: &Value, known: &Known, found: &mut Vec<String>) {
    match (read, written) {
        (Value::Object(read), Value::Object(written)) => {
            for (name, value) in read {
                let at = format!("{at}/{name}");
                match written.get(name) {
                    Some(written) => compare(&at, value, written, known, found),
                    None if value.is_null() || known.secrets.contains(name) => {}
                    None => found.push(format!("{at}: {value} is lost")),
                }
            }
            let is_new = |name: &String| !read.contains_key(name) && !known.tags.contains(name);
            for (name, value) in
                written.iter().filter(|(name, value)| is_new(name) && !value.is_null())
            {
                found.push(format!("{at}/{name}: {value} is made up"));
            }
        }
        (Value::Array(read), Value::Array(written)) if read.len() == written.len() => {
            for (number, (read, written)) in read.iter().zip(written).enumerate() {
                compare(&format!("{at}/{number}"), read, written, known, found);
            }
        }
        (Value::String(read), Value::String(written)) if (known.is_same)(read, written) => {}
        (Value::Number(read), Value::Number(written))
            if read == written
                || (read.is_f64() || written.is_f64()) && read.as_f64() == written.as_f64() => {}
        (read, written) if read == written => {}
        (read, written) => found.push(format!("{at}: {read} is written as {written}")),
    }
}
