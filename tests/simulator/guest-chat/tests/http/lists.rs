//! Lists: members by page, messages by cursor, and what their queries may say.

use guest_chat_simulator::{CursorStyle, Simulator};
use serde_json::{Value, json};

use crate::client::Guest;

/// The texts on a page of messages.
fn texts(page: &Value) -> Vec<&str> {
    page["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["body"].as_str().unwrap())
        .collect()
}

async fn guest_who_said<'a>(sim: &'a Simulator, texts: &[&str]) -> Guest<'a> {
    let guest = Guest::arrives(sim).await;
    for text in texts {
        guest.say(text).await;
    }
    guest
}

/// What a page's cursor leads to.
async fn follow(guest: &Guest<'_>, cursor: &Value) -> Value {
    guest
        .tries("GET", cursor.as_str().unwrap(), None)
        .await
        .unwrap()
        .json()
}

#[tokio::test]
async fn next_walks_up_to_the_end() {
    let sim = Simulator::start().await.unwrap();
    let guest = guest_who_said(&sim, &["1", "2", "3", "4", "5"]).await;
    let first = guest.get("messages?maxResults=2").await.json();
    assert_eq!(
        (texts(&first), &first["pageSize"]),
        (vec!["1", "2"], &json!(2))
    );
    assert!(first.get("previousPage").is_none(), "{first}");
    let last = &first["entities"][1]["id"].as_str().unwrap();
    let expected = guest.path(&format!(
        "messages?after={last}&sortOrder=ascending&maxResults=2"
    ));
    assert_eq!(first["next"], json!(expected));

    let second = follow(&guest, &first["next"]).await;
    assert_eq!(texts(&second), ["3", "4"]);
    assert_eq!(second["selfUri"], first["next"]);
    let third = follow(&guest, &second["next"]).await;
    assert_eq!(texts(&third), ["5"]);
    assert!(third.get("next").is_none(), "{third}");
    assert_eq!(
        texts(&follow(&guest, &third["previousPage"]).await),
        ["4", "3"]
    );
}

#[tokio::test]
async fn next_walks_down_when_descending() {
    let sim = Simulator::start().await.unwrap();
    let guest = guest_who_said(&sim, &["1", "2", "3"]).await;
    let first = guest
        .get("messages?sortOrder=descending&maxResults=2")
        .await
        .json();
    assert_eq!(texts(&first), ["3", "2"]);
    let second = follow(&guest, &first["next"]).await;
    assert_eq!(texts(&second), ["1"]);
    assert!(second.get("next").is_none());
    assert_eq!(
        texts(&follow(&guest, &second["previousPage"]).await),
        ["2", "3"]
    );
}

#[tokio::test]
async fn after_and_before_bound_the_list_and_are_not_in_it() {
    let sim = Simulator::start().await.unwrap();
    let guest = guest_who_said(&sim, &["1", "2", "3", "4", "5"]).await;
    let ids: Vec<String> = guest
        .chat
        .messages()
        .into_iter()
        .map(|message| message.id)
        .collect();
    let list = async |query: String| guest.get(&format!("messages?{query}")).await.json();
    assert_eq!(
        texts(&list(format!("after={}", ids[1])).await),
        ["3", "4", "5"]
    );
    assert_eq!(texts(&list(format!("before={}", ids[1])).await), ["1"]);
    assert_eq!(
        texts(&list(format!("before={}&sortOrder=descending", ids[3])).await),
        ["3", "2", "1"]
    );
    assert_eq!(
        texts(&list(format!("after={}&before={}", ids[3], ids[1])).await),
        Vec::<&str>::new()
    );
    assert_eq!(
        texts(&list(format!("after={}", ids[4])).await),
        Vec::<&str>::new()
    );

    let bounded = list(format!("after={}&before={}&maxResults=1", ids[0], ids[3])).await;
    assert_eq!(texts(&bounded), ["2"]);
    let rest = follow(&guest, &bounded["next"]).await;
    assert_eq!(texts(&rest), ["3"]);
    assert!(rest.get("next").is_none(), "the window ends there: {rest}");
}

#[tokio::test]
async fn a_page_holds_a_hundred_messages() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let agent = guest.chat.agent_joins("Ann");
    for number in 0..150 {
        agent.says(&number.to_string());
    }
    let first = guest.get("messages").await.json();
    assert_eq!(first["entities"].as_array().unwrap().len(), 100);
    assert_eq!(
        follow(&guest, &first["next"]).await["entities"]
            .as_array()
            .unwrap()
            .len(),
        51
    );
}

#[tokio::test]
async fn cursors_can_be_bare_ids() {
    let sim = Simulator::builder()
        .cursor_style(CursorStyle::MessageId)
        .start()
        .await
        .unwrap();
    let guest = guest_who_said(&sim, &["1", "2", "3"]).await;
    let ids: Vec<String> = guest
        .chat
        .messages()
        .into_iter()
        .map(|message| message.id)
        .collect();
    let page = guest
        .get(&format!("messages?maxResults=1&after={}", ids[0]))
        .await
        .json();
    assert_eq!(
        (&page["next"], &page["previousPage"]),
        (&json!(ids[1]), &json!(ids[1]))
    );
}

#[tokio::test]
async fn members_come_in_numbered_pages() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    for name in ["Ann", "Bob", "Cid", "Dee"] {
        guest.chat.agent_joins(name);
    }
    let uri = |page: u32| json!(guest.path(&format!("members?pageSize=2&pageNumber={page}")));
    let second = guest.get("members?pageSize=2&pageNumber=2").await.json();
    let names: Vec<&Value> = second["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["displayName"])
        .collect();
    assert_eq!(names, ["Bob", "Cid"]);
    assert_eq!(
        (
            &second["total"],
            &second["pageCount"],
            &second["pageNumber"]
        ),
        (&json!(5), &json!(3), &json!(2))
    );
    assert_eq!(
        (&second["firstUri"], &second["lastUri"], &second["selfUri"]),
        (&uri(1), &uri(3), &uri(2))
    );
    assert_eq!(
        (&second["previousUri"], &second["nextUri"]),
        (&uri(1), &uri(3))
    );

    let third = follow(&guest, &second["nextUri"]).await;
    assert_eq!(third["entities"].as_array().unwrap().len(), 1);
    assert!(third.get("nextUri").is_none());
    assert_eq!(
        guest.get("members?pageNumber=9").await.json()["entities"],
        json!([])
    );
}

#[tokio::test]
async fn members_who_left_can_be_kept_out() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    guest.chat.agent_joins("Ann").leaves();
    guest.chat.agent_is_alerted("Bob");
    assert_eq!(guest.get("members").await.json()["total"], 3);
    assert_eq!(
        guest
            .get("members?excludeDisconnectedMembers=false")
            .await
            .json()["total"],
        3
    );
    let present = guest
        .get("members?excludeDisconnectedMembers=true&pageSize=1")
        .await
        .json();
    assert_eq!(present["total"], 2);
    assert!(
        present["nextUri"]
            .as_str()
            .unwrap()
            .ends_with("&excludeDisconnectedMembers=true"),
        "{present}"
    );
    assert_eq!(
        follow(&guest, &present["nextUri"]).await["entities"][0]["state"],
        "ALERTING"
    );
}

#[tokio::test]
async fn a_query_has_to_say_something_the_parameter_takes() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let queries = [
        "messages?sortOrder=sideways",
        "messages?sortOrder=Ascending",
        "messages?maxResults=0",
        "messages?maxResults=101",
        "messages?maxResults=many",
        "messages?after=nothing",
        "messages?before=nothing",
        "members?pageSize=0",
        "members?pageSize=-1",
        "members?pageSize=101",
        "members?pageNumber=0",
        "members?pageNumber=9999999999",
        "members?excludeDisconnectedMembers=yes",
    ];
    for query in queries {
        let reply = guest.get(query).await;
        assert_eq!(
            reply.refusal(),
            (400, "invalid.query.param.value".to_owned()),
            "{query}"
        );
        let (parameter, value) = query.split_once('?').unwrap().1.split_once('=').unwrap();
        let params = &reply.json()["messageParams"];
        assert_eq!(
            (&params["parameter"], &params["value"]),
            (&json!(parameter), &json!(value))
        );
    }
}

#[tokio::test]
async fn a_parameter_without_a_value_counts_as_left_out() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    assert_eq!(
        guest
            .get("messages?after=&before=&sortOrder=&maxResults=")
            .await
            .status,
        200
    );
    assert_eq!(
        guest
            .get("members?pageSize=&pageNumber=&excludeDisconnectedMembers=")
            .await
            .status,
        200
    );
}
