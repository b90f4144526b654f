//! What tests of bots wait for.

use std::sync::Arc;
use std::time::Duration;

use super::event::Event;
use super::events::SessionEvents;
use crate::error::Error;
use crate::future::within;

/// What came while something was waited for.
#[derive(Debug)]
#[non_exhaustive]
pub struct Waited {
    /// What was waited for; `None` where it did not come in time, or the session ended before.
    pub event: Option<Event>,
    /// All else that came until then, in its order.
    pub others: Vec<Event>,
}

/// With the feature `test-util`.
impl SessionEvents {
    /// Waits for an event that fits, but no longer than this.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub async fn wait_for(
        &mut self,
        mut fits: impl FnMut(&Event) -> bool,
        limit: Duration,
    ) -> Result<Waited, Error> {
        let timer = Arc::clone(self.timer());
        let mut others = Vec::new();
        let work = async {
            while let Some(event) = self.next().await {
                let event = event?;
                if fits(&event) {
                    return Ok(Some(event));
                }
                others.push(event);
            }
            Ok(None)
        };
        let event: Result<_, Error> = within(&*timer, limit, work).await.unwrap_or(Ok(None));
        let event = event?;
        Ok(Waited { event, others })
    }

    /// All that comes within this time: nothing, where the other end is to be quiet.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next).
    pub async fn all_within(&mut self, time: Duration) -> Result<Vec<Event>, Error> {
        let waited = self.wait_for(|_| false, time).await?;
        Ok(waited.others)
    }
}
