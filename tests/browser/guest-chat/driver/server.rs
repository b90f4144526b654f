//! Serves the page on the loopback interface, and one path that never answers.
//!
//! It sets a cookie, which the service must never see.

use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The most that is read of a request. The page's are small.
const LARGEST_REQUEST: usize = 64 * 1024;

/// A server that runs until it is dropped.
pub(crate) struct Server {
    port: u16,
    abandoned: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    /// Serves the files of a folder.
    pub(crate) async fn start(folder: PathBuf) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let abandoned = Arc::new(AtomicUsize::new(0));
        let (folder, counter): (Arc<Path>, _) = (folder.into(), Arc::clone(&abandoned));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (folder, counter) = (Arc::clone(&folder), Arc::clone(&counter));
                // A browser that goes away has what it wanted.
                tokio::spawn(async move { drop(answer(stream, &folder, &counter).await) });
            }
        });
        Ok(Self { port, abandoned, task })
    }

    /// Where it is, without a slash at the end.
    pub(crate) fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// How many requests for what never answers were given up.
    pub(crate) fn abandoned(&self) -> usize {
        self.abandoned.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, folder: &Path, abandoned: &AtomicUsize) -> io::Result<()> {
    let mut request = Vec::new();
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        if request.len() > LARGEST_REQUEST || stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let request = String::from_utf8_lossy(&request);
    let target = request.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    if path.starts_with("/never/") {
        // What still comes is the body; then the connection ends, or breaks.
        let mut rest = [0; 1024];
        while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {}
        abandoned.fetch_add(1, Ordering::SeqCst);
        return Ok(());
    }
    let (status, content_type, body) = match file(path) {
        Some((name, content_type)) => {
            ("200 OK", content_type, tokio::fs::read(folder.join(name)).await?)
        }
        None => ("404 Not Found", "text/plain", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\nset-cookie: flavour=chocolate\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&body).await?;
    stream.shutdown().await
}

/// The file at a path, and what it is.
fn file(path: &str) -> Option<(&'static str, &'static str)> {
    Some(match path {
        "/" => ("index.html", "text/html; charset=utf-8"),
        "/style.css" => ("style.css", "text/css"),
        "/page.js" => ("page.js", "text/javascript"),
        "/page_bg.wasm" => ("page_bg.wasm", "application/wasm"),
        _ => return None,
    })
}
