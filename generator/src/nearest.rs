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
    let [left, right] = [left, right].map(str::to_lowercase);
    // The lengths alone say that most pairs of names are too different; strsim knows no limit.
    if left.chars().count().abs_diff(right.chars().count()) > limit {
        return None;
    }
    Some(strsim::levenshtein(&left, &right)).filter(|edits| *edits <= limit)
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
