//! The whole way of a file.

use std::time::Duration;

use serde_json::{Value, json};
use web_messaging_simulator::Simulator;

use crate::guest::{Guest, call, classes, path};

async fn asked(guest: &mut Guest) -> Value {
    let request = json!({"action": "onAttachment", "fileName": "a.png", "fileType": "image/png", "fileSize": 3});
    guest.ask(request).await["body"].take()
}

async fn put(sim: &Simulator, to: &Value, media_type: &str, tagging: &str, body: &[u8]) -> u16 {
    let headers = [("content-type", media_type), ("x-amz-tagging", tagging)];
    call(sim, &format!("PUT {}", path(&to["url"])), &headers, body).await.unwrap().status
}

fn tagging(to: &Value) -> String {
    to["headers"]["x-amz-tagging"].as_str().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_file_is_put_looked_at_sent_and_got() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let to = asked(&mut guest).await;
    assert_eq!(put(&sim, &to, "image/gif", &tagging(&to), b"abc").await, 403);
    assert_eq!(put(&sim, &to, "image/png", "another", b"abc").await, 403);
    assert_eq!(put(&sim, &to, "image/png", &tagging(&to), b"abc").await, 200);
    let told = guest.hear().await.pop().unwrap();
    assert_eq!(
        (&told["class"], &told["body"]["attachmentId"]),
        (&json!("UploadSuccessEvent"), &to["attachmentId"])
    );

    let content = json!([{"contentType": "Attachment", "attachment": {"id": to["attachmentId"]}}]);
    let echo = guest.ask(json!({"action": "onMessage", "message": {"content": content}})).await;
    let file = &echo["body"]["content"][0]["attachment"];
    assert_eq!(
        (&file["filename"], &file["mime"], &file["mediaType"]),
        (&json!("a.png"), &json!("image/png"), &json!("Image"))
    );
    let got = call(&sim, &format!("GET {}", path(&file["url"])), &[], b"").await.unwrap();
    assert_eq!((got.status, got.body.as_slice()), (200, &b"abc"[..]));
}

#[tokio::test(start_paused = true)]
async fn an_address_is_good_for_ten_minutes_and_another_can_be_had() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let to = asked(&mut guest).await;
    put(&sim, &to, "image/png", &tagging(&to), b"abc").await;
    let address = path(&guest.hear().await.pop().unwrap()["body"]["downloadUrl"]);
    tokio::time::sleep(Duration::from_secs(600)).await;
    let got = async |address: String| {
        call(&sim, &format!("GET {address}"), &[], b"").await.unwrap().status
    };
    assert_eq!(got(address).await, 403);
    let fresh =
        guest.ask(json!({"action": "getAttachment", "attachmentId": to["attachmentId"]})).await;
    assert_eq!(fresh["class"], "PresignedUrlResponse");
    assert!(fresh["body"].get("headers").is_none());
    assert_eq!(got(path(&fresh["body"]["url"])).await, 200);
}

#[tokio::test(start_paused = true)]
async fn a_file_with_contagion_is_refused_after_it_has_arrived() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let to = asked(&mut guest).await;
    let bytes = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE";
    assert_eq!(
        put(&sim, &to, "image/png", &tagging(&to), bytes).await,
        200,
        "which says nothing yet"
    );
    let told = guest.hear().await.pop().unwrap();
    assert_eq!(
        (&told["class"], &told["body"]["errorCode"]),
        (&json!("UploadFailureEvent"), &json!(4003))
    );
}

#[tokio::test(start_paused = true)]
async fn a_file_can_be_taken_back_until_it_is_sent() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let to = asked(&mut guest).await;
    let delete = json!({"action": "deleteAttachment", "attachmentId": to["attachmentId"]});
    assert_eq!(guest.ask(delete.clone()).await["class"], "AttachmentDeletedResponse");
    assert_eq!(guest.refused(delete).await, 4009);
    assert_eq!(put(&sim, &to, "image/png", &tagging(&to), b"abc").await, 403);
    assert!(classes(&guest.hear().await).is_empty());
}
