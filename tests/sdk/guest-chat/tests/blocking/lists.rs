//! Lists in pages, one call per page, on the thread of the caller.

use guest_chat_simulator::Simulator;
use guest_chat_tests::create_request;
use purecloud_guest_chat_client::{Client, ErrorKind};

use crate::Service;

#[test]
fn items_and_pages() {
    let sim = Service::start(async { Simulator::start().await.unwrap() });
    let client = Client::builder().base_url(sim.base_url()).allow_insecure_loopback(true);
    let client = client.build_blocking().unwrap();
    let created = client.web_chat().create_conversation(create_request()).send_blocking().unwrap();
    let id = created.id.unwrap();
    let ann = sim.conversation(id.as_str()).unwrap().agent_joins("Ann");
    let said: Vec<String> = (0..7).map(|number| ann.says(&number.to_string())).collect();
    let chat = client.with_jwt(created.jwt.unwrap()).web_chat();

    let mut items = chat.list_messages(&id).max_results(3).items();
    let mut found = Vec::new();
    while let Some(message) = items.next_blocking() {
        found.push(message.unwrap().id.unwrap().as_str().to_owned());
    }
    assert!(said.iter().all(|id| found.contains(id)), "{found:?}");
    let all = chat.list_messages(&id).max_results(3).items().into_iter_blocking();
    let all: Result<Vec<_>, _> = all.map(|message| message.map(|message| message.id)).collect();
    assert_eq!(all.unwrap().len(), found.len());
    let mut pages = chat.list_messages(&id).max_results(3).pages();
    let mut count = 0;
    while let Some(page) = pages.next_blocking() {
        assert_eq!(page.unwrap().status(), 200);
        count += 1;
    }
    assert!(count >= 3, "{count}");
}

#[test]
fn a_list_of_an_async_client_is_refused_once() {
    let client = crate::builder("127.0.0.1:1").build().unwrap();
    let mut pages = client.web_chat().list_messages("c").pages();
    let error = pages.next_blocking().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(pages.next_blocking().is_none());
}
