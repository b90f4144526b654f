//! The lists of a chat, page by page, against the simulator.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

use guest_chat_simulator::{CursorStyle, Fault, Operation, Simulator};
use guest_chat_tests::{
    Answer, FakeTransport, Guest, VirtualTimer, block_on, client, fake_client, message, reply,
    start_chat,
};
use purecloud_guest_chat_client::{ErrorKind, Items};
use serde_json::{Value, json};

/// A chat in which so many messages were sent.
async fn chat_with(messages: usize, style: CursorStyle) -> (Simulator, Guest) {
    let sim = Simulator::builder().cursor_style(style).start().await.unwrap();
    let guest = start_chat(&sim, &client(&sim)).await;
    for number in 0..messages {
        guest.chat.says_as(guest.member.as_str(), &format!("text {number}"));
    }
    sim.clear_exchanges();
    (sim, guest)
}

async fn all<P: 'static, T>(mut items: Items<P, T>) -> Vec<T> {
    let mut all = Vec::new();
    while let Some(item) = items.next().await {
        all.push(item.unwrap());
    }
    all
}

#[tokio::test]
async fn messages_come_in_order_whatever_the_cursor_looks_like() {
    for style in [CursorStyle::RelativeUri, CursorStyle::MessageId] {
        let (sim, guest) = chat_with(7, style).await;
        let list = || guest.web_chat().list_messages(&guest.conversation).max_results(3);
        let texts = |messages: Vec<purecloud_guest_chat_client::models::WebChatMessage>| {
            messages.into_iter().map(|message| message.body.unwrap()).collect::<Vec<_>>()
        };
        let mut expected: Vec<String> = (0..7).map(|number| format!("text {number}")).collect();
        assert_eq!(texts(all(list().items()).await), expected);
        assert_eq!(sim.exchanges().len(), 3, "one call per page");
        expected.reverse();
        assert_eq!(texts(all(list().sort_order("descending").items()).await), expected);
        assert_eq!(sim.exchanges().len(), 6);
    }
}

#[tokio::test]
async fn a_list_can_begin_anywhere() {
    let (_sim, guest) = chat_with(5, CursorStyle::RelativeUri).await;
    let list = || guest.web_chat().list_messages(&guest.conversation);
    let ids: Vec<String> = guest.chat.messages().into_iter().map(|message| message.id).collect();
    let rest = all(list().after(ids[1].as_str()).max_results(2).items()).await;
    let rest: Vec<String> =
        rest.into_iter().map(|message| message.id.unwrap().to_string()).collect();
    assert_eq!(rest, ids[2..]);
}

#[tokio::test]
async fn members_come_by_page_number() {
    let (sim, guest) = chat_with(0, CursorStyle::RelativeUri).await;
    let agents: Vec<_> = (0..6).map(|n| guest.chat.agent_joins(&format!("Agent {n}"))).collect();
    agents[0].leaves();
    sim.clear_exchanges();
    let list = || guest.web_chat().list_members(&guest.conversation).page_size(3);
    assert_eq!(all(list().items()).await.len(), 7);
    assert_eq!(sim.exchanges().len(), 3);
    // What the caller asked for holds for every page.
    let present = all(list().exclude_disconnected_members(true).items()).await;
    assert_eq!(present.len(), 6);
    let newest = sim.exchanges().pop().unwrap();
    assert!(newest.query.unwrap().contains("excludeDisconnectedMembers=true"));
    // Without an address, the pages are counted.
    sim.faults().on(Operation::ListMembers, Fault::remove("/nextUri")).always();
    assert_eq!(all(list().items()).await.len(), 7);
}

#[tokio::test]
async fn rule_s03_an_address_in_a_reply_leads_nowhere_else() {
    let (sim, guest) = chat_with(3, CursorStyle::RelativeUri).await;
    let second = guest.chat.messages()[1].id.clone();
    let elsewhere = Simulator::start().await.unwrap();
    let next = format!("{}/other/path?after={second}&x=y", elsewhere.base_url());
    sim.faults().on(Operation::ListMessages, Fault::set("/next", json!(next)));
    let list = guest.web_chat().list_messages(&guest.conversation).max_results(2);
    assert_eq!(all(list.items()).await.len(), 3);
    assert!(elsewhere.exchanges().is_empty());
    let exchanges = sim.exchanges();
    assert_eq!(exchanges[1].path, exchanges[0].path);
    assert_eq!(
        exchanges[1].query.as_deref(),
        Some(format!("maxResults=2&after={second}").as_str())
    );
}

/// How many items a list of five has, and how many pages are asked for, if each page is changed like this. The change
/// is told the number of the page and the ids of the items.
async fn length_with(
    change: impl Fn(&mut Value, usize, &[String]) + Send + Sync + 'static,
) -> (usize, usize) {
    let (sim, guest) = chat_with(5, CursorStyle::RelativeUri).await;
    let ids: Vec<String> = guest.chat.messages().into_iter().map(|message| message.id).collect();
    let number = AtomicUsize::new(0);
    let fault = Fault::mutate(move |page| change(page, number.fetch_add(1, Relaxed), &ids));
    sim.faults().on(Operation::ListMessages, fault).always();
    let list = guest.web_chat().list_messages(&guest.conversation).max_results(2);
    (all(list.items()).await.len(), sim.exchanges().len())
}

#[tokio::test]
async fn rule_s17_a_list_that_never_ends_by_itself_is_ended() {
    // The second page says that it comes next itself.
    let round = length_with(|page, _, ids| page["next"] = json!(ids[1])).await;
    assert_eq!(round, (4, 2));
    // Each page promises another, but there is nothing on it.
    let (items, pages) = length_with(|page, number, ids| {
        page["next"] = json!(ids[number]);
        page["entities"] = json!([]);
    })
    .await;
    assert_eq!(items, 0);
    assert!(pages < 5, "{pages} pages");
}

#[test]
fn cursors_of_any_length_are_told_apart_by_their_last_byte() {
    // Five pages lead on with cursors of their own, the sixth with that of the fifth.
    let timer = VirtualTimer::default();
    let transport = FakeTransport::new(&timer, |number| {
        let cursor = format!("{}{}", "x".repeat(8_000), number.min(4));
        let page = json!({"entities": [{"id": "1"}], "next": cursor}).to_string();
        Answer::Now(Ok(reply(200, &[], Box::leak(page.into_boxed_str()))))
    });
    let client = fake_client(&transport, &timer).build().unwrap();
    let mut items = client.web_chat().list_messages("c").items();
    let mut count = 0;
    while let Some(item) = block_on(items.next()) {
        item.unwrap();
        count += 1;
    }
    assert_eq!((count, transport.times().len()), (6, 6));
}

#[tokio::test]
async fn nothing_is_asked_before_it_is_needed() {
    let (sim, guest) = chat_with(5, CursorStyle::RelativeUri).await;
    let list = guest.web_chat().list_messages(&guest.conversation).max_results(2);
    let mut items = list.items();
    assert_eq!(sim.exchanges().len(), 0);
    items.next().await.unwrap().unwrap();
    items.next().await.unwrap().unwrap();
    assert_eq!(sim.exchanges().len(), 1);
    items.next().await.unwrap().unwrap();
    assert_eq!(sim.exchanges().len(), 2);
}

#[tokio::test]
async fn a_page_that_fails_can_be_asked_for_again() {
    let (sim, guest) = chat_with(4, CursorStyle::RelativeUri).await;
    let list = guest.web_chat().list_messages(&guest.conversation).max_results(2);
    let mut pages = list.pages();
    pages.next().await.unwrap().unwrap();
    sim.faults().next(Fault::status(503));
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::Api);
    assert!(pages.next().await.is_none());
    pages.resume();
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.body().entities.as_ref().unwrap().len(), 2);
    assert!(page.correlation_id().is_some());
    assert!(pages.next().await.is_none());
    assert!(!format!("{pages:?}").contains(guest.conversation.as_str()));
}

#[tokio::test]
async fn a_request_for_an_item_can_be_dropped() {
    let (_sim, guest) = chat_with(6, CursorStyle::RelativeUri).await;
    guest
        .web_chat()
        .send_message(&guest.conversation, &guest.member, message("last"))
        .await
        .unwrap();
    let mut items = guest.web_chat().list_messages(&guest.conversation).max_results(2).items();
    let mut count = 0;
    loop {
        let next = items.next();
        tokio::select! {
            biased;
            item = next => match item {
                Some(item) => drop(item.unwrap()),
                None => break,
            },
            () = tokio::task::yield_now() => continue,
        }
        count += 1;
    }
    assert_eq!(count, 7);
}
