//! Before.

pub fn tags(tags: Vec<String>) {
    drop(tags);
}
