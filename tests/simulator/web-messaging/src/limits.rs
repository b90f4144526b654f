//! Counts what happens within a span of time.

use std::collections::VecDeque;
use std::time::Duration;

/// A span of time that goes along with the clock, and how much may happen in it.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    most: usize,
    span: Duration,
    times: VecDeque<Duration>,
}

impl Window {
    pub(crate) fn new(most: usize, span: Duration) -> Self {
        Self { most, span, times: VecDeque::new() }
    }

    pub(crate) fn per_minute(most: usize) -> Self {
        Self::new(most, Duration::from_secs(60))
    }

    /// Counts one more; or, where that is too much, says in how many whole seconds it will not be. What is refused does
    /// not count.
    pub(crate) fn count(&mut self, now: Duration) -> Result<(), u64> {
        while self.times.front().is_some_and(|time| *time + self.span <= now) {
            self.times.pop_front();
        }
        match self.times.front() {
            Some(first) if self.times.len() >= self.most => {
                let left = (*first + self.span).saturating_sub(now);
                Err(left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX))
            }
            _ => {
                self.times.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_told_when_it_will_not_be() {
        let mut window = Window::new(2, Duration::from_secs(10));
        let at = Duration::from_millis;
        assert_eq!(window.count(at(0)), Ok(()));
        assert_eq!(window.count(at(4000)), Ok(()));
        assert_eq!(window.count(at(8500)), Err(2));
        assert_eq!(window.count(at(10_000)), Ok(()));
        assert_eq!(window.count(at(10_000)), Err(4));
    }
}
