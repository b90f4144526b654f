//! Where records go: a file, which is appended to; and what happens when it cannot be written.

use std::fs;
use std::io;

use guest_chat_tests::{FakeTransport, VirtualTimer, block_on, fake_client};
use purecloud_guest_chat_client::{LogLevel, LogSettings, Logger};

fn call_with(logger: &Logger) {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, 200, &[], "{}");
    let client = fake_client(&transport, &timer).logger(logger.clone()).build().unwrap();
    block_on(client.web_chat().get_message("c", "m").send()).unwrap();
}

#[test]
fn records_are_appended_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chat.log");
    fs::write(&path, "before\n").unwrap();
    let logger = Logger::new(LogSettings::new(LogLevel::Debug).console(false).file(&path));
    call_with(&logger);
    call_with(&logger);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("before\nDEBUG "), "{text}");
    assert_eq!(text.matches("=== RESPONSE ===").count(), 2);
    assert_eq!(logger.lost_records(), 0);

    let other = folder.path().join("other.log");
    logger.change(LogSettings::new(LogLevel::Debug).console(false).file(&other));
    call_with(&logger);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(fs::read_to_string(&other).unwrap().matches("=== RESPONSE ===").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_new_file_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chat.log");
    call_with(&Logger::new(LogSettings::new(LogLevel::Debug).console(false).file(&path)));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_log_that_cannot_be_written_fails_no_call() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("missing/chat.log");
    let logger = Logger::new(LogSettings::new(LogLevel::Debug).console(false).file(&nowhere));
    call_with(&logger);
    assert_eq!(logger.lost_records(), 1);
    // It is tried again: the folder may come.
    fs::create_dir(folder.path().join("missing")).unwrap();
    call_with(&logger);
    assert_eq!(logger.lost_records(), 1);
    assert!(nowhere.is_file());

    let failing = Logger::to_function(LogSettings::new(LogLevel::Debug), |_| {
        Err(io::Error::other("disk full"))
    });
    call_with(&failing);
    assert_eq!(failing.lost_records(), 1);
}
