//! The part of a wait that is left to chance. Not for secrets: a generator that is small and fast.
//!
//! In: a seed, or one that the system gives. Out: numbers that
//! differ between clients, so that these do not all return to a service in the same moment.

use std::sync::atomic::{AtomicU64, Ordering};

/// The increment of SplitMix64 (Steele, Lea and Flood, 2014).
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A generator that is shared by the handles of a client.
#[derive(Debug)]
pub(crate) struct Random(AtomicU64);

impl Random {
    /// The numbers of this seed, or those of one from the system.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        let seed = seed.unwrap_or_else(fresh_seed);
        Self(AtomicU64::new(seed))
    }

    /// The next number; each of them is as likely as any other.
    pub(crate) fn next(&self) -> u32 {
        let state = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // The upper half, which is the better mixed one.
        u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default()
    }
}

/// A seed that no other client has, from std's source for its hash maps.
#[cfg(not(all(target_arch = "wasm32", target_os = "unknown")))]
fn fresh_seed() -> u64 {
    use std::hash::{BuildHasher as _, Hasher as _};

    std::collections::hash_map::RandomState::new()
        .build_hasher()
        .finish()
}

/// A seed that no other client has. std's source is the same in every run here.
#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
fn fresh_seed() -> u64 {
    js_sys::Math::random().to_bits()
}

/// Where a number lies between none (0) and all of them (1).
pub(crate) fn fraction(number: u32) -> f64 {
    f64::from(number) / f64::from(u32::MAX)
}
