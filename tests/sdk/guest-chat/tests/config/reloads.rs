//! A file that is followed: what counts at once, what needs a new client, and what a broken file does.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use guest_chat_tests::{FakeTransport, JWT, VirtualTimer, block_on, seconds};
use purecloud_guest_chat_client::{
    Client, ClientBuilder, ErrorKind, LogLevel, Reload, RetryConfig, SettingsWatch,
};
use tempfile::TempDir;

struct File {
    _folder: TempDir,
    path: PathBuf,
}

impl File {
    fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config");
        let file = Self { _folder: folder, path };
        file.write(text);
        file
    }

    fn write(&self, text: &str) {
        fs::write(&self.path, text).unwrap();
    }
}

fn builder() -> (ClientBuilder, FakeTransport, VirtualTimer) {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 503, &[], "");
    let builder = Client::builder()
        .base_url("https://chat.example.com")
        .jwt(JWT)
        .transport(transport.clone())
        .timer(timer.clone());
    (builder, transport, timer)
}

fn reload(watch: &mut SettingsWatch) -> Reload {
    block_on(watch.next()).unwrap()
}

fn attempts(client: &Client) -> u32 {
    block_on(client.web_chat().leave("c", "m").send()).unwrap_err().attempts()
}

#[test]
fn what_can_change_counts_in_the_new_handle() {
    let file = File::with("[general]\nlive_reload_config=true\n");
    let (builder, transport, _) = builder();
    let mut watch = builder.build_watching(&file.path).unwrap();
    assert!(watch.settings().asks_for_live_reload());
    assert_eq!(attempts(watch.client()), 1);
    let before = watch.client().clone();

    file.write("[retry]\nretry_wait_max=60\nretry_max=2\n[gateway]\nhost=gateway.example.com\n");
    let change = reload(&mut watch);
    assert_eq!(
        change.applied(),
        ["general.live_reload_config", "gateway.host", "retry.retry_wait_max", "retry.retry_max"]
    );
    assert!(change.needs_new_client().is_empty());
    assert_eq!(attempts(change.client()), 3);
    let sent = transport.requests();
    assert_eq!(sent.last().unwrap().uri().host(), Some("gateway.example.com"));
    // The token is that of the client, and other handles are as they were.
    assert!(change.client().has_jwt());
    assert_eq!((attempts(&before), before.base_url().host()), (1, Some("chat.example.com")));
}

#[test]
fn what_is_taken_out_falls_back() {
    let file = File::with("[gateway]\nhost=gateway.example.com\n[retry]\nretry_wait_max=60\n");
    let (builder, ..) = builder();
    let retry = RetryConfig::genesys(seconds(1));
    let mut watch = builder.retry(retry.clone()).build_watching(&file.path).unwrap();
    assert_eq!(watch.client().base_url().host(), Some("gateway.example.com"));
    file.write("");
    reload(&mut watch);
    assert_eq!(watch.client().base_url().host(), Some("chat.example.com"));
    assert_eq!(watch.client().diagnostics().retry, format!("{retry:?}"));
}

#[test]
fn some_settings_need_a_new_client() {
    let file = File::with("");
    let (builder, ..) = builder();
    let mut watch = builder.build_watching(&file.path).unwrap();
    file.write("[timeouts]\nconnect=1\nattempt=2\n[general]\nhost=http://localhost:1\n");
    let change = reload(&mut watch);
    assert_eq!(change.applied(), ["timeouts.attempt"]);
    // From https to plain http on this machine is more than a transport can change.
    assert_eq!(change.needs_new_client(), ["general.host", "timeouts.connect"]);
    assert_eq!(watch.client().base_url().host(), Some("chat.example.com"));
    let timeouts = watch.client().diagnostics().timeouts;
    assert!(timeouts.contains("connect: 5s") && timeouts.contains("attempt: 2s"), "{timeouts}");
}

#[test]
fn the_log_changes_in_all_handles() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("chat.log");
    let text =
        |level: &str| format!("[logging]\nlog_level={level}\nlog_file_path={}\n", log.display());
    let file = File::with(&text("none"));
    let (builder, ..) = builder();
    let mut watch = builder.build_watching(&file.path).unwrap();
    let old = watch.client().clone();
    attempts(&old);
    assert!(!log.exists());
    file.write(&text("error"));
    assert_eq!(reload(&mut watch).applied(), ["logging.log_level"]);
    attempts(&old);
    assert!(fs::read_to_string(&log).unwrap().starts_with("ERROR "));
    // Back to what the builder says, which is nothing.
    fs::remove_file(&log).unwrap();
    file.write("");
    reload(&mut watch);
    attempts(&old);
    assert!(!log.exists());
    assert!(LogLevel::None < LogLevel::Trace);
}

#[test]
fn a_broken_file_keeps_what_was_and_is_told_once() {
    let file = File::with("[gateway]\nhost=gateway.example.com\n");
    let (builder, ..) = builder();
    let mut watch = builder.build_watching(&file.path).unwrap();
    file.write("[gatway]\nhost=other.example.com\n");
    let error = block_on(watch.next()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().starts_with("config: line 2, column 1: there is no section"));
    assert_eq!(watch.client().base_url().host(), Some("gateway.example.com"));
    assert!(watch.check().is_none() && watch.check().is_none());

    fs::remove_file(&file.path).unwrap();
    let error = block_on(watch.next()).unwrap_err();
    assert!(error.to_string().contains("cannot be opened"), "{error}");
    assert!(watch.check().is_none() && watch.check().is_none());
    file.write("[gateway]\nhost=other.example.com\n");
    assert_eq!(reload(&mut watch).applied(), ["gateway.host"]);
    assert_eq!(watch.client().base_url().host(), Some("other.example.com"));
}

#[test]
fn half_a_file_does_not_count() {
    let file = File::with("[gateway]\nhost=gateway.example.com\nport=1\n");
    let (builder, ..) = builder();
    let mut watch = builder.build_watching(&file.path).unwrap();
    // A writer that empties the file first: each state is seen once.
    for text in ["", "[gateway]\n", "[gateway]\nhost=gateway.example.com\n"] {
        file.write(text);
        assert!(watch.check().is_none());
    }
    file.write("[gateway]\nhost=gateway.example.com\nport=2\n");
    assert!(watch.check().is_none());
    assert_eq!(watch.check().unwrap().unwrap().applied(), ["gateway.port"]);
    // A comment changes nothing.
    file.write("; a comment\n[gateway]\nhost=gateway.example.com\nport=2\n");
    assert!((0..4).all(|_| watch.check().is_none()));
}

#[test]
fn the_file_is_looked_at_on_the_timer_of_the_client() {
    let file = File::with("");
    let (builder, _, timer) = builder();
    let mut watch = builder.build_watching(&file.path).unwrap().interval(seconds(60));
    file.write("[retry]\nretry_max=1\n");
    let before = timer.elapsed();
    reload(&mut watch);
    assert_eq!(timer.elapsed(), before + Duration::from_millis(500));
}

#[test]
fn on_the_thread_of_a_blocking_program() {
    let file = File::with("");
    let address = "http://127.0.0.1:1";
    let local = || Client::builder().base_url(address).allow_insecure_loopback(true).jwt(JWT);
    let mut watch = local().build_blocking_watching(&file.path).unwrap();
    watch = watch.interval(Duration::from_millis(1));
    file.write("[retry]\nretry_max=1\n");
    assert_eq!(watch.next_blocking().unwrap().applied(), ["retry.retry_max"]);
    let mut other = local().build_watching(&file.path).unwrap();
    assert_eq!(other.next_blocking().unwrap_err().kind(), ErrorKind::Config);
}

#[test]
fn in_a_thread_until_it_is_dropped() {
    let file = File::with("");
    let watch = builder().0.build_blocking_watching(&file.path).unwrap();
    let (sender, receiver) = mpsc::channel();
    let interval = Duration::from_millis(10);
    let thread = watch
        .interval(interval)
        .follow_in_thread(move |change| {
            sender.send(change.map(|change| change.applied().to_vec())).unwrap();
        })
        .unwrap();
    file.write("[retry]\nretry_max=1\n");
    let change = receiver.recv_timeout(seconds(20)).unwrap().unwrap();
    assert_eq!(change, ["retry.retry_max"]);
    drop(thread);
    // The thread ends and lets go of what it was given.
    assert!(
        receiver
            .recv_timeout(seconds(20))
            .is_err_and(|error| error == mpsc::RecvTimeoutError::Disconnected)
    );
}

#[test]
fn defect_a_gateway_belongs_to_its_client() {
    // In an official SDK, clients of their own take the gateway of the global configuration all the same.
    let file = File::with("[gateway]\nhost=gateway.example.com\n");
    let (one, ..) = builder();
    let (other, ..) = builder();
    let watch = one.build_watching(&file.path).unwrap();
    assert_eq!(watch.client().base_url().host(), Some("gateway.example.com"));
    assert_eq!(other.build().unwrap().base_url().host(), Some("chat.example.com"));
}
