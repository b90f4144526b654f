//! What a caller wrote.

#![allow(unused_unsafe)]
pub fn run() -> u8 {
    unsafe { sdk::limit() }
}
