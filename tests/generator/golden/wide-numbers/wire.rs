//! A number that is wide, or stands where a text is due, costs nothing beside it.

use wide_numbers::api::volumes::GetVolume;
use wide_numbers::models::Volume;
use wide_numbers::{Client, Request};

fn read(body: &'static str) -> Volume {
    let reply = http::Response::new(bytes::Bytes::from(body));
    Request::<GetVolume>::decode(reply).expect("a volume").into_body()
}

#[test]
fn the_largest_of_64_bits_goes_into_the_path_and_comes_back() {
    let client = Client::builder().base_url("https://example.com").build().expect("a client");
    let request = client.volumes().get_volume(u64::MAX).prepare().expect("ok");
    assert_eq!(request.uri().path(), "/volumes/18446744073709551615");
    let text = r#"{"bytes":18446744073709551615,"sectors":[0,18446744073709551615],"serial":18446744073709551615}"#;
    let volume = read(text);
    assert_eq!((volume.serial, volume.bytes), (Some(u64::MAX), Some(u64::MAX)));
    let request = client.volumes().put_volume(1, volume).prepare().expect("ok");
    assert_eq!(request.body(), text);
}

#[test]
fn a_number_beyond_its_type_costs_one_field() {
    let volume = read(r#"{"blocks":18446744073709551615,"balance":1e30,"serial":-1,"bytes":"36893488147419103232","offset":"7"}"#);
    assert_eq!((volume.blocks, volume.balance, volume.serial, volume.bytes), (None, None, None, None));
    assert_eq!(volume.offset.as_deref(), Some("7"));
}

#[test]
fn a_number_is_taken_where_a_text_is_due() {
    let volume = read(r#"{"offset":-9223372036854775808,"price":1.25,"isFull":false}"#);
    assert_eq!(volume.offset.as_deref(), Some("-9223372036854775808"));
    assert_eq!(volume.price.as_deref(), Some("1.25"));
    assert_eq!(volume.is_full.as_deref(), Some("false"));
}

#[test]
fn a_number_may_come_as_text() {
    let volume = read(r#"{"serial":"18446744073709551615","blocks":"7"}"#);
    assert_eq!((volume.serial, volume.blocks), (Some(u64::MAX), Some(7)));
}
