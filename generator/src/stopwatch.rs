//! How long each stage took, for benchmarks.

use std::time::{Duration, Instant};

/// Measures the stages.
#[derive(Debug)]
pub struct Stopwatch {
    last: Instant,
    /// The stages so far.
    pub laps: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    /// Ends a stage.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}
