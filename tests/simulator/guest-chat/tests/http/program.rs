//! The program: it says where it is, and its agent answers.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::client::{BASE, create_request};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guest-chat-simulator"));
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// A request to the program's address, answered in full before the connection closes.
async fn ask(address: &str, request: &str, body: &str) -> Value {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head =
        format!("{request}\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n");
    let length = body.len();
    stream
        .write_all(format!("{head}content-length: {length}\r\n\r\n{body}").as_bytes())
        .await
        .unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[tokio::test]
async fn it_serves_with_an_agent_who_repeats() {
    let mut child = program().args(["--port", "0", "--agent"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next_line().await.unwrap().unwrap();
    let address = first.rsplit_once("http://").unwrap().1.to_owned();

    let created = ask(
        &address,
        &format!("POST {BASE} HTTP/1.1"),
        &create_request().to_string(),
    )
    .await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (id, jwt, member) = (
        text(&created["id"]),
        text(&created["jwt"]),
        text(&created["member"]["id"]),
    );
    let bearer = format!("HTTP/1.1\r\nauthorization: Bearer {jwt}");
    ask(
        &address,
        &format!("POST {BASE}/{id}/members/{member}/messages {bearer}"),
        r#"{"body":"echo!"}"#,
    )
    .await;
    while !lines
        .next_line()
        .await
        .unwrap()
        .unwrap()
        .contains("/messages -> 200")
    {}

    let list = ask(&address, &format!("GET {BASE}/{id}/messages {bearer}"), "").await;
    let bodies: Vec<&Value> = list["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| &message["body"])
        .collect();
    assert_eq!(
        bodies.iter().filter(|body| **body == "echo!").count(),
        2,
        "{list}"
    );
}

#[tokio::test]
async fn it_explains_itself() {
    let help = program().arg("--help").output().await.unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8(help.stdout).unwrap().contains("--port N"));

    let wrong = program().arg("--verbose").output().await.unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        String::from_utf8(wrong.stderr)
            .unwrap()
            .starts_with("`--verbose` is no option")
    );
}
