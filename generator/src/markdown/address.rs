//! Addresses of the web: which may be linked, and where they stand in a text.

use std::fmt::Write as _;

use super::plain::is_harmful;

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

/// Whether an address may stand between `<` and `>`.
pub(super) fn is_autolink(address: &str) -> bool {
    rest(address).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
        && address.chars().all(|c| is_sign(c) || c.is_alphanumeric())
        && !(address.contains('&') && address.contains(';'))
}

/// What follows the scheme.
fn rest(text: &str) -> Option<&str> {
    text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"))
}

/// What looks like an address at the start of a text, without the punctuation of the sentence around it.
pub(super) fn stated(text: &str) -> Option<&str> {
    rest(text).filter(|rest| rest.starts_with(char::is_alphanumeric))?;
    let end = text.find(|c: char| !is_sign(c) && !c.is_alphanumeric()).unwrap_or(text.len());
    let address = text.get(..end)?;
    Some(address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '~']))
}
