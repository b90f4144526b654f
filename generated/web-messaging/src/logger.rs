//! A log of what goes over the wire: one record per attempt, to the console, a file or a function of
//! the caller.
//!
//! In: requests and what came of them, from the driver. Out: records as text or JSON. Invariants:
//! what is secret is masked before anything is cut or written; bodies are left out unless they are
//! asked for; a record that cannot be written is counted and never fails the call. A client without a
//! logger, or with one at [`LogLevel::None`], looks at nothing.

mod mask;
mod record;
mod settings;

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

use self::record::Record;
pub use self::settings::{LogFormat, LogLevel, LogSettings};
use crate::attempt::Failure;
use crate::response::Head;
use crate::timer::Timer;

/// A log of requests and responses. Clones write to the same place, and change together.
///
/// Give it to [`ClientBuilder::logger`](crate::ClientBuilder::logger). One logger can serve several
/// clients. Writing happens on the task that makes the call.
#[derive(Clone)]
pub struct Logger(Arc<Inner>);

struct Inner {
    /// The level of the settings, to look at without a lock.
    level: AtomicU8,
    output: Mutex<Output>,
    /// In place of console and file.
    sink: Option<Sink>,
    lost: AtomicU64,
}

type Sink = Box<dyn Fn(&str) -> io::Result<()> + Send + Sync>;

struct Output {
    settings: LogSettings,
    /// Opened when the first record is written.
    file: Option<File>,
}

impl Logger {
    /// A logger with these settings. The file is opened when there is something to write.
    #[must_use]
    pub fn new(settings: LogSettings) -> Self {
        Self::with(settings, None)
    }

    /// A logger that hands each record, a text that ends with a line break, to a function instead of
    /// console and file.
    #[must_use]
    pub fn to_function(
        settings: LogSettings,
        sink: impl Fn(&str) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self::with(settings, Some(Box::new(sink)))
    }

    fn with(settings: LogSettings, sink: Option<Sink>) -> Self {
        Self(Arc::new(Inner {
            level: AtomicU8::new(settings.level as u8),
            output: Mutex::new(Output {
                settings,
                file: None,
            }),
            sink,
            lost: AtomicU64::new(0),
        }))
    }

    /// The settings of now.
    pub fn settings(&self) -> LogSettings {
        self.output().settings.clone()
    }

    /// Replaces the settings for all attempts that begin from now on.
    pub fn change(&self, settings: LogSettings) {
        let mut output = self.output();
        if output.settings.file != settings.file {
            output.file = None;
        }
        self.0.level.store(settings.level as u8, Ordering::Relaxed);
        output.settings = settings;
    }

    /// How many records could not be written.
    #[must_use]
    pub fn lost_records(&self) -> u64 {
        self.0.lost.load(Ordering::Relaxed)
    }

    fn output(&self) -> MutexGuard<'_, Output> {
        self.0.output.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an attempt that is about to be sent, if there is anything to log.
    pub(crate) fn watch(
        &self,
        operation: &'static str,
        attempt: u32,
        request: &Request<Bytes>,
    ) -> Option<Box<Watched>> {
        if self.0.level.load(Ordering::Relaxed) == LogLevel::None as u8 {
            return None;
        }
        Some(Box::new(Watched {
            logger: self.clone(),
            operation,
            attempt,
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
            body: request.body().clone(),
        }))
    }

    fn write(&self, text: &str) {
        let written = match &self.0.sink {
            Some(sink) => sink(text),
            None => self.output().write(text),
        };
        if written.is_err() {
            self.0.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Output {
    fn write(&mut self, text: &str) -> io::Result<()> {
        let console = if self.settings.console {
            io::stderr().lock().write_all(text.as_bytes())
        } else {
            Ok(())
        };
        let Some(path) = &self.settings.file else {
            return console;
        };
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(settings::open(path)?),
        };
        let written = file.write_all(text.as_bytes());
        if written.is_err() {
            self.file = None;
        }
        written.and(console)
    }
}

impl fmt::Debug for Logger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Logger")
            .field("settings", &self.settings())
            .field("lost_records", &self.lost_records())
            .finish_non_exhaustive()
    }
}

/// An attempt that goes on while it is logged. Boxed, so that it adds next to nothing to the futures
/// of calls.
pub(crate) struct Watched {
    logger: Logger,
    operation: &'static str,
    attempt: u32,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Watched {
    /// Writes the record.
    pub(crate) fn conclude(
        self: Box<Self>,
        result: &Result<(Head, Bytes), Failure>,
        timer: &dyn Timer,
    ) {
        let logger = self.logger.clone();
        let settings = logger.settings();
        if settings.level == LogLevel::None || (settings.level == LogLevel::Error && result.is_ok())
        {
            return;
        }
        let record = Record::new(&self, result, &settings, timer.wall_clock());
        logger.write(&match settings.format {
            LogFormat::Text => record.text(),
            LogFormat::Json => record.json(),
        });
    }
}
