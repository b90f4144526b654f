//! One source file into its items: from its text, from its tokens, or from what was found in it before.

use syn::parse::{ParseStream, Parser as _};

use super::items;
use super::raw::RawItem;
use super::strip;

/// The items of a text.
pub(in crate::public_api) fn of_text(text: &str) -> Result<Vec<RawItem>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let stripped = strip::strip(text);
    let text = stripped.as_deref().unwrap_or(text);
    items::items.parse_str(text).map_err(|error| error.to_string())
}

/// The items of a text that was lexed before.
pub(in crate::public_api) fn of_tokens(tokens: ParseStream<'_>) -> Result<Vec<RawItem>, String> {
    items::items(tokens).map_err(|error| error.to_string())
}

/// The items of a text as JSON; `None` when it does not parse.
#[allow(dead_code, reason = "build.rs calls it")]
pub fn as_data(text: &str) -> Option<String> {
    serde_json::to_string(&of_text(text).ok()?).ok()
}

/// The items that [`as_data`] wrote.
pub(in crate::public_api) fn of_data(data: &str) -> Option<Vec<RawItem>> {
    serde_json::from_str(data).ok()
}
