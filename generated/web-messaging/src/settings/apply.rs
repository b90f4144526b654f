//! What settings do to a builder, and to a client that is there already.

use std::time::Duration;

use super::key::Setting;
use super::{Settings, Value};
use crate::base_url::BaseUrl;
use crate::client::Shared;
use crate::client_builder::ClientBuilder;
use crate::error::Error;
use crate::logger::{LogFormat, LogLevel, LogSettings, Logger};
use crate::proxy::Proxy;
use crate::retry::RetryConfig;
use crate::service_address::ServiceAddress;
use crate::timeouts::Timeouts;

impl ClientBuilder {
    /// Takes over what these settings state; what they leave open stays as it is. A time for
    /// retries means [`RetryConfig::standard`].
    pub fn settings(mut self, settings: &Settings) -> Self {
        match ServiceAddress::of_settings(settings) {
            Some(Ok(address)) => self.address = Some(address),
            Some(Err(error)) => self.reject(error),
            None => {}
        }
        self.retry = settings.retry(self.retry);
        self.timeouts = settings.timeouts(self.timeouts);
        match settings.proxy() {
            Some(Ok(proxy)) => self = self.proxy(proxy),
            Some(Err(error)) => self.reject(error),
            None => {}
        }
        if let Some(suffix) = settings.text(Setting::UserAgentSuffix) {
            self = self.user_agent_suffix(suffix);
        }
        if let Some(log) = settings.log() {
            self = self.logger(Logger::new(log));
        }
        self
    }
}

impl ClientBuilder {
    /// What the builder says of what can be changed later.
    pub(super) fn start(&self) -> Start {
        Start {
            address: self.address.clone(),
            retry: self.retry.clone(),
            timeouts: self.timeouts.clone(),
            log: self
                .logger
                .as_ref()
                .map(Logger::settings)
                .unwrap_or_default(),
        }
    }
}

impl Settings {
    /// Changes what can be changed in a client: its address, retries, time limits and log.
    pub(super) fn apply_to(&self, shared: &mut Shared, start: &Start) -> Result<(), Error> {
        shared.address = match (ServiceAddress::of_settings(self), &start.address) {
            (Some(address), _) => address?,
            (None, Some(address)) => address.clone(),
            (None, None) => BaseUrl::default_one()?.into(),
        };
        shared.retry = self.retry(start.retry.clone());
        shared.timeouts = self
            .timeouts(start.timeouts.clone())
            .connect(shared.timeouts.connect_limit());
        match (self.log(), &shared.logger) {
            (Some(log), Some(logger)) => logger.change(log),
            (Some(log), None) => shared.logger = Some(Logger::new(log)),
            (None, Some(logger)) => logger.change(start.log.clone()),
            (None, None) => {}
        }
        Ok(())
    }

    fn retry(&self, otherwise: RetryConfig) -> RetryConfig {
        let mut retry = match self.seconds(Setting::RetryTime) {
            Some(time) => RetryConfig::standard(time),
            None => otherwise,
        };
        if let Some(wait) = self.seconds(Setting::RetryWait) {
            retry = retry.retry_after_default(wait);
        }
        if let Some(most) = self.number(Setting::RetryMost) {
            retry = retry.max_retries(u32::try_from(most).unwrap_or(u32::MAX));
        }
        retry
    }

    fn timeouts(&self, mut timeouts: Timeouts) -> Timeouts {
        if let Some(limit) = self.seconds(Setting::ConnectTimeout) {
            timeouts = timeouts.connect(limit);
        }
        if let Some(limit) = self.seconds(Setting::AttemptTimeout) {
            timeouts = timeouts.attempt(limit);
        }
        if let Some(limit) = self.seconds(Setting::TotalTimeout) {
            timeouts = timeouts.total(limit);
        }
        timeouts
    }

    /// Refuses a proxy that no client could be built with.
    pub(super) fn check_proxy(&self) -> Result<(), Error> {
        self.proxy().map_or(Ok(()), |proxy| proxy.map(drop))
    }

    fn proxy(&self) -> Option<Result<Proxy, Error>> {
        let user = self.text(Setting::ProxyUser);
        let password = self.text(Setting::ProxyPassword);
        let Some(url) = self.text(Setting::ProxyUrl) else {
            let lonely = user.or(password).is_some();
            return lonely.then(|| {
                Err(Error::config(
                    "the settings have credentials for a proxy, but no proxy",
                ))
            });
        };
        Some(Proxy::new(url).map(|proxy| match user {
            Some(user) => proxy.basic_auth(user, password.unwrap_or_default()),
            None => proxy,
        }))
    }

    /// The settings of the log, if anything is said about it.
    fn log(&self) -> Option<LogSettings> {
        if !self.0.keys().copied().any(Setting::is_of_logger) {
            return None;
        }
        let level = match self.text(Setting::LogLevel) {
            Some("error") => LogLevel::Error,
            Some("debug") => LogLevel::Debug,
            Some("trace") => LogLevel::Trace,
            _ => LogLevel::None,
        };
        let format = match self.text(Setting::LogFormat) {
            Some("json") => LogFormat::Json,
            _ => LogFormat::Text,
        };
        let file = self.text(Setting::LogFile);
        // Where a file is named, the console is for those who ask for it.
        let console = self.flag(Setting::LogConsole).unwrap_or(file.is_none());
        let log = LogSettings::new(level)
            .format(format)
            .console(console)
            .request_bodies(self.flag(Setting::LogRequestBodies).unwrap_or_default())
            .response_bodies(self.flag(Setting::LogResponseBodies).unwrap_or_default());
        Some(match file {
            Some(path) => log.file(path),
            None => log,
        })
    }

    fn seconds(&self, setting: Setting) -> Option<Duration> {
        match self.0.get(&setting)? {
            Value::Number(number) => Some(Duration::from_secs(*number)),
            _ => None,
        }
    }
}

/// What a client was before any file said otherwise: a setting that is taken out of the file falls
/// back to it.
#[derive(Clone)]
pub(super) struct Start {
    pub(super) address: Option<ServiceAddress>,
    pub(super) retry: RetryConfig,
    pub(super) timeouts: Timeouts,
    pub(super) log: LogSettings,
}
