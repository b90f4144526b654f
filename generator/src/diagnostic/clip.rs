//! Long texts, made short to show.

use std::borrow::Cow;

/// A text of at most so many characters: of a longer one the beginning and the end, because the end of a sentence says what
/// is wrong with what its beginning quotes, and how much is missing between them.
pub(crate) fn clip(text: &str, most: usize) -> Cow<'_, str> {
    // Most texts are short, and no text has more characters than bytes.
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let count = text.chars().count();
    if count <= most {
        return Cow::Borrowed(text);
    }
    let missing = format!("… ({} more characters) …", count - most);
    let end = most / 3;
    let start = most - end;
    let at = |number: usize| text.char_indices().nth(number).map_or(text.len(), |(at, _)| at);
    let [start, end] = [at(start), at(count - end)];
    let [start, end] = [text.get(..start), text.get(end..)].map(Option::unwrap_or_default);
    Cow::Owned(format!("{start}{missing}{end}"))
}

#[cfg(test)]
mod tests {
    use super::clip;

    #[test]
    fn keeps_both_ends() {
        assert_eq!(clip("äöü", 3), "äöü");
        assert_eq!(clip("", 0), "");
        assert_eq!(clip("äbcdefghö", 6), "äbcd… (3 more characters) …hö");
        let long = format!("`{}` leads nowhere.", "é".repeat(1_000_000));
        let short = clip(&long, 300);
        assert!(short.starts_with("`éé") && short.ends_with("éé` leads nowhere."), "{short}");
        assert!(short.chars().count() < 340, "{short}");
    }
}
