//! A WebSocket of the browser.
//!
//! In: an address. Out: its messages. The browser reads whether or not anybody listens, so what waits
//! here has a limit, beyond which the connection is given up; and it answers pings itself, sends none
//! for pages, and does not say why a connection could not be opened.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use http::Uri;
use js_sys::Function;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

use crate::transport::{MessageSocket, SocketMessage, TransportError, TransportErrorKind};

/// How much text may wait, in bytes.
const MOST_WAITING: usize = 16 * 1024 * 1024;
/// The code of close events for a close frame without one.
const NO_CODE: u16 = 1005;
/// The code of close events for a connection that broke.
const BROKEN: u16 = 1006;
/// The only code below 3000 that a page may close with.
const NORMAL: u16 = 1000;

/// Opens a WebSocket. `uri` is of `https` or `http`, and becomes `wss` or `ws`.
pub(super) async fn open(uri: &Uri) -> Result<Socket, TransportError> {
    let address = uri.to_string();
    let address = address.strip_prefix("http").unwrap_or(&address);
    let websocket = WebSocket::new(&format!("ws{address}")).map_err(|_| {
        TransportError::with_message(
            TransportErrorKind::Config,
            "the browser refused to open a WebSocket",
        )
    })?;
    let socket = Socket::new(websocket);
    poll_fn(|context| socket.poll_open(context)).await?;
    Ok(socket)
}

/// A WebSocket. Dropping it closes it.
pub(super) struct Socket {
    websocket: WebSocket,
    state: Rc<RefCell<State>>,
    /// Called by the browser.
    _callbacks: Callbacks,
}

struct Callbacks {
    _open: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut(CloseEvent)>,
}

/// What the callbacks leave for the reader.
#[derive(Default)]
struct State {
    is_open: bool,
    waiting: VecDeque<SocketMessage>,
    /// The length of the texts that wait.
    size: usize,
    /// How it ended; `Err` if it broke.
    end: Option<Result<Option<u16>, ()>>,
    waker: Option<Waker>,
}

impl Socket {
    fn new(websocket: WebSocket) -> Self {
        websocket.set_binary_type(BinaryType::Arraybuffer);
        let state = Rc::new(RefCell::new(State::default()));
        let open = {
            let state = Rc::clone(&state);
            Closure::<dyn FnMut()>::new(move || update(&state, |state| state.is_open = true))
        };
        let message = {
            let (state, websocket) = (Rc::clone(&state), websocket.clone());
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                update(&state, |state| state.take_in(event.data().as_string()));
                if state.borrow().end.is_some() {
                    // It is of no use any more, even if the reader never comes back.
                    let _ = websocket.close();
                }
            })
        };
        let close = {
            let state = Rc::clone(&state);
            Closure::<dyn FnMut(CloseEvent)>::new(move |event: CloseEvent| {
                update(&state, |state| state.end(event.code()));
            })
        };
        websocket.set_onopen(Some(open.as_ref().unchecked_ref::<Function>()));
        websocket.set_onmessage(Some(message.as_ref().unchecked_ref::<Function>()));
        websocket.set_onclose(Some(close.as_ref().unchecked_ref::<Function>()));
        Self {
            websocket,
            state,
            _callbacks: Callbacks {
                _open: open,
                _message: message,
                _close: close,
            },
        }
    }

    fn poll_open(&self, context: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        let mut state = self.state.borrow_mut();
        if state.is_open {
            return Poll::Ready(Ok(()));
        }
        if state.end.is_some() {
            return Poll::Ready(Err(TransportError::with_message(
                TransportErrorKind::Connect,
                "the browser could not open the WebSocket: there is no connection, or the service refused",
            )));
        }
        state.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

impl MessageSocket for Socket {
    fn poll_message(&mut self, context: &mut Context<'_>) -> Poll<io::Result<SocketMessage>> {
        let mut state = self.state.borrow_mut();
        if let Some(message) = state.waiting.pop_front() {
            state.size = state.size.saturating_sub(length(&message));
            return Poll::Ready(Ok(message));
        }
        match state.end {
            Some(Ok(code)) => Poll::Ready(Ok(SocketMessage::Closed(code))),
            Some(Err(())) => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    fn send(&mut self, text: &str) -> io::Result<()> {
        let sent = self.websocket.send_with_str(text);
        sent.map_err(|_| io::ErrorKind::NotConnected.into())
    }

    fn close(&mut self, code: u16) {
        // One that is closed already stays as it is.
        let _ = match code {
            NORMAL => self.websocket.close_with_code(code),
            _ => self.websocket.close(),
        };
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.websocket.set_onopen(None);
        self.websocket.set_onmessage(None);
        self.websocket.set_onclose(None);
        let _ = self.websocket.close();
    }
}

impl State {
    /// Keeps what came: a text, or else something binary. After an end nothing is kept.
    fn take_in(&mut self, text: Option<String>) {
        let message = text.map_or(SocketMessage::Binary, SocketMessage::Text);
        self.size = self.size.saturating_add(length(&message));
        if self.size > MOST_WAITING {
            self.waiting.clear();
            self.end = Some(Err(()));
        }
        if self.end.is_none() {
            self.waiting.push_back(message);
        }
    }

    fn end(&mut self, code: u16) {
        self.end.get_or_insert(match code {
            NO_CODE => Ok(None),
            BROKEN => Err(()),
            code => Ok(Some(code)),
        });
    }
}

/// How much a message counts. One without text counts a little, so that there cannot be any number.
fn length(message: &SocketMessage) -> usize {
    match message {
        SocketMessage::Text(text) => text.len().max(1),
        SocketMessage::Binary | SocketMessage::Closed(_) => 1,
    }
}

/// Changes the state, and wakes the reader when that is done.
fn update(state: &RefCell<State>, change: impl FnOnce(&mut State)) {
    let mut state = state.borrow_mut();
    change(&mut state);
    let waker = state.waker.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}
