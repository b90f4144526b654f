//! Before.

pub fn tags(tags: impl IntoIterator<Item = String>) {
    drop(tags.into_iter().count());
}
