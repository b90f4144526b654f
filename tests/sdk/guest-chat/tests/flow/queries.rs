//! Query parameters: what is not set is not sent, what is set arrives, and lists can be walked with them.

use guest_chat_simulator::{CursorStyle, Simulator};
use guest_chat_tests::{Guest, client, start_chat};
use purecloud_guest_chat_client::ErrorCode;
use purecloud_guest_chat_client::models::{MessageId, SortOrder, WebChatMessageEntityList};

use crate::arrived::arrived;

fn texts(list: &WebChatMessageEntityList) -> Vec<&str> {
    let messages = list.entities.iter().flatten();
    messages.filter_map(|message| message.body.as_deref()).collect()
}

#[tokio::test]
async fn unset_parameters_are_omitted() {
    let (sim, guest) = Guest::arrives().await;
    guest.web_chat().list_members(&guest.conversation).await.unwrap();
    assert_eq!(arrived(&sim).query, None);
    guest.web_chat().list_messages(&guest.conversation).await.unwrap();
    assert_eq!(arrived(&sim).query, None);
    guest.web_chat().list_members(&guest.conversation).page_number(1).await.unwrap();
    assert_eq!(arrived(&sim).query.as_deref(), Some("pageNumber=1"));
}

#[tokio::test]
async fn false_and_zero_are_sent() {
    let (sim, guest) = Guest::arrives().await;
    let members = || guest.web_chat().list_members(&guest.conversation);
    members().exclude_disconnected_members(false).await.unwrap();
    assert_eq!(arrived(&sim).query.as_deref(), Some("excludeDisconnectedMembers=false"));
    // The service has no page 0, so it says that the zero has arrived.
    let error = members().page_number(0).page_size(0).await.unwrap_err();
    assert_eq!(arrived(&sim).query.as_deref(), Some("pageNumber=0&pageSize=0"));
    assert_eq!(error.code(), Some(ErrorCode::InvalidQueryParamValue));
    let error =
        guest.web_chat().list_messages(&guest.conversation).max_results(0).await.unwrap_err();
    assert_eq!(arrived(&sim).query.as_deref(), Some("maxResults=0"));
    assert_eq!(error.code(), Some(ErrorCode::InvalidQueryParamValue));
}

#[tokio::test]
async fn values_cannot_change_the_query() {
    let (sim, guest) = Guest::arrives().await;
    let list = guest.web_chat().list_messages(&guest.conversation);
    let error = list.after("a b&maxResults=1#é+%2F").before("").await.unwrap_err();
    let query = arrived(&sim).query.unwrap();
    assert_eq!(query, "after=a%20b%26maxResults%3D1%23%C3%A9%2B%252F&before=");
    // The service has decoded what was meant.
    let params = error.api_error().unwrap().message_params.as_ref().unwrap();
    assert_eq!(params["value"], "a b&maxResults=1#é+%2F");
}

#[tokio::test]
async fn members_can_be_filtered_and_paged() {
    let (sim, guest) = Guest::arrives().await;
    guest.chat.agent_joins("Ann").leaves();
    guest.chat.agent_joins("Bob");
    guest.chat.agent_joins("Cid");
    let members = || guest.web_chat().list_members(&guest.conversation).page_size(2);

    let present = members().exclude_disconnected_members(true).await.unwrap();
    let query = "pageSize=2&excludeDisconnectedMembers=true";
    assert_eq!(arrived(&sim).query.as_deref(), Some(query));
    assert_eq!((present.total, present.page_count), (Some(3), Some(2)));

    let mut names = Vec::new();
    for number in 1.. {
        let page = members().page_number(number).await.unwrap();
        names.extend(page.entities.into_iter().flatten().filter_map(|member| member.display_name));
        assert_eq!(page.previous_uri.is_some(), number > 1);
        if page.next_uri.is_none() {
            break;
        }
    }
    assert_eq!(names, ["Greta", "Ann", "Bob", "Cid"]);
}

#[tokio::test]
async fn messages_can_be_walked_by_the_id_of_the_last_one() {
    let (_sim, guest) = Guest::arrives().await;
    let ann = guest.chat.agent_joins("Ann");
    let [.., newest] = ["1", "2", "3", "4", "5"].map(|text| ann.says(text));
    let list = || guest.web_chat().list_messages(&guest.conversation).max_results(2);

    let mut seen = Vec::new();
    let mut after: Option<MessageId> = None;
    loop {
        let slice = match &after {
            None => list().await.unwrap(),
            Some(id) => list().after(id).await.unwrap(),
        };
        seen.extend(texts(&slice).into_iter().map(str::to_owned));
        after = slice.entities.iter().flatten().next_back().and_then(|message| message.id.clone());
        if slice.next.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["1", "2", "3", "4", "5"]);
    assert_eq!(after, Some(newest.as_str().into()));

    let two = list().sort_order(SortOrder::Descending).await.unwrap();
    assert_eq!(texts(&two), ["5", "4"]);
    let two_older = list().before(newest.as_str()).sort_order("descending").await.unwrap();
    assert_eq!(texts(&two_older), ["4", "3"]);
}

#[tokio::test]
async fn cursors_come_as_the_service_writes_them() {
    let sim = Simulator::builder().cursor_style(CursorStyle::MessageId).start().await.unwrap();
    let guest = start_chat(&sim, &client(&sim)).await;
    let ann = guest.chat.agent_joins("Ann");
    for text in ["1", "2", "3"] {
        ann.says(text);
    }
    let list = || guest.web_chat().list_messages(&guest.conversation).max_results(2);
    let first = list().await.unwrap();
    let second = list().after(first.next.unwrap()).await.unwrap();
    assert_eq!(texts(&second), ["2", "3"]);
    assert_eq!(second.next, None);
}
