//! What settings say about where the service is: a region, by its name or domain; an address; or a gateway.

use super::{Kind, Setting, Settings};
use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::gateway::Gateway;
use crate::region::{Region, bare_domain};
use crate::service_address::ServiceAddress;

impl ServiceAddress {
    /// The address that the settings name, if they name one. A gateway counts more than an address.
    pub(super) fn of_settings(settings: &Settings) -> Option<Result<Self, Error>> {
        if let Some(gateway) = gateway_of(settings) {
            return Some(Self::try_from(gateway));
        }
        let url = settings.text(Setting::BaseUrl)?;
        Some(base_url_of(url).map(Self::from))
    }
}

/// What can be set about the address beside the base URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(
    dead_code,
    reason = "an SDK with keys of its own may have none for some of them"
)]
#[allow(
    clippy::enum_variant_names,
    reason = "the names are those of the settings, and not all need be of the gateway"
)]
pub(crate) enum AddressSetting {
    GatewayHost,
    GatewayProtocol,
    GatewayPort,
    GatewayApiPath,
    GatewayStreamPath,
}

impl AddressSetting {
    /// What is expected of its value.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::GatewayHost => Kind::Text,
            Self::GatewayProtocol => Kind::Word(&["https", "http"], "must be https or http"),
            Self::GatewayPort => Kind::Number(1, 65_535),
            Self::GatewayApiPath | Self::GatewayStreamPath => Kind::TextOrEmpty,
        }
    }
}

/// The base URL for a setting: that of a region by its name or domain; or an address, taken as it is.
pub(crate) fn base_url_of(text: &str) -> Result<BaseUrl, Error> {
    let bare = bare_domain(text);
    if let Some(region) = Region::ALL.iter().find(|region| region.domain() == bare) {
        return BaseUrl::try_from(region.api_url());
    }
    if text.contains("://") {
        return BaseUrl::try_from(text);
    }
    BaseUrl::try_from(text.parse::<Region>()?.api_url())
}

/// What is wrong with the settings of the address when they are looked at together. They are partial where they may be
/// laid on others that have the rest.
pub(crate) fn misfit(settings: &Settings, is_partial: bool) -> Option<String> {
    let error = gateway_of(settings)?.base_url().err()?;
    let has_host = settings
        .text(Setting::Address(AddressSetting::GatewayHost))
        .is_some();
    (has_host || !is_partial)
        .then(|| format!("the settings of the gateway do not fit together: {error}"))
}

/// The gateway, if the settings say anything about one.
fn gateway_of(settings: &Settings) -> Option<Gateway> {
    let text = |setting| settings.text(Setting::Address(setting));
    let host = text(AddressSetting::GatewayHost);
    let protocol = text(AddressSetting::GatewayProtocol);
    let port = settings.number(Setting::Address(AddressSetting::GatewayPort));
    let api_path = text(AddressSetting::GatewayApiPath);
    let stream_path = text(AddressSetting::GatewayStreamPath);
    if port.is_none() && host.or(protocol).or(api_path).or(stream_path).is_none() {
        return None;
    }
    let mut gateway = Gateway::new(host.unwrap_or_default());
    if let Some(protocol) = protocol {
        gateway = gateway.protocol(protocol);
    }
    if let Some(port) = port {
        gateway = gateway.port(u16::try_from(port).unwrap_or_default());
    }
    if let Some(path) = api_path {
        gateway = gateway.api_path(path);
    }
    if let Some(path) = stream_path {
        gateway = gateway.stream_path(path);
    }
    Some(gateway)
}
