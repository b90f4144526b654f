//! Listening and connections. hyper speaks HTTP on each until a guest asks for a socket, which then has the connection.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use simulator_base::wire::Wire;
use tokio::io::DuplexStream;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::routes::{self, Place};
use crate::service::Service;
use crate::socket;

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
    api: TcpListener,
    files: TcpListener,
    mut in_memory: mpsc::UnboundedReceiver<DuplexStream>,
    service: Arc<Service>,
) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = api.accept() => start(&mut connections, accepted, Place::Api, &service).await,
            accepted = files.accept() => start(&mut connections, accepted, Place::Files, &service).await,
            Some(stream) = in_memory.recv() => {
                connections.spawn(exchange(stream, Place::Anywhere, Arc::clone(&service)));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn start(
    connections: &mut JoinSet<()>,
    accepted: io::Result<(TcpStream, std::net::SocketAddr)>,
    place: Place,
    service: &Arc<Service>,
) {
    match accepted {
        Ok((stream, _)) => {
            // Without it small replies may wait for an acknowledgement; nothing else depends on it.
            let _ = stream.set_nodelay(true);
            connections.spawn(exchange(stream, place, Arc::clone(service)));
        }
        Err(_) => tokio::time::sleep(PAUSE_AFTER_FAILED_ACCEPT).await,
    }
}

/// Serves one connection until either side ends it.
async fn exchange<W: Wire>(wire: W, place: Place, service: Arc<Service>) {
    let (sender, mut asked) = mpsc::unbounded_channel::<OnUpgrade>();
    let answer =
        service_fn(|request| routes::answer(request, place, Arc::clone(&service), sender.clone()));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(wire), answer);
    // A connection that failed is a connection that ended: the client knows, and nobody else has to.
    let _ = connection.with_upgrades().await;
    let Ok(upgrade) = asked.try_recv() else { return };
    let Ok(upgraded) = upgrade.await else { return };
    if let Ok(parts) = upgraded.downcast::<TokioIo<W>>() {
        let _ = socket::run(service, parts.io.into_inner(), parts.read_buf.to_vec()).await;
    }
}
