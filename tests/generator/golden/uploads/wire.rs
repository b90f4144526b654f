//! Bodies of bytes, files and streams, and forms of parts.

use std::convert::Infallible;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use uploads::models::{Report, ReportForm};
use uploads::retry::RetryConfig;
use uploads::transport::{Body, TransportError, TransportOptions};
use uploads::{BoxFuture, Client, ErrorKind, FilePart, RequestBody, Transport};

fn client() -> Client {
    Client::builder().build().expect("a client")
}

/// A stream of chunks that are there.
struct Chunks(Vec<&'static str>);

impl Stream for Chunks {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = (!self.0.is_empty()).then(|| self.0.remove(0));
        Poll::Ready(chunk.map(|chunk| Ok(Bytes::from(chunk))))
    }
}

#[test]
fn bytes_have_the_type_of_the_definition_unless_the_caller_says_another() {
    let request = client().general().put_picture(b"\x89PNG").prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "image/gif");
    assert_eq!(request.body().as_ref(), b"\x89PNG");
    let png = RequestBody::from(b"\x89PNG").content_type("image/png");
    let request = client().general().put_picture(png).prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "image/png");
    let request = client().general().put_anything("text").prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "application/octet-stream");
    let request = client().general().post_lines("{}\n{}\n").prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "application/x-ndjson");
}

#[test]
fn a_range_of_types_is_never_sent() {
    let general = client().general();
    let error = general.post_picture().body(vec![1]).prepare().expect_err("no type");
    assert!(error.to_string().contains("content type"), "{error}");
    let png = RequestBody::from(vec![1]).content_type("image/png");
    let request = general.post_picture().body(png).prepare().expect("ok");
    assert_eq!(request.headers()["content-type"], "image/png");
    let evil = RequestBody::from(vec![1]).content_type("image/png\r\nevil: 1");
    assert!(general.post_picture().body(evil).prepare().is_err());
}

#[test]
fn what_is_streamed_cannot_be_prepared() {
    let stream = RequestBody::from_stream(Chunks(vec!["a"]));
    assert!(client().general().put_anything(stream).prepare().is_err());
    let file = RequestBody::from_path("Cargo.toml");
    assert!(client().general().put_anything(file).prepare().is_err());
}

/// The parts of a form, its boundary replaced.
fn parts(form: ReportForm) -> String {
    let request = client().general().file_report(form).prepare().expect("it can be sent");
    let content_type = request.headers()["content-type"].to_str().expect("a text");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a form");
    let text = String::from_utf8(request.body().to_vec()).expect("texts");
    text.replace(boundary, "B").replace("\r\n", "\n")
}

/// What is sent beside the report.
fn others(form: impl FnOnce(ReportForm) -> ReportForm) -> String {
    let report = "--B\nContent-Disposition: form-data; name=\"report\"\nContent-Type: application/json\n\n{\"number\":\"7\"}\n";
    let all = parts(form(ReportForm::new(Report::new("7"))));
    assert!(all.contains(report), "{all}");
    all.replace(report, "")
}

#[test]
fn absent_parts_are_not_sent() {
    assert_eq!(others(|form| form), "--B--\n");
    let none: [FilePart; 0] = [];
    assert_eq!(others(|form| form.scans(none)), "--B--\n");
}

#[test]
fn values_are_parts_of_text() {
    let text = others(|form| form.urgent(true).tags(["a", "b"]).key("s3cret").note("*n*"));
    for part in [
        "--B\nContent-Disposition: form-data; name=\"urgent\"\n\ntrue\n",
        "--B\nContent-Disposition: form-data; name=\"tags\"\n\na\n--B\nContent-Disposition: form-data; name=\"tags\"\n\nb\n",
        "--B\nContent-Disposition: form-data; name=\"key\"\n\ns3cret\n",
        "--B\nContent-Disposition: form-data; name=\"note\"\nContent-Type: text/markdown\n\n*n*\n",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
}

#[test]
fn objects_in_a_list_are_parts_of_json() {
    let text = others(|form| form.parents([Report::new("1"), Report::new("2").amount(0.5)]));
    let head = "--B\nContent-Disposition: form-data; name=\"parents\"\nContent-Type: application/json\n\n";
    let expected = format!("{head}{{\"number\":\"1\"}}\n{head}{{\"amount\":0.5,\"number\":\"2\"}}\n--B--\n");
    assert_eq!(text, expected);
}

#[test]
fn files_have_a_name_and_a_type() {
    let scans = [
        FilePart::from("one").file_name("a\"b\r\n.png"),
        FilePart::from("two").content_type("image/jpeg"),
    ];
    let expected = "--B\nContent-Disposition: form-data; name=\"scans\"; filename=\"a%22b%0D%0A.png\"\nContent-Type: image/png\n\none\n--B\nContent-Disposition: form-data; name=\"scans\"; filename=\"scans\"\nContent-Type: image/jpeg\n\ntwo\n--B--\n";
    assert_eq!(others(|form| form.scans(scans)), expected);
    let attachment = "--B\nContent-Disposition: form-data; name=\"attachment\"; filename=\"attachment\"\nContent-Type: application/octet-stream\n\nx\n--B--\n";
    assert_eq!(others(|form| form.attachment("x")), attachment);
}

#[test]
fn a_file_of_a_range_of_types_says_which_it_is() {
    let form = || ReportForm::new(Report::new("7"));
    let general = client().general();
    assert!(general.file_report(form().sound("x")).prepare().is_err());
    let sound = FilePart::from("x").content_type("audio/ogg");
    assert!(general.file_report(form().sound(sound)).prepare().is_ok());
    let evil = FilePart::from("x").content_type("audio/ogg\r\nevil: 1");
    assert!(general.file_report(form().sound(evil)).prepare().is_err());
}

#[test]
fn a_file_in_memory_is_compared_and_shown_without_its_content() {
    assert_eq!(FilePart::from("a"), FilePart::from("a"));
    assert_ne!(FilePart::from("a"), FilePart::from("b"));
    assert!(!format!("{:?}", FilePart::from("s3cret")).contains("s3cret"));
}

/// A service on a socket that takes one request, answers it, and gives what came: the head and the body.
fn serve() -> (Client, JoinHandle<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let client = Client::builder().base_url(address).allow_insecure_loopback(true).build().expect("a client");
    let service = std::thread::spawn(move || {
        let mut socket = listener.accept().expect("a connection").0;
        let mut received = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let length = socket.read(&mut buffer).expect("bytes");
            received.extend_from_slice(&buffer[..length]);
            let Some(end) = position(&received, b"\r\n\r\n") else { continue };
            let (head, body) = received.split_at(end + 4);
            let head = String::from_utf8(head.to_vec()).expect("a head").to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let is_whole = match length {
                Some(length) => body.len() == length.parse::<usize>().expect("a number"),
                None => body.ends_with(b"0\r\n\r\n"),
            };
            if is_whole {
                let body = body.to_vec();
                socket.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").expect("an answer");
                return (head, body);
            }
        }
    });
    (client, service)
}

fn position(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// A file of a test.
fn file(name: &str, content: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
    std::fs::write(&path, content).expect("a file");
    path
}

#[tokio::test]
async fn a_file_is_read_while_it_is_sent() {
    let content: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[0]).collect();
    let path = file("content", &content);
    let (client, service) = serve();
    client.general().put_anything(RequestBody::from_path(&path)).send().await.expect("sent");
    let (head, body) = service.join().expect("a request");
    assert!(head.contains("content-length: 200000\r\n"), "{head}");
    assert!(head.contains("content-type: application/octet-stream\r\n"), "{head}");
    assert_eq!(body, content);
    std::fs::remove_file(path).expect("it is there");
    let gone = client.general().put_anything(RequestBody::from_path("gone")).send().await;
    assert_eq!(gone.expect_err("no file").kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_stream_is_sent_in_chunks_or_as_long_as_it_says() {
    let (client, service) = serve();
    let stream = RequestBody::from_stream(Chunks(vec!["ab", "", "c"]));
    client.general().put_anything(stream).send().await.expect("sent");
    let (head, body) = service.join().expect("a request");
    assert!(head.contains("transfer-encoding: chunked\r\n"), "{head}");
    assert_eq!(body, b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    let (client, service) = serve();
    let stream = RequestBody::from_stream(Chunks(vec!["ab", "c"])).length(3);
    client.general().put_anything(stream).send().await.expect("sent");
    let (head, body) = service.join().expect("a request");
    assert!(head.contains("content-length: 3\r\n"), "{head}");
    assert_eq!(body, b"abc");
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let (client, service) = serve();
    let request = client.general().put_anything(RequestBody::from_stream(Chunks(vec!["a"])));
    request.clone().send().await.expect("sent");
    service.join().expect("a request");
    let error = request.send().await.expect_err("it is gone");
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn a_form_with_a_file_is_as_long_as_its_parts() {
    let path = file("scan.png", b"\x89PNG");
    let (client, service) = serve();
    let form = ReportForm::new(Report::new("7")).scans([FilePart::from_path(&path)]);
    client.general().file_report(form).send().await.expect("sent");
    let (head, body) = service.join().expect("a request");
    assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
    let name = format!("filename=\"{}-scan.png\"", std::process::id());
    assert!(position(&body, name.as_bytes()).is_some());
    assert!(position(&body, b"\r\n\r\n\x89PNG\r\n").is_some());
    std::fs::remove_file(path).expect("it is there");
}

/// A transport that knows nothing of streams, and fails at first.
#[derive(Default)]
struct Whole(Mutex<Vec<Bytes>>);

impl Transport for Whole {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: &TransportOptions,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut received = self.0.lock().expect("no panic");
        received.push(request.into_body());
        let status = if received.len() == 1 { 503 } else { 204 };
        let response = http::Response::builder().status(status).body(Body::empty());
        Box::pin(async move { Ok(response.expect("a response")) })
    }
}

#[tokio::test]
async fn a_file_is_sent_again_and_a_stream_is_not() {
    let send = async |body: RequestBody| {
        let transport = Arc::new(Whole::default());
        let builder = Client::builder().transport(Arc::clone(&transport));
        let client = builder.retry(RetryConfig::standard(Duration::from_secs(9))).build().expect("a client");
        let result = client.general().put_anything(body).send().await;
        let received = transport.0.lock().expect("no panic").clone();
        (result.is_ok(), received)
    };
    let path = file("again", b"abc");
    assert_eq!(send(RequestBody::from_path(&path)).await, (true, vec!["abc".into(), "abc".into()]));
    let stream = RequestBody::from_stream(Chunks(vec!["ab", "c"]));
    assert_eq!(send(stream).await, (false, vec!["abc".into()]));
    let long = RequestBody::from_stream(Chunks(vec!["ab", "c"])).length(2);
    assert_eq!(send(long).await, (false, Vec::new()));
    let short = RequestBody::from_stream(Chunks(vec!["ab", "c"])).length(4);
    assert_eq!(send(short).await, (false, Vec::new()));
    std::fs::remove_file(path).expect("it is there");
}

/// So much goes up, and comes down.
const LARGE: u64 = 1 << 30;

/// How much more memory that may take.
const LITTLE: u64 = 32 << 20;

/// The most memory that this process had, in bytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? << 10)
}

/// A service that takes one request, swallows its body and answers with as much.
fn large_service() -> (Client, JoinHandle<u64>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let client = Client::builder().base_url(address).allow_insecure_loopback(true).build().expect("a client");
    let service = std::thread::spawn(move || {
        let mut socket = listener.accept().expect("a connection").0;
        let mut buffer = vec![0; 1 << 16];
        let mut head = Vec::new();
        let end = loop {
            let length = socket.read(&mut buffer).expect("bytes");
            head.extend_from_slice(&buffer[..length]);
            if let Some(end) = position(&head, b"\r\n\r\n") {
                break end + 4;
            }
        };
        let is_upload = head.starts_with(b"PUT");
        let mut received = (head.len() - end) as u64;
        while is_upload && received < LARGE {
            received += socket.read(&mut buffer).expect("bytes") as u64;
        }
        if is_upload {
            socket.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").expect("an answer");
            return received;
        }
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {LARGE}\r\n\r\n");
        socket.write_all(head.as_bytes()).expect("a head");
        for _ in 0..LARGE / buffer.len() as u64 {
            socket.write_all(&buffer).expect("the body");
        }
        LARGE
    });
    (client, service)
}

/// Blocks of zeros, as many as make the large body.
struct Zeros(u64);

impl Stream for Zeros {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        const BLOCK: &[u8] = &[0; 1 << 16];
        let Some(left) = self.0.checked_sub(BLOCK.len() as u64) else { return Poll::Ready(None) };
        self.0 = left;
        Poll::Ready(Some(Ok(Bytes::from_static(BLOCK))))
    }
}

#[tokio::test]
async fn a_gibibyte_goes_up_and_comes_down_in_little_memory() {
    let before = peak();
    let (client, service) = large_service();
    let body = RequestBody::from_stream(Zeros(LARGE)).length(LARGE);
    client.general().put_anything(body).timeout(Duration::from_secs(300)).send().await.expect("sent");
    assert_eq!(service.join().expect("a request"), LARGE);
    let (client, service) = large_service();
    let request = client.general().get_anything().timeout(Duration::from_secs(300));
    let mut reply = request.send_streaming().await.expect("a reply").max_bytes(LARGE);
    while let Some(chunk) = reply.next().await {
        chunk.expect("bytes");
    }
    assert_eq!(reply.received_bytes(), LARGE);
    assert_eq!(service.join().expect("a request"), LARGE);
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < LITTLE, "{} MiB more", (after - before) >> 20);
    }
}
