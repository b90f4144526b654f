//! A transport to the simulator that uses no network, so that virtual time is exact: with a paused clock nothing
//! passes while a request or a frame is on its way.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use purecloud_web_messaging_client::transport::{
    Body, Connection, TransportError, TransportErrorKind, TransportOptions, Upgrade,
};
use purecloud_web_messaging_client::{BoxFuture, Client, ClientBuilder, Transport};
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use web_messaging_simulator::{Connector, Simulator};

/// What the clients draw their random numbers from, unless they are told otherwise.
const SEED: u64 = 53;

/// A transport to a simulator, through memory.
#[derive(Clone, Debug)]
pub struct MemoryTransport(Connector);

impl MemoryTransport {
    /// A transport to this simulator.
    pub fn to(sim: &Simulator) -> Self {
        Self(sim.connector())
    }

    /// A client of this simulator that uses no network, to be set up further. What it leaves to chance is the same in
    /// every run.
    pub fn builder(sim: &Simulator) -> ClientBuilder {
        Client::builder()
            .base_url(sim.base_url())
            .allow_insecure_loopback(true)
            .transport(Self::to(sim))
            .random_seed(SEED)
    }

    /// A client of this simulator that uses no network.
    pub fn client(sim: &Simulator) -> Client {
        Self::builder(sim).build().unwrap()
    }

    /// One exchange on a connection of its own.
    async fn exchange(&self, request: Request<Bytes>) -> hyper::Result<Response<Incoming>> {
        let io = TokioIo::new(self.0.connect());
        let (mut sender, connection) = http1::handshake(io).await?;
        tokio::spawn(connection.with_upgrades());
        let (mut parts, body) = request.into_parts();
        let target = parts.uri.path_and_query().unwrap().as_str();
        parts.uri = Uri::try_from(target).unwrap();
        parts.headers.insert(HOST, HeaderValue::from_static("simulator"));
        sender.send_request(Request::from_parts(parts, Full::new(body))).await
    }
}

impl Transport for MemoryTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = self.exchange(request).await.map_err(broken)?.into_parts();
            let body = body.collect().await.map_err(broken)?.to_bytes();
            Ok(Response::from_parts(parts, Body::from(body)))
        })
    }

    fn upgrade(
        &self,
        request: Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<Response<Upgrade>, TransportError>> {
        Box::pin(async move {
            let response = self.exchange(request).await.map_err(broken)?;
            if response.status() != StatusCode::SWITCHING_PROTOCOLS {
                let (parts, body) = response.into_parts();
                let body = body.collect().await.map_err(broken)?.to_bytes();
                return Ok(Response::from_parts(parts, Upgrade::Refused(Body::from(body))));
            }
            let mut switched = Response::new(());
            *switched.status_mut() = response.status();
            *switched.headers_mut() = response.headers().clone();
            let connection = hyper::upgrade::on(response).await.map_err(broken)?;
            let pipe = Pipe(TokioIo::new(connection));
            Ok(switched.map(|()| Upgrade::Switched(Box::new(pipe))))
        })
    }
}

fn broken(error: hyper::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Io).with_source(error)
}

struct Pipe(TokioIo<Upgraded>);

impl Connection for Pipe {
    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let mut buffer = ReadBuf::new(buffer);
        ready!(Pin::new(&mut self.0).poll_read(context, &mut buffer))?;
        Poll::Ready(Ok(buffer.filled().len()))
    }

    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }
}
