//! Addresses of the web: which may be linked, and where they stand in a text.

use std::fmt::Write as _;

use super::plain::is_harmful;
use super::tree::Inline;

/// The address of a link as it is written, if readers may follow it. Signs that could end it are percent-encoded.
///
/// An address of mail must have a dot: without it, rustdoc takes the address for the path of an item.
pub(super) fn address(text: &str) -> Option<String> {
    let start: String = text.chars().take(8).collect::<String>().to_ascii_lowercase();
    let is_mail = start.starts_with("mailto:") && text.contains('.');
    if !(start.starts_with("http://") || start.starts_with("https://") || is_mail) {
        return None;
    }
    let mut address = String::with_capacity(text.len());
    for character in text.chars().filter(|character| !is_harmful(*character)) {
        if is_sign(character) || character.is_alphanumeric() {
            address.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    Some(address)
}

/// ASCII punctuation that means nothing in the target of a link.
fn is_sign(character: char) -> bool {
    matches!(
        character,
        '-' | '.'
            | '_'
            | '~'
            | ':'
            | '/'
            | '?'
            | '#'
            | '@'
            | '!'
            | '$'
            | '&'
            | '\''
            | '*'
            | '+'
            | ','
            | ';'
            | '='
            | '%'
    )
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

/// Whether an address may stand between `<` and `>`.
fn is_autolink(address: &str) -> bool {
    rest(address).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        && address.chars().all(|c| is_sign(c) || c.is_alphanumeric())
        && !(address.contains('&') && address.contains(';'))
}

/// What follows the scheme.
fn rest(text: &str) -> Option<&str> {
    text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"))
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

/// What looks like an address at the start of a text, without the punctuation of the sentence around it.
fn stated(text: &str) -> Option<&str> {
    rest(text).filter(|rest| rest.starts_with(char::is_alphanumeric))?;
    let end = text.find(|c: char| !is_sign(c) && !c.is_alphanumeric()).unwrap_or(text.len());
    let address = text.get(..end)?;
    Some(address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']))
}

fn push_text(text: &str, words: &mut Vec<Inline>) {
    if !text.is_empty() {
        words.push(Inline::Text(text.to_owned()));
    }
}
