//! Splitting any text into words and joining them in Rust's cases.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfkc};

/// The words of a text, in small letters: cut at everything that is no letter or digit, where a small
/// letter or digit is followed by a capital, and before the last capital of a run (`HTTPServer`).
/// A text without any letter or digit is spelt out (`>=` is `greater`, `equal`).
pub fn words(text: &str) -> Vec<String> {
    // The compiler normalises identifiers, a letter with its accent beside it is one word only when it is one
    // letter, and letters that stand for others (`ﬁ`) are linted.
    let text: Cow<'_, str> =
        if is_nfkc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) };
    let characters: Vec<char> = text.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, &character) in characters.iter().enumerate() {
        if !character.is_alphanumeric() {
            finish(&mut words, &mut word);
            continue;
        }
        let previous = index.checked_sub(1).and_then(|index| characters.get(index));
        let next = characters.get(index + 1);
        let starts = character.is_uppercase()
            && previous.is_some_and(|previous| {
                previous.is_lowercase()
                    || previous.is_numeric()
                    || (previous.is_uppercase() && next.is_some_and(|next| next.is_lowercase()))
            });
        if starts {
            finish(&mut words, &mut word);
        }
        word.extend(character.to_lowercase());
    }
    finish(&mut words, &mut word);
    if words.is_empty() {
        words.extend(characters.iter().filter_map(|c| spelt(*c)).map(str::to_owned));
    } else if words.first().is_some_and(|word| starts_with_digit(word)) {
        let sign = characters.first().filter(|sign| is_sign(**sign));
        words.splice(0..0, sign.and_then(|sign| spelt(*sign)).map(str::to_owned));
    }
    words
}

/// A value as a text in which the signs around it are words: `A+` and `A-`, `name` and `-name` differ in
/// nothing else.
pub fn with_signs(value: &str) -> Cow<'_, str> {
    let is_sign = |c: char| is_sign(c);
    let inside = value.trim_matches(is_sign);
    if inside.len() == value.len() || !inside.contains(char::is_alphanumeric) {
        return Cow::Borrowed(value);
    }
    let spell = |signs: &str| -> String {
        signs.chars().filter_map(spelt).flat_map(|word| [" ", word, " "]).collect()
    };
    let before = value.len() - value.trim_start_matches(is_sign).len();
    let (before, rest) = value.split_at_checked(before).unwrap_or(("", value));
    let after = rest.get(inside.len()..).unwrap_or_default();
    Cow::Owned(format!("{}{inside}{}", spell(before), spell(after)))
}

fn is_sign(character: char) -> bool {
    matches!(character, '+' | '-' | '−')
}

/// The words joined with underscores.
pub fn snake(text: &str) -> String {
    let mut joined = String::with_capacity(text.len() + 4);
    for (index, word) in words(text).iter().enumerate() {
        if index > 0 {
            joined.push('_');
        }
        joined.push_str(word);
    }
    joined
}

/// The words with a capital each. Two numbers that would run together keep an underscore (`V1_2`).
pub fn pascal(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for word in words(text) {
        if starts_with_digit(&word) && joined.ends_with(char::is_numeric) {
            joined.push('_');
        }
        let mut characters = word.chars();
        if let Some(first) = characters.next() {
            joined.extend(first.to_uppercase());
            joined.push_str(characters.as_str());
        }
    }
    joined
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(char::is_numeric)
}

fn finish(words: &mut Vec<String>, word: &mut String) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

fn spelt(character: char) -> Option<&'static str> {
    Some(match character {
        '+' => "plus",
        '-' | '−' => "minus",
        '*' => "star",
        '/' => "slash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '~' => "tilde",
        '&' => "and",
        '|' => "or",
        '%' => "percent",
        '$' => "dollar",
        '#' => "hash",
        '@' => "at",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '?' => "question",
        '^' => "caret",
        '_' => "underscore",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{pascal, snake, with_signs, words};

    #[test]
    fn splits_words() {
        assert_eq!(words("HTTPServer"), ["http", "server"]);
        assert_eq!(words("userID"), ["user", "id"]);
        assert_eq!(words("analytics.data-extraction"), ["analytics", "data", "extraction"]);
        assert_eq!(words("md5Hash"), ["md5", "hash"]);
        assert_eq!(words(">="), ["greater", "equal"]);
        assert_eq!(words("-1"), ["minus", "1"]);
        assert_eq!(words("+1"), ["plus", "1"]);
        assert_eq!(words("to\u{301}pic"), ["t\u{f3}pic"]);
        assert_eq!(words(""), [""; 0]);
    }

    #[test]
    fn joins_words() {
        assert_eq!(snake("listPetsByOwner"), "list_pets_by_owner");
        assert_eq!(pascal("member-join"), "MemberJoin");
        assert_eq!(pascal("v1.2"), "V1_2");
        assert_eq!(pascal("AGENT"), "Agent");
        assert_eq!(pascal("oAuth2_token"), "OAuth2Token");
        let value = |text| pascal(&with_signs(text));
        assert_eq!([value("A+"), value("A-"), value("-name")], ["APlus", "AMinus", "MinusName"]);
        assert_eq!(
            [value("+1"), value("-1"), value("--"), value("a-b")],
            ["Plus1", "Minus1", "MinusMinus", "AB"]
        );
    }
}
