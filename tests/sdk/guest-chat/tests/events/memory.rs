//! What a stream keeps in memory, whatever the service sends and however slowly it is read.

use bytes::Bytes;
use guest_chat_tests::{Line, LineTransport, Read, Watched};
use purecloud_guest_chat_client::Event;
use purecloud_guest_chat_client::events::EventOptions;
use std::sync::{Arc, Mutex};

/// How much is read ahead of what is given.
const AHEAD: usize = 16 * 1024;

type Events = purecloud_guest_chat_client::EventStream;

async fn stream_of(
    script: impl Iterator<Item = Read> + Send + Unpin + 'static,
) -> (Events, Arc<Mutex<Watched>>) {
    let (line, watched) = Line::new(script);
    let options = EventOptions::new().backfill(false);
    let transport = LineTransport::new([Box::new(line) as _]);
    (transport.chat().events().options(options).await.unwrap(), watched)
}

/// A message of about this length, as a frame.
fn message(number: usize, length: usize) -> Bytes {
    let text = "x".repeat(length);
    let text = format!(
        r#"{{"metadata":{{"type":"message"}},"eventBody":{{"id":"{number}","bodyType":"standard","body":"{text}"}}}}"#
    );
    let length = u32::try_from(text.len()).unwrap().to_be_bytes();
    [&[0x81, 127, 0, 0, 0, 0][..], &length, text.as_bytes()].concat().into()
}

#[tokio::test(start_paused = true)]
async fn fault_52_a_slow_reader_slows_the_service() {
    const LENGTH: usize = 10_000;
    let endless = (0..).map(|number| Read::Bytes(message(number, LENGTH)));
    let (mut events, watched) = stream_of(endless).await;
    let mut given = 0;
    for number in 0..500 {
        let Some(Ok(event @ Event::Message(_))) = events.next().await else { panic!("no message") };
        assert_eq!(event.id(), Some(number.to_string().as_str()));
        given += event.raw().unwrap().len();
        let read = watched.lock().unwrap().read;
        assert!(read <= given + AHEAD + LENGTH, "{read} bytes read, {given} given");
        if number % 100 == 0 {
            // Nobody reads for an hour.
            tokio::time::sleep(guest_chat_tests::seconds(3600)).await;
            assert_eq!(watched.lock().unwrap().read, read);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn rule_s17_what_was_told_is_not_remembered_for_ever() {
    const MANY: usize = 2000;
    let numbers = (0..MANY).chain([MANY - 1, 0]);
    let script = numbers.map(|number| Read::Bytes(message(number, 1)));
    let (mut events, _) = stream_of(script).await;
    let mut told = Vec::new();
    while told.len() <= MANY {
        let event = events.next().await.unwrap().unwrap();
        told.push(event.id().unwrap().parse::<usize>().unwrap());
    }
    // What came twice in a row is told once; what is long past is not known any more.
    assert!(told.iter().copied().eq((0..MANY).chain([0])), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_pings_holds_nobody_up_and_costs_no_memory() {
    let ping = Bytes::from_static(b"\x89\x04ping");
    let pings = std::iter::repeat_with(move || Read::Bytes(ping.clone()));
    let (mut events, watched) = stream_of(pings).await;
    // Others get their turn.
    let patience = tokio::time::timeout(guest_chat_tests::seconds(1), async {
        tokio::select! {
            biased;
            event = events.next() => panic!("{event:?}"),
            () = async { for _ in 0..100 { tokio::task::yield_now().await } } => {}
        }
    });
    patience.await.unwrap();
    let watched = watched.lock().unwrap();
    // Each pong has six bytes before the four that are sent back.
    assert!(watched.written.len() / 10 <= watched.read / 6, "{} written", watched.written.len());
}

#[tokio::test(start_paused = true)]
async fn what_is_only_announced_takes_no_memory_and_no_patience() {
    // A frame of 4 MiB is promised, and comes a byte at a time.
    let header = Bytes::from_static(&[0x81, 127, 0, 0, 0, 0, 0, 0x3f, 0xff, 0xff]);
    let drops = std::iter::repeat_n(Read::Bytes(Bytes::from_static(b"x")), 1000);
    let script = [Read::Bytes(header)].into_iter().chain(drops).chain([Read::End]);
    let (mut events, watched) = stream_of(script).await;
    let event = events.next().await.unwrap().unwrap();
    assert!(matches!(event, Event::Connection(_)), "{event:?}");
    assert_eq!(watched.lock().unwrap().read, 1010);

    // One byte more than is accepted is refused before any of it comes.
    let header = Bytes::from_static(&[0x81, 127, 0, 0, 0, 0, 0, 0x40, 0, 1]);
    let (mut events, watched) = stream_of([Read::Bytes(header)].into_iter()).await;
    let event = events.next().await.unwrap().unwrap();
    assert!(matches!(event, Event::Connection(_)), "{event:?}");
    assert!(watched.lock().unwrap().is_closed);
}

#[tokio::test(start_paused = true)]
async fn fragments_are_counted_together() {
    let first = [&[0x01, 126, 0xff, 0xff][..], &vec![b'x'; 65_535]].concat();
    let more = [&[0x00, 126, 0xff, 0xff][..], &vec![b'x'; 65_535]].concat();
    let endless = [Read::Bytes(first.into())]
        .into_iter()
        .chain(std::iter::repeat_with(move || Read::Bytes(more.clone().into())));
    let (mut events, watched) = stream_of(endless).await;
    let event = events.next().await.unwrap().unwrap();
    assert!(matches!(event, Event::Connection(_)), "{event:?}");
    let read = watched.lock().unwrap().read;
    assert!(read < 5 * 1024 * 1024, "{read} bytes read");
}
