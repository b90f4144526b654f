//! A running simulator, as tests hold it.

use std::io;
use std::sync::Arc;

use tokio::io::DuplexStream;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::faults::Faults;
use crate::handle::SessionHandle;
use crate::server;
use crate::service::{Asked, Service};
use crate::settings::{Settings, SimulatorBuilder};

/// How much a connection in memory holds on its way.
const PIPE: usize = 64 * 1024;

/// A simulated service that listens on the loopback interface. Dropping it stops it.
///
/// It lives in the tokio runtime it was started in. On a current-thread runtime it runs whenever the test awaits, so a
/// client that blocks the thread never gets an answer: give such a client a thread of its own.
#[derive(Debug)]
pub struct Simulator {
    service: Arc<Service>,
    server: JoinHandle<()>,
    port: u16,
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
        let (api, port) = server::listen(settings.port).await?;
        let (files, file_port) = server::listen(0).await?;
        let service = Arc::new(Service::new(settings, format!("http://127.0.0.1:{file_port}")));
        let (in_memory, connections) = mpsc::unbounded_channel();
        let server = tokio::spawn(server::serve(api, files, connections, Arc::clone(&service)));
        Ok(Self { service, server, port, in_memory })
    }

    /// Where the service is, without a slash at the end: `http://127.0.0.1:<port>`.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Makes connections to the simulator that are not of the network.
    pub fn connector(&self) -> Connector {
        Connector(self.in_memory.clone())
    }

    /// The plan of what goes wrong.
    pub fn faults(&self) -> &Faults {
        &self.service.faults
    }

    /// All requests that came over sockets, in the order of their coming.
    pub fn requests(&self) -> Vec<Asked> {
        self.service.asked()
    }

    /// The session of this token, if there is one.
    pub fn session(&self, token: &str) -> Option<SessionHandle> {
        let is_known = self.service.state().sessions.contains_key(token);
        is_known.then(|| SessionHandle::new(Arc::clone(&self.service), token))
    }

    /// All sessions.
    pub fn sessions(&self) -> Vec<SessionHandle> {
        let state = self.service.state();
        state
            .sessions
            .keys()
            .map(|token| SessionHandle::new(Arc::clone(&self.service), token))
            .collect()
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.service.state().lines.len()
    }

    /// What is to be notified of a session, as it was said.
    pub fn device(&self, token: &str) -> Option<serde_json::Value> {
        self.service.state().devices.get(token).cloned()
    }

    /// Changes whenever something happens.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.service.changes.subscribe()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Makes connections to a simulator that are not of the network, so that nothing passes on a paused clock while bytes
/// are on their way. What is sent when the simulator has stopped finds its end.
#[derive(Clone, Debug)]
pub struct Connector(mpsc::UnboundedSender<DuplexStream>);

impl Connector {
    /// A connection.
    pub fn connect(&self) -> DuplexStream {
        let (ours, theirs) = tokio::io::duplex(PIPE);
        // A simulator that has stopped drops it, which the client finds out.
        let _ = self.0.send(theirs);
        ours
    }
}
