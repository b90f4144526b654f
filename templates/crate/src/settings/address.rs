//! What settings say about where the service is.
//!
//! An extension that knows more ways to reach the service than a base URL lays its own file over this one, with the same
//! items.

use super::{Kind, Setting, Settings};
use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::service_address::ServiceAddress;

impl ServiceAddress {
    /// The address that the settings name, if they name one.
    pub(super) fn of_settings(settings: &Settings) -> Option<Result<Self, Error>> {
        let url = settings.text(Setting::BaseUrl)?;
        Some(base_url_of(url).map(Self::from))
    }
}

/// What can be set about the address beside the base URL: nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AddressSetting {}

impl AddressSetting {
    /// What is expected of its value.
    pub(crate) fn kind(self) -> Kind {
        match self {}
    }
}

/// The base URL for a setting.
pub(crate) fn base_url_of(text: &str) -> Result<BaseUrl, Error> {
    BaseUrl::try_from(text)
}

/// What is wrong with the settings of the address when they are looked at together. They are partial where they may be
/// laid on others that have the rest.
pub(crate) fn misfit(_: &Settings, _is_partial: bool) -> Option<String> {
    None
}
