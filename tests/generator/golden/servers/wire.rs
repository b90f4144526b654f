//! Where requests go.

use servers::{Client, ClientBuilder, ErrorKind, Server};

fn names(builder: ClientBuilder) -> String {
    let client = builder.build().expect("a client");
    client.general().list_names().prepare().expect("a request").uri().to_string()
}

#[test]
fn the_first_server_is_the_default() {
    assert_eq!(names(Client::builder()), "https://eu.names.example:8443/v2/names");
}

#[test]
fn a_server_is_chosen_with_its_variables() {
    let us = Server::production().variable("region", "us").variable("port", "443");
    assert_eq!(names(Client::builder().base_url(us)), "https://us.names.example:443/v2/names");
    let sandbox = Server::sandbox_names_example_v2();
    assert_eq!(names(Client::builder().base_url(sandbox)), "https://sandbox.names.example/v2/names");
}

#[test]
fn what_a_server_does_not_have_is_refused() {
    let wrong = [
        Server::production().variable("region", "moon"),
        Server::production().variable("regoin", "us"),
        Server::production().variable("port", "1@evil.example"),
    ];
    for server in wrong {
        let error = Client::builder().base_url(server).build().expect_err("not a server");
        assert_eq!(error.kind(), ErrorKind::Config);
    }
}

#[test]
fn operations_go_to_their_own_server() {
    let users = |builder: ClientBuilder| {
        let client = builder.build().expect("a client");
        let api = client.general();
        let get = api.get_user("7").prepare().expect("a request").uri().to_string();
        let put = api.put_user("7").prepare().expect("a request").uri().to_string();
        let delete = api.delete_user("7").prepare().expect("a request").uri().to_string();
        [get, put, delete]
    };
    assert_eq!(
        users(Client::builder()),
        [
            "https://users.names.example/users/7",
            "https://eu.names.example:8443/v3/users/7",
            "https://sandbox.names.example/v2/users/7",
        ]
    );
    let mine = || Client::builder().base_url("https://mine.example/gate/v2");
    assert_eq!(
        users(mine()),
        [
            "https://users.names.example/users/7",
            "https://mine.example/gate/v3/users/7",
            "https://sandbox.names.example/v2/users/7",
        ]
    );
    assert_eq!(
        users(mine().one_base_url(true)),
        [
            "https://mine.example/gate/v2/users/7",
            "https://mine.example/gate/v2/users/7",
            "https://mine.example/gate/v2/users/7",
        ]
    );
}
