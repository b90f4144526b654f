//! The one sleep of a machine, so that a timer is never asked for two at once. It may end early, never late.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::future::{BoxFuture, Exclusive};
use crate::timer::Timer;

/// A sleep, and when it ends.
#[derive(Default)]
pub(crate) struct Alarm(Option<(Duration, Exclusive<BoxFuture<'static, ()>>)>);

impl Alarm {
    /// Waits until a time. A sleep that ends sooner is kept, because the time usually moves on with every event; then
    /// this is ready too early.
    pub(crate) fn poll(
        &mut self,
        timer: &dyn Timer,
        until: Duration,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        let now = timer.now();
        if until <= now {
            return Poll::Ready(());
        }
        let set = self.0.take().filter(|(at, _)| *at <= until);
        let (at, mut sleep) =
            set.unwrap_or_else(|| (until, Exclusive::new(timer.sleep(until - now))));
        if Pin::new(&mut sleep).poll(context).is_pending() {
            self.0 = Some((at, sleep));
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}
