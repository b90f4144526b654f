//! Each of the eleven operations, on the thread of the caller.

use guest_chat_simulator::{MediaType as SimulatedMedia, Operation, Simulator};
use guest_chat_tests::{create_request, message};
use purecloud_guest_chat_client::models::{
    MediaRequestState, MediaType, MemberRole, MemberState, MessageBodyType,
    WebChatGuestMediaRequest,
};
use purecloud_guest_chat_client::{Client, ErrorKind};

use crate::Service;

#[test]
fn every_operation() {
    let sim = Service::start(async { Simulator::start().await.unwrap() });
    let client = Client::builder().base_url(sim.base_url()).allow_insecure_loopback(true);
    let client = client.build_blocking().unwrap();

    let created = client.web_chat().create_conversation(create_request()).send_blocking().unwrap();
    let conversation = created.id.unwrap();
    let member = created.member.unwrap().id.unwrap();
    let chat = client.with_jwt(created.jwt.unwrap()).web_chat();
    let simulated = sim.conversation(conversation.as_str()).unwrap();
    let ann = simulated.agent_joins("Ann");
    let hello = ann.says("Hello");
    let wished = ann.requests_media(&[SimulatedMedia::Cobrowse]);

    let found = chat.get_member(&conversation, &member).send_blocking().unwrap();
    assert_eq!(
        (found.role, found.state),
        (Some(MemberRole::Customer), Some(MemberState::Connected))
    );
    let members = chat.list_members(&conversation).page_size(1).send_blocking().unwrap();
    assert_eq!((members.entities.unwrap().len(), members.total), (1, Some(2)));

    let typing = chat.send_typing(&conversation, &member).send_blocking().unwrap();
    assert_eq!(typing.sender.unwrap().id, Some(member.clone()));
    let text = "Grüße \u{1f44b}";
    let said =
        chat.send_message(&conversation, &member, message(text)).send_with_response_blocking();
    let said = said.unwrap();
    assert_eq!((said.status().as_u16(), said.attempts()), (200, 1));
    assert!(said.correlation_id().is_some() && !said.raw_body().is_empty());
    assert_eq!(said.body().body.as_deref(), Some(text));
    let read = chat.get_message(&conversation, hello.as_str()).send_blocking().unwrap();
    assert_eq!(read.body.as_deref(), Some("Hello"));
    let list = chat.list_messages(&conversation).send_blocking().unwrap();
    let kinds: Vec<_> =
        list.entities.unwrap().into_iter().map(|message| message.body_type.unwrap()).collect();
    assert!(kinds.contains(&MessageBodyType::MemberJoin) && kinds.len() >= 3, "{kinds:?}");

    let media = chat.list_media_requests(&conversation).send_blocking().unwrap();
    assert_eq!(media.entities.unwrap().len(), 1);
    let found = chat.get_media_request(&conversation, wished.as_str()).send_blocking().unwrap();
    assert_eq!(found.state, Some(MediaRequestState::Pending));
    let answer = WebChatGuestMediaRequest::new(MediaRequestState::Accepted, [MediaType::Cobrowse]);
    let update = chat.update_media_request(&conversation, wished.as_str(), answer);
    assert_eq!(update.send_blocking().unwrap().state, Some(MediaRequestState::Accepted));
    let left = chat.leave(&conversation, &member).send_with_response_blocking().unwrap();
    assert_eq!(left.status(), 204);

    let called: std::collections::BTreeSet<_> = sim
        .exchanges()
        .iter()
        .filter_map(|exchange| exchange.operation)
        .map(|o| format!("{o:?}"))
        .collect();
    assert_eq!(called.len(), 11, "{called:?}");
    assert!(called.contains(&format!("{:?}", Operation::UpdateMediaRequest)));
}

#[test]
fn requests_are_those_of_an_async_client() {
    let service = crate::serving(vec![guest_chat_tests::Act::ok("{}")]);
    let blocking = crate::builder(service.address).build_blocking().unwrap();
    let calling = crate::builder(service.address).build().unwrap();
    blocking.web_chat().send_message("../c", "m", message("hi")).send_blocking().unwrap();
    service
        .runtime
        .block_on(calling.web_chat().send_message("../c", "m", message("hi")).send())
        .unwrap();
    blocking.web_chat().send_typing("c", "m").send_blocking().unwrap();
    service.runtime.block_on(calling.web_chat().send_typing("c", "m").send()).unwrap();
    blocking.web_chat().leave("c", "m").send_blocking().unwrap();
    service.runtime.block_on(calling.web_chat().leave("c", "m").send()).unwrap();
    let requests = service.requests();
    let parts = |request: &String| {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let mut lines: Vec<String> = head.lines().map(str::to_owned).collect();
        for line in &mut lines[1..] {
            let (name, value) = line.split_once(": ").unwrap();
            *line = format!("{}: {value}", name.to_lowercase());
        }
        lines[1..].sort();
        (lines, body.to_owned())
    };
    for pair in requests.chunks(2) {
        assert_eq!(parts(&pair[0]), parts(&pair[1]));
    }
    assert_eq!(requests.len(), 6);
}

#[test]
fn what_is_wrong_with_a_call_is_found_before_it_is_sent() {
    let service = crate::serving(vec![guest_chat_tests::Act::ok("{}")]);
    let client = crate::builder(service.address).build_blocking().unwrap();
    let error = client.web_chat().get_message("..", "").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    let error = client.without_jwt().web_chat().leave("c", "m").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingCredentials);
    assert!(service.requests().is_empty());
}
