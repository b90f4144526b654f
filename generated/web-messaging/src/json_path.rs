//! Which place of a JSON text a position belongs to, for the error that names it.
//!
//! In: a text and the line and column where decoding stopped. Out: a path such as `entities[3].sender`.
//! The text is only looked at once something is wrong, so decoding itself keeps no track. Invariant: a path
//! repeats no name that the definition does not have. The keys of a map are data, and may be
//! secret; each of them is `*`.

use std::str;

use crate::facts;
use crate::visible::visible;

/// What a path says of a member whose name is not known.
const UNKNOWN: &str = "*";

/// The path of the value that ends at, or holds, this position (both numbers count from 1, the column in
/// bytes). The whole text is `.`.
pub(crate) fn at(text: &[u8], line: usize, column: usize) -> String {
    let before = text
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1))
        .map(<[u8]>::len)
        .sum::<usize>();
    let end = before.saturating_add(column).min(text.len());
    let mut walk = Walk::default();
    walk.through(text.get(..end).unwrap_or(text));
    walk.path()
}

/// The containers around the place reached so far.
#[derive(Default)]
struct Walk {
    around: Vec<Container>,
}

enum Container {
    /// The name of the member, once it is known, and whether a name comes next.
    Object(Option<&'static str>, bool),
    /// The index of the item.
    Array(usize),
}

impl Walk {
    fn through(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some((byte, after)) = rest.split_first() {
            rest = after;
            match byte {
                b'"' => rest = self.string(after),
                b'{' => self.around.push(Container::Object(None, true)),
                b'[' => self.around.push(Container::Array(0)),
                b'}' | b']' => {
                    self.around.pop();
                }
                b',' => match self.around.last_mut() {
                    Some(Container::Object(name, comes)) => (*name, *comes) = (None, true),
                    Some(Container::Array(index)) => *index = index.saturating_add(1),
                    None => {}
                },
                _ => {}
            }
        }
    }

    /// Steps over a string, and remembers it if it names a member; what follows it.
    fn string<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        let mut escaped = false;
        let end = text.iter().position(|byte| {
            let closes = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            closes
        });
        let (string, rest) = text.split_at(end.unwrap_or(text.len()));
        if let Some(Container::Object(name, comes @ true)) = self.around.last_mut() {
            *name = Some(known(string));
            *comes = false;
        }
        rest.get(1..).unwrap_or_default()
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for container in &self.around {
            match container {
                Container::Object(Some(name), _) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(&visible(name));
                }
                Container::Object(None, _) => {}
                Container::Array(index) => {
                    path.push('[');
                    path.push_str(&index.to_string());
                    path.push(']');
                }
            }
        }
        if path.is_empty() {
            path.push('.');
        }
        path
    }
}

/// The name as the definition has it. One that is written with escapes is not looked for.
fn known(name: &[u8]) -> &'static str {
    let name = str::from_utf8(name).unwrap_or_default();
    let found = facts::MEMBERS.binary_search(&name).ok();
    found
        .and_then(|index| facts::MEMBERS.get(index).copied())
        .unwrap_or(UNKNOWN)
}
