//! What a browser gives instead of sockets and threads: fetch, timers, clocks and WebSockets.
//!
//! In: what the traits [`Transport`](crate::Transport) and [`Timer`](crate::Timer) ask for. Out: the
//! same as elsewhere, as far as a browser lets pages see it. Everything is looked up in the global
//! object when it is used, so that it works in windows, in workers and in other hosts with the same
//! interfaces. Invariant: nothing that leaves this module repeats what the browser says about a
//! failure, because that may hold an address.

mod body;
mod fetch;
mod socket;
mod timer;

pub(crate) use self::fetch::FetchTransport;
pub(crate) use self::timer::{BrowserTimer, wall_clock};

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// What the global object has under this name, unless there is nothing.
fn global(name: &str) -> Option<JsValue> {
    let value = Reflect::get(&js_sys::global(), &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// The function that the global object has under this name.
fn global_function(name: &str) -> Option<Function> {
    global(name)?.dyn_into().ok()
}
