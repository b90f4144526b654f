//! Follows a file of settings while a program runs.
//!
//! In: a client and the file that some of its settings are in. Out: after a change, a handle that does
//! as the file says now, and what it cannot do without a new client. Handles are not changed behind
//! anyone's back, except for their log, which they share; the connections, the credentials and the
//! budgets stay those of the client. Invariants: a file that is broken or missing is reported and
//! changes nothing; nothing happens unless the watch is asked, or told to run in a thread.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::apply::Start;
use super::{Setting, Settings, read};
use crate::client::Client;
use crate::client_builder::ClientBuilder;
use crate::error::Error;

/// How often the file is looked at unless something else is set.
const INTERVAL: Duration = Duration::from_secs(5);

/// How soon a file that has changed is looked at again, to see that its writer is done.
const SETTLING: Duration = Duration::from_millis(500);

/// Follows a file of settings. Made by [`ClientBuilder::build_watching`].
pub struct SettingsWatch {
    path: PathBuf,
    start: Start,
    interval: Duration,
    client: Client,
    settings: Settings,
    /// What the file said when it was taken over, or found to be wrong.
    seen: Result<String, String>,
    /// What it said when it was looked at last, if that is something else.
    pending: Option<Result<String, String>>,
}

/// What came of a change of the file.
#[derive(Clone, Debug)]
pub struct Reload {
    client: Client,
    applied: Vec<String>,
    needs_new_client: Vec<String>,
}

impl Reload {
    /// A handle that does as the file says now.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The keys that have changed and count from now on.
    #[must_use]
    pub fn applied(&self) -> &[String] {
        &self.applied
    }

    /// The keys that have changed and count only for a client that is built anew.
    #[must_use]
    pub fn needs_new_client(&self) -> &[String] {
        &self.needs_new_client
    }
}

impl ClientBuilder {
    /// Builds a client with the settings of this file on top of those of the builder, and follows the
    /// file. What is taken out of the file later falls back to what the builder says.
    ///
    /// # Errors
    /// As [`Settings::from_file`] and [`build`](Self::build).
    pub fn build_watching(self, path: impl Into<PathBuf>) -> Result<SettingsWatch, Error> {
        SettingsWatch::new(self, path.into(), Self::build)
    }

    /// The same for a blocking client; see [`build_blocking`](Self::build_blocking).
    ///
    /// # Errors
    /// As [`Settings::from_file`] and [`build`](Self::build).
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn build_blocking_watching(self, path: impl Into<PathBuf>) -> Result<SettingsWatch, Error> {
        SettingsWatch::new(self, path.into(), Self::build_blocking)
    }
}

impl SettingsWatch {
    fn new(
        builder: ClientBuilder,
        path: PathBuf,
        build: impl FnOnce(ClientBuilder) -> Result<Client, Error>,
    ) -> Result<Self, Error> {
        let text = read(&path)?;
        let settings = Settings::from_text(&path, &text)?;
        let start = builder.start();
        Ok(Self {
            client: build(builder.settings(&settings))?,
            path,
            start,
            interval: INTERVAL,
            settings,
            seen: Ok(text),
            pending: None,
        })
    }

    /// How often [`next`](Self::next) looks at the file. Default 5 s.
    #[must_use]
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// A handle that does as the file said when it was last taken over.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The settings that were last taken over.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Waits until the file has changed, on the timer of the client. Cancel-safe.
    ///
    /// # Errors
    /// `Config` when the file has become missing or wrong: everything stays as it was, and the watch
    /// can be asked again.
    pub async fn next(&mut self) -> Result<Reload, Error> {
        self.client.shared().check_runtime()?;
        loop {
            if let Some(outcome) = self.check() {
                return outcome;
            }
            let timer = &self.client.shared().timer;
            let pause = match self.pending {
                Some(_) => self.interval.min(SETTLING),
                None => self.interval,
            };
            timer.sleep(pause).await;
        }
    }

    /// Waits until the file has changed, on this thread.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Result<Reload, Error> {
        self.client.shared().check_blocking()?;
        crate::blocking::block_on(self.next())
    }

    /// Looks at the file, without waiting. A change counts when it is seen for the second time, so
    /// that half a file, which is still being written, does not.
    ///
    /// # Errors
    /// As [`next`](Self::next); each problem is told once.
    pub fn check(&mut self) -> Option<Result<Reload, Error>> {
        let found = read(&self.path);
        let text = found
            .as_ref()
            .map(Clone::clone)
            .map_err(ToString::to_string);
        if text == self.seen {
            self.pending = None;
            return None;
        }
        if self.pending.as_ref() != Some(&text) {
            self.pending = Some(text);
            return None;
        }
        self.pending = None;
        self.seen = text;
        found.and_then(|text| self.take_over(&text)).transpose()
    }

    /// `None` if what has changed sets nothing.
    fn take_over(&mut self, text: &str) -> Result<Option<Reload>, Error> {
        let settings = Settings::from_text(&self.path, text)?;
        let changed = self.settings.differences(&settings);
        if changed.is_empty() {
            return Ok(None);
        }
        let mut shared = self.client.shared().clone();
        let was_insecure = shared.address.base_url.is_insecure();
        settings.check_proxy()?;
        settings.apply_to(&mut shared, &self.start)?;
        // The transport was set up for one or the other.
        let moves = shared.address.base_url.is_insecure() == was_insecure;
        if !moves {
            shared.address = self.client.shared().address.clone();
        }
        let stays =
            |setting: &Setting| setting.needs_new_client() || (!moves && setting.is_of_address());
        let names = |settings: Vec<&Setting>| settings.into_iter().map(|s| s.name()).collect();
        let (staying, applied) = changed.iter().partition(|setting| stays(setting));
        self.client = self.client.with_shared(shared);
        self.settings = settings;
        Ok(Some(Reload {
            client: self.client.clone(),
            applied: names(applied),
            needs_new_client: names(staying),
        }))
    }

    /// Follows the file in a thread of its own until the returned value is dropped. Each outcome is
    /// given to `on_change`.
    ///
    /// # Errors
    /// `Config` when the system gives no thread.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn follow_in_thread(
        self,
        on_change: impl FnMut(Result<Reload, Error>) + Send + 'static,
    ) -> Result<SettingsThread, Error> {
        thread::follow(self, on_change)
    }
}

impl Settings {
    /// What one of two has that the other has not, or has otherwise.
    fn differences(&self, other: &Self) -> BTreeSet<Setting> {
        let keys = self.0.keys().chain(other.0.keys());
        keys.filter(|key| self.0.get(*key) != other.0.get(*key))
            .copied()
            .collect()
    }
}

impl fmt::Debug for SettingsWatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file: Option<&Path> = self.path.file_name().map(Path::new);
        formatter
            .debug_struct("SettingsWatch")
            .field("file", &file)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use self::thread::SettingsThread;

#[cfg(not(target_arch = "wasm32"))]
mod thread {
    //! The thread that follows a file when it is asked to.

    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::{self, Thread};

    use super::{Reload, SETTLING, SettingsWatch};
    use crate::error::Error;

    /// Follows a file until it is dropped.
    #[derive(Debug)]
    #[must_use = "the thread ends when this is dropped"]
    pub struct SettingsThread {
        thread: Thread,
        is_over: Arc<AtomicBool>,
    }

    impl Drop for SettingsThread {
        fn drop(&mut self) {
            self.is_over.store(true, Ordering::Release);
            self.thread.unpark();
        }
    }

    pub(super) fn follow(
        mut watch: SettingsWatch,
        mut on_change: impl FnMut(Result<Reload, Error>) + Send + 'static,
    ) -> Result<SettingsThread, Error> {
        let is_over = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&is_over);
        let work = move || {
            while !end.load(Ordering::Acquire) {
                if let Some(outcome) = watch.check() {
                    on_change(outcome);
                }
                thread::park_timeout(match watch.pending {
                    Some(_) => watch.interval.min(SETTLING),
                    None => watch.interval,
                });
            }
        };
        let handle = thread::Builder::new()
            .name("settings".to_owned())
            .spawn(work)
            .map_err(|error| {
                Error::config("no thread could be started for the settings").with_source(error)
            })?;
        Ok(SettingsThread {
            thread: handle.thread().clone(),
            is_over,
        })
    }
}
