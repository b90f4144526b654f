//! Settings from environment variables.

use purecloud_guest_chat_client::{Client, ErrorKind, Settings};

#[test]
fn variables_are_the_keys_in_capitals() {
    let variables = [
        ("PURECLOUD_GUEST_LOGGING_LOG_LEVEL", "debug"),
        ("PURECLOUD_GUEST_GENERAL_HOST", "eu_west_1"),
        ("PURECLOUD_GUEST_RETRY_RETRY_MAX", " 3 "),
        ("PATH", "/bin"),
        ("PURECLOUD_GUESTBOOK", "x"),
    ];
    let file = "[logging]\nlog_level=debug\n[general]\nhost=eu_west_1\n[retry]\nretry_max=3\n";
    let settings = Settings::from_variables(variables).unwrap();
    assert_eq!(settings, Settings::from_ini(file).unwrap());
}

#[test]
fn variables_win_over_a_file_that_they_are_laid_on() {
    let variables = Settings::from_variables([("PURECLOUD_GUEST_RETRY_RETRY_MAX", "3")]).unwrap();
    let file = Settings::from_ini("[retry]\nretry_max=1\nretry_wait_max=30\n").unwrap();
    let expected = Settings::from_ini("[retry]\nretry_max=3\nretry_wait_max=30\n").unwrap();
    assert_eq!(variables.or(file), expected);
}

#[test]
fn a_variable_may_change_one_part_of_a_gateway() {
    let port = Settings::from_variables([("PURECLOUD_GUEST_GATEWAY_PORT", "8443")]).unwrap();
    let file = Settings::from_ini("[gateway]\nhost=gateway.example.com\n").unwrap();
    let client = |settings: &Settings| {
        Client::builder().base_url("https://chat.example.com").settings(settings).build()
    };
    let both = client(&port.clone().or(file)).unwrap();
    assert_eq!(both.base_url().to_string(), "https://gateway.example.com:8443/");
    // By itself it makes no gateway, which shows at the latest here.
    assert_eq!(client(&port).unwrap_err().kind(), ErrorKind::Config);
}

#[test]
fn mistakes_name_the_variable() {
    let problem = |name: &str, value: &str| {
        let error = Settings::from_variables([(name, value)]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(!format!("{error:?}").contains("canary"));
        error.to_string()
    };
    assert_eq!(
        problem("PURECLOUD_GUEST_LOGGING_LOG_LEVLE", "canary"),
        "variable PURECLOUD_GUEST_LOGGING_LOG_LEVLE: there is no such setting; did you mean `PURECLOUD_GUEST_LOGGING_LOG_LEVEL`?"
    );
    assert_eq!(
        problem("PURECLOUD_GUEST_RETRY_RETRY_MAX", "canary"),
        "variable PURECLOUD_GUEST_RETRY_RETRY_MAX: `retry_max` in section `retry` must be a whole number"
    );
}
