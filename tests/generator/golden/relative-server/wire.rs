//! What stands before the path of each operation.

use relative_server::{Client, ErrorKind};

fn uri(base: &str) -> String {
    let client = Client::builder().base_url(base).build().expect("a client");
    client.general().list_albums().prepare().expect("a request").uri().to_string()
}

#[test]
fn an_address_without_a_path_gets_that_of_the_definition() {
    assert_eq!(uri("https://mine.example"), "https://mine.example/api/v3/albums");
    assert_eq!(uri("https://mine.example:8443/"), "https://mine.example:8443/api/v3/albums");
}

#[test]
fn an_address_with_a_path_is_taken_as_it_is() {
    assert_eq!(uri("https://mine.example/api/v3"), "https://mine.example/api/v3/albums");
    assert_eq!(uri("https://mine.example/photos/api/v3/"), "https://mine.example/photos/api/v3/albums");
}

#[test]
fn the_client_shows_the_whole_address() {
    let client = Client::builder().base_url("https://mine.example").build().expect("a client");
    assert_eq!(client.base_url().to_string(), "https://mine.example/api/v3");
}

#[test]
fn there_is_no_address_without_the_caller() {
    let error = Client::builder().build().expect_err("no address is known");
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn a_path_of_an_operation_takes_the_place_of_that_of_the_definition() {
    let health = |base: &str| {
        let client = Client::builder().base_url(base).build().expect("a client");
        client.general().health().prepare().expect("a request").uri().to_string()
    };
    assert_eq!(health("https://mine.example"), "https://mine.example/health");
    assert_eq!(health("https://mine.example/photos/api/v3"), "https://mine.example/photos/health");
    assert_eq!(health("https://mine.example/other"), "https://mine.example/health");
}

#[test]
fn the_query_of_a_path_stays_a_query() {
    let client = Client::builder().base_url("https://mine.example").build().expect("a client");
    let plain = client.general().merge_albums("a b&c").prepare().expect("a request");
    assert_eq!(plain.uri().path(), "/api/v3/albums");
    assert_eq!(plain.uri().query(), Some("action=merge&into=a%20b%26c"));
    let more = client.general().merge_albums("a").dry(true).prepare().expect("a request");
    assert_eq!(more.uri().query(), Some("action=merge&into=a&dry=true"));
}

#[test]
fn a_fragment_does_not_travel() {
    let client = Client::builder().base_url("https://mine.example").build().expect("a client");
    let request = client.general().sorted_albums().prepare().expect("a request");
    assert_eq!(request.uri().to_string(), "https://mine.example/api/v3/albums/sorted");
}
