//! What is wrong in settings is said with its place, with the nearest key, and without the value.

use std::fs;

use purecloud_guest_chat_client::{Error, ErrorKind, Settings};

fn text(error: &Error) -> String {
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    error.to_string()
}

fn ini(file: &str) -> String {
    text(&Settings::from_ini(file).unwrap_err())
}

#[test]
fn unknown_keys_and_sections() {
    assert_eq!(
        ini("[logging]\n\n  log_levle = canary\n"),
        "line 3, column 3: there is no key `log_levle` in section `logging`; did you mean `log_level`?"
    );
    assert_eq!(
        ini("[loging]\nlog_level = none\n"),
        "line 2, column 1: there is no section `loging`; did you mean `logging`?"
    );
    assert_eq!(
        ini("[general]\nlog_level = none\n"),
        "line 2, column 1: there is no key `log_level` in section `general`; it belongs to section `logging`"
    );
    assert_eq!(
        ini("[general]\nnothing_like_it = 1\n"),
        "line 2, column 1: there is no key `nothing_like_it` in section `general`"
    );
}

#[test]
fn defect_bad_values_are_errors_not_defaults() {
    // In the official SDKs a number that is none becomes -1, and a bad flag becomes false.
    for (file, expected) in [
        ("[retry]\nretry_max = canary\n", "`retry_max` in section `retry` must be a whole number"),
        ("[retry]\nretry_max = -1\n", "`retry_max` in section `retry` must be a whole number"),
        ("[retry]\nretry_max = 99999999999\n", "`retry_max` in section `retry` is too large"),
        (
            "[logging]\nlog_to_console = canary\n",
            "`log_to_console` in section `logging` must be true or false",
        ),
        (
            "[logging]\nlog_level = canary\n",
            "`log_level` in section `logging` must be none, error, debug or trace",
        ),
        ("[gateway]\nport = 0\n", "`port` in section `gateway` is too small"),
        ("[gateway]\nport = 65536\n", "`port` in section `gateway` is too large"),
        ("[timeouts]\nattempt = 0\n", "`attempt` in section `timeouts` is too small"),
        ("[general]\nhost =\n", "`host` in section `general` is empty"),
        (
            "[general]\nhost = http://canary.example.com\n",
            "`host` in section `general` is not an address of the service",
        ),
        (
            "[proxy]\nurl = http://user:canary@proxy\n",
            "`url` in section `proxy` is not an absolute http or https URL without credentials",
        ),
    ] {
        assert_eq!(ini(file), format!("line 2, column 1: {expected}"));
    }
}

#[test]
fn lines_that_make_no_sense() {
    for (file, expected) in [
        ("log_level = none\n", "line 1, column 1: a key must stand below a section"),
        ("[logging\n", "line 1, column 1: a section must end with a bracket: `[name]`"),
        (
            "[logging]\ncanary\n",
            "line 2, column 1: a line must be a section, a comment, or a key with its value: `key = value`",
        ),
        (
            "[retry]\nretry_max = 1\n[general]\n[retry]\r\nretry_max = 2\r\n",
            "line 5, column 1: `retry_max` in section `retry` is given twice",
        ),
    ] {
        assert_eq!(ini(file), expected);
    }
}

#[test]
fn parts_of_a_gateway_that_do_not_fit_together() {
    assert_eq!(
        ini("[gateway]\nport = 8443\n"),
        "line 2, column 1: the settings of the gateway do not fit together: the host of the gateway is not a plain host name or address"
    );
    assert!(ini("[gateway]\nhost = h\npath_params_api = a?canary\n").contains("query"));
    assert!(ini("[gateway]\nhost = h.example.com\nprotocol = http\n").contains("https"));
}

#[test]
fn places_in_json() {
    let json = |file: &str| text(&Settings::from_json(file).unwrap_err());
    assert_eq!(
        json(
            "{\n  \"general\": { \"user_agent_suffix\": \"größe\" },\n  \"logging\": { \"größe\": 1 }\n}"
        ),
        "line 3, column 16: there is no key `größe` in section `logging`"
    );
    assert_eq!(
        json("{\"retry\": {\"retry_max\": 1, \"retry_max\": 2}}"),
        "line 1, column 28: `retry_max` in section `retry` is given twice"
    );
    assert_eq!(
        json("{\"retry\": {\"retry_max\": 1.5}}"),
        "line 1, column 12: `retry_max` in section `retry` must be a text, a whole number, true or false"
    );
    assert!(json("{\"retry\": {\"retry_max\": canary}}").ends_with("the file is not valid JSON"));
    let nested = json("{\"retry\": 7}");
    assert!(nested.ends_with("an object of sections, which are objects of keys"), "{nested}");
    assert!(json(&"[".repeat(100_000)).starts_with("line 1, column"));
}

#[test]
fn places_in_toml() {
    let toml = |file: &str| text(&Settings::from_toml(file).unwrap_err());
    assert_eq!(
        toml("[logging]\n  log_levle = \"canary\"\n"),
        "line 2, column 3: there is no key `log_levle` in section `logging`; did you mean `log_level`?"
    );
    assert_eq!(toml("a = 1\n"), "line 1, column 1: a key must stand below a section: `[name]`");
    assert_eq!(
        toml("[retry]\nretry_max = canary\n"),
        "line 2, column 13: the file is not valid TOML"
    );
    assert!(toml("[retry]\nretry_max = [1]\n").contains("must be a text, a whole number"));
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.ini");
    let error = Settings::from_file(&path).unwrap_err();
    assert_eq!(text(&error), "settings.ini: the file cannot be opened");
    assert!(std::error::Error::source(&error).is_some());
    fs::write(&path, b"[logging]\nlog_level = \xff\n").unwrap();
    assert_eq!(
        text(&Settings::from_file(&path).unwrap_err()),
        "settings.ini: the file cannot be read"
    );
    fs::write(&path, "[logging]\nlog_levle = none\n").unwrap();
    assert!(text(&Settings::from_file(&path).unwrap_err()).starts_with("settings.ini: line 2, "));
    fs::write(&path, " ".repeat(2 * 1024 * 1024)).unwrap();
    assert!(text(&Settings::from_file(&path).unwrap_err()).contains("too large"));
}

#[test]
fn an_empty_file_sets_nothing() {
    for text in ["", "\n", "; nothing\n", "[logging]\n"] {
        assert_eq!(Settings::from_ini(text).unwrap(), Settings::default());
    }
    assert_eq!(Settings::from_json("{}").unwrap(), Settings::default());
    assert_eq!(Settings::from_toml("").unwrap(), Settings::default());
}
