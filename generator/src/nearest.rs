//! "Did you mean …": the known name that is most like a misspelt one.

/// Names longer than this are not compared: nobody misspells them, and the work grows with the square.
const LONGEST: usize = 200;

/// The known name with the fewest edits from `wanted`, if it is similar enough to be what was meant.
/// Of equally near names the first one wins.
pub(crate) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = wanted.chars().count() / 3 + 1;
    let mut best: Option<(usize, &'a str)> = None;
    for name in known {
        let limit = best.map_or(limit, |(edits, _)| edits.saturating_sub(1));
        if let Some(edits) = edits(wanted, name, limit) {
            best = Some((edits, name));
        }
        if matches!(best, Some((0, _))) {
            break;
        }
    }
    best.map(|(_, name)| name)
}

/// How many characters must be added, removed or replaced, when they are at most `limit`. Upper and lower
/// case count as the same character.
pub(crate) fn edits(left: &str, right: &str, limit: usize) -> Option<usize> {
    if left.len() > LONGEST || right.len() > LONGEST {
        return None;
    }
    let left: Vec<char> = left.chars().flat_map(char::to_lowercase).collect();
    let right: Vec<char> = right.chars().flat_map(char::to_lowercase).collect();
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (number, one) in left.iter().enumerate() {
        let mut diagonal = number;
        let mut before = number + 1;
        if let Some(first) = row.first_mut() {
            *first = before;
        }
        for (cell, other) in row.iter_mut().skip(1).zip(&right) {
            let replaced = diagonal + usize::from(one != other);
            diagonal = *cell;
            before = replaced.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
        if row.iter().min().is_none_or(|least| *least > limit) {
            return None;
        }
    }
    row.last().copied().filter(|edits| *edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest};

    #[test]
    fn counts_edits() {
        assert_eq!(edits("kitten", "sitting", 3), Some(3));
        assert_eq!(edits("kitten", "sitting", 2), None);
        assert_eq!(edits("Pet", "pet", 0), Some(0));
        assert_eq!(edits("", "ab", 2), Some(2));
        assert_eq!(edits("é", "e", 1), Some(1));
    }

    #[test]
    fn finds_the_nearest_name() {
        let known = ["CreateChatRequest", "CreateChatResponse", "Member"];
        assert_eq!(nearest("CreateChatResponze", known), Some("CreateChatResponse"));
        assert_eq!(nearest("member", known), Some("Member"));
        assert_eq!(nearest("Unrelated", known), None);
    }
}
