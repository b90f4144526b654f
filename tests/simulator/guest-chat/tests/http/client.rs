//! A client of a few lines, and a guest who has started a chat with it.

use std::io;

use guest_chat_simulator::{ConversationHandle, DEPLOYMENT_ID, ORGANIZATION_ID, QUEUE, Simulator};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub(crate) const BASE: &str = "/api/v2/webchat/guest/conversations";

/// A reply as it was read.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Names as they were sent.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The code of an error body, after checking that the body is whole.
    pub(crate) fn code(&self) -> String {
        let body = self.json();
        assert_eq!(body["status"], self.status, "{body}");
        assert!(
            body["message"].is_string() && body["messageWithParams"].is_string(),
            "{body}"
        );
        assert!(
            body["messageParams"].is_object() && body["contextId"].is_string(),
            "{body}"
        );
        assert!(
            body["details"].is_array() && body["errors"].is_array(),
            "{body}"
        );
        body["code"].as_str().unwrap().to_owned()
    }

    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status, self.code())
    }
}

/// A connection that is kept open between requests.
pub(crate) struct Connection(TcpStream);

impl Connection {
    pub(crate) async fn open(sim: &Simulator) -> Self {
        Self(TcpStream::connect(("127.0.0.1", sim.port())).await.unwrap())
    }

    /// One request and its reply.
    pub(crate) async fn send(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Reply> {
        self.write(method, target, headers, body).await?;
        self.read_reply().await
    }

    /// One request, without waiting for its reply.
    pub(crate) async fn write(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<()> {
        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"));
        let lines: String = lines.collect();
        let length = body.len();
        let head = format!(
            "{method} {target} HTTP/1.1\r\nhost: simulator\r\ncontent-length: {length}\r\n{lines}"
        );
        self.0
            .write_all(&[head.as_bytes(), b"\r\n", body].concat())
            .await
    }

    async fn read_reply(&mut self) -> io::Result<Reply> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.0.read_u8().await?);
        }
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers = lines.map(|line| {
            line.split_once(": ")
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
                .unwrap()
        });
        let mut reply = Reply {
            status,
            headers: headers.collect(),
            body: Vec::new(),
        };
        let length = reply
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        reply.body = vec![0; length];
        self.0.read_exact(&mut reply.body).await?;
        Ok(reply)
    }

    /// Reads to the end of the connection, which has to be in good order.
    pub(crate) async fn rest(&mut self) -> Vec<u8> {
        let (rest, end) = self.read_to_end().await;
        end.unwrap();
        rest
    }

    /// Reads to the end of the connection, and tells what end that was.
    pub(crate) async fn read_to_end(&mut self) -> (Vec<u8>, io::Result<()>) {
        let mut bytes = Vec::new();
        let end = self.0.read_to_end(&mut bytes).await;
        (bytes, end.map(|_| ()))
    }
}

/// One request on a connection of its own.
pub(crate) async fn send(
    sim: &Simulator,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<Reply> {
    Connection::open(sim)
        .await
        .send(method, target, headers, body)
        .await
}

/// A request to start a chat, without anything optional.
pub(crate) fn create_request() -> Value {
    json!({
        "organizationId": ORGANIZATION_ID,
        "deploymentId": DEPLOYMENT_ID,
        "routingTarget": { "targetType": "QUEUE", "targetAddress": QUEUE },
        "memberInfo": { "displayName": "Greta" },
    })
}

pub(crate) async fn create(sim: &Simulator, request: &Value) -> Reply {
    let body = request.to_string();
    send(
        sim,
        "POST",
        BASE,
        &[("content-type", "application/json")],
        body.as_bytes(),
    )
    .await
    .unwrap()
}

/// A guest in a chat.
pub(crate) struct Guest<'a> {
    pub(crate) sim: &'a Simulator,
    pub(crate) chat: ConversationHandle,
    pub(crate) id: String,
    pub(crate) jwt: String,
}

impl<'a> Guest<'a> {
    pub(crate) async fn arrives(sim: &'a Simulator) -> Self {
        let created = create(sim, &create_request()).await.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let chat = sim.conversation(created["id"].as_str().unwrap()).unwrap();
        Self {
            sim,
            chat,
            id: text(&created["member"]["id"]),
            jwt: text(&created["jwt"]),
        }
    }

    /// A path in the guest's conversation.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("{BASE}/{}/{rest}", self.chat.id())
    }

    /// A path of the guest itself.
    pub(crate) fn own_path(&self, rest: &str) -> String {
        self.path(&format!("members/{}{rest}", self.id))
    }

    /// A request with the guest's token and possibly JSON, which may break on its way.
    pub(crate) async fn tries(
        &self,
        method: &str,
        target: &str,
        body: Option<&Value>,
    ) -> io::Result<Reply> {
        let authorization = format!("Bearer {}", self.jwt);
        let mut headers = vec![("authorization", authorization.as_str())];
        headers.extend(body.map(|_| ("content-type", "application/json")));
        let body = body.map(Value::to_string).unwrap_or_default();
        send(self.sim, method, target, &headers, body.as_bytes()).await
    }

    pub(crate) async fn get(&self, rest: &str) -> Reply {
        self.tries("GET", &self.path(rest), None).await.unwrap()
    }

    pub(crate) async fn send(&self, message: &Value) -> Reply {
        self.tries("POST", &self.own_path("/messages"), Some(message))
            .await
            .unwrap()
    }

    pub(crate) async fn say(&self, text: &str) -> Reply {
        self.send(&json!({ "body": text })).await
    }

    pub(crate) async fn types(&self) -> Reply {
        self.tries("POST", &self.own_path("/typing"), None)
            .await
            .unwrap()
    }

    pub(crate) async fn leaves(&self) -> Reply {
        self.tries("DELETE", &self.own_path(""), None)
            .await
            .unwrap()
    }

    pub(crate) async fn answers(&self, media_request: &str, state: &str) -> Reply {
        let body = json!({ "types": ["COBROWSE"], "state": state });
        self.tries(
            "PATCH",
            &self.path(&format!("mediarequests/{media_request}")),
            Some(&body),
        )
        .await
        .unwrap()
    }
}
