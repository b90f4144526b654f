//! One connection of a guest: what is ordered goes out, what comes in is heard, and what is planned goes wrong.
//!
//! tungstenite reads what the client sends and answers its pings; faults write their bytes to the connection itself.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use simulator_base::frames;
use simulator_base::wire::Wire;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::faults::{Fault, Moment};
use crate::service::Service;
use crate::session::Order;
use crate::state::State;

/// How long a client may take to answer a goodbye.
const FAREWELL: Duration = Duration::from_secs(5);
/// How long a frame that is to be overtaken waits.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is looked whether the session has expired.
const EXPIRY: Duration = Duration::from_secs(1);

/// Whether the connection goes on.
type Step = ControlFlow<Stop>;

enum Stop {
    /// In whatever way the step has brought about.
    End,
    /// It is torn down.
    Reset,
    /// Nothing more is said until the client gives up.
    Silence,
}

/// Speaks with the client until the connection ends. `early` is what the client sent with its request.
pub(crate) async fn run<W: Wire>(service: Arc<Service>, wire: W, early: Vec<u8>) -> io::Result<()> {
    let (sender, orders) = mpsc::unbounded_channel();
    let number = service.update(|state, _| state.opened(sender));
    let _attached = Attached { service: Arc::clone(&service), number };
    let socket = WebSocketStream::from_partially_read(wire, early, Role::Server, None).await;
    let mut talk = Talk { service, number, socket, orders, overtaken: None };
    match talk.speak().await? {
        Stop::End => {}
        Stop::Reset => talk.socket.into_inner().reset()?,
        Stop::Silence => {
            let mut wire = talk.socket.into_inner();
            let mut ignored = [0; 1024];
            while wire.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
        }
    }
    Ok(())
}

/// The service learns of the end of a connection when this is dropped.
struct Attached {
    service: Arc<Service>,
    number: u64,
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.service.update(|state, _| state.closed(self.number));
    }
}

struct Talk<W> {
    service: Arc<Service>,
    number: u64,
    socket: WebSocketStream<W>,
    orders: mpsc::UnboundedReceiver<Order>,
    /// Frames that another one shall overtake, and how long they wait for that.
    overtaken: Option<(Instant, Vec<String>)>,
}

impl<W: Wire> Talk<W> {
    async fn speak(&mut self) -> io::Result<Stop> {
        let mut look = tokio::time::interval(EXPIRY);
        loop {
            let due = self.overtaken.as_ref().map(|(at, _)| *at);
            let step = tokio::select! {
                biased;
                order = self.orders.recv() => match order {
                    Some(order) => self.obey(order).await?,
                    // The service has dismissed it, and has said so before.
                    None => self.close(1000).await?,
                },
                message = self.socket.next() => self.hear(message),
                () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                    self.send(None).await
                }
                _ = look.tick() => {
                    self.service.update(State::expire);
                    Step::Continue(())
                }
            };
            if let Step::Break(stop) = step {
                return Ok(stop);
            }
        }
    }

    async fn obey(&mut self, order: Order) -> io::Result<Step> {
        match order {
            Order::Close(code) => self.close(code).await,
            Order::Strike(fault) => self.strike(fault, None).await,
            Order::Frame(moment, frame) => match self.service.faults.strike(moment) {
                Some(fault) => self.strike(fault, Some(frame.to_string())).await,
                None => Ok(self.send(Some(frame.to_string())).await),
            },
        }
    }

    /// Sends a text, and what it has overtaken; or that alone, which has waited long enough.
    async fn send(&mut self, text: Option<String>) -> Step {
        let overtaken = self.overtaken.take().map(|(_, texts)| texts);
        for text in text.into_iter().chain(overtaken.into_iter().flatten()) {
            if self.socket.send(Message::text(text)).await.is_err() {
                return Step::Break(Stop::End);
            }
        }
        Step::Continue(())
    }

    async fn strike(&mut self, fault: Fault, text: Option<String>) -> io::Result<Step> {
        let bytes = text.as_ref().map(|text| frames::text(text.as_bytes())).unwrap_or_default();
        match fault {
            Fault::Twice => self.write(&[bytes.as_slice(), &bytes].concat()).await?,
            Fault::Overtaken => {
                let due = Instant::now() + PATIENCE;
                let (_, texts) = self.overtaken.get_or_insert_with(|| (due, Vec::new()));
                texts.extend(text);
            }
            Fault::Reset => return Ok(Step::Break(Stop::Reset)),
            Fault::CutAt(length) => {
                self.write(bytes.get(..length).unwrap_or(&bytes)).await?;
                self.socket.get_mut().shutdown().await?;
                return Ok(Step::Break(Stop::End));
            }
            Fault::Close(code) => return self.close(code).await,
            Fault::Silence => return Ok(Step::Break(Stop::Silence)),
            Fault::Fragments(size) => {
                let text = text.unwrap_or_default();
                self.write(&frames::fragments(text.as_bytes(), size)).await?;
            }
            Fault::Text(other) => {
                self.write(&[frames::text(other.as_bytes()), bytes].concat()).await?;
            }
            Fault::Raw(raw) => self.write(&raw).await?,
            Fault::Evicted(why) => {
                self.service.update(|state, _| state.dismiss(self.number, Some(&why)));
            }
            // A refusal answers what is asked, and says nothing where nothing is.
            Fault::Lost | Fault::Refused(_) | Fault::TooMany(_) => {}
        }
        Ok(Step::Continue(()))
    }

    /// Writes past tungstenite, whose own frames must be out before.
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.socket.flush().await.map_err(io::Error::other)?;
        let wire = self.socket.get_mut();
        wire.write_all(bytes).await?;
        wire.flush().await
    }

    /// Says goodbye and waits for the answer.
    async fn close(&mut self, code: u16) -> io::Result<Step> {
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        self.socket.close(Some(frame)).await.map_err(io::Error::other)?;
        // A client that does not answer has only itself to blame.
        let answer = async { while let Some(Ok(_)) = self.socket.next().await {} };
        let _ = tokio::time::timeout(FAREWELL, answer).await;
        Ok(Step::Break(Stop::End))
    }

    /// Takes in what the client sent. tungstenite answers pings and goodbyes when it is asked for more.
    fn hear(&mut self, message: Option<Result<Message, Error>>) -> Step {
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_))) => {
                return Step::Continue(());
            }
            Some(Ok(Message::Binary(_) | Message::Frame(_)) | Err(_)) | None => {
                return Step::Break(Stop::End);
            }
        };
        let json: Value = serde_json::from_str(&text).unwrap_or_default();
        let is_message = json.get("action").and_then(Value::as_str) == Some("onMessage");
        let faults = &self.service.faults;
        let fault = if is_message { faults.strike(Moment::Message) } else { None };
        let fault = fault.or_else(|| faults.strike(Moment::Request));
        self.service.hear(self.number, &json, fault.as_ref());
        match fault {
            Some(Fault::Reset | Fault::CutAt(_)) => Step::Break(Stop::Reset),
            Some(Fault::Silence) => Step::Break(Stop::Silence),
            _ => Step::Continue(()),
        }
    }
}
