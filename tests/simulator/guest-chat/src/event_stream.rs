//! One event stream: what happens in a conversation, told over a WebSocket from the moment it is opened.
//!
//! Nothing that happened before is told. A heartbeat comes at once and then at intervals. tungstenite reads what the
//! client sends and answers its pings; faults write their bytes to the connection itself.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};
use tokio_tungstenite::tungstenite::{Error as WebSocketError, Message, error::ProtocolError};

use crate::frames;
use crate::service::Service;
use crate::stream_faults::{Moment, StreamFault};
use crate::streams::StreamEnd;
use crate::views;
use crate::wire::Wire;

/// How long a client may take to answer a close frame.
const FAREWELL: Duration = Duration::from_secs(5);

/// A granted request for an event stream.
pub(crate) struct Seat {
    pub(crate) service: Arc<Service>,
    pub(crate) conversation_id: String,
    /// The bytes that grant it.
    pub(crate) head: Bytes,
}

/// A stream that is open for the service, while its client never learns of it.
pub(crate) struct Unheard {
    _attached: Attachment,
}

impl Unheard {
    pub(crate) fn new(seat: &Seat) -> Self {
        let (mut attached, _, _) = Attachment::new(seat);
        attached.ends(StreamEnd::Fault);
        Self {
            _attached: attached,
        }
    }
}

/// Whether the stream goes on after a step.
type Step = ControlFlow<Stop>;

/// How the stream stops.
enum Stop {
    /// The connection ends in whatever way the step has brought about.
    End(StreamEnd),
    /// The connection is torn down.
    Reset,
    /// Nothing more is said until the client gives up.
    Silence,
}

/// Tells the client what happens until the stream ends. `early` is what the client sent with its request.
pub(crate) async fn tell<W: Wire>(seat: Seat, mut wire: W, early: Vec<u8>) -> io::Result<()> {
    let (attached, faults, news) = Attachment::new(&seat);
    wire.write_all(&seat.head).await?;
    wire.flush().await?;
    let mut session = Session {
        socket: WebSocketStream::from_partially_read(wire, early, Role::Server, None).await,
        told: attached.told,
        news,
        faults,
        attached,
    };
    let end = match session.run().await? {
        Stop::Reset => {
            session.socket.into_inner().reset()?;
            StreamEnd::Fault
        }
        Stop::End(end) => end,
        Stop::Silence => {
            let mut wire = session.socket.into_inner();
            let mut ignored = [0; 1024];
            while wire.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
            StreamEnd::Fault
        }
    };
    session.attached.ends(end);
    Ok(())
}

/// A stream that is open. The record and the conversation learn of its end when it is dropped.
struct Attachment {
    service: Arc<Service>,
    conversation_id: String,
    number: u64,
    /// How many events there had been.
    told: usize,
    end: StreamEnd,
}

impl Attachment {
    fn new(
        seat: &Seat,
    ) -> (
        Self,
        mpsc::UnboundedReceiver<StreamFault>,
        watch::Receiver<()>,
    ) {
        let (service, id) = (Arc::clone(&seat.service), seat.conversation_id.clone());
        let (told, news) = service.update(|state, now| state.stream_opened(&id, now));
        let (number, faults) = service.streams.opened(&id, service.clock.elapsed());
        let attached = Self {
            service,
            conversation_id: id,
            number,
            told,
            end: StreamEnd::Gone,
        };
        (attached, faults, news)
    }

    fn ends(&mut self, end: StreamEnd) {
        self.end = end;
    }
}

impl Drop for Attachment {
    fn drop(&mut self) {
        let at = self.service.clock.elapsed();
        self.service.streams.amend(self.number, |record| {
            record.closed = Some(at);
            record.end = Some(self.end);
        });
        let id = &self.conversation_id;
        self.service
            .update(|state, now| state.stream_closed(id, now));
    }
}

struct Session<W> {
    socket: WebSocketStream<W>,
    attached: Attachment,
    /// How many events of the conversation have been told, or had been before the stream was opened.
    told: usize,
    /// The changes of the conversation.
    news: watch::Receiver<()>,
    faults: mpsc::UnboundedReceiver<StreamFault>,
}

impl<W: Wire> Session<W> {
    async fn run(&mut self) -> io::Result<Stop> {
        if let Some(fault) = self.service().stream_faults.strike(Moment::Open)
            && let Step::Break(stop) = self.strike(fault, None).await?
        {
            return Ok(stop);
        }
        let heartbeat = self.service().settings.heartbeat;
        if heartbeat.is_some()
            && let Step::Break(stop) = self.beat().await?
        {
            return Ok(stop);
        }
        let mut next_heartbeat = Instant::now() + heartbeat.unwrap_or_default();
        loop {
            let step = tokio::select! {
                biased;
                Some(fault) = self.faults.recv() => self.strike(fault, None).await?,
                message = self.socket.next() => self.hear(message),
                () = tokio::time::sleep_until(next_heartbeat), if heartbeat.is_some() => {
                    next_heartbeat += heartbeat.unwrap_or_default();
                    self.beat().await?
                }
                Ok(()) = self.news.changed() => self.catch_up().await?,
            };
            if let Step::Break(stop) = step {
                return Ok(stop);
            }
        }
    }

    /// Tells what has happened since the last time.
    async fn catch_up(&mut self) -> io::Result<Step> {
        loop {
            let (told, id) = (self.told, self.attached.conversation_id.clone());
            let news = self.service().read(|state, _| {
                let conversation = state.find(&id)?;
                let event = conversation.events.get(told);
                let text = event.map(|event| views::event(&id, told, event).to_string());
                Some((text, conversation.is_over()))
            });
            let step = match news {
                Some((Some(text), _)) => {
                    self.told += 1;
                    self.send(Moment::Event, text).await?
                }
                Some((None, true)) => return self.close(Some(1000)).await,
                Some((None, false)) | None => return Ok(Step::Continue(())),
            };
            if step.is_break() {
                return Ok(step);
            }
        }
    }

    async fn beat(&mut self) -> io::Result<Step> {
        self.send(Moment::Heartbeat, views::heartbeat().to_string())
            .await
    }

    async fn send(&mut self, moment: Moment, text: String) -> io::Result<Step> {
        match self.service().stream_faults.strike(moment) {
            Some(fault) => self.strike(fault, Some(text)).await,
            None => {
                use futures_util::SinkExt as _;
                let sent = self.socket.send(Message::text(text)).await;
                Ok(sent.map_or_else(|error| self.failed(&error), |()| Step::Continue(())))
            }
        }
    }

    async fn strike(&mut self, fault: StreamFault, text: Option<String>) -> io::Result<Step> {
        let event = || match &text {
            Some(text) => frames::text(text.as_bytes()),
            None => Vec::new(),
        };
        let payload = || text.as_deref().unwrap_or_default().as_bytes();
        match fault {
            StreamFault::Lost => {}
            StreamFault::Twice => self.write(&[event(), event()].concat()).await?,
            StreamFault::ResetAt(length) => {
                self.write(event().get(..length).unwrap_or(&event()))
                    .await?;
                return Ok(Step::Break(Stop::Reset));
            }
            StreamFault::CutAt(length) => {
                self.write(event().get(..length).unwrap_or(&event()))
                    .await?;
                self.socket.get_mut().shutdown().await?;
                return Ok(Step::Break(Stop::End(StreamEnd::Fault)));
            }
            StreamFault::Close(code) => return self.close(Some(code)).await,
            StreamFault::CloseWithoutCode => return self.close(None).await,
            StreamFault::Silence => return Ok(Step::Break(Stop::Silence)),
            StreamFault::Slowly(pause) => {
                for byte in event() {
                    tokio::time::sleep(pause).await;
                    self.write(&[byte]).await?;
                }
            }
            StreamFault::Fragments(size) => self.write(&frames::fragments(payload(), size)).await?,
            StreamFault::Binary => self.write(&frames::binary(payload())).await?,
            StreamFault::NotUtf8 => self.write(&frames::text(b"\"\xff\xfe\"")).await?,
            StreamFault::Oversized(length) => {
                self.write(&frames::text(&vec![b'x'; length])).await?;
            }
            StreamFault::Text(text) => self.write(&frames::text(text.as_bytes())).await?,
            StreamFault::Ping(payload) => {
                self.write(&[frames::ping(&payload), event()].concat())
                    .await?;
            }
            StreamFault::Raw(bytes) => self.write(&bytes).await?,
        }
        Ok(Step::Continue(()))
    }

    /// Writes past tungstenite, whose own frames must be out before.
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        use futures_util::SinkExt as _;
        self.socket.flush().await.map_err(io::Error::other)?;
        let wire = self.socket.get_mut();
        wire.write_all(bytes).await?;
        wire.flush().await
    }

    /// Says goodbye and waits for the answer.
    async fn close(&mut self, code: Option<u16>) -> io::Result<Step> {
        let frame = code.map(|code| CloseFrame {
            code: CloseCode::from(code),
            reason: "".into(),
        });
        self.socket.close(frame).await.map_err(io::Error::other)?;
        // A client that does not answer has only itself to blame.
        let answer = async { while let Some(Ok(_)) = self.socket.next().await {} };
        let _ = tokio::time::timeout(FAREWELL, answer).await;
        Ok(Step::Break(Stop::End(StreamEnd::Service(code))))
    }

    /// Takes in what the client sent. tungstenite answers pings and close frames when it is asked for more.
    fn hear(&mut self, message: Option<Result<Message, WebSocketError>>) -> Step {
        let record = |change: &dyn Fn(&mut crate::streams::StreamRecord)| {
            self.service().streams.amend(self.attached.number, change);
            self.service().changed();
        };
        match message {
            Some(Ok(Message::Ping(_))) => record(&|record| record.pings += 1),
            Some(Ok(Message::Pong(_))) => record(&|record| record.pongs += 1),
            Some(Ok(Message::Text(text))) => {
                record(&|record| record.texts.push(text.as_str().to_owned()));
            }
            Some(Ok(Message::Close(frame))) => {
                let code = frame.map(|frame| frame.code.into());
                self.attached.ends(StreamEnd::Client(code));
            }
            Some(Ok(Message::Binary(_) | Message::Frame(_))) => {
                return Step::Break(Stop::End(StreamEnd::Violation));
            }
            Some(Err(error)) => return self.failed(&error),
            None => return Step::Break(Stop::End(self.attached.end)),
        }
        Step::Continue(())
    }

    fn failed(&self, error: &WebSocketError) -> Step {
        let end = match (self.attached.end, error) {
            (end @ StreamEnd::Client(_), _) => end,
            (
                _,
                WebSocketError::Io(_)
                | WebSocketError::ConnectionClosed
                | WebSocketError::AlreadyClosed
                | WebSocketError::Protocol(ProtocolError::ResetWithoutClosingHandshake),
            ) => StreamEnd::Gone,
            _ => StreamEnd::Violation,
        };
        Step::Break(Stop::End(end))
    }

    fn service(&self) -> &Service {
        &self.attached.service
    }
}
