//! How long each room took, for benchmarks.

use std::time::{Duration, Instant};

/// Measures the rooms.
#[derive(Debug)]
pub struct Stopwatch {
    last: Instant,
    /// The rooms so far.
    pub laps: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    /// Ends a room.
    pub fn lap(&mut self, room: &'static str) {
        let now = Instant::now();
        self.laps.push((room, now - self.last));
        self.last = now;
    }
}
