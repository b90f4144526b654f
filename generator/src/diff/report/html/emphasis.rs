//! Which words of two versions of a line differ, so that a reader need not compare letters.

use maud::{Markup, html};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::text::shown;

/// Lines of more words are shown without marks: the comparison would cost more than it helps.
const MOST: usize = 2_000;

/// A piece of a line, and whether the other version lacks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    text: String,
    differs: bool,
}

/// The pieces of the old and of the new version.
pub(super) fn compare(old: Option<&str>, new: Option<&str>) -> (Vec<Piece>, Vec<Piece>) {
    let (Some(old), Some(new)) = (old, new) else {
        return (whole(old), whole(new));
    };
    let (old_words, new_words) = (words(old), words(new));
    if old_words.len().max(new_words.len()) > MOST {
        return (whole(Some(old)), whole(Some(new)));
    }
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for step in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        let differs = step.tag() != DiffTag::Equal;
        for (words, range, pieces) in [
            (&old_words, step.old_range(), &mut before),
            (&new_words, step.new_range(), &mut after),
        ] {
            let text = words.get(range).unwrap_or_default().concat();
            if !text.is_empty() {
                pieces.push(Piece { text, differs });
            }
        }
    }
    // Where next to nothing is the same, marks on everything say nothing.
    if before.iter().chain(&after).all(|piece| piece.differs) {
        return (whole(Some(old)), whole(Some(new)));
    }
    (before, after)
}

/// Writes the pieces, marking those that differ.
pub(super) fn render(pieces: &[Piece]) -> Markup {
    html! {
        @for piece in pieces {
            @if piece.differs { mark { (shown(&piece.text)) } } @else { (shown(&piece.text)) }
        }
    }
}

fn whole(text: Option<&str>) -> Vec<Piece> {
    text.map(|text| Piece { text: text.to_owned(), differs: false }).into_iter().collect()
}

/// The text in names, numbers and single other characters.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |character: char| character.is_alphanumeric() || character == '_';
        let end = if is_word(first) {
            rest.find(|character| !is_word(character)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Piece, compare};

    fn marked(pieces: &[Piece]) -> String {
        let text = |piece: &Piece| {
            if piece.differs { format!("[{}]", piece.text) } else { piece.text.clone() }
        };
        pieces.iter().map(text).collect()
    }

    #[test]
    fn marks_the_words_that_differ() {
        let (old, new) = compare(Some("pub id: Option<String>"), Some("pub id: Option<PetId>"));
        assert_eq!(marked(&old), "pub id: Option<[String]>");
        assert_eq!(marked(&new), "pub id: Option<[PetId]>");
    }

    #[test]
    fn marks_nothing_where_nothing_is_the_same() {
        let (old, new) = compare(Some("a"), Some("b"));
        assert_eq!((marked(&old).as_str(), marked(&new).as_str()), ("a", "b"));
        let (old, new) = compare(None, Some("b"));
        assert_eq!((marked(&old).as_str(), marked(&new).as_str()), ("", "b"));
    }
}
