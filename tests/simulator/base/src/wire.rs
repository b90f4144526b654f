//! Below HTTP: a script of raw steps played on a connection.
//!
//! The script gets the stream itself, so it can write anything, stop anywhere and end the connection in any way. It
//! works on every [`Wire`]: a socket, with TLS or without, or a pipe in memory.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, DuplexStream};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// One step of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Send these bytes.
    Bytes(Bytes),
    /// Wait, on tokio's clock.
    Wait(Duration),
    /// Say nothing more until the client gives up.
    Hang,
    /// Close in good order: the client reads an end of file.
    Close,
    /// Tear the connection down: the client reads a connection reset.
    Reset,
}

/// A connection that scripts can be played on.
pub trait Wire: AsyncRead + AsyncWrite + Send + Unpin + 'static {
    /// Ends the connection with a reset.
    ///
    /// # Errors
    /// When the system cannot.
    fn reset(self) -> io::Result<()>;
}

impl Wire for TcpStream {
    /// With nothing to linger for, closing sends a reset instead of the usual farewell.
    fn reset(self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

impl Wire for TlsStream<TcpStream> {
    fn reset(self) -> io::Result<()> {
        self.into_inner().0.reset()
    }
}

impl Wire for DuplexStream {
    /// A connection in memory knows no reset; the client finds its end.
    fn reset(self) -> io::Result<()> {
        Ok(())
    }
}

/// Plays a script. The connection comes back unless the script ended it.
///
/// # Errors
/// When the connection breaks under it.
pub async fn play<W: Wire>(mut wire: W, script: Vec<Step>) -> io::Result<Option<W>> {
    for step in script {
        match step {
            Step::Bytes(bytes) => {
                wire.write_all(&bytes).await?;
                wire.flush().await?;
            }
            Step::Wait(span) => tokio::time::sleep(span).await,
            Step::Hang => {
                let mut ignored = [0; 1024];
                while wire.read(&mut ignored).await? > 0 {}
                return Ok(None);
            }
            Step::Close => {
                wire.shutdown().await?;
                return Ok(None);
            }
            Step::Reset => {
                wire.reset()?;
                return Ok(None);
            }
        }
    }
    Ok(Some(wire))
}
