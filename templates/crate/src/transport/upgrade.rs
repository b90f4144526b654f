//! Connections that leave HTTP: what a service switches to when a request asks for another protocol.

use std::fmt;
use std::io;
use std::task::{Context, Poll};

use super::Body;
use crate::future::MaybeSend;

/// What came of a request to switch to another protocol.
#[non_exhaustive]
pub enum Upgrade {
    /// The service switched (status 101): what follows are the bytes of the other protocol.
    Switched(Box<dyn Connection>),
    /// The service did not, and sent this instead.
    Refused(Body),
}

/// A connection in both directions. Dropping it closes it.
pub trait Connection: MaybeSend + Unpin + 'static {
    /// Reads into `buffer` and gives the number of bytes; zero means that no more will come.
    ///
    /// # Errors
    /// When the connection broke.
    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>>;

    /// Takes some of `bytes` to be sent and gives their number, which is not zero.
    ///
    /// # Errors
    /// When the connection broke.
    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>>;

    /// Sends what was taken.
    ///
    /// # Errors
    /// When the connection broke.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>>;
}

impl fmt::Debug for Upgrade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Switched(_) => "Switched(..)",
            Self::Refused(_) => "Refused(..)",
        })
    }
}
