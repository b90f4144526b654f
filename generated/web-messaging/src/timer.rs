//! Time as the runtime sees it: a monotonic clock and a way to wait.
//!
//! Every time limit and every pause between attempts goes through [`Timer`], so tests replace time
//! instead of waiting for it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::error::Error;
use crate::future::BoxFuture;

/// A monotonic clock with sleep. The default is the timer of tokio, in a browser `performance` and
/// `setTimeout`.
///
/// Give your own to [`ClientBuilder::timer`](crate::ClientBuilder::timer) to test with virtual time
/// or to run on another executor.
pub trait Timer: Send + Sync + 'static {
    /// The time since an arbitrary, fixed origin. It never goes back.
    fn now(&self) -> Duration;

    /// Completes once `duration` has passed since the returned future was first polled, or since
    /// this call.
    ///
    /// Dropping the future must cancel the sleep. A sleep is created for every time limit, and most
    /// are dropped before they end.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// The date and time, where there is a clock for it. It is asked for one thing only: how far
    /// away a date in `Retry-After` is, when the response does not say what time it is there.
    fn wall_clock(&self) -> Option<SystemTime> {
        system_time()
    }
}

/// The clock of this machine.
#[cfg(not(target_arch = "wasm32"))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "some targets have no clock that std can read"
)]
pub(crate) fn system_time() -> Option<SystemTime> {
    Some(SystemTime::now())
}

/// The clock of this machine, which the browser reads.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
pub(crate) fn system_time() -> Option<SystemTime> {
    crate::browser::wall_clock()
}

/// The clock of this machine: none is known on this target.
#[cfg(all(target_arch = "wasm32", not(target_os = "unknown")))]
pub(crate) fn system_time() -> Option<SystemTime> {
    None
}

impl<T: Timer + ?Sized> Timer for Arc<T> {
    fn now(&self) -> Duration {
        (**self).now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }

    fn wall_clock(&self) -> Option<SystemTime> {
        (**self).wall_clock()
    }
}

/// The timer a client uses when its builder was given none.
#[cfg(not(target_arch = "wasm32"))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "on targets without a default timer this is an error"
)]
pub(crate) fn default_timer() -> Result<Arc<dyn Timer>, Error> {
    Ok(Arc::new(TokioTimer {
        origin: tokio::time::Instant::now(),
    }))
}

/// The timer a client uses when its builder was given none.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "on targets without a default timer this is an error"
)]
pub(crate) fn default_timer() -> Result<Arc<dyn Timer>, Error> {
    Ok(Arc::new(crate::browser::BrowserTimer))
}

/// The timer a client uses when its builder was given none.
#[cfg(all(target_arch = "wasm32", not(target_os = "unknown")))]
pub(crate) fn default_timer() -> Result<Arc<dyn Timer>, Error> {
    Err(Error::config(
        "this target has no default timer: set one with `ClientBuilder::timer`",
    ))
}

/// The timer of tokio. Its sleeps must be polled inside a runtime, which the driver checks before
/// it starts.
#[cfg(not(target_arch = "wasm32"))]
struct TokioTimer {
    origin: tokio::time::Instant,
}

#[cfg(not(target_arch = "wasm32"))]
impl Timer for TokioTimer {
    fn now(&self) -> Duration {
        self.origin.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(async move { tokio::time::sleep(duration).await })
    }
}
