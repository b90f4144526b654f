//! Calls without async: the futures of the crate, run on the thread that asks for them.
//!
//! In: a future. Out: its result, on the calling thread. Nothing is started for it: no runtime and no
//! thread. While there is nothing to do the thread is parked, until it is woken or the earliest alarm
//! of [`ThreadTimer`] is due; the transport blocks by itself. So it works inside an async runtime as
//! well as outside, as blocking code does: it keeps the thread.

use std::cell::Cell;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use crate::future::BoxFuture;
use crate::timer::Timer;

thread_local! {
    /// Whether a future runs on this thread, and when it must be looked at again at the latest.
    static RUNNING: Cell<Option<Running>> = const { Cell::new(None) };
}

#[derive(Clone, Copy, Default)]
struct Running {
    alarm: Option<Instant>,
}

/// Puts back what was there before, for calls within calls (an interceptor may make one).
struct Restore(Option<Running>);

impl Drop for Restore {
    fn drop(&mut self) {
        RUNNING.set(self.0);
    }
}

/// Wakes a parked thread. The flag is its own, so that a wake-up cannot be taken by a call within
/// this one.
struct Unpark {
    thread: Thread,
    is_woken: AtomicBool,
}

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Whether the caller is within [`block_on`].
pub(crate) fn is_running() -> bool {
    RUNNING.get().is_some()
}

/// Runs a future to its end on this thread.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let _restore = Restore(RUNNING.get());
    let unpark = Arc::new(Unpark {
        thread: thread::current(),
        is_woken: AtomicBool::new(false),
    });
    let waker = Waker::from(Arc::clone(&unpark));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        RUNNING.set(Some(Running::default()));
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        let alarm = RUNNING.get().and_then(|running| running.alarm);
        if !unpark.is_woken.swap(false, Ordering::Acquire) {
            park(alarm);
        }
    }
}

/// Parks the thread. Waking up too early does no harm.
fn park(alarm: Option<Instant>) {
    match alarm {
        Some(alarm) => thread::park_timeout(alarm.saturating_duration_since(Instant::now())),
        None => thread::park(),
    }
}

/// The timer of blocking clients: its sleeps end on the thread that runs [`block_on`].
pub(crate) struct ThreadTimer {
    origin: Instant,
}

impl ThreadTimer {
    pub(crate) fn new() -> Self {
        Self {
            origin: Instant::now(),
        }
    }
}

impl Timer for ThreadTimer {
    fn now(&self) -> Duration {
        self.origin.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        // A sleep that no clock can express never ends.
        let end = Instant::now().checked_add(duration);
        Box::pin(std::future::poll_fn(move |_| match end {
            Some(end) if end <= Instant::now() => Poll::Ready(()),
            Some(end) => {
                set_alarm(end);
                Poll::Pending
            }
            None => Poll::Pending,
        }))
    }
}

/// Has this thread look at its future again at `end`, if not before.
fn set_alarm(end: Instant) {
    if let Some(running) = RUNNING.get() {
        let alarm = running.alarm.map_or(end, |earlier| earlier.min(end));
        RUNNING.set(Some(Running { alarm: Some(alarm) }));
    }
}
