//! Splitting any text into words and joining them in Rust's cases.

/// The words of a text, in small letters: cut at everything that is no letter or digit, where a small
/// letter or digit is followed by a capital, and before the last capital of a run (`HTTPServer`).
/// A text without any letter or digit is spelt out (`>=` is `greater`, `equal`).
pub fn words(text: &str) -> Vec<String> {
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
    } else if text.starts_with(['-', '−'])
        && words.first().is_some_and(|word| starts_with_digit(word))
    {
        words.insert(0, "minus".to_owned());
    }
    words
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
    use super::{pascal, snake, words};

    #[test]
    fn splits_words() {
        assert_eq!(words("HTTPServer"), ["http", "server"]);
        assert_eq!(words("userID"), ["user", "id"]);
        assert_eq!(words("analytics.data-extraction"), ["analytics", "data", "extraction"]);
        assert_eq!(words("md5Hash"), ["md5", "hash"]);
        assert_eq!(words(">="), ["greater", "equal"]);
        assert_eq!(words("-1"), ["minus", "1"]);
        assert_eq!(words(""), [""; 0]);
    }

    #[test]
    fn joins_words() {
        assert_eq!(snake("listPetsByOwner"), "list_pets_by_owner");
        assert_eq!(pascal("member-join"), "MemberJoin");
        assert_eq!(pascal("v1.2"), "V1_2");
        assert_eq!(pascal("AGENT"), "Agent");
        assert_eq!(pascal("oAuth2_token"), "OAuth2Token");
    }
}
