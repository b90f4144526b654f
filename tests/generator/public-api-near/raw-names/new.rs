//! After.

pub mod r#type {
    pub struct Match {
        pub r#in: u16,
    }

    pub fn r#move(r#fn: Match) {
        drop(r#fn);
    }
}
