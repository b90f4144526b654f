//! The words of a block as they are read when they are written.

use super::address::{is_autolink, stated};
use super::tree::Inline;

/// Makes of parts what is read when they are written: texts are joined, spaces are single and never at an end,
/// addresses are found, and what holds nothing is left out.
pub(super) fn finished(words: Vec<Inline>) -> Vec<Inline> {
    linked(joined(words))
}

fn joined(words: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(words.len());
    // Whether a space would be at the start of a line, or after another.
    let mut is_spaced = true;
    for word in words {
        match word {
            Inline::Text(text) => {
                let mut into = match joined.pop() {
                    Some(Inline::Text(before)) => before,
                    other => {
                        joined.extend(other);
                        String::new()
                    }
                };
                push_spaced(&mut into, &text, &mut is_spaced);
                if !into.is_empty() {
                    joined.push(Inline::Text(into));
                }
            }
            Inline::Break => {
                trim_end(&mut joined);
                is_spaced = true;
                if !joined.is_empty() && joined.last() != Some(&Inline::Break) {
                    joined.push(word);
                }
            }
            Inline::Close(style) if joined.last() == Some(&Inline::Open(style)) => {
                joined.pop();
            }
            Inline::Open(_) | Inline::Close(_) | Inline::OpenLink(_) | Inline::CloseLink => {
                joined.push(word);
            }
            Inline::Code(_) | Inline::Address(_) => {
                is_spaced = false;
                joined.push(word);
            }
        }
    }
    trim_end(&mut joined);
    joined
}

/// Adds a text. Spaces of every kind are one space, and the end of a line counts for more than a space.
fn push_spaced(into: &mut String, text: &str, is_spaced: &mut bool) {
    for character in text.chars() {
        if !character.is_whitespace() {
            into.push(character);
            *is_spaced = false;
        } else if !*is_spaced {
            into.push(if character == '\n' { '\n' } else { ' ' });
            *is_spaced = true;
        } else if character == '\n' && into.ends_with(' ') {
            into.pop();
            into.push('\n');
        }
    }
}

fn trim_end(words: &mut Vec<Inline>) {
    loop {
        match words.last_mut() {
            Some(Inline::Text(text)) => {
                text.truncate(text.trim_end_matches([' ', '\n']).len());
                if !text.is_empty() {
                    return;
                }
            }
            Some(Inline::Break) => {}
            _ => return,
        }
        words.pop();
    }
}

/// The words of a cell of a table, which is one line. Code with a `|` is just words there: the sign would be escaped
/// in a cell and must not be elsewhere.
pub(super) fn finished_cell(words: Vec<Inline>) -> Vec<Inline> {
    let words = words.into_iter().map(|word| match word {
        Inline::Break => Inline::Text(" ".to_owned()),
        Inline::Text(text) => Inline::Text(text.replace('\n', " ")),
        Inline::Code(code) if code.contains('|') => Inline::Text(code),
        other => other,
    });
    finished(words.collect())
}

/// Makes a link of each address that is just said, and of each label that says its own address.
pub(super) fn linked(words: Vec<Inline>) -> Vec<Inline> {
    let mut linked = Vec::with_capacity(words.len());
    let mut in_link = false;
    for word in words {
        match word {
            Inline::Text(text) if !in_link => find(&text, &mut linked),
            Inline::OpenLink(_) => {
                in_link = true;
                linked.push(word);
            }
            Inline::CloseLink => {
                in_link = false;
                close_link(&mut linked);
            }
            other => linked.push(other),
        }
    }
    linked
}

fn close_link(words: &mut Vec<Inline>) {
    let own = match words.as_slice() {
        [.., Inline::OpenLink(address)] => Some((address.clone(), 1)),
        [.., Inline::OpenLink(address), Inline::Text(label)]
            if address == label && is_autolink(address) =>
        {
            Some((address.clone(), 2))
        }
        _ => None,
    };
    match own {
        Some((address, length)) if is_autolink(&address) => {
            words.truncate(words.len() - length);
            words.push(Inline::Address(address));
        }
        // A link without a label cannot be seen, and its address cannot be shown.
        Some((_, 1)) => {
            words.pop();
        }
        _ => words.push(Inline::CloseLink),
    }
}

fn find(text: &str, words: &mut Vec<Inline>) {
    let mut start = 0;
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|tail| tail.find("http")) {
        let at = from + found;
        from = at + 4;
        let is_inside =
            text.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        let Some(address) = text.get(at..).filter(|_| !is_inside).and_then(stated) else {
            continue;
        };
        from = at + address.len();
        if is_autolink(address) {
            push_text(text.get(start..at).unwrap_or_default(), words);
            words.push(Inline::Address(address.to_owned()));
            start = from;
        }
    }
    push_text(text.get(start..).unwrap_or_default(), words);
}

fn push_text(text: &str, words: &mut Vec<Inline>) {
    if !text.is_empty() {
        words.push(Inline::Text(text.to_owned()));
    }
}
