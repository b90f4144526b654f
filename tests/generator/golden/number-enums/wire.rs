//! Whole numbers with names: written as numbers, and kept when nobody knows them.

use bytes::Bytes;
use http::{Request, Response};
use number_enums::transport::{Body, TransportError, TransportOptions};
use number_enums::{BoxFuture, Client, Transport};
use number_enums::models::{Code, Lamp, LampColour, LampEither, LampOther, Level, Mode, Speed};
use serde_json::{Value, json};

fn lamp(value: Value) -> Lamp {
    serde_json::from_value(value).expect("a lamp")
}

#[test]
fn they_travel_as_numbers() {
    let value = json!({
        "level": -1, "mode": 2, "speed": 1, "colour": 2, "history": [0, 70_000_000_000_i64],
        "steps": 4, "other": 1, "fixed": 3,
    });
    let lamp = lamp(value.clone());
    assert_eq!((lamp.level, lamp.mode), (Some(Level::Down), Some(Mode::ByNight)));
    assert_eq!(lamp.speed, Some(Speed::Slow));
    assert_eq!(lamp.colour, Some(LampColour::Green));
    assert_eq!(lamp.history, Some(vec![Level::Off, Level::Sun]));
    assert_eq!(lamp.steps, Some(4));
    assert!(matches!(lamp.other, Some(LampOther::Level(Level::Up))));
    assert_eq!(serde_json::to_value(&lamp).expect("it is written"), value);
}

#[test]
fn what_nobody_knows_is_kept() {
    let value = json!({"level": 7, "mode": -9, "history": [8, 1], "other": "x"});
    let lamp = lamp(value.clone());
    assert!(matches!(lamp.level, Some(Level::Unknown(_))));
    assert_eq!(lamp.level.map(i64::from), Some(7));
    assert_eq!(serde_json::to_value(&lamp).expect("it is written"), value);
}

#[test]
fn the_list_that_has_a_number_is_its_type() {
    let either = |value: Value| lamp(json!({"either": value})).either.expect("one of them");
    assert!(matches!(either(json!(404)), LampEither::Code(Code::Absent)));
    assert!(matches!(either(json!(1)), LampEither::Level(Level::Up)));
    assert!(matches!(either(json!(0.5)), LampEither::Number(_)));
}

#[test]
fn a_value_has_one_form() {
    assert_eq!(Level::from(1), Level::Up);
    assert_eq!("1".parse::<Level>().expect("a number"), Level::Up);
    assert_eq!(Mode::from(3).as_i64(), 3);
    assert!(!matches!(Mode::from(3), Mode::Unknown(_)));
    assert_eq!(Level::from(5).to_string(), "5");
    assert!(Level::Down < Level::Off && Level::Off < Level::from(5));
}

#[test]
fn what_is_no_number_costs_one_field() {
    let odd = lamp(json!({"level": "1", "mode": 2.0, "colour": null, "history": [null, "0"]}));
    assert_eq!((odd.level, odd.mode, odd.colour), (Some(Level::Up), Some(Mode::ByNight), None));
    assert_eq!(odd.history, Some(vec![Level::Off]));
}

#[test]
fn parameters_are_their_digits() {
    let client = Client::builder().base_url("https://example.com").build().expect("a client");
    let request = client
        .lamps()
        .set_lamp(Mode::ByDay, Lamp::new(Level::Down))
        .levels([Level::Down, Level::from(9)])
        .x_level(Level::Sun)
        .prepare()
        .expect("a request");
    assert_eq!(request.uri().to_string(), "https://example.com/lamps/1?levels=-1&levels=9");
    assert_eq!(request.headers()["x-level"], "70000000000");
    let body: Value = serde_json::from_slice(request.body()).expect("JSON");
    assert_eq!(body["level"], json!(-1));
}

/// A service that answers everything with a text.
struct Says(&'static str);

impl Transport for Says {
    fn send(
        &self,
        _: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let reply = Response::builder().header("content-type", "text/plain");
        let reply = reply.body(Body::from(Bytes::from_static(self.0.as_bytes()))).expect("a reply");
        Box::pin(async move { Ok(reply) })
    }
}

#[tokio::test]
async fn a_body_of_text_is_one() {
    let client = |text| {
        let client = Client::builder().base_url("https://example.com").transport(Says(text));
        client.build().expect("a client")
    };
    let level = client(" -1\n").lamps().get_level().send().await.expect("a level");
    assert_eq!(level, Level::Down);
    assert!(client("down").lamps().get_level().send().await.is_err());
}
