//! Reads the lines of a stream of server-sent events, as the HTML standard says.
//!
//! In: bytes, cut anywhere. Out: events. Lines end with CR, LF or both; what stands before the first empty line
//! after an event is its fields; an event without data is none.

use std::collections::VecDeque;

use super::ServerEvent;

/// Reads events.
#[derive(Default)]
pub(super) struct Parser {
    /// A line that has not ended.
    line: Vec<u8>,
    /// Whether the last byte was a CR, so that an LF belongs to the same end of a line.
    is_after_cr: bool,
    is_after_first_line: bool,
    data: String,
    has_data: bool,
    event: String,
    /// The id of the last event, for this event and those after it.
    id: String,
    /// How long to wait before connecting again, in milliseconds, where the service has said so.
    retry: Option<u64>,
    ready: VecDeque<ServerEvent>,
}

impl Parser {
    /// The events that these bytes complete are given by [`Parser::next`].
    pub(super) fn push(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let ends_same_line = std::mem::take(&mut self.is_after_cr) && *byte == b'\n';
            match byte {
                b'\n' if ends_same_line => {}
                b'\n' => self.end_line(),
                b'\r' => {
                    self.is_after_cr = true;
                    self.end_line();
                }
                byte => self.line.push(*byte),
            }
        }
    }

    pub(super) fn next(&mut self) -> Option<ServerEvent> {
        self.ready.pop_front()
    }

    /// Forgets what was not ended when the connection did.
    pub(super) fn reset(&mut self) {
        let (id, retry) = (std::mem::take(&mut self.id), self.retry);
        *self = Self {
            id,
            retry,
            ..Self::default()
        };
    }

    /// How many bytes of an event that is not complete are kept.
    pub(super) fn kept(&self) -> usize {
        self.line.len().saturating_add(self.data.len())
    }

    pub(super) fn last_id(&self) -> &str {
        &self.id
    }

    pub(super) fn retry(&self) -> Option<u64> {
        self.retry
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let mut line = line.as_slice();
        if !std::mem::replace(&mut self.is_after_first_line, true) {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        let line = String::from_utf8_lossy(line);
        match line.split_once(':') {
            None if line.is_empty() => self.end_event(),
            None => self.field(&line, ""),
            Some((name, value)) => self.field(name, value.strip_prefix(' ').unwrap_or(value)),
        }
    }

    /// A comment has no name.
    fn field(&mut self, name: &str, value: &str) {
        match name {
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "event" => value.clone_into(&mut self.event),
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().or(self.retry);
            }
            _ => {}
        }
    }

    fn end_event(&mut self) {
        let (data, event) = (
            std::mem::take(&mut self.data),
            std::mem::take(&mut self.event),
        );
        if std::mem::take(&mut self.has_data) {
            self.ready.push_back(ServerEvent {
                id: self.id.clone(),
                event,
                data,
            });
        }
    }
}
