//! WebSocket itself: whatever bytes come, in whatever pieces, the stream understands what tungstenite does.

use std::io::{self, Cursor, Write};

use bytes::Bytes;
use fastrand::Rng;
use guest_chat_tests::{Line, LineTransport, Read};
use purecloud_guest_chat_client::ErrorKind;
use purecloud_guest_chat_client::events::{EventOptions, ReconnectPolicy};
use serde_json::Value;
use tungstenite::protocol::{Role, WebSocket, WebSocketConfig};
use tungstenite::{Error, Message};

/// The largest message, and the largest frame.
const LARGEST: usize = 300;
/// What stands for a message that is no event: one that is binary, or not JSON.
const NO_EVENT: &str = "no event";

/// What somebody makes of bytes: the texts, and how it ends.
#[derive(Debug, PartialEq, Eq)]
struct Understood {
    texts: Vec<String>,
    end: String,
}

/// What the SDK makes of bytes that come in these pieces.
async fn by_the_sdk(bytes: &[u8], pieces: impl FnMut() -> usize) -> Understood {
    by_the_sdk_within(LARGEST, bytes, pieces).await
}

/// The same with another limit.
async fn by_the_sdk_within(
    largest: usize,
    bytes: &[u8],
    mut pieces: impl FnMut() -> usize,
) -> Understood {
    let (mut rest, mut script) = (bytes, Vec::new());
    while !rest.is_empty() {
        let (piece, more) = rest.split_at(pieces().clamp(1, rest.len()));
        script.push(Read::Bytes(Bytes::copy_from_slice(piece)));
        script.push(Read::Later);
        rest = more;
    }
    let (line, _) = Line::new(script.into_iter().chain([Read::End]));
    let options = EventOptions::new().backfill(false).largest_message(largest);
    let options = options.reconnect(ReconnectPolicy::never());
    let transport = LineTransport::new([Box::new(line) as _]);
    let mut events = transport.chat().events().options(options).await.unwrap();
    let (mut texts, mut end) = (Vec::new(), String::new());
    while let Some(item) = events.next().await {
        match item {
            Ok(event) => texts.push(event.raw().unwrap().to_owned()),
            Err(error) if error.kind() == ErrorKind::Decode => texts.push(NO_EVENT.to_owned()),
            Err(error) => end = error.to_string(),
        }
    }
    Understood { texts, end }
}

/// A stream that can be read and swallows what is written.
struct Tape<'a>(Cursor<&'a [u8]>);

impl io::Read for Tape<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        io::Read::read(&mut self.0, buffer)
    }
}

impl Write for Tape<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What tungstenite makes of bytes.
fn by_tungstenite(bytes: &[u8]) -> Understood {
    let config =
        WebSocketConfig::default().max_frame_size(Some(LARGEST)).max_message_size(Some(LARGEST));
    let mut socket =
        WebSocket::from_raw_socket(Tape(Cursor::new(bytes)), Role::Client, Some(config));
    let mut texts = Vec::new();
    let end = loop {
        match socket.read() {
            Ok(Message::Text(text)) => {
                let is_event = serde_json::from_str::<serde_json::Map<_, Value>>(&text).is_ok();
                texts.push(if is_event { text.as_str() } else { NO_EVENT }.to_owned());
            }
            Ok(Message::Binary(_)) => texts.push(NO_EVENT.to_owned()),
            Ok(Message::Close(None)) => break "was closed by the service".to_owned(),
            Ok(Message::Close(Some(frame))) => {
                // tungstenite replaces codes that nobody may send; the SDK tells them as they came.
                let code = u16::from(frame.code);
                break match code {
                    1002 => "closed, perhaps with a wrong code".to_owned(),
                    _ => format!("was closed by the service (code {code})"),
                };
            }
            Ok(_) => {}
            Err(Error::Protocol(
                tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
            )) => break "lost its connection".to_owned(),
            Err(_) => break "could not be understood".to_owned(),
        }
    };
    Understood { texts, end }
}

/// Bytes that are mostly a conversation.
fn conversation(random: &mut Rng) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut text = 0;
    for _ in 0..random.u32(1..8) {
        match random.u32(0..12) {
            0 => frame(&mut bytes, 0x89, &vec![b'p'; random.usize(0..126)]),
            1 => frame(&mut bytes, 0x8a, b"pong"),
            2 => frame(&mut bytes, 0x82, b"\x00\xff"),
            3 => {
                let code = [1000_u16, 1001, 1011, 1012, 3000, 4000][random.usize(0..6)];
                frame(&mut bytes, 0x88, &code.to_be_bytes());
            }
            4 => bytes.extend([random.u8(..), random.u8(..), random.u8(..)]),
            kind => {
                text += 1;
                let text =
                    format!("{{\"n\":{text},\"t\":\"{}\"}}", "ü🎉".repeat(random.usize(0..50)));
                fragments(&mut bytes, text.as_bytes(), random, kind > 8);
            }
        }
    }
    if random.u32(0..4) == 0 {
        // Something was damaged on the way.
        let at = random.usize(0..bytes.len().max(1));
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << random.u32(0..8);
        }
    }
    if random.u32(0..4) == 0 {
        bytes.truncate(random.usize(0..=bytes.len()));
    }
    bytes
}

fn frame(bytes: &mut Vec<u8>, first: u8, payload: &[u8]) {
    bytes.push(first);
    match u8::try_from(payload.len()) {
        Ok(length) if length < 126 => bytes.push(length),
        _ => match u16::try_from(payload.len()) {
            Ok(length) => {
                bytes.push(126);
                bytes.extend(length.to_be_bytes());
            }
            Err(_) => {
                bytes.push(127);
                bytes.extend((payload.len() as u64).to_be_bytes());
            }
        },
    }
    bytes.extend(payload);
}

/// A text in one frame, or in several with pings between them.
fn fragments(bytes: &mut Vec<u8>, text: &[u8], random: &mut Rng, in_pieces: bool) {
    let size = if in_pieces { random.usize(1..40) } else { text.len() };
    let count = text.chunks(size).count();
    for (index, part) in text.chunks(size).enumerate() {
        let opcode = u8::from(index == 0);
        let last = if index + 1 == count { 0x80 } else { 0 };
        frame(bytes, opcode | last, part);
        if random.u32(0..4) == 0 {
            frame(bytes, 0x89, b"between");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn bytes_mean_what_tungstenite_says() {
    let (mut broken, mut whole) = (0, 0);
    for seed in 0..5000 {
        let mut random = Rng::with_seed(seed);
        let bytes = conversation(&mut random);
        let mut expected = by_tungstenite(&bytes);
        let told = by_the_sdk(&bytes, || random.usize(1..60)).await;
        if expected.end.starts_with("closed, perhaps") {
            expected.end.clone_from(&told.end);
        }
        // tungstenite looks at a header when its frame is whole, and at a text as it comes; the SDK the other way
        // round. So one may find the end of the bytes where the other finds fault with them.
        let ends = [told.end.as_str(), expected.end.as_str()];
        let says = |what| ends.iter().any(|end| end.contains(what));
        if says("lost its connection") && says("could not be understood") {
            expected.end.clone_from(&told.end);
        }
        let end =
            format!("the event stream {}", expected.end.trim_start_matches("the event stream "));
        let for_good = format!("{end}, for good");
        assert_eq!(told.texts, expected.texts, "seed {seed}: {bytes:x?}");
        assert!(
            told.end.contains(&end) || told.end.contains(&for_good),
            "seed {seed}: {} / {end} of {bytes:x?}",
            told.end
        );
        if expected.end.contains("understood") {
            broken += 1;
        } else {
            whole += expected.texts.len();
        }
    }
    assert!(broken > 500 && whole > 5000, "{broken} broken, {whole} texts");
}

#[tokio::test(start_paused = true)]
async fn it_does_not_matter_where_bytes_are_cut() {
    let mut bytes = Vec::new();
    let text = format!("{{\"t\":\"{}\"}}", "ü🎉".repeat(30));
    fragments(&mut bytes, text.as_bytes(), &mut Rng::with_seed(1), true);
    frame(&mut bytes, 0x81, text.as_bytes());
    frame(&mut bytes, 0x88, &1012_u16.to_be_bytes());
    let expected = by_the_sdk(&bytes, || usize::MAX).await;
    assert_eq!(expected.texts, [text.clone(), text]);
    for size in 1..40 {
        assert_eq!(by_the_sdk(&bytes, || size).await, expected, "pieces of {size}");
    }
    for cut in 1..bytes.len() {
        let mut first = Some(cut);
        let understood = by_the_sdk(&bytes, || first.take().unwrap_or(usize::MAX)).await;
        assert_eq!(understood, expected, "cut at {cut}");
    }
}

#[tokio::test(start_paused = true)]
async fn any_bytes_at_all_do_no_harm() {
    for seed in 0..2000 {
        let mut random = Rng::with_seed(seed);
        let length = random.usize(0..200);
        let bytes: Vec<u8> = (0..length).map(|_| random.u8(..)).collect();
        by_the_sdk(&bytes, || random.usize(1..20)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn it_does_not_matter_how_much_comes_at_once() {
    const LARGE: usize = 400_000;
    for seed in 0..60 {
        let mut random = Rng::with_seed(seed);
        let (mut bytes, mut texts) = (Vec::new(), Vec::new());
        for number in 0..random.usize(1..300) {
            let size = match random.u32(0..100) {
                0 => random.usize(0..LARGE),
                1..10 => random.usize(0..20_000),
                _ => random.usize(0..600),
            };
            let text = format!("{{\"n\":{number},\"t\":\"{}\"}}", "x".repeat(size));
            frame(&mut bytes, 0x81, text.as_bytes());
            texts.push(text);
        }
        frame(&mut bytes, 0x88, &1012_u16.to_be_bytes());
        let most = [600, 9000, 70_000, usize::MAX][random.usize(0..4)];
        let told = by_the_sdk_within(2 * LARGE, &bytes, || random.usize(1..=most)).await;
        // A comparison that fails would print all of it.
        assert_eq!(told.texts.len(), texts.len(), "seed {seed}: {}", told.end);
        assert!(told.texts == texts, "seed {seed}");
        assert!(told.end.contains("was closed by the service (code 1012)"), "{}", told.end);
    }
}
