//! Ids with characters that mean something in a URL: one segment on the wire, or refused before any I/O.

use guest_chat_tests::Guest;
use purecloud_guest_chat_client::models::{ConversationId, MemberId, MessageId};
use purecloud_guest_chat_client::{ErrorCode, ErrorKind};

use crate::arrived::{arrived, assert_nothing_arrived};

/// Ids, and how they have to look in a path.
const ODD: [(&str, &str); 10] = [
    ("a/b", "a%2Fb"),
    ("a?b=c", "a%3Fb%3Dc"),
    ("a#b", "a%23b"),
    ("a%2Fb", "a%252Fb"),
    ("%2e%2e", "%252e%252e"),
    ("../../x", "..%2F..%2Fx"),
    ("..\\x", "..%5Cx"),
    ("...", "..."),
    ("a;b:c@d", "a%3Bb%3Ac%40d"),
    (" é\u{1f44b}", "%20%C3%A9%F0%9F%91%8B"),
];

#[tokio::test]
async fn odd_ids_stay_one_segment() {
    let (sim, guest) = Guest::arrives().await;
    for (id, encoded) in ODD {
        let calls =
            every_operation!(guest.web_chat(), &guest.conversation, id, |call| outcome!(call));
        for (operation, outcome) in calls {
            let exchange = sim.exchanges_for(operation).pop().unwrap();
            let is_list = exchange.path.matches('/').count() == 7;
            assert_eq!(outcome.is_ok(), is_list, "{operation:?} of {id}");
            if !is_list {
                let rest = exchange.path.strip_prefix(&guest.path("/")).unwrap();
                assert_eq!(rest.split('/').nth(1), Some(encoded), "{operation:?}");
            }
            assert_eq!(exchange.query, None);
        }
        sim.clear_exchanges();
    }
}

#[tokio::test]
async fn odd_conversation_ids_stay_one_segment() {
    let (sim, guest) = Guest::arrives().await;
    for (id, encoded) in ODD {
        let calls = every_operation!(guest.web_chat(), id, "i", |call| outcome!(call));
        for (operation, outcome) in calls {
            // The service recognised the operation, so every segment is in its place.
            let exchange = sim.exchanges_for(operation).pop().unwrap();
            assert_eq!(exchange.path.split('/').nth(6), Some(encoded), "{operation:?}");
            assert_eq!(outcome.unwrap_err().code(), Some(ErrorCode::NotFound), "{operation:?}");
        }
        sim.clear_exchanges();
    }
}

#[tokio::test]
async fn ids_that_cannot_be_one_segment_are_refused() {
    let (sim, guest) = Guest::arrives().await;
    for id in ["", ".", "..", "a\r\nauthorization: x", "a\0", "\u{7f}"] {
        let calls = every_operation!(guest.web_chat(), id, "i", |call| outcome!(call));
        for (operation, outcome) in calls {
            let error = outcome.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{operation:?} of {id:?}");
            assert_eq!((error.attempts(), error.operation()), (0, Some(operation.id())));
            assert!(error.to_string().contains("`conversationId`"), "{error}");
        }
    }
    let error = guest.web_chat().get_member(&guest.conversation, "..").await.unwrap_err();
    assert!(error.to_string().contains("`memberId` must not be `.` or `..`"), "{error}");
    assert_nothing_arrived(&sim);
}

#[tokio::test]
async fn ids_can_be_given_in_many_forms() {
    let (sim, guest) = Guest::arrives().await;
    let chat = guest.web_chat();
    let text = guest.conversation.as_str();
    chat.get_member(text, guest.member.as_str()).await.unwrap();
    chat.get_member(text.to_owned(), guest.member.to_string()).await.unwrap();
    chat.get_member(ConversationId::from(text), guest.member.clone()).await.unwrap();
    chat.get_member(&guest.conversation, MemberId::from(guest.member.as_ref())).await.unwrap();
    assert_eq!(sim.exchanges().len(), 4);
    sim.clear_exchanges();

    chat.list_messages(text).after(MessageId::from("x")).before("y".to_owned()).await.unwrap_err();
    assert_eq!(arrived(&sim).query.as_deref(), Some("after=x&before=y"));
}
