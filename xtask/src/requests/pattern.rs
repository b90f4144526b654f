//! Texts that match a regular expression.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A text that the pattern matches and that has at least so many characters; none where the pattern is not understood.
/// Texts of different numbers differ where the pattern leaves a choice.
pub(super) fn text(pattern: &str, least: Option<u64>, number: usize) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let least = usize::try_from(least.unwrap_or(0)).ok()?;
    // The repetitions of a pattern are made longer together: no more is needed for those of real definitions.
    (0..=least).find_map(|more| {
        let mut text = String::new();
        write(&hir, more, number, &mut text)?;
        (text.chars().count() >= least).then_some(text)
    })
}

fn write(hir: &Hir, more: usize, number: usize, text: &mut String) -> Option<()> {
    match hir.kind() {
        // What is asserted of a place is not weighed: who asks has the text validated.
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => text.push(letter(class, number)?),
        HirKind::Class(Class::Bytes(class)) => {
            text.push(char::from(class.ranges().first()?.start()));
        }
        HirKind::Repetition(of) => {
            let most =
                of.max.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
            let count = usize::try_from(of.min).ok()?.saturating_add(more).min(most);
            for index in 0..count {
                // The last of them differs.
                let number = if index + 1 == count { number } else { 0 };
                write(&of.sub, 0, number, text)?;
            }
        }
        HirKind::Capture(of) => write(&of.sub, more, number, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, more, number, text)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, more, number, text)?,
    }
    Some(())
}

/// A character of a class: a letter or a digit where it has such.
fn letter(class: &regex_syntax::hir::ClassUnicode, number: usize) -> Option<char> {
    let usual: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').collect();
    let has = |letter: &char| {
        class.ranges().iter().any(|range| (range.start()..=range.end()).contains(letter))
    };
    let known: Vec<char> = usual.into_iter().filter(has).collect();
    let known = known.get(number % known.len().max(1)).copied();
    known.or_else(|| class.ranges().first().map(regex_syntax::hir::ClassUnicodeRange::start))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn makes_texts_of_patterns() {
        let made = |pattern| text(pattern, None, 0).unwrap();
        assert_eq!(made("^[a-z]{3}-\\d+$"), "aaa-0");
        assert_eq!(made("^(GET|POST)$"), "GET");
        assert_eq!(made("[^a-z]"), "A");
        assert_eq!(text("^[a-z]*$", Some(4), 0).unwrap(), "aaaa");
        assert_ne!(text("^[a-z]+$", None, 0), text("^[a-z]+$", None, 1));
        assert_eq!(text("(?=a)", None, 0), None);
    }
}
