//! Listening and connections.
//!
//! hyper speaks HTTP on each connection until a request takes it over: a fault, whose script is played on the bare
//! stream, after which hyper goes on with it if the script left it open; or an event stream.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::DuplexStream;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::event_stream;
use crate::service::{Service, Takeover};
use crate::wire::{self, Step, Wire};

/// How long to wait when the system has no connection to give, for instance for lack of file descriptors.
const PAUSE_AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(10);

/// Takes a port of the loopback interface.
pub(crate) async fn listen(port: u16) -> io::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// Serves until dropped; the connections end with it. `in_memory` brings connections that are none of the network.
pub(crate) async fn serve(
    listener: TcpListener,
    mut in_memory: mpsc::UnboundedReceiver<DuplexStream>,
    service: Arc<Service>,
) {
    let mut connections = JoinSet::new();
    let mut number = 0;
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    number += 1;
                    connections.spawn(serve_socket(stream, Arc::clone(&service), number));
                }
                Err(_) => tokio::time::sleep(PAUSE_AFTER_FAILED_ACCEPT).await,
            },
            Some(stream) = in_memory.recv() => {
                number += 1;
                connections.spawn(serve_connection(stream, Arc::clone(&service), number));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve_socket(stream: TcpStream, service: Arc<Service>, number: u64) {
    // Without it small replies may wait for an acknowledgement; nothing else depends on it.
    let _ = stream.set_nodelay(true);
    match &service.tls {
        None => serve_connection(stream, service, number).await,
        Some(tls) => {
            // A client that does not trust the certificate goes away.
            if let Ok(stream) = tls.acceptor.accept(stream).await {
                serve_connection(stream, service, number).await;
            }
        }
    }
}

/// Serves one connection until either side ends it.
async fn serve_connection<W: Wire>(wire: W, service: Arc<Service>, number: u64) {
    let mut closings = service.closings.subscribe();
    tokio::select! {
        // A connection that failed is a connection that ended: the client knows, and nobody else has to.
        _ = exchange_until_closed(wire, &service, number) => {}
        _ = closings.changed() => {}
    }
}

async fn exchange_until_closed<W: Wire>(
    mut wire: W,
    service: &Arc<Service>,
    number: u64,
) -> io::Result<()> {
    while let Some((taken, early, takeover)) = speak_http(wire, service, number).await {
        match takeover {
            Takeover::Stream(seat) => return event_stream::tell(seat, taken, early).await,
            Takeover::Script(mut script) => {
                if !early.is_empty() {
                    // The client has sent more than one request at once; the rest cannot be given back to hyper.
                    script.push(Step::Close);
                }
                match wire::play(taken, script).await? {
                    Some(open) => wire = open,
                    None => break,
                }
            }
        }
    }
    Ok(())
}

/// Speaks HTTP until the connection ends or a request takes it over; then also what has been read beyond it.
async fn speak_http<W: Wire>(
    wire: W,
    service: &Arc<Service>,
    number: u64,
) -> Option<(W, Vec<u8>, Takeover)> {
    let (sender, mut takeovers) = mpsc::unbounded_channel();
    let answer = service_fn(move |request| {
        let answer = Arc::clone(service).serve(number, request, sender.clone());
        Box::pin(async move { Ok::<_, Infallible>(answer.await) })
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(wire), answer);
    tokio::select! {
        biased;
        Some(takeover) = takeovers.recv() => {
            let parts = connection.into_parts();
            Some((parts.io.into_inner(), parts.read_buf.to_vec(), takeover))
        }
        _ = &mut connection => None,
    }
}
