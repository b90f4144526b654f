//! The scanner behind the masks: values of secret members are replaced however little a text resembles JSON.

#[rustfmt::skip]
#[path = "../../../../../templates/crate/src/mask/members.rs"]
mod scanner;

/// What stands in the place of a value.
const MASK: &str = "[REDACTED]";

use scanner::masked;

fn mask(text: &str) -> String {
    masked(text, |name| name.eq_ignore_ascii_case("jwt"))
}

#[test]
fn values_of_secret_members_are_replaced() {
    let texts = [
        (r#"{"jwt":"canary"}"#, r#"{"jwt":"[REDACTED]"}"#),
        (r#"{"jwt" : "canary", "a": 1"#, r#"{"jwt" : "[REDACTED]", "a": 1"#),
        (r#"{"jwt":"opaque-\"canary"#, r#"{"jwt":"[REDACTED]""#),
        ("{'jwt': 'canary', 'a': 'b'}", "{'jwt': '[REDACTED]', 'a': 'b'}"),
        ("{`jwt`: `canary`}", "{`jwt`: `[REDACTED]`}"),
        ("{jwt: canary, a: b}", "{jwt: [REDACTED], a: b}"),
        (r#"{jwt": "canary"}"#, r#"{jwt": "[REDACTED]"}"#),
        (r#"{"jwt" "canary"}"#, r#"{"jwt" "[REDACTED]"}"#),
        (r#"{"jwt" => "canary"}"#, r#"{"jwt" => "[REDACTED]"}"#),
        (r#"{"JWT":12345}"#, r#"{"JWT":[REDACTED]}"#),
        (r#"{"jwt":-1.5e3,"a":1"#, r#"{"jwt":[REDACTED],"a":1"#),
        (r#"{"jwt":["canary",{"a":"]}"}],"b":1"#, r#"{"jwt":[REDACTED],"b":1"#),
        (r#"{"jwt":{"a":{"b":"canary"}},"b":1"#, r#"{"jwt":[REDACTED],"b":1"#),
        (r#"{"jwt":{"a":["canary"#, r#"{"jwt":[REDACTED]"#),
        (r#"{"j\u0077t":"canary""#, r#"{"j\u0077t":"[REDACTED]""#),
        (r#"x "{\"jwt\":\"canary\",\"a\":1}""#, r#"x "{\"jwt\":\"[REDACTED]\",\"a\":1}""#),
        (r#""{\\\"jwt\\\":\\\"canary\\\"}"#, r#""{\\\"jwt\\\":\\\"[REDACTED]\\\"}"#),
        ("a=1&jwt=canary&b=2", "a=1&jwt=[REDACTED]&b=2"),
        ("jwt: canary of words\nb: 2", "jwt: [REDACTED]\nb: 2"),
        ("<jwt>canary", "<jwt>canary"),
    ];
    for (text, wanted) in texts {
        assert_eq!(mask(text), wanted, "{text}");
    }
}

#[test]
fn everything_else_stays() {
    for text in [
        "",
        "{}",
        r#"{"jwt":null,"a":"b"}"#,
        r#"{"jwts":"a","my_jwt":"b","a":"jwt"}"#,
        "it's the jwt that isn't there",
        "\\\\\\",
        "\"",
        "'unclosed",
        "ünïcödé: \"x\"",
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn a_masked_text_is_masked_already() {
    for text in [r#"{"jwt":["canary"],"a":{"jwt":1}"#, "jwt=canary;jwt: 'canary'"] {
        assert_eq!(mask(&mask(text)), mask(text));
        assert!(!mask(text).contains("canary"));
    }
}

#[test]
fn long_texts_of_quotes_take_little_time() {
    for part in ["\"", "'", "\\", "\\\"", "jwt", "[", "jwt:", "\"jwt\":["] {
        assert!(mask(&part.repeat(200_000)).len() <= 4_000_000, "{part}");
    }
}
