//! Before.

pub mod r#type {
    pub struct Match {
        pub r#in: u8,
    }

    pub fn r#move(r#fn: Match) {
        drop(r#fn);
    }
}
