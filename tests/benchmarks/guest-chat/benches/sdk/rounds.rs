//! Two ways to do the same, measured in turn: what counts is their ratio within a round, and the median of those.
//!
//! Other programs on the machine disturb both alike, and the order changes with every round. Beside the time that
//! passes there is the time in which this thread was running, which neither the service nor anybody else has a part in.

use std::time::{Duration, Instant};

use guest_chat_tests::usage;

/// How often each is measured: often and briefly, so that a disturbance meets both.
const ROUNDS: usize = 101;

/// What one measurement took.
#[derive(Clone, Copy, Debug)]
struct Sample {
    passed: Duration,
    running: Option<Duration>,
}

impl Sample {
    fn of(work: impl FnOnce()) -> Self {
        let (began, running) = (Instant::now(), usage::thread_time());
        work();
        let passed = began.elapsed();
        let running =
            usage::thread_time().zip(running).map(|(end, began)| end.saturating_sub(began));
        Self { passed, running }
    }
}

/// Measures both, each of which does so many of `what`, and prints how they compare.
pub(crate) fn compare(what: &str, count: usize, mut sdk: impl FnMut(), mut by_hand: impl FnMut()) {
    sdk();
    by_hand();
    let mut samples = Vec::new();
    for round in 0..ROUNDS {
        samples.push(if round % 2 == 0 {
            let ours = Sample::of(&mut sdk);
            (ours, Sample::of(&mut by_hand))
        } else {
            let theirs = Sample::of(&mut by_hand);
            (Sample::of(&mut sdk), theirs)
        });
    }
    println!("{what}, median of {ROUNDS} rounds of {count}:");
    let passed = samples.iter().map(|(sdk, hand)| (sdk.passed, hand.passed));
    report("per second", &passed.collect::<Vec<_>>(), |time| count as f64 / time.as_secs_f64());
    let running = samples.iter().filter_map(|(sdk, hand)| sdk.running.zip(hand.running));
    report("µs of this thread each", &running.collect::<Vec<_>>(), |time| {
        time.as_secs_f64() * 1e6 / count as f64
    });
}

/// Prints one figure of both, and the ratio: above 1 the SDK takes more time.
fn report(unit: &str, samples: &[(Duration, Duration)], figure: impl Fn(Duration) -> f64) {
    if samples.is_empty() {
        return;
    }
    let sdk = median(samples.iter().map(|(sdk, _)| figure(*sdk)));
    let hand = median(samples.iter().map(|(_, hand)| figure(*hand)));
    let ratio = median(samples.iter().map(|(sdk, hand)| sdk.as_secs_f64() / hand.as_secs_f64()));
    println!("  SDK {sdk:.1}, by hand {hand:.1} {unit}; time of the SDK / by hand {ratio:.3}");
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
