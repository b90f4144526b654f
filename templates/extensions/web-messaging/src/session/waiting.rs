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
    /// All else that came until then, in its order; a frame that cannot be read is an error among that.
    pub others: Vec<Result<Event, Error>>,
}

/// With the feature `test-util`.
impl SessionEvents {
    /// Waits for an event that fits, but no longer than this.
    pub async fn wait_for(
        &mut self,
        mut fits: impl FnMut(&Event) -> bool,
        limit: Duration,
    ) -> Waited {
        let timer = Arc::clone(self.timer());
        let mut others = Vec::new();
        let work = async {
            while let Some(event) = self.next().await {
                match event {
                    Ok(event) if fits(&event) => return Some(event),
                    other => others.push(other),
                }
            }
            None
        };
        let event = within(&*timer, limit, work).await.flatten();
        Waited { event, others }
    }

    /// All that comes within this time, or until the end: nothing, where the other end is to be quiet.
    pub async fn all_within(&mut self, time: Duration) -> Vec<Result<Event, Error>> {
        self.wait_for(|_| false, time).await.others
    }
}
