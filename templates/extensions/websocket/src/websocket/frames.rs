//! The frames of a WebSocket over a connection: they are read, the control frames among them answered,
//! and texts sent.
//!
//! Cancel-safe: all state is in here, so a poll that is not repeated loses nothing. Dropping it says
//! goodbye, as far as that is possible without waiting.

use std::io;
use std::task::{Context, Poll, Waker, ready};

use bytes::{Buf, Bytes, BytesMut};

use super::close_code;
use super::decoder::{Decoder, Incoming, Limits};
use super::frame::{self, Opcode};
use super::mask::Masks;
use super::socket::{End, Received};
use crate::future::Exclusive;
use crate::transport::Connection;

/// How many control frames are taken in before others get their turn.
const CONTROLS_PER_POLL: usize = 64;

/// The frames of a WebSocket that is open.
pub(super) struct Frames {
    connection: Exclusive<Box<dyn Connection>>,
    masks: Masks,
    decoder: Decoder,
    /// Frames that are still to be written.
    out: BytesMut,
    flushed: bool,
    /// The answer to the last ping, as long as it waits for what is written before it.
    pong: Option<Bytes>,
    /// Whether anything came since the last time somebody asked.
    heard: bool,
    said_goodbye: bool,
}

impl Frames {
    pub(super) fn new(connection: Box<dyn Connection>, limits: Limits) -> Self {
        Self {
            connection: Exclusive::new(connection),
            masks: Masks::new(),
            decoder: Decoder::new(limits),
            out: BytesMut::new(),
            flushed: true,
            pong: None,
            heard: false,
            said_goodbye: false,
        }
    }

    /// Whether anything came since the last time this was asked.
    pub(super) fn take_heard(&mut self) -> bool {
        std::mem::take(&mut self.heard)
    }

    /// Asks the other end for a sign of life. It goes out with the next poll.
    pub(super) fn ping(&mut self) {
        self.write(Opcode::Ping, &[]);
    }

    /// Sends a text. It goes out with the next polls; after a goodbye nothing does.
    pub(super) fn send(&mut self, text: &str) {
        if !self.said_goodbye {
            self.write(Opcode::Text, text.as_bytes());
        }
    }

    /// Says goodbye. It goes out with the next poll.
    pub(super) fn close(&mut self, code: u16) {
        if !self.said_goodbye {
            self.said_goodbye = true;
            self.write(Opcode::Close, &code.to_be_bytes());
        }
    }

    /// The next message. After an end there is none.
    pub(super) fn poll_message(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Received, End>> {
        for _ in 0..CONTROLS_PER_POLL {
            if let Poll::Ready(Err(_)) = self.poll_out(context) {
                return Poll::Ready(Err(End::Broken));
            }
            match self.decoder.next() {
                Ok(Some(Incoming::Text(text))) => return Poll::Ready(Ok(Received::Text(text))),
                Ok(Some(Incoming::Binary)) => return Poll::Ready(Ok(Received::Binary)),
                Ok(Some(Incoming::Ping(payload))) => self.answer(payload),
                // That something came is noted where it is read.
                Ok(Some(Incoming::Pong)) => {}
                Ok(Some(Incoming::Close(code))) => {
                    self.part(context, code);
                    return Poll::Ready(Err(End::Closed(code)));
                }
                Ok(None) => {
                    if let Err(end) = ready!(self.poll_read(context)) {
                        return Poll::Ready(Err(end));
                    }
                }
                Err(violation) => {
                    self.part(context, Some(violation.close_code()));
                    return Poll::Ready(Err(End::Violated));
                }
            }
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<(), End>> {
        let inflow = self.decoder.inflow();
        let Poll::Ready(count) = self.connection.get_mut().poll_read(context, inflow.room()) else {
            inflow.rest();
            return Poll::Pending;
        };
        match count {
            Ok(0) | Err(_) => Poll::Ready(Err(End::Broken)),
            Ok(count) => {
                self.heard = true;
                inflow.filled(count);
                Poll::Ready(Ok(()))
            }
        }
    }

    /// Writes what is to be written.
    pub(super) fn poll_out(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            while !self.out.is_empty() {
                let count = ready!(self.connection.get_mut().poll_write(context, &self.out))?;
                if count == 0 {
                    return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
                }
                self.out.advance(count);
            }
            match self.pong.take() {
                Some(payload) => self.write(Opcode::Pong, &payload),
                None if self.flushed => return Poll::Ready(Ok(())),
                None => {
                    ready!(self.connection.get_mut().poll_flush(context))?;
                    self.flushed = true;
                }
            }
        }
    }

    /// Only the last ping needs an answer, so that a flood of them costs no memory.
    fn answer(&mut self, payload: Bytes) {
        if !self.said_goodbye {
            self.pong = Some(payload);
        }
    }

    fn write(&mut self, opcode: Opcode, payload: &[u8]) {
        frame::write(&mut self.out, opcode, payload, self.masks.next());
        self.flushed = false;
    }

    /// Says goodbye without waiting for it to get through.
    fn part(&mut self, context: &mut Context<'_>, code: Option<u16>) {
        self.close(code.unwrap_or(close_code::NORMAL));
        // The connection is given up whether or not the other end learns why.
        let _ = self.poll_out(context);
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.part(
            &mut Context::from_waker(Waker::noop()),
            Some(close_code::GOING_AWAY),
        );
    }
}
