//! A collector of all that is logged, by `tracing` and by `log`, at the most talkative level.

use std::fmt::{Arguments, Debug, Write as _};
use std::sync::{Mutex, MutexGuard};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Metadata, Subscriber};

static LOG: Mutex<String> = Mutex::new(String::new());

/// Collects everything that is logged in this process.
#[derive(Debug)]
pub struct Capture(());

impl Capture {
    /// Starts to collect. Once per process, because collectors are the process's.
    pub fn start() {
        log::set_logger(&Self(())).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        tracing::subscriber::set_global_default(Self(())).unwrap();
    }

    /// What was logged so far, a line per field and per place where an event was made.
    pub fn log() -> MutexGuard<'static, String> {
        LOG.lock().unwrap()
    }

    fn write(text: Arguments<'_>) {
        writeln!(Self::log(), "{text}").unwrap();
    }
}

impl Visit for Capture {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        Self::write(format_args!("{field}={value:?}"));
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        Self::write(format_args!("span of {}", attributes.metadata().target()));
        attributes.record(&mut Self(()));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Self(()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        Self::write(format_args!("event of {}", event.metadata().target()));
        event.record(&mut Self(()));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Capture {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        Self::write(format_args!("event of {}", record.target()));
        Self::write(*record.args());
    }

    fn flush(&self) {}
}
