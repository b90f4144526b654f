//! Values that come one per line (NDJSON), or after a record separator (JSON text sequences), as they come.
//!
//! In: a call whose reply is such a sequence. Out: its values. A line that is not the expected JSON is an error of
//! its own, and the next line follows.

#![allow(dead_code, reason = "an API may have no such sequence")]

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::error::{Error, ErrorKind};
use crate::future::{BoxFuture, Exclusive};
use crate::streamed::StreamedReply;

/// What begins a value of a JSON text sequence.
const RECORD_SEPARATOR: u8 = 0x1e;

/// The values of a sequence, as they come.
///
/// After an error of the connection there are no more. Cancel-safe.
pub struct JsonLines<T> {
    call: Call,
    state: State,
    /// The number of the line that is read, from 1.
    number: u64,
    line: Vec<u8>,
    lines: VecDeque<Vec<u8>>,
    of: PhantomData<fn() -> T>,
}

enum State {
    Connecting(Exclusive<BoxFuture<'static, Result<StreamedReply, Error>>>),
    Open(Box<StreamedReply>),
    Over,
}

impl<T: DeserializeOwned> JsonLines<T> {
    pub(crate) fn new(call: Call) -> Self {
        Self {
            state: State::Connecting(Exclusive::new(call.clone().send_streaming())),
            call,
            number: 0,
            line: Vec::new(),
            lines: VecDeque::new(),
            of: PhantomData,
        }
    }

    /// The next value; `None` at the end of the sequence, and after an error of the connection.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The next value, on this thread; `None` at the end of the sequence, and after an error of the connection.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<T, Error>> {
        if let Err(error) = self.call.check_blocking() {
            let was_over = matches!(std::mem::replace(&mut self.state, State::Over), State::Over);
            return (!was_over).then_some(Err(error));
        }
        crate::blocking::block_on(self.next())
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(line) = self.lines.pop_front() {
                self.number = self.number.saturating_add(1);
                return Poll::Ready(Some(self.decode(&line)));
            }
            let step = match &mut self.state {
                State::Over => return Poll::Ready(None),
                State::Connecting(reply) => ready!(Pin::new(reply).poll(context)).map(|reply| {
                    self.state = State::Open(Box::new(reply));
                }),
                State::Open(reply) => match ready!(reply.poll(context)) {
                    Some(Ok(bytes)) => self.push(&bytes),
                    Some(Err(error)) => Err(error),
                    None => {
                        self.state = State::Over;
                        self.end_line();
                        Ok(())
                    }
                },
            };
            if let Err(error) = step {
                self.state = State::Over;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        for byte in bytes {
            match *byte {
                b'\n' | RECORD_SEPARATOR => self.end_line(),
                byte => self.line.push(byte),
            }
        }
        let most = self.call.client.shared().max_response_bytes;
        if self.line.len() <= most {
            return Ok(());
        }
        let message = format!("a line of the reply is larger than {most} bytes");
        Err(Error::new(ErrorKind::TooLarge, message).in_operation(self.call.operation.id))
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim_ascii().is_empty() {
            self.lines.push_back(line);
        }
    }

    fn decode(&self, line: &[u8]) -> Result<T, Error> {
        serde_json::from_slice(line).map_err(|error| {
            let (number, column) = (self.number, error.column());
            let message =
                format!("value {number} of the reply is not the expected JSON at column {column}");
            Error::new(ErrorKind::Decode, message).in_operation(self.call.operation.id)
        })
    }
}

impl<T: DeserializeOwned> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.describe(&mut formatter.debug_struct("JsonLines"))
    }
}
