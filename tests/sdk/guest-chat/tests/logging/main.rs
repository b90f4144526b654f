//! The log of attempts: what each level says, what no level says, and what happens when it cannot be written.

#[cfg(test)]
mod levels;
#[cfg(test)]
mod members;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod visible;

#[cfg(test)]
use std::sync::{Arc, Mutex};

#[cfg(test)]
use purecloud_guest_chat_client::{LogSettings, Logger};

/// The records that a logger has written.
#[cfg(test)]
#[derive(Clone, Default)]
struct Records(Arc<Mutex<Vec<String>>>);

#[cfg(test)]
impl Records {
    fn logger(&self, settings: LogSettings) -> Logger {
        let records = self.clone();
        Logger::to_function(settings, move |record| {
            records.0.lock().unwrap().push(record.to_owned());
            Ok(())
        })
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}
