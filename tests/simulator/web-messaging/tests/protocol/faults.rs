//! What goes wrong on sockets, each in one line.

use serde_json::{Value, json};
use web_messaging_simulator::{Fault, Moment, Simulator};

use crate::guest::{Guest, TOKEN, classes};

fn message(text: &str) -> Value {
    json!({"action": "onMessage", "message": {"type": "Text", "text": text}})
}

/// Says two things, and gives the texts that come back, and whether the connection has ended.
async fn heard(moment: Moment, fault: Fault) -> (Vec<Value>, bool, usize) {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    sim.faults().on(moment, fault);
    for text in ["one", "two"] {
        guest.send(message(text)).await;
    }
    let frames = guest.hear().await;
    // The service waits so long for the answer to a goodbye.
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    let known = sim.session(TOKEN).unwrap().texts().len();
    let texts = frames.iter().filter_map(|frame| frame.pointer("/body/text"));
    (texts.cloned().collect(), sim.connections() == 0, known)
}

#[tokio::test(start_paused = true)]
async fn an_echo_is_lost_doubled_overtaken_or_cut() {
    for (fault, texts, has_ended) in [
        (Fault::Lost, json!(["two"]), false),
        (Fault::Twice, json!(["one", "one", "two"]), false),
        (Fault::Overtaken, json!(["two", "one"]), false),
        (Fault::Fragments(7), json!(["one", "two"]), false),
        (Fault::Text("{}".to_owned()), json!(["one", "two"]), false),
        (Fault::Reset, json!([]), true),
        (Fault::CutAt(20), json!([]), true),
        (Fault::Close(1011), json!([]), true),
        (Fault::Evicted("signedIn".to_owned()), json!([]), true),
    ] {
        let (heard, ended, known) = heard(Moment::Echo, fault.clone()).await;
        assert_eq!((json!(heard), ended), (texts, has_ended), "{fault:?}");
        assert!(known >= 1, "the service has it");
    }
}

#[tokio::test(start_paused = true)]
async fn several_echoes_are_overtaken_by_one() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    sim.faults().on(Moment::Echo, Fault::Overtaken).times(2);
    for text in ["one", "two", "three"] {
        guest.send(message(text)).await;
    }
    let frames = guest.hear().await;
    let texts = frames.iter().filter_map(|frame| frame.pointer("/body/text")?.as_str());
    assert_eq!(texts.collect::<Vec<_>>(), ["three", "one", "two"]);
}

#[tokio::test(start_paused = true)]
async fn a_message_is_not_heard_or_refused() {
    for (fault, texts) in [
        (Fault::Lost, json!(["two"])),
        (Fault::TooMany(9), json!(["two"])),
        (Fault::Refused(4011), json!(["two"])),
    ] {
        let (heard, _, known) = heard(Moment::Message, fault.clone()).await;
        assert_eq!((json!(heard), known), (texts, 1), "{fault:?}");
    }
    let (heard, ended, known) = heard(Moment::Message, Fault::Reset).await;
    assert_eq!((heard.len(), ended, known), (0, true, 0));
}

#[tokio::test(start_paused = true)]
async fn what_is_struck_at_once_needs_no_moment() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    let session = sim.session(TOKEN).unwrap();
    session.strike(&Fault::Text("not an envelope".to_owned()));
    assert_eq!(guest.next().await, Some(json!("not an envelope")));
    session.pushes("HologramOffered", &json!(3));
    assert_eq!(classes(&guest.hear().await), ["HologramOffered"]);
    session.strike(&Fault::Close(1001));
    assert!(guest.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_silent_connection_stays_open() {
    let sim = Simulator::start().await.unwrap();
    let mut guest = Guest::open(&sim).await;
    sim.session(TOKEN).unwrap().strike(&Fault::Silence);
    guest.send(message("one")).await;
    assert!(guest.hear().await.is_empty());
    assert_eq!(sim.connections(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_handshake_is_refused_as_planned() {
    let sim = Simulator::start().await.unwrap();
    sim.faults().on(Moment::Handshake, Fault::Refused(503));
    let refused = Guest::connect(&sim, web_messaging_simulator::DEPLOYMENT_ID, None).await;
    assert_eq!(refused.err(), Some(503));
    assert_eq!(sim.faults().pending(), 0);
}
