//! Before.

pub fn connect(host: String) {
    drop(host);
}
