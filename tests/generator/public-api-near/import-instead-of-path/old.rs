//! Before.

use std::time::Duration;

pub fn wait(time: Duration) {
    drop(time);
}
