//! A guest that is written by hand: frames over a connection in memory, and calls of plain HTTP.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use web_messaging_simulator::{DEPLOYMENT_ID, Simulator};

/// The token of most guests.
pub const TOKEN: &str = "11111111-2222-4333-8444-555555555555";

pub struct Guest {
    socket: WebSocketStream<DuplexStream>,
    token: String,
    number: u32,
}

impl Guest {
    /// Opens a connection; the status if it is refused.
    pub async fn connect(sim: &Simulator, id: &str, origin: Option<&str>) -> Result<Self, u16> {
        let url = format!("ws://simulator/v1?deploymentId={id}&application=test-1");
        let mut request = url.into_client_request().unwrap();
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        let stream = sim.connector().connect();
        match tokio_tungstenite::client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self { socket, token: TOKEN.to_owned(), number: 0 }),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => {
                Err(response.status().as_u16())
            }
            Err(other) => panic!("{other}"),
        }
    }

    /// A guest whose session is open.
    pub async fn open(sim: &Simulator) -> Self {
        Self::open_as(sim, TOKEN).await
    }

    pub async fn open_as(sim: &Simulator, token: &str) -> Self {
        let mut guest = Self::connect(sim, DEPLOYMENT_ID, None).await.unwrap();
        guest.token = token.to_owned();
        let answer = guest.configure(false).await;
        assert_eq!(
            (&answer["class"], &answer["body"]["connected"]),
            (&json!("SessionResponse"), &json!(true))
        );
        guest
    }

    pub async fn configure(&mut self, starts_new: bool) -> Value {
        self.ask(json!({"action": "configureSession", "deploymentId": DEPLOYMENT_ID, "startNew": starts_new})).await
    }

    /// Sends a request with the token and an id that nobody else has; the id.
    pub async fn send(&mut self, mut request: Value) -> String {
        self.number += 1;
        let id = format!("{}-{}", self.number, request["action"].as_str().unwrap_or_default());
        let members = request.as_object_mut().unwrap();
        members.entry("token").or_insert(json!(self.token));
        members.entry("tracingId").or_insert(json!(id));
        self.socket.send(Message::text(request.to_string())).await.unwrap();
        id
    }

    /// The frame that answers a request.
    pub async fn ask(&mut self, request: Value) -> Value {
        let id = self.send(request).await;
        loop {
            let frame = self.next().await.unwrap();
            if frame["tracingId"] == json!(id) {
                return frame;
            }
        }
    }

    pub async fn say(&mut self, text: &str) -> Value {
        self.ask(json!({"action": "onMessage", "message": {"type": "Text", "text": text}})).await
    }

    /// The next frame; `None` when the connection has ended.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            match self.socket.next().await? {
                Ok(Message::Text(text)) => {
                    return Some(serde_json::from_str(&text).unwrap_or(json!(text.as_str())));
                }
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// All frames that come within a moment.
    pub async fn hear(&mut self) -> Vec<Value> {
        let mut frames = Vec::new();
        while let Ok(Some(frame)) =
            tokio::time::timeout(Duration::from_millis(100), self.next()).await
        {
            frames.push(frame);
        }
        frames
    }

    /// The code by which a request is refused.
    pub async fn refused(&mut self, request: Value) -> Value {
        let frame = self.ask(request).await;
        match frame["body"].get("errorCode") {
            Some(code) => code.clone(),
            None if frame["class"] == "string" => frame["code"].clone(),
            None => panic!("{frame}"),
        }
    }
}

/// The classes of frames.
pub fn classes(frames: &[Value]) -> Vec<&str> {
    frames.iter().map(|frame| frame["class"].as_str().unwrap_or("none")).collect()
}

/// The answer to a call.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Calls; `None` if the connection ends without an answer.
pub async fn call(
    sim: &Simulator,
    line: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Option<Answer> {
    let mut stream = sim.connector().connect();
    let mut head = format!(
        "{line} HTTP/1.1\r\nhost: simulator\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.extend([*name, ": ", *value, "\r\n"]);
    }
    head.push_str("\r\n");
    stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.unwrap();
    let end = all.windows(4).position(|part| part == b"\r\n\r\n")?;
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Some(Answer { status, head: head.to_lowercase(), body: all[end + 4..].to_vec() })
}

/// The path and query of an address.
pub fn path(url: &Value) -> String {
    let url = url.as_str().unwrap();
    url.find("/files/").and_then(|at| url.get(at..)).unwrap().to_owned()
}
