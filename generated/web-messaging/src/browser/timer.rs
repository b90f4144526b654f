//! Time in a browser: `performance.now`, `Date.now` and `setTimeout`.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Performance;

use super::{global, global_function};
use crate::future::BoxFuture;
use crate::timer::Timer;

/// The longest time that `setTimeout` keeps, in milliseconds; with more it does not wait at all.
const LONGEST: u32 = i32::MAX.unsigned_abs();

/// The timer of the browser.
pub(crate) struct BrowserTimer;

impl Timer for BrowserTimer {
    fn now(&self) -> Duration {
        now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(Sleep {
            until: now().saturating_add(duration),
            timeout: None,
        })
    }
}

/// The time since the page was opened; where no such clock is, the time since 1970.
fn now() -> Duration {
    let milliseconds = global("performance").map_or_else(js_sys::Date::now, |performance| {
        performance.unchecked_into::<Performance>().now()
    });
    duration(milliseconds)
}

/// The date and time.
pub(crate) fn wall_clock() -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(duration(js_sys::Date::now()))
}

fn duration(milliseconds: f64) -> Duration {
    Duration::try_from_secs_f64(milliseconds / 1000.0).unwrap_or_default()
}

/// A wait until a time on the clock of [`now`].
struct Sleep {
    until: Duration,
    timeout: Option<Timeout>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let left = self.until.saturating_sub(now());
        if left.is_zero() {
            self.timeout = None;
            return Poll::Ready(());
        }
        // A timeout that has passed was early, or as long as one can be.
        let running = self.timeout.take().filter(|timeout| timeout.keep(context));
        self.timeout = running.or_else(|| Timeout::new(left, context));
        Poll::Pending
    }
}

/// One `setTimeout`, which is cancelled when this is dropped.
struct Timeout {
    id: JsValue,
    /// Whom to wake; `None` when it has passed.
    waker: Rc<RefCell<Option<Waker>>>,
    /// Called by the browser.
    _callback: Closure<dyn FnMut()>,
}

impl Timeout {
    /// Begins to wait. A host without timeouts never wakes anybody.
    fn new(left: Duration, context: &mut Context<'_>) -> Option<Self> {
        let set_timeout = global_function("setTimeout")?;
        let waker = Rc::new(RefCell::new(Some(context.waker().clone())));
        let woken = Rc::clone(&waker);
        let callback = Closure::<dyn FnMut()>::new(move || {
            let waker = woken.borrow_mut().take();
            if let Some(waker) = waker {
                waker.wake();
            }
        });
        let id = set_timeout.call2(
            &JsValue::UNDEFINED,
            callback.as_ref(),
            &JsValue::from(milliseconds(left)),
        );
        Some(Self {
            id: id.ok()?,
            waker,
            _callback: callback,
        })
    }

    /// Wakes this task instead of the one before; `false` when it has passed.
    fn keep(&self, context: &mut Context<'_>) -> bool {
        let mut waker = self.waker.borrow_mut();
        let is_running = waker.is_some();
        if is_running {
            *waker = Some(context.waker().clone());
        }
        is_running
    }
}

impl Drop for Timeout {
    fn drop(&mut self) {
        if let Some(clear_timeout) = global_function("clearTimeout") {
            // What has passed already cannot be cancelled, and need not be.
            let _ = clear_timeout.call1(&JsValue::UNDEFINED, &self.id);
        }
    }
}

/// The whole milliseconds that a timeout takes at least, and at most as many as it can.
fn milliseconds(left: Duration) -> u32 {
    let rounded_up = left.as_nanos().div_ceil(1_000_000);
    u32::try_from(rounded_up).unwrap_or(LONGEST).min(LONGEST)
}
