//! The kinds of tokio runtimes, and what a client does when it moves from one to another.

use guest_chat_tests::{Act, JWT, RawServer, block_on};
use purecloud_guest_chat_client::{Client, ErrorKind};
use tokio::runtime::{Builder, Runtime};

/// One of each kind.
fn runtimes() -> [Runtime; 2] {
    let (mut current_thread, mut multi_thread) =
        (Builder::new_current_thread(), Builder::new_multi_thread());
    [&mut current_thread, multi_thread.worker_threads(2)]
        .map(|builder| builder.enable_all().build().unwrap())
}

#[test]
fn fault_57_a_call_outside_a_runtime_is_an_error_not_a_panic() {
    let client = Client::builder().jwt(JWT).build().unwrap();
    let error = block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("tokio runtime"), "{error}");
}

#[test]
fn fault_57_any_kind_of_runtime_will_do() {
    for runtime in runtimes() {
        let server = runtime.block_on(RawServer::start(vec![Act::ok("{}")]));
        // Made outside.
        let chat = server.client().web_chat();
        runtime.block_on(chat.get_message("c", "m").send()).unwrap();
        // And on a task.
        runtime.block_on(runtime.spawn(chat.get_message("c", "m").send())).unwrap().unwrap();
        assert_eq!(server.requests().len(), 2);
    }
}

#[test]
fn fault_57_a_client_outlives_a_runtime() {
    let services = Runtime::new().unwrap();
    let server = services.block_on(RawServer::start(vec![Act::ok("{}")]));
    let chat = server.client().web_chat();
    for runtime in runtimes() {
        // The connections of the runtime before are gone with it.
        for _ in 0..2 {
            runtime.block_on(chat.get_message("c", "m").send()).unwrap();
        }
    }
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_runtime_without_its_drivers_is_an_error_not_a_panic() {
    let client = Client::builder().jwt(JWT).build().unwrap();
    let runtime = Builder::new_current_thread().build().unwrap();
    let error = runtime.block_on(client.web_chat().get_message("c", "m").send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("without timers"), "{error}");
    let services = Runtime::new().unwrap();
    let server = services.block_on(RawServer::start(vec![Act::ok("{}")]));
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let call = server.client().web_chat().get_message("c", "m");
    let error = runtime.block_on(call.send()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("without I/O"), "{error}");
}
