//! What is logged, in which form, and where to.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// How much a [`Logger`](super::Logger) writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum LogLevel {
    /// Nothing.
    #[default]
    None,
    /// Attempts that failed: method, URL, status or error, and the headers of request and response.
    Error,
    /// All attempts: method, URL, status and the headers of the request; those that failed as with
    /// `Error`.
    Debug,
    /// All attempts, with the headers of request and response.
    Trace,
}

/// The form of the records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogFormat {
    /// Blocks of lines, for people.
    #[default]
    Text,
    /// One JSON object per line.
    Json,
}

/// What a [`Logger`](super::Logger) writes, in which form, and where to: nothing, as text, to the
/// console, unless something else is set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct LogSettings {
    pub(crate) level: LogLevel,
    pub(crate) format: LogFormat,
    pub(crate) console: bool,
    pub(crate) file: Option<PathBuf>,
    pub(crate) request_bodies: bool,
    pub(crate) response_bodies: bool,
    pub(crate) longest_body: usize,
}

impl LogSettings {
    /// Settings with this level.
    pub fn new(level: LogLevel) -> Self {
        Self {
            level,
            format: LogFormat::Text,
            console: true,
            file: None,
            request_bodies: false,
            response_bodies: false,
            longest_body: 4096,
        }
    }

    /// How much is written.
    pub fn level(mut self, level: LogLevel) -> Self {
        self.level = level;
        self
    }

    /// The form of the records.
    pub fn format(mut self, format: LogFormat) -> Self {
        self.format = format;
        self
    }

    /// Whether records go to the console, which is the standard error. They do by default.
    pub fn console(mut self, on: bool) -> Self {
        self.console = on;
        self
    }

    /// Appends records to this file. It is made if it is not there, for its owner only where the
    /// system knows owners.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// Whether the bodies of requests are written, what is secret in them masked. They say what
    /// people wrote.
    pub fn request_bodies(mut self, on: bool) -> Self {
        self.request_bodies = on;
        self
    }

    /// Whether the bodies of responses are written, what is secret in them masked. They say what
    /// people wrote.
    pub fn response_bodies(mut self, on: bool) -> Self {
        self.response_bodies = on;
        self
    }

    /// How many characters of a body are written at most. Default 4096.
    pub fn longest_body(mut self, characters: usize) -> Self {
        self.longest_body = characters;
        self
    }
}

impl Default for LogSettings {
    fn default() -> Self {
        Self::new(LogLevel::None)
    }
}

/// Opens a log file to append to it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
