//! A running simulator, as tests hold it.

use std::io;
use std::sync::Arc;

use tokio::io::DuplexStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::conversation::ConversationHandle;
use crate::faults::Faults;
use crate::log::Exchange;
use crate::operation::Operation;
use crate::server;
use crate::service::Service;
use crate::settings::{Settings, SimulatorBuilder};
use crate::stream_faults::StreamFaults;
use crate::streams::StreamRecord;
use crate::tls::Tls;

/// How much a connection in memory holds on its way.
const PIPE: usize = 64 * 1024;

/// A simulated guest chat service that listens on the loopback interface. Dropping it stops it.
///
/// It lives in the tokio runtime it was started in, on one thread or many. On a current-thread runtime it runs
/// whenever the test awaits, so a client that blocks the thread never gets an answer: give such a client a thread of
/// its own (`tokio::task::spawn_blocking`).
#[derive(Debug)]
pub struct Simulator {
    service: Arc<Service>,
    server: JoinHandle<()>,
    in_memory: mpsc::UnboundedSender<DuplexStream>,
}

impl Simulator {
    /// Starts a simulator with the default settings.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Settings for a simulator.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder::default()
    }

    pub(crate) async fn start_with(settings: Settings) -> io::Result<Self> {
        let (listener, port) = server::listen(settings.port).await?;
        let tls = settings.certificate.map(Tls::new).transpose()?;
        let service = Arc::new(Service::new(settings, port, tls));
        let (in_memory, connections) = mpsc::unbounded_channel();
        let server = tokio::spawn(server::serve(listener, connections, Arc::clone(&service)));
        Ok(Self {
            service,
            server,
            in_memory,
        })
    }

    /// Stops and waits until the port is free and all connections are closed.
    pub async fn stop(mut self) {
        self.server.abort();
        // It ends by being aborted, which is an error to nobody here.
        let _ = (&mut self.server).await;
    }

    /// Where the service is, without a slash at the end: `http://127.0.0.1:<port>`, or `https://localhost:<port>` with
    /// TLS.
    pub fn base_url(&self) -> String {
        let origin = match self.service.tls {
            Some(_) => "https://localhost",
            None => "http://127.0.0.1",
        };
        format!("{origin}:{}", self.port())
    }

    /// The certificate of the authority that vouches for the simulator's, as PEM; `None` without TLS.
    pub fn authority_pem(&self) -> Option<&str> {
        self.service
            .tls
            .as_ref()
            .map(|tls| tls.authority_pem.as_str())
    }

    /// Makes connections to the simulator that are not of the network.
    pub fn connector(&self) -> Connector {
        Connector(self.in_memory.clone())
    }

    /// A connection to the simulator that is not of the network: see [`Connector`].
    pub fn connect(&self) -> DuplexStream {
        self.connector().connect()
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.service.port
    }

    /// The plan of what goes wrong.
    pub fn faults(&self) -> &Faults {
        &self.service.faults
    }

    /// The plan of what goes wrong on event streams.
    pub fn stream_faults(&self) -> &StreamFaults {
        &self.service.stream_faults
    }

    /// All event streams so far, in the order they were opened.
    pub fn streams(&self) -> Vec<StreamRecord> {
        self.service.streams.records()
    }

    /// Everything asked so far, in order of arrival.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.service.log.exchanges()
    }

    /// What was asked of one operation.
    pub fn exchanges_for(&self, operation: Operation) -> Vec<Exchange> {
        let mut exchanges = self.exchanges();
        exchanges.retain(|exchange| exchange.operation == Some(operation));
        exchanges
    }

    /// The requests to create a conversation that carried an `Authorization` header. A right client makes none.
    pub fn creates_with_authorization(&self) -> Vec<Exchange> {
        let mut creates = self.exchanges_for(Operation::CreateConversation);
        creates.retain(|exchange| exchange.request_header("authorization").is_some());
        creates
    }

    /// Forgets what was asked so far; numbers and ids go on.
    pub fn clear_exchanges(&self) {
        self.service.log.clear();
    }

    /// A conversation, to play the other side of it.
    pub fn conversation(&self, id: &str) -> Option<ConversationHandle> {
        self.service
            .read(|state, _| state.find(id).is_some())
            .then(|| self.handle(id))
    }

    /// All conversations, oldest first.
    pub fn conversations(&self) -> Vec<ConversationHandle> {
        let ids = self.service.read(|state, _| state.conversation_ids());
        ids.iter().map(|id| self.handle(id)).collect()
    }

    /// Closes all open connections, idle or not. New ones are welcome.
    pub fn close_connections(&self) {
        self.service.closings.send_replace(());
    }

    /// Counts up with every change to a conversation and every step of an exchange; wait on it instead of sleeping.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.service.changes.subscribe()
    }

    fn handle(&self, id: &str) -> ConversationHandle {
        ConversationHandle::new(Arc::clone(&self.service), id.to_owned())
    }
}

/// Makes connections that are not of the network, and so need nothing but the runtime: with a paused clock, time stands
/// still while anything is on its way. They are without TLS.
#[derive(Clone, Debug)]
pub struct Connector(mpsc::UnboundedSender<DuplexStream>);

impl Connector {
    /// A connection. When the simulator is gone, it is closed.
    pub fn connect(&self) -> DuplexStream {
        let (client, server) = tokio::io::duplex(PIPE);
        // Without a server the client finds the connection closed.
        let _ = self.0.send(server);
        client
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}
