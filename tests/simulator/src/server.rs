//! Listening and connections.
//!
//! hyper speaks HTTP on each connection until a request's fault takes it over; then the fault's script is played on
//! the bare stream, and hyper goes on with it if the script left it open. A request that switches to another protocol
//! can take its connection over in the same way.

use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::service::Service;
use crate::wire::{self, Step, Wire};

/// How long to wait when the system has no connection to give, for instance for lack of file descriptors.
const PAUSE_AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(10);

/// Takes a port of the loopback interface.
pub(crate) async fn listen(port: u16) -> io::Result<(TcpListener, u16)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

/// Serves until dropped; the connections end with it.
pub(crate) async fn serve(listener: TcpListener, service: Arc<Service>) {
    let mut connections = JoinSet::new();
    let mut number = 0;
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    number += 1;
                    // Without it small replies may wait for an acknowledgement; nothing else depends on it.
                    let _ = stream.set_nodelay(true);
                    connections.spawn(serve_connection(stream, Arc::clone(&service), number));
                }
                Err(_) => tokio::time::sleep(PAUSE_AFTER_FAILED_ACCEPT).await,
            },
            Some(_) = connections.join_next() => {}
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
    while let Some((taken, script)) = speak_http(wire, service, number).await {
        match wire::play(taken, script).await? {
            Some(open) => wire = open,
            None => break,
        }
    }
    Ok(())
}

/// Speaks HTTP until the connection ends or a request hands it to a script.
async fn speak_http<W: Wire>(
    wire: W,
    service: &Arc<Service>,
    number: u64,
) -> Option<(W, Vec<Step>)> {
    let (takeover, mut scripts) = mpsc::unbounded_channel();
    let answer = service_fn(move |request| {
        let answer = Arc::clone(service).serve(number, request, takeover.clone());
        Box::pin(async move { Ok::<_, Infallible>(answer.await) })
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(wire), answer);
    tokio::select! {
        biased;
        Some(mut script) = scripts.recv() => {
            let parts = connection.into_parts();
            if !parts.read_buf.is_empty() {
                // The client has sent more than one request at once; the rest cannot be given back to hyper.
                script.push(Step::Close);
            }
            Some((parts.io.into_inner(), script))
        }
        _ = &mut connection => None,
    }
}
