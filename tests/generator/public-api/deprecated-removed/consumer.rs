//! What a caller wrote.

#![allow(deprecated)]
pub fn run() {
    sdk::connect();
}
