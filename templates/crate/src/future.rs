//! Boxed futures and streams, and the race of a future against a timer.
//!
//! In: any future. Out: its boxed type for trait objects, or its result unless a time limit passed
//! first. On `wasm32` nothing is required to be `Send`, because the futures of a browser are not;
//! everywhere else all of them are.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

use crate::timer::Timer;

/// An owned, boxed future, as returned by trait methods. It is `Send` on every target but `wasm32`.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An owned, boxed future, as returned by trait methods. It is `Send` on every target but `wasm32`.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;

#[cfg(target_arch = "wasm32")]
pub(crate) type BoxStream<T> = Pin<Box<dyn Stream<Item = T>>>;

/// Marks what must be `Send` wherever threads exist: everything is on `wasm32`, only `Send` types
/// are elsewhere.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send> MaybeSend for T {}

/// Marks what must be `Send` wherever threads exist: everything is on `wasm32`, only `Send` types
/// are elsewhere.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T> MaybeSend for T {}

/// What is reached through `&mut` only, so that a value that holds it can be shared between threads even if it
/// cannot be shared itself: futures and streams, which nobody polls through a shared reference.
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self(Mutex::new(inner))
    }

    /// What is inside. Nothing is locked for it.
    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Future + Unpin> Future for Exclusive<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        Pin::new(Self::get_mut(&mut self)).poll(context)
    }
}

impl<S: Stream + Unpin> Stream for Exclusive<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        Pin::new(Self::get_mut(&mut self)).poll_next(context)
    }
}

/// Waits for `work`, but not longer than `limit`; `None` when the limit passed first.
///
/// The work is polled before the timer, so a result that is there in time is never thrown away, and
/// a timer that jumps when polled (virtual time) only jumps when there is really nothing else to
/// do.
pub(crate) async fn within<T>(
    timer: &dyn Timer,
    limit: Duration,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut alarm = timer.sleep(limit);
    let mut work = pin!(work);
    poll_fn(|context| {
        if let Poll::Ready(result) = work.as_mut().poll(context) {
            return Poll::Ready(Some(result));
        }
        alarm.as_mut().poll(context).map(|()| None)
    })
    .await
}
