//! Virtual time, and a transport that answers from a script. With both, no test waits and none needs a runtime.

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use purecloud_guest_chat_client::transport::{Body, TransportError, TransportOptions};
use purecloud_guest_chat_client::{BoxFuture, Client, ClientBuilder, Timer, Transport};

use crate::JWT;

/// A clock that jumps to the end of every sleep that is really waited for.
#[derive(Clone, Debug, Default)]
pub struct VirtualTimer {
    now: Arc<Mutex<Duration>>,
    wall_clock: Arc<Mutex<Option<SystemTime>>>,
}

impl VirtualTimer {
    /// Moves the clock on.
    pub fn advance(&self, by: Duration) {
        *self.now.lock().unwrap() += by;
    }

    /// What the clock shows.
    pub fn elapsed(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    /// Sets the date and time, which do not move by themselves.
    pub fn set_wall_clock(&self, time: SystemTime) {
        *self.wall_clock.lock().unwrap() = Some(time);
    }
}

impl Timer for VirtualTimer {
    fn now(&self) -> Duration {
        self.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let timer = self.clone();
        Box::pin(async move { timer.advance(duration) })
    }

    fn wall_clock(&self) -> Option<SystemTime> {
        *self.wall_clock.lock().unwrap()
    }
}

/// A timer for real sockets: time limits (10 s or more) are tokio's, pauses between attempts are skipped and noted.
/// Its clock shows the sum of the pauses, so that a busy machine changes nothing.
#[derive(Clone, Debug, Default)]
pub struct PauseSkipper(Arc<Mutex<Vec<Duration>>>);

impl PauseSkipper {
    const SHORTEST_LIMIT: Duration = Duration::from_secs(10);

    /// The pauses so far, in seconds.
    pub fn pauses(&self) -> Vec<u64> {
        self.0.lock().unwrap().iter().map(Duration::as_secs).collect()
    }
}

impl Timer for PauseSkipper {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().iter().sum()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration >= Self::SHORTEST_LIMIT {
            return Box::pin(async move { tokio::time::sleep(duration).await });
        }
        let pauses = Arc::clone(&self.0);
        Box::pin(async move { pauses.lock().unwrap().push(duration) })
    }
}

/// What a transport gives back.
pub type Reply = Result<Response<Body>, TransportError>;

/// What the script says about a request.
#[derive(Debug)]
pub enum Answer {
    /// This comes back.
    Now(Reply),
    /// Nothing ever does.
    Never,
}

/// A request, and when it was sent.
type Sent = (Duration, Request<Bytes>);

/// A transport that answers from a script and records what it was asked, and when.
#[derive(Clone)]
pub struct FakeTransport {
    script: Arc<dyn Fn(usize) -> Answer + Send + Sync>,
    timer: VirtualTimer,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl FakeTransport {
    /// The script is given the number of the request, from 0.
    pub fn new(
        timer: &VirtualTimer,
        script: impl Fn(usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self { script: Arc::new(script), timer: timer.clone(), sent: Arc::default() }
    }

    /// Always the same status, headers and body.
    pub fn constant(
        timer: &VirtualTimer,
        status: u16,
        headers: &'static [(&'static str, &'static str)],
        body: &'static str,
    ) -> Self {
        Self::new(timer, move |_| Answer::Now(Ok(reply(status, headers, body))))
    }

    /// The seconds at which requests were sent.
    pub fn times(&self) -> Vec<u64> {
        let sent = self.sent.lock().unwrap();
        sent.iter().map(|(at, _)| at.as_secs()).collect()
    }

    /// When requests were sent.
    pub fn moments(&self) -> Vec<Duration> {
        let sent = self.sent.lock().unwrap();
        sent.iter().map(|(at, _)| *at).collect()
    }

    /// The requests that were sent.
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        let sent = self.sent.lock().unwrap();
        sent.iter().map(|(_, request)| request.clone()).collect()
    }
}

impl Transport for FakeTransport {
    fn send(&self, request: Request<Bytes>, _: &TransportOptions) -> BoxFuture<'_, Reply> {
        let number = {
            let mut sent = self.sent.lock().unwrap();
            sent.push((self.timer.now(), request));
            sent.len() - 1
        };
        match (self.script)(number) {
            Answer::Now(reply) => Box::pin(async move { reply }),
            Answer::Never => Box::pin(std::future::pending()),
        }
    }
}

impl fmt::Debug for FakeTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FakeTransport")
            .field("times", &self.times())
            .finish_non_exhaustive()
    }
}

/// A response as a transport gives it.
pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Response<Body> {
    let builder =
        headers.iter().fold(Response::builder().status(status), |builder, (name, value)| {
            builder.header(*name, *value)
        });
    builder.body(Body::from(Bytes::from(body.to_owned()))).unwrap()
}

/// A client over this transport and timer, with a token.
pub fn fake_client(transport: &FakeTransport, timer: &VirtualTimer) -> ClientBuilder {
    Client::builder().jwt(JWT).transport(transport.clone()).timer(timer.clone())
}

/// A client that always gets this answer.
pub fn answering(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> (Client, FakeTransport) {
    let timer = VirtualTimer::default();
    let transport = FakeTransport::constant(&timer, status, headers, body);
    (fake_client(&transport, &timer).build().unwrap(), transport)
}

/// Runs a future without any runtime; the fakes never really wait.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    const PATIENCE: u32 = 100_000;
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..PATIENCE {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future waits for something that never comes");
}
