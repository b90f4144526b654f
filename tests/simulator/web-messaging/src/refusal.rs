//! What the service refuses over a socket, and with which of its codes.

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: u16,
    pub(crate) text: String,
    pub(crate) shape: Shape,
}

/// How a refusal is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// As a text.
    Text,
    /// As an object that names the file.
    File(Option<String>),
    /// As an object that says when to come again, in seconds.
    TooMany(u64),
}

impl Refusal {
    pub(crate) fn new(code: u16, text: &str) -> Self {
        Self { code, text: text.to_owned(), shape: Shape::Text }
    }

    pub(crate) fn missing(member: &str) -> Self {
        Self::new(4020, &format!("Required parameter {member} is missing"))
    }

    pub(crate) fn too_many(retry_after: u64) -> Self {
        let text = "Message rate too high".to_owned();
        Self { code: 4029, text, shape: Shape::TooMany(retry_after) }
    }

    /// The usual text of a code.
    pub(crate) fn of_code(code: u16) -> Self {
        if code == 4029 {
            return Self::too_many(3);
        }
        let text = match code {
            4000 => "Feature unavailable",
            4001 => "File type is not allowed",
            4002 => "File size exceeds the limit",
            4003 => "File content is not allowed",
            4004 => "File name is invalid",
            4005 => "File name is too long",
            4006 => "Session has expired",
            4007 => "Session not found",
            4008 => "Attachment has expired",
            4009 => "Attachment not found",
            4010 => "Attachment not successfully uploaded",
            4011 => "Message too long",
            4013 => "Custom attributes larger than 2048 bytes",
            4017 => "Cannot downgrade to an unauthenticated session",
            4020 => "Required parameter is missing",
            4102 => "File is empty",
            400 => "Bad request",
            401 => "User is unauthorized",
            403 => "Forbidden",
            404 => "Not found",
            408 => "Request timed out",
            409 => "The conversation is read-only",
            429 => "Too many requests",
            _ => "Unexpected error",
        };
        Self::new(code, text)
    }
}
