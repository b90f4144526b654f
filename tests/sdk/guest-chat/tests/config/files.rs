//! The same settings in three forms, and what a client makes of them.

use std::fs;

use guest_chat_tests::{FakeTransport, JWT, VirtualTimer, block_on, seconds};
use purecloud_guest_chat_client::{
    Client, ClientBuilder, LogFormat, LogLevel, LogSettings, RetryConfig, Settings,
};

const INI: &str = "\u{feff}\
; A file as the official SDKs take it.
[logging]
log_level = Trace
log_format: json
log_to_console = False
log_file_path = /var/log/chat.log
log_response_body = false
log_request_body = true

# One more.
[general]
live_reload_config = true
host = https://api.mypurecloud.ie

[gateway]
host = gateway.example.com
protocol = https
port = 8443
path_params_login = login
path_params_api = chat/api
username = user
password = canary

[retry]
retry_wait_min = 5
retry_wait_max = 30
retry_max = 2
";

const JSON: &str = r#"{
    "logging": {
        "log_level": "trace",
        "log_format": "json",
        "log_to_console": false,
        "log_file_path": "/var/log/chat.log",
        "log_response_body": false,
        "log_request_body": true
    },
    "general": { "live_reload_config": true, "host": "https://api.mypurecloud.ie" },
    "gateway": {
        "host": "gateway.example.com", "protocol": "https", "port": "8443",
        "path_params_login": "login", "path_params_api": "chat/api",
        "username": "user", "password": "canary"
    },
    "reauthentication": { "refresh_access_token": null },
    "retry": { "retry_wait_min": 5, "retry_wait_max": 30, "retry_max": 2 }
}"#;

const TOML: &str = r#"
general = { live_reload_config = true, host = "https://api.mypurecloud.ie" }

[logging]
log_level = "trace"
log_format = "json"
log_to_console = false
log_file_path = '/var/log/chat.log'
log_response_body = false
log_request_body = true

[gateway]
host = "gateway.example.com"
protocol = "https"
port = 8_443
path_params_login = "login"
path_params_api = "chat/api"
username = "user"
password = "canary"

[retry]
retry_wait_min = 5
retry_wait_max = 30
retry_max = 0x2
"#;

#[test]
fn three_forms_of_the_same_settings() {
    let ini = Settings::from_ini(INI).unwrap();
    assert_eq!(ini, Settings::from_json(JSON).unwrap());
    assert_eq!(ini, Settings::from_toml(TOML).unwrap());
    assert!(ini.asks_for_live_reload());
    assert_eq!(
        ini.without_effect(),
        ["gateway.password", "gateway.path_params_login", "gateway.username"]
    );
    let debug = format!("{ini:?}");
    assert!(debug.contains("gateway.host") && !debug.contains("canary"), "{debug}");
}

#[test]
fn the_form_is_seen_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let expected = Settings::from_ini(INI).unwrap();
    for (name, text) in [("config", INI), ("config.ini", INI), ("a", JSON), ("b.TOML", TOML)] {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        assert_eq!(Settings::from_file(&path).unwrap(), expected, "{name}");
    }
}

#[test]
fn a_client_does_as_the_settings_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config");
    fs::write(&path, INI).unwrap();
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 503, &[], "");
    let builder = ClientBuilder::from_file(&path).unwrap();
    let client = builder.transport(transport.clone()).timer(timer.clone()).jwt(JWT).build();
    let client = client.unwrap();
    assert_eq!(client.base_url().to_string(), "https://gateway.example.com:8443/chat/api");
    let retry = RetryConfig::standard(seconds(30)).retry_after_default(seconds(5)).max_retries(2);
    assert_eq!(client.diagnostics().retry, format!("{retry:?}"));
    // What failed is logged, so the log must not go where the file says.
    let error = block_on(client.web_chat().leave("c", "m").send()).unwrap_err();
    assert_eq!(error.attempts(), 3);
}

#[test]
fn a_host_is_a_region_a_domain_or_an_address() {
    for (host, expected) in [
        ("eu_west_1", "https://api.mypurecloud.ie/"),
        ("eu-west-1", "https://api.mypurecloud.ie/"),
        ("mypurecloud.ie", "https://api.mypurecloud.ie/"),
        ("https://mypurecloud.ie", "https://api.mypurecloud.ie/"),
        ("https://api.mypurecloud.ie/", "https://api.mypurecloud.ie/"),
        ("new.example.com", "https://api.new.example.com/"),
        ("https://chat.example.com:8443/x", "https://chat.example.com:8443/x"),
    ] {
        let settings = Settings::from_ini(&format!("[general]\nhost={host}\n")).unwrap();
        let timer = VirtualTimer::default();
        let transport = FakeTransport::constant(&timer, 200, &[], "{}");
        let client = Client::builder().settings(&settings).transport(transport).timer(timer);
        assert_eq!(client.build().unwrap().base_url().to_string(), expected, "{host}");
    }
}

#[test]
fn what_the_settings_leave_open_stays() {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let retry = RetryConfig::genesys(seconds(9));
    let client = Client::builder()
        .base_url("https://chat.example.com")
        .retry(retry.clone())
        .settings(&Settings::from_ini("[timeouts]\nattempt = 7\n").unwrap())
        .transport(transport)
        .timer(timer)
        .build()
        .unwrap();
    assert_eq!(client.base_url().host(), Some("chat.example.com"));
    let diagnostics = client.diagnostics();
    assert_eq!(diagnostics.retry, format!("{retry:?}"));
    assert!(diagnostics.timeouts.contains("attempt: 7s"), "{}", diagnostics.timeouts);
    assert!(diagnostics.timeouts.contains("connect: 5s"), "{}", diagnostics.timeouts);
}

#[test]
fn the_log_of_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("chat.log");
    let text = format!("[logging]\nlog_level=debug\nlog_file_path={}\n", log.display());
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let builder = Client::builder().settings(&Settings::from_ini(&text).unwrap());
    let client = builder.transport(transport).timer(timer).jwt(JWT).build().unwrap();
    block_on(client.web_chat().get_message("c", "m").send()).unwrap();
    assert!(fs::read_to_string(&log).unwrap().starts_with("DEBUG "));
    // Comparable settings, for programs that set the log up themselves.
    let settings = LogSettings::new(LogLevel::Debug).format(LogFormat::Json);
    assert_ne!(settings, LogSettings::default());
}

#[test]
fn a_proxy_with_credentials() {
    let settings =
        Settings::from_ini("[proxy]\nurl=http://proxy.example.com:3128\nuser=u\npassword=canary\n");
    let client = Client::builder()
        .base_url("https://chat.example.com")
        .settings(&settings.unwrap())
        .build()
        .unwrap();
    let proxy = client.diagnostics().proxy;
    assert!(proxy.contains("proxy.example.com") && proxy.contains("has_credentials: true"));
    assert!(!proxy.contains("canary"));
}

#[test]
fn defect_nothing_is_read_unless_it_is_asked_for() {
    // The official SDKs read a file in the home directory of whoever runs the program, if there is one.
    let home = tempfile::tempdir().unwrap();
    for folder in
        [".genesysclouddotnet-guest", ".genesyscloudjava-guest", ".genesyscloudjavascript-guest"]
    {
        fs::create_dir(home.path().join(folder)).unwrap();
        fs::write(home.path().join(folder).join("config"), "[nonsense]\n").unwrap();
    }
    let program = std::env::current_exe().unwrap();
    let run = std::process::Command::new(program)
        .args(["--exact", "files::helper_builds_a_client", "--ignored"])
        .env("HOME", home.path())
        .env("PURECLOUD_GUEST_NONSENSE", "1")
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    assert!(String::from_utf8_lossy(&run.stdout).contains("1 passed"));
}

#[test]
#[ignore = "run by the test above, in an environment of its own"]
fn helper_builds_a_client() {
    Client::builder().base_url("https://chat.example.com").build().unwrap();
}
