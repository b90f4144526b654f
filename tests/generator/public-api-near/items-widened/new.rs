//! After.

pub fn tags(tags: impl IntoIterator<Item = impl Into<String>>) {
    drop(tags.into_iter().map(Into::into).collect::<Vec<String>>());
}
