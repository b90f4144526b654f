//! Guests who sign in: at first, in the middle of a session, for longer than a token lives, and out again.

use purecloud_web_messaging_client::ErrorKind;
use purecloud_web_messaging_client::models::WebDeploymentsOAuthRequestParameters;
use purecloud_web_messaging_client::session::{
    Closed, ConnectionEvent, Event, SessionEvent, SessionEvents, SignIn,
};
use purecloud_web_messaging_client::{Client, Error, Session};
use serde_json::Value;
use web_messaging_simulator::{CODE, Fault, ID_TOKEN, Moment, Simulator};
use web_messaging_tests::memory::MemoryTransport;

use crate::guest::{Guest, codes, deployment, hear, texts, to_the_end};

async fn signed_in(client: &Client) -> SignIn {
    let given = WebDeploymentsOAuthRequestParameters::new().code(CODE);
    SignIn::exchange(client, &deployment(), given.redirect_uri("https://shop.example"))
        .await
        .unwrap()
}

async fn opened(client: &Client, sign_in: SignIn) -> Result<(Session, SessionEvents), Error> {
    Session::open(client, deployment().signed_in(sign_in)).await
}

/// What was said of who writes.
fn configures(sim: &Simulator) -> Vec<Value> {
    let requests = sim.requests().into_iter().map(|asked| asked.request);
    requests
        .filter(|request| request["action"].as_str().unwrap().starts_with("configure"))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_code_and_an_id_token_are_exchanged_and_others_are_refused() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    assert!(signed_in(&client).await.refresh_token.is_some());
    let given = WebDeploymentsOAuthRequestParameters::new();
    assert!(
        SignIn::exchange(&client, &deployment(), given.clone().id_token(ID_TOKEN)).await.is_ok()
    );
    let error = SignIn::exchange(&client, &deployment(), given.code("made up")).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
}

#[tokio::test(start_paused = true)]
async fn a_session_begins_with_a_sign_in_also_after_a_break() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let (session, mut events) = opened(&client, signed_in(&client).await).await.unwrap();
    sim.session(session.parts().token.expose()).unwrap().strike(&Fault::Reset);
    hear(&mut events, 10).await;
    let configures = configures(&sim);
    assert_eq!(configures.len(), 2);
    assert!(configures.iter().all(|request| request["action"] == "configureAuthenticatedSession"));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_has_expired_is_refreshed_three_times_at_most() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let sign_in = signed_in(&client).await;
    sim.faults().on(Moment::Request, Fault::Refused(401)).times(2);
    let (_, events) = opened(&client, sign_in.clone()).await.unwrap();
    drop(events);
    let tokens: Vec<Value> =
        configures(&sim).iter().map(|request| request["data"]["code"].clone()).collect();
    assert_eq!(tokens.len(), 3);
    assert!(tokens[0] != tokens[1] && tokens[1] != tokens[2], "{tokens:?}");

    sim.faults().on(Moment::Request, Fault::Refused(401)).times(10);
    let error = opened(&client, sign_in).await.unwrap_err();
    assert!(error.to_string().contains("401"), "{error}");
    assert_eq!(configures(&sim).len(), 3 + 4);
}

#[tokio::test(start_paused = true)]
async fn without_a_refresh_token_an_expired_sign_in_is_refused() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let error = opened(&client, SignIn::new("made up")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(!format!("{error:?}").contains("made up"));
}

#[tokio::test(start_paused = true)]
async fn a_guest_signs_in_in_the_middle_of_a_session() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.say("as a guest").await;
    guest.session.step_up(signed_in(&guest.client).await).unwrap();
    let heard = guest.hear(1).await;
    let is_configured =
        heard.iter().any(|event| matches!(event, Event::Session(SessionEvent::Configured(_))));
    assert!(is_configured, "{heard:?}");
    let names = heard.iter().find_map(|event| match event {
        Event::Echo(echo) => echo.channel.as_ref()?.from.as_ref()?.first_name.clone(),
        _ => None,
    });
    assert_eq!(names.as_deref(), Some("Greta"));
    assert_eq!(texts(&guest.say("as Greta").await), ["as Greta"]);
}

#[tokio::test(start_paused = true)]
async fn a_step_up_that_is_refused_leaves_the_session_as_it_is() {
    let mut guest = Guest::open(Simulator::builder().sign_in(true, false)).await;
    guest.session.step_up(signed_in(&guest.client).await).unwrap();
    assert_eq!(codes(&guest.hear(1).await), [403]);
    assert_eq!(texts(&guest.say("still a guest").await), ["still a guest"]);
    guest.there().strike(&Fault::Reset);
    guest.hear(10).await;
    assert_eq!(texts(&guest.say("after a break").await), ["after a break"]);
}

#[tokio::test(start_paused = true)]
async fn another_session_of_the_same_person_is_replaced_and_says_why() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let sign_in = signed_in(&client).await;
    let (_, mut first) = opened(&client, sign_in.clone()).await.unwrap();
    let (_second, _events) = opened(&client, sign_in).await.unwrap();
    let heard = to_the_end(&mut first).await;
    let Some(Ok(Event::Connection(ConnectionEvent::Ended(Closed::ByService(Some(why)))))) =
        heard.last()
    else {
        panic!("{heard:?}")
    };
    assert_eq!(why, "signedIn");
}

#[tokio::test(start_paused = true)]
async fn who_logs_out_is_out_everywhere() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let (session, mut events) = opened(&client, signed_in(&client).await).await.unwrap();
    sim.faults().on(Moment::LogOut, Fault::Refused(401));
    session.log_out().await.unwrap();
    let heard = to_the_end(&mut events).await;
    let is_out =
        heard.iter().any(|event| matches!(event, Ok(Event::Session(SessionEvent::LoggedOut))));
    assert!(is_out, "{heard:?}");
    assert!(session.send("hi").is_err());
    let guest = Guest::open(Simulator::builder()).await;
    assert_eq!(guest.session.log_out().await.unwrap_err().kind(), ErrorKind::MissingCredentials);
}

/// The tokens by which guests were said to have signed in.
fn told(sim: &Simulator) -> Vec<Value> {
    configures(sim).iter().map(|request| request["data"]["code"].clone()).collect()
}

#[tokio::test(start_paused = true)]
async fn whoever_has_signed_in_stays_so_when_another_sign_in_is_refused() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let (session, mut events) = opened(&client, signed_in(&client).await).await.unwrap();
    session.step_up(SignIn::new("made up")).unwrap();
    assert_eq!(codes(&hear(&mut events, 1).await), [401]);
    sim.session(session.parts().token.expose()).unwrap().strike(&Fault::Reset);
    assert!(codes(&hear(&mut events, 10).await).is_empty());
    session.send("still Greta").unwrap();
    assert_eq!(texts(&hear(&mut events, 1).await), ["still Greta"]);
    let told = told(&sim);
    assert_eq!((told.len(), &told[1]), (3, &Value::from("made up")));
    assert_eq!(told[0], told[2]);
}

#[tokio::test(start_paused = true)]
async fn a_break_in_the_middle_of_a_step_up_does_not_end_the_session() {
    for sign_in in [SignIn::new("made up"), SignIn::new("made up").refresh_token("made up")] {
        let mut guest = Guest::open(Simulator::builder()).await;
        guest.sim.faults().on(Moment::Request, Fault::Reset);
        guest.session.step_up(sign_in).unwrap();
        assert_eq!(codes(&guest.hear(10).await), [401], "it is tried again, and refused");
        assert_eq!(texts(&guest.say("still a guest").await), ["still a guest"]);
        guest.there().strike(&Fault::Reset);
        assert!(codes(&guest.hear(10).await).is_empty(), "once is enough");
    }
}

#[tokio::test(start_paused = true)]
async fn a_break_in_the_middle_of_a_step_up_does_not_undo_it() {
    let mut guest = Guest::open(Simulator::builder()).await;
    guest.sim.faults().on(Moment::Request, Fault::Reset);
    guest.session.step_up(signed_in(&guest.client).await).unwrap();
    guest.hear(10).await;
    let last = configures(&guest.sim).pop().unwrap();
    assert_eq!(last["action"], "configureAuthenticatedSession");
    assert_eq!(texts(&guest.say("as Greta").await), ["as Greta"]);
}

#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_for_the_moment_is_tried_again() {
    let sim = Simulator::start().await.unwrap();
    let client = MemoryTransport::client(&sim);
    let (session, mut events) = opened(&client, signed_in(&client).await).await.unwrap();
    sim.faults().on(Moment::Request, Fault::Refused(401)).times(2);
    sim.faults().on(Moment::Refresh, Fault::Reset);
    sim.session(session.parts().token.expose()).unwrap().strike(&Fault::Reset);
    hear(&mut events, 30).await;
    session.send("still there").unwrap();
    assert_eq!(texts(&hear(&mut events, 1).await), ["still there"]);
    let told = told(&sim);
    let is_renewed = told.last() != told.first();
    assert!(told.len() == 4 && is_renewed, "{told:?}");
}
