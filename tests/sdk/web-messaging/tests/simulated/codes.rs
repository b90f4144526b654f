//! Each code of the service, and what a session makes of it.

use purecloud_web_messaging_client::ErrorKind;
use purecloud_web_messaging_client::session::{Closed, ConnectionEvent, Event, SessionEvent};
use web_messaging_simulator::{Fault, Goodbye, Moment, Simulator};

use crate::guest::{Guest, codes, texts, unsettled};

/// A message is refused with this code: its sender is told, and the next one goes out.
async fn refuses_a_message(code: u16) {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Message, Fault::Refused(code));
    let id = guest.session.send("refused").unwrap();
    let heard = guest.hear(1).await;
    let [Event::Refused(refusal)] = heard.as_slice() else { panic!("{heard:?}") };
    assert_eq!((refusal.code, refusal.tracing_id.as_ref()), (Some(i64::from(code)), Some(&id)));
    let heard = guest.say("next").await;
    assert_eq!(texts(&heard), ["next"]);
    assert!(unsettled(&guest.hear(60).await).is_empty(), "its fate is known");
}

/// A call that waits for an answer fails with this code, and the session goes on.
async fn refuses_an_upload(code: u16) {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Request, Fault::Refused(code));
    let upload = guest.session.upload("a.png", "image/png", "abc");
    let error = guest.events.drive_while(upload).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.to_string().contains(&code.to_string()), "{error}");
    assert_eq!(texts(&guest.say("next").await), ["next"]);
}

macro_rules! codes {
    ($($refuses:ident { $($name:ident: $code:literal,)* })*) => {
        $($(#[tokio::test(start_paused = true)]
        async fn $name() {
            $refuses($code).await;
        })*)*
    };
}

codes! {
    refuses_an_upload {
        code_4000_feature_is_off: 4000,
        code_4001_file_type: 4001,
        code_4002_file_size: 4002,
        code_4003_file_content: 4003,
        code_4004_file_name: 4004,
        code_4005_file_name_too_long: 4005,
        code_4008_attachment_expired: 4008,
        code_4102_empty_file: 4102,
        code_5000_unexpected: 5000,
    }
    refuses_a_message {
        code_4009_attachment_not_found: 4009,
        code_4010_attachment_not_uploaded: 4010,
        code_4011_text_too_long: 4011,
        code_4013_attributes_too_large: 4013,
        code_4020_parameter_missing: 4020,
        code_400_bad_request: 400,
        code_401_unauthorized: 401,
        code_403_feature_is_off: 403,
        code_404_not_found: 404,
        code_408_timed_out: 408,
        code_429_too_many: 429,
        code_that_nobody_knows: 4999,
    }
}

/// A session is over with this code.
async fn ends_the_session(code: u16) {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Message, Fault::Refused(code));
    let heard = guest.say("hi").await;
    assert_eq!(codes(&heard), [i64::from(code)]);
    let ended = heard.iter().any(|event| matches!(event, Event::Session(SessionEvent::Expired)));
    assert!(ended, "{heard:?}");
    let last = heard.last().unwrap();
    assert!(
        matches!(last, Event::Connection(ConnectionEvent::Ended(Closed::SessionOver))),
        "{last:?}"
    );
    assert!(guest.session.send("more").is_err());
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    assert_eq!(guest.sim.connections(), 0);
}

#[tokio::test(start_paused = true)]
async fn code_4006_session_expired() {
    ends_the_session(4006).await;
}

#[tokio::test(start_paused = true)]
async fn code_4007_session_not_found() {
    ends_the_session(4007).await;
}

#[tokio::test(start_paused = true)]
async fn code_4017_no_downgrade() {
    refuses_a_message(4017).await;
}

#[tokio::test(start_paused = true)]
async fn code_4029_rate() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Message, Fault::TooMany(5));
    guest.session.send("refused").unwrap();
    guest.session.send("in time").unwrap();
    let heard = guest.hear(1).await;
    let refusal = heard.iter().find_map(|event| match event {
        Event::Refused(refusal) => Some(refusal),
        _ => None,
    });
    assert_eq!(refusal.unwrap().retry_after, Some(std::time::Duration::from_secs(5)));
    guest.session.send("later").unwrap();
    assert!(texts(&guest.hear(3).await).is_empty(), "nothing goes out before");
    assert_eq!(texts(&guest.hear(3).await), ["later"]);
}

#[tokio::test(start_paused = true)]
async fn code_409_read_only() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Push, Fault::Lost);
    guest.sim.faults().on(Moment::Said, Fault::Lost);
    guest.there().leaves(Goodbye::ReadOnly);
    assert_eq!(codes(&guest.say("still there?").await), [409]);
    guest.session.start_over().unwrap();
    guest.hear(1).await;
    assert_eq!(texts(&guest.say("hello again").await), ["hello again"]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_of_the_history_holds_the_pace() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().strike(&Fault::Reset);
    guest.sim.faults().on(Moment::Request, Fault::TooMany(10)).after(1);
    guest.hear(2).await;
    guest.session.send("later").unwrap();
    guest.hear(2).await;
    let sent = |guest: &Guest| {
        guest.sim.requests().iter().filter(|asked| asked.request["action"] == "onMessage").count()
    };
    assert_eq!(sent(&guest), 0, "nothing goes out before");
    assert_eq!(texts(&guest.hear(10).await), ["later"]);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_is_over_when_the_history_is_asked_for_is_over() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.there().strike(&Fault::Reset);
    guest.sim.faults().on(Moment::Request, Fault::Refused(4007)).after(1);
    let heard = guest.hear(10).await;
    let is_over = heard.iter().any(|event| matches!(event, Event::Session(SessionEvent::Expired)));
    assert!(is_over, "{heard:?}");
}
