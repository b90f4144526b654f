//! A server that writes bytes it was given, right or wrong, and records the bytes it got.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use purecloud_guest_chat_client::{Client, ClientBuilder};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::JWT;

/// Long enough for the bytes before a reset to be read: a reset throws away what is still on its way.
const BEFORE_RESET: Duration = Duration::from_millis(50);

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Writes these bytes and keeps the connection.
    Write(Vec<u8>),
    /// Writes these bytes and closes the connection.
    WriteClose(Vec<u8>),
    /// Writes these bytes and resets the connection.
    WriteReset(Vec<u8>),
    /// Writes these bytes and then nothing, until the client gives up.
    WriteHang(Vec<u8>),
}

impl Act {
    /// Answers 200 with this body and keeps the connection.
    pub fn ok(body: &str) -> Self {
        Self::Write(http_reply("200 OK", &[], body.as_bytes()))
    }
}

/// A server that answers each request with the next act; the last one is repeated.
#[derive(Debug)]
pub struct RawServer {
    /// Where it listens.
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl RawServer {
    /// Listens on a free port of the loopback interface.
    pub async fn start(acts: Vec<Act>) -> Self {
        Self::on("127.0.0.1:0", acts).await
    }

    /// Listens on this address.
    pub async fn on(address: &str, acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(converse(socket, acts.clone(), Arc::clone(&seen)));
            }
        });
        Self { address, requests }
    }

    /// A client of this server with a token, to be set up further.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .base_url(format!("http://{}", self.address))
            .allow_insecure_loopback(true)
            .jwt(JWT)
    }

    /// A client of this server with a token.
    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Waits until so many requests have arrived.
    pub async fn has_received(&self, count: usize) {
        while self.requests.lock().unwrap().len() < count {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// The requests so far, head and body.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn converse(mut socket: TcpStream, acts: Vec<Act>, seen: Arc<Mutex<Vec<String>>>) {
    while let Some(request) = read_request(&mut socket).await {
        let act = {
            let mut seen = seen.lock().unwrap();
            seen.push(request);
            let act = acts.get(seen.len() - 1).or(acts.last());
            act.expect("a server needs an act").clone()
        };
        if perform(&mut socket, act).await.is_none() {
            return;
        }
    }
}

/// `None` when the connection is over. A client that is gone already is no concern of the server's.
async fn perform(socket: &mut TcpStream, act: Act) -> Option<()> {
    match act {
        Act::Write(bytes) => socket.write_all(&bytes).await.ok(),
        Act::WriteClose(bytes) => {
            let _ = socket.write_all(&bytes).await;
            None
        }
        Act::WriteReset(bytes) => {
            let _ = socket.write_all(&bytes).await;
            tokio::time::sleep(BEFORE_RESET).await;
            let _ = socket.set_zero_linger();
            None
        }
        Act::WriteHang(bytes) => {
            let _ = socket.write_all(&bytes).await;
            while socket.read_buf(&mut Vec::new()).await.is_ok_and(|count| count > 0) {}
            None
        }
    }
}

async fn read_request(socket: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    while !is_complete(&bytes) {
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether head and body have arrived.
fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let head_length = head.len() + "\r\n\r\n".len();
    let body_length = head
        .to_lowercase()
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    bytes.len() >= head_length + body_length.unwrap_or(0_usize)
}

/// The bytes of a whole response.
pub fn http_reply(status: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let lines = headers.iter().map(|(name, value)| format!("{name}: {value}"));
    let lines = [format!("HTTP/1.1 {status}")].into_iter().chain(lines);
    let length = format!("content-length: {}", body.len());
    let lines: Vec<String> = lines.chain([length, String::new(), String::new()]).collect();
    [lines.join("\r\n").as_bytes(), body].concat()
}
