//! A program that was written against the crate of `before.yaml`. It is compiled with that crate, and with the one
//! that came after it.

#![allow(deprecated, reason = "a value that is not listed any more")]

use sdk::models::{Lamp, LampColour, LampFixed, Level, Mode, Speed};
use sdk::{Client, UnknownNumber};

#[test]
fn what_was_there_is_there() {
    let lamp: Lamp = Lamp::new(Level::Down)
        .mode(Mode::Broken)
        .speed(Speed::Fast)
        .colour(LampColour::Red)
        .fixed(LampFixed::Three)
        .history([Level::Off, Level::Up])
        .steps(4);
    let steps: Option<i64> = lamp.steps;
    assert_eq!(steps, Some(4));
    assert_eq!(lamp.mode.map(Mode::as_i64), Some(4));
    assert_eq!(lamp.fixed.map(i64::from), Some(3));
    let unknown: Option<UnknownNumber> = match lamp.level {
        Some(Level::Unknown(value)) => Some(value),
        _ => None,
    };
    assert_eq!(unknown, None);
    let client = Client::builder().base_url("https://example.com").build().expect("a client");
    let request = client.lamps().set_lamp(Mode::from(9), lamp).levels([Level::Up]);
    assert!(request.prepare().is_ok());
}
