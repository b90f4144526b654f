//! Tokens: sent where they belong and nowhere else, and what the service says of wrong ones.

use guest_chat_simulator::{Exchange, Simulator};
use guest_chat_tests::{Guest, builder, client, create_request, message, start_chat};
use purecloud_guest_chat_client::{Client, ErrorCode, ErrorKind};

use crate::arrived::assert_nothing_arrived;

const CHATS: usize = 8;
const MESSAGES: usize = 12;

#[tokio::test]
async fn create_never_sends_a_token() {
    let (sim, guest) = Guest::arrives().await;
    let built_with_one = builder(&sim).jwt(&guest.jwt).build().unwrap();
    for client in [&guest.client, &built_with_one, &guest.client.with_jwt("another")] {
        assert!(client.has_jwt());
        client.web_chat().create_conversation(create_request()).await.unwrap();
    }
    assert_eq!(sim.exchanges().len(), 3);
    assert!(sim.creates_with_authorization().is_empty());
}

#[tokio::test]
async fn every_other_operation_sends_its_chats_token() {
    let (sim, guest) = Guest::arrives().await;
    let item = guest.member.as_str();
    for (operation, outcome) in
        every_operation!(guest.web_chat(), &guest.conversation, item, |call| outcome!(call))
    {
        let exchange = sim.exchanges_for(operation).remove(0);
        let sent = exchange.request_header("authorization");
        assert_eq!(sent, Some(guest.authorization().as_str()), "{operation:?}");
        // The id is a member's, so messages and media requests of this id are unknown.
        let unknown =
            outcome.is_err_and(|error| error.code() == Some(ErrorCode::ChatErrorNotFound));
        assert_eq!(unknown, exchange.status() == Some(404), "{operation:?}");
    }
}

#[tokio::test]
async fn rule_s11_no_token_is_in_an_address() {
    let (sim, guest) = Guest::arrives().await;
    let item = guest.member.as_str();
    let chat = guest.web_chat();
    let _ = every_operation!(chat.clone(), &guest.conversation, item, |call| outcome!(call));
    // The guests of this deployment are not to prove who they are.
    chat.create_conversation(create_request().member_auth_token("canary")).await.unwrap_err();
    let exchanges = sim.exchanges();
    assert_eq!(exchanges.len(), 11);
    for exchange in exchanges {
        let address = exchange.path_and_query();
        let parts = guest.jwt.expose().split('.').chain(["canary"]);
        let leaks: Vec<_> = parts.filter(|part| address.contains(part)).collect();
        assert!(leaks.is_empty(), "{address}");
    }
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let (sim, guest) = Guest::arrives().await;
    let without = guest.client.without_jwt();
    let calls = every_operation!(without.web_chat(), "c", "i", |call| outcome!(call));
    for (operation, outcome) in calls {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingCredentials, "{operation:?}");
        assert_eq!(error.operation(), Some(operation.id()));
        assert_eq!((error.attempts(), error.may_have_been_processed()), (0, false));
    }
    assert_nothing_arrived(&sim);
}

#[tokio::test]
async fn wrong_tokens_have_typed_codes() {
    let sim = Simulator::start().await.unwrap();
    let anyone = client(&sim);
    let (mine, theirs) = (start_chat(&sim, &anyone).await, start_chat(&sim, &anyone).await);
    let expired = start_chat(&sim, &anyone).await;
    expired.chat.expire_jwt();
    let cases: [(Client, &Guest, u16, ErrorCode); 4] = [
        (anyone.with_jwt("never given out"), &mine, 401, ErrorCode::BadCredentials),
        (theirs.client.clone(), &mine, 403, ErrorCode::NotAuthorized),
        (mine.client.clone(), &theirs, 403, ErrorCode::NotAuthorized),
        (expired.client.clone(), &expired, 401, ErrorCode::CredentialsExpired),
    ];
    for (client, guest, status, code) in cases {
        let calls = every_operation!(
            client.web_chat(),
            &guest.conversation,
            guest.member.as_str(),
            |call| outcome!(call)
        );
        for (operation, outcome) in calls {
            let error = outcome.unwrap_err();
            assert_eq!(error.code(), Some(code.clone()), "{operation:?}");
            assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Api, status));
            assert!(!error.is_retryable() && !error.may_have_been_processed());
        }
    }
}

#[tokio::test]
async fn a_handle_can_take_another_token_later() {
    let (_sim, guest) = Guest::arrives().await;
    let stale = guest.client.with_jwt("stale");
    stale.web_chat().list_members(&guest.conversation).await.unwrap_err();
    let renewed = stale.with_jwt(&guest.jwt);
    renewed.web_chat().list_members(&guest.conversation).await.unwrap();
    // The older handle is what it was.
    stale.web_chat().list_members(&guest.conversation).await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rule_s07_chats_of_one_process_never_mix_their_tokens() {
    let sim = Simulator::start().await.unwrap();
    let shared = client(&sim);
    let mut guests = Vec::new();
    for _ in 0..CHATS {
        guests.push(start_chat(&sim, &shared).await);
    }
    let tasks: Vec<_> = guests.iter().cloned().map(|guest| tokio::spawn(chatter(guest))).collect();
    // Chats are also started meanwhile, from a handle that has a token.
    for _ in 0..CHATS {
        start_chat(&sim, &guests[0].client).await;
    }
    for task in tasks {
        task.await.unwrap();
    }

    let exchanges = sim.exchanges();
    assert!(sim.creates_with_authorization().is_empty());
    for guest in &guests {
        let mine = |exchange: &&Exchange| exchange.path.contains(guest.conversation.as_str());
        let mine: Vec<&Exchange> = exchanges.iter().filter(mine).collect();
        assert_eq!(mine.len(), 2 * MESSAGES);
        let authorization = guest.authorization();
        for exchange in mine {
            assert_eq!(exchange.request_header("authorization"), Some(authorization.as_str()));
            assert_eq!(exchange.status(), Some(200));
        }
        let texts: Vec<_> =
            guest.chat.messages().into_iter().filter_map(|said| said.body).collect();
        assert_eq!(texts, (0..MESSAGES).map(|number| text(guest, number)).collect::<Vec<_>>());
    }
}

fn text(guest: &Guest, number: usize) -> String {
    format!("{number} from {}", guest.member)
}

async fn chatter(guest: Guest) {
    let chat = guest.web_chat();
    for number in 0..MESSAGES {
        let text = message(&text(&guest, number));
        let said = chat.send_message(&guest.conversation, &guest.member, text);
        let listed = chat.list_members(&guest.conversation);
        let (said, listed) = tokio::join!(said.into_future(), listed.into_future());
        assert_eq!(said.unwrap().sender.unwrap().id.as_ref(), Some(&guest.member));
        assert_eq!(listed.unwrap().entities.unwrap()[0].id.as_ref(), Some(&guest.member));
    }
}
