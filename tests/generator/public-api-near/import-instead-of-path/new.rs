//! After.

pub fn wait(time: core::time::Duration) {
    drop(time);
}
