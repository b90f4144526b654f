//! Each fault as a client meets it, and the plan that says when.

use std::io::ErrorKind;
use std::time::Duration;

use bytes::Bytes;
use guest_chat_simulator::{ErrorCode, Fault, Operation, Simulator, Step};
use serde_json::{Value, json};

use crate::client::{Connection, Guest, create, create_request};

#[tokio::test]
async fn a_status_keeps_the_request_from_the_service() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults().next(Fault::too_many_requests(1));
    let refused = guest.say("lost").await;
    assert_eq!(
        refused.refusal(),
        (429, "too.many.requests.retry.after".to_owned())
    );
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert!(guest.chat.messages().is_empty());
    assert_eq!(guest.say("kept").await.status, 200);

    let recorded = &sim.exchanges()[1];
    assert_eq!(
        (recorded.status(), recorded.fault.as_deref()),
        (Some(429), Some("Status"))
    );
    assert_eq!(
        refused.header("inin-correlation-id"),
        Some(recorded.correlation_id.as_str())
    );
}

#[tokio::test]
async fn gateways_answer_with_pages_and_without_headers() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults().next(Fault::bad_gateway());
    sim.faults().next(Fault::status(503));
    sim.faults().next(Fault::status(599));
    let page = guest.get("members").await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (502, Some("text/html"))
    );
    assert!(page.body.starts_with(b"<html>"));
    let unavailable = guest.get("members").await;
    assert_eq!(
        unavailable.refusal(),
        (503, "service.unavailable".to_owned())
    );
    assert_eq!(unavailable.header("retry-after"), None);
    let odd = guest.get("members").await;
    assert_eq!((odd.status, odd.body.len()), (599, 0));
}

#[tokio::test]
async fn every_code_of_the_catalogue_can_be_answered() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    for code in ErrorCode::ALL {
        sim.faults().next(Fault::error(*code));
        assert_eq!(
            guest.get("members").await.refusal(),
            (code.status(), code.code().to_owned())
        );
    }
}

#[tokio::test]
async fn headers_are_sent_as_they_are_written() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let fault = Fault::status(503)
        .with_header("RETRY-AFTER", "-1")
        .with_header("Retry-After", "");
    sim.faults()
        .next(fault.with_header("inin-correlation-id", "mine"));
    let reply = guest.get("members").await;
    let given: Vec<(&str, &str)> = reply
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("retry-after"))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(given, [("RETRY-AFTER", "-1"), ("Retry-After", "")]);
    assert_eq!(reply.header("inin-correlation-id"), Some("mine"));
}

#[tokio::test]
async fn a_connection_outlives_a_fault_that_only_answers() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let mut connection = Connection::open(&sim).await;
    let authorization = format!("Bearer {}", guest.jwt);
    let headers = [("authorization", authorization.as_str())];
    sim.faults().next(Fault::status(503)).times(2);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(
            connection
                .send("GET", &guest.path("members"), &headers, b"")
                .await
                .unwrap()
                .status,
        );
    }
    assert_eq!(statuses, [503, 503, 200]);
    assert!(
        sim.exchanges()
            .iter()
            .skip(1)
            .all(|exchange| exchange.connection == 2)
    );
}

#[tokio::test]
async fn a_client_that_wants_to_close_gets_its_way() {
    let sim = Simulator::start().await.unwrap();
    sim.faults().next(Fault::status(503));
    for status in [503, 404] {
        let mut connection = Connection::open(&sim).await;
        assert_eq!(
            connection
                .send("GET", "/", &[("connection", "close")], b"")
                .await
                .unwrap()
                .status,
            status
        );
        assert_eq!(connection.rest().await, b"");
    }
}

#[tokio::test]
async fn a_redirect_leads_elsewhere() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults()
        .next(Fault::redirect(307, "http://elsewhere.example/"));
    let reply = guest.say("lost").await;
    assert_eq!(
        (reply.status, reply.header("location")),
        (307, Some("http://elsewhere.example/"))
    );
    assert!(guest.chat.messages().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_delay_comes_after_the_work() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let before = tokio::time::Instant::now();
    sim.faults().next(Fault::Delay(Duration::from_secs(3600)));
    assert_eq!(guest.say("slow").await.status, 200);
    assert!(before.elapsed() >= Duration::from_secs(3600));
    let recorded = sim.exchanges().pop().unwrap();
    let reply = recorded.reply.unwrap();
    assert!(reply.at >= recorded.at + Duration::from_secs(3600));

    sim.faults().next(Fault::Delay(Duration::from_secs(3600)));
    let impatient = tokio::time::timeout(Duration::from_secs(1), guest.say("given up")).await;
    assert!(impatient.is_err());
    let unanswered = sim.exchanges().pop().unwrap();
    assert_eq!(unanswered.reply.map(|reply| reply.status), None);
}

#[tokio::test]
async fn a_reset_before_the_headers_shows_nothing() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults().next(Fault::ResetBeforeHeaders);
    sim.faults()
        .next(Fault::ResetBeforeHeaders)
        .after_processing();
    let message = json!({ "body": "x" });
    for kept in [0, 1] {
        let error = guest
            .tries("POST", &guest.own_path("/messages"), Some(&message))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        assert_eq!(guest.chat.messages().len(), kept);
    }
    let recorded = sim.exchanges().pop().unwrap();
    assert_eq!(
        (recorded.status(), recorded.fault.as_deref()),
        (None, Some("ResetBeforeHeaders"))
    );
}

#[tokio::test]
async fn a_reset_amid_headers_or_body_shows_a_part() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let authorization = format!("Bearer {}", guest.jwt);
    for (fault, whole_headers) in [(Fault::ResetMidHeaders, false), (Fault::ResetMidBody, true)] {
        sim.faults().next(fault);
        let mut connection = Connection::open(&sim).await;
        let headers = [("authorization", authorization.as_str())];
        connection
            .write("GET", &guest.path("members"), &headers, b"")
            .await
            .unwrap();
        let (part, end) = connection.read_to_end().await;
        assert_eq!(end.unwrap_err().kind(), ErrorKind::ConnectionReset);
        let part = String::from_utf8(part).unwrap();
        assert!(part.starts_with("HTTP/1.1 200 OK\r\n"), "{part}");
        assert_eq!(
            part.contains("\r\n\r\n{\"entities\""),
            whole_headers,
            "{part}"
        );
        assert!(!part.ends_with('}'), "{part}");
        assert_eq!(sim.exchanges().pop().unwrap().status(), Some(200));
    }
}

#[tokio::test(start_paused = true)]
async fn a_hang_lasts_as_long_as_the_client_waits() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults().next(Fault::Hang);
    assert!(
        tokio::time::timeout(Duration::from_secs(3600), guest.say("lost"))
            .await
            .is_err()
    );
    assert!(guest.chat.messages().is_empty());
    assert_eq!(sim.exchanges().pop().unwrap().status(), None);
}

#[tokio::test]
async fn a_body_can_be_lost_or_replaced() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults().next(Fault::EmptyBody);
    sim.faults()
        .next(Fault::body("application/json", "{\"entities\":"));
    sim.faults().next(Fault::body("text/plain", "\u{feff}{}"));
    let empty = guest.get("members").await;
    assert_eq!(
        (
            empty.status,
            empty.header("content-length"),
            empty.body.len()
        ),
        (200, Some("0"), 0)
    );
    let broken = guest.get("members").await;
    assert_eq!(
        (broken.status, broken.body.as_slice()),
        (200, b"{\"entities\":".as_slice())
    );
    let marked = guest.say("kept").await;
    assert_eq!(
        (marked.header("content-type"), marked.body.as_slice()),
        (Some("text/plain"), "\u{feff}{}".as_bytes())
    );
    assert_eq!(guest.chat.messages().len(), 1);
}

#[tokio::test]
async fn a_content_length_can_lie() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let mut connection = Connection::open(&sim).await;
    let authorization = format!("Bearer {}", guest.jwt);
    let headers = [("authorization", authorization.as_str())];
    sim.faults().next(Fault::WrongContentLength(5));
    let short = connection
        .send("GET", &guest.path("members"), &headers, b"")
        .await
        .unwrap();
    assert_eq!(short.body.len(), 5);
    assert!(connection.rest().await.ends_with(b"}"));

    sim.faults().next(Fault::WrongContentLength(100_000));
    let error = guest
        .tries("GET", &guest.path("members"), None)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn a_good_reply_can_be_changed() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    let member = guest.own_path("");
    sim.faults().next(Fault::set("/role", json!("ROBOT")));
    sim.faults()
        .next(Fault::set("/a~1new", json!({ "deep": [1] })));
    sim.faults().next(Fault::set("/state", Value::Null));
    sim.faults().next(Fault::remove("/role"));
    sim.faults()
        .next(Fault::mutate(|json| *json = json!([json.clone()])));
    let mut replies = Vec::new();
    for _ in 0..5 {
        replies.push(guest.tries("GET", &member, None).await.unwrap().json());
    }
    assert_eq!(replies[0]["role"], "ROBOT");
    assert_eq!(replies[1]["a/new"], json!({ "deep": [1] }));
    assert_eq!(replies[2].get("state"), Some(&Value::Null));
    assert_eq!(replies[3].get("role"), None);
    assert_eq!(replies[4][0]["role"], "CUSTOMER");
    assert_eq!(guest.chat.members()[0].role.as_str(), "CUSTOMER");
}

#[tokio::test]
async fn an_error_or_an_empty_reply_is_not_changed() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults()
        .next(Fault::set("/code", json!("changed")))
        .times(2);
    assert_eq!(guest.get("members/x").await.code(), "chat.error.not.found");
    assert_eq!(guest.leaves().await.status, 204);
    assert_eq!(sim.faults().pending(), 0);
}

#[tokio::test]
async fn raw_steps_say_anything() {
    let sim = Simulator::start().await.unwrap();
    let bytes = |text: &'static str| Step::Bytes(Bytes::from_static(text.as_bytes()));
    let slow = vec![
        bytes("HTTP/1.1 200 OK\r\ncontent-"),
        Step::Wait(Duration::from_millis(5)),
        bytes("length: 2\r\n\r\nhi"),
    ];
    sim.faults().next(Fault::Raw(slow));
    sim.faults()
        .next(Fault::Raw(vec![bytes("SMTP"), Step::Close]));
    let mut connection = Connection::open(&sim).await;
    assert_eq!(
        connection.send("GET", "/", &[], b"").await.unwrap().body,
        b"hi"
    );
    let error = connection.send("GET", "/", &[], b"").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
}

#[tokio::test]
async fn the_plan_is_read_in_order() {
    let sim = Simulator::start().await.unwrap();
    let guest = Guest::arrives(&sim).await;
    sim.faults()
        .on(Operation::SendMessage, Fault::status(503))
        .times(2);
    sim.faults()
        .on_path(|path| path.ends_with("/typing"), Fault::status(500));
    sim.faults().next(Fault::status(504));
    assert_eq!(sim.faults().pending(), 3);
    assert_eq!(guest.say("1").await.status, 503);
    assert_eq!(guest.get("members").await.status, 504);
    assert_eq!(guest.types().await.status, 500);
    assert_eq!(guest.say("2").await.status, 503);
    assert_eq!(sim.faults().pending(), 0);
    assert_eq!(guest.say("3").await.status, 200);
}

#[tokio::test]
async fn a_plan_can_go_on_for_ever_or_be_dropped() {
    let sim = Simulator::start().await.unwrap();
    sim.faults().next(Fault::status(503)).times(0);
    assert_eq!(create(&sim, &create_request()).await.status, 200);
    sim.faults().next(Fault::status(503)).always();
    for _ in 0..5 {
        assert_eq!(create(&sim, &create_request()).await.status, 503);
    }
    sim.faults().clear();
    assert_eq!(create(&sim, &create_request()).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn any_fault_can_be_slow() {
    let sim = Simulator::start().await.unwrap();
    let before = tokio::time::Instant::now();
    sim.faults()
        .next(Fault::status(504))
        .delayed(Duration::from_secs(30));
    assert_eq!(create(&sim, &create_request()).await.status, 504);
    assert!(before.elapsed() >= Duration::from_secs(30));
}
