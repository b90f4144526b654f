//! What a caller wrote.

pub struct Own {
    pub page: sdk::Page,
}
