//! What travels without an operation: over a socket, or to a webhook.

use serde::Serialize;

use super::Schema;

/// The extension at the top of a document that says so: an object with the lists `sent` and `received`, of references.
pub const MESSAGES: &str = "x-messages";

/// The schemas that travel without an operation, as references to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Messages {
    /// What the client sends.
    pub sent: Vec<Schema>,
    /// What the client receives.
    pub received: Vec<Schema>,
}

impl Messages {
    /// Whether everything that travels belongs to an operation.
    pub fn is_empty(&self) -> bool {
        self.sent.is_empty() && self.received.is_empty()
    }
}
