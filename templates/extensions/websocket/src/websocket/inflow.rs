//! What has come over a connection and has not been read yet: one buffer, which the connection writes to and in which
//! frames are read where they lie.
//!
//! Invariant: the buffer is as large as what has come in asks for, never as large as a header announces. A connection that
//! has much to tell gets a larger one, so that it is asked less often; one that has little to tell gives it back.

/// How large the buffer of a quiet connection is.
const SMALL: usize = 8 * 1024;
/// How large it becomes only because much comes in at once. A frame that is larger makes it larger still.
const LARGE: usize = 64 * 1024;

/// Bytes, in the order in which they came.
#[derive(Debug)]
pub(super) struct Inflow {
    buffer: Vec<u8>,
    /// Where that begins which has not been read.
    start: usize,
    /// Where it ends.
    end: usize,
    /// How much of the buffer has been of use since the connection had nothing to tell.
    used: usize,
    /// Whether there was more to come the last time than there was room.
    is_full: bool,
}

impl Inflow {
    pub(super) fn new() -> Self {
        Self {
            buffer: Vec::new(),
            start: 0,
            end: 0,
            used: 0,
            is_full: false,
        }
    }

    /// What has not been read.
    pub(super) fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// The first bytes of what has not been read are read now.
    pub(super) fn read(&mut self, count: usize) {
        self.start = self.start.saturating_add(count).min(self.end);
    }

    /// Where more may be written. How much it was is told to [`filled`](Self::filled).
    pub(super) fn room(&mut self) -> &mut [u8] {
        self.close_up();
        let wanted = match self.buffer.len() {
            0 => SMALL,
            // One message that has not come to its end fills it.
            length if self.end == length => length.saturating_mul(2),
            length if self.is_full => length.saturating_mul(2).min(LARGE.max(length)),
            length => length,
        };
        self.buffer.resize(wanted, 0);
        self.is_full = false;
        self.buffer.get_mut(self.end..).unwrap_or_default()
    }

    /// So much was written to the [room](Self::room).
    pub(super) fn filled(&mut self, count: usize) {
        self.end = self.end.saturating_add(count).min(self.buffer.len());
        self.is_full = self.end == self.buffer.len();
        self.used = self.used.max(self.end);
    }

    /// Nothing more comes for the time being: a buffer that was far too large is halved.
    pub(super) fn rest(&mut self) {
        let half = self.buffer.len() / 2;
        if half >= SMALL && self.used <= half / 2 {
            self.close_up();
            self.buffer.truncate(half);
            self.buffer.shrink_to_fit();
        }
        self.used = self.end - self.start;
    }

    /// Moves what has not been read to the beginning.
    fn close_up(&mut self) {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
    }
}
