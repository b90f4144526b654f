//! Where the service is: in a region, by its name or domain; at an address; or behind a gateway.

use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::gateway::Gateway;

/// Where the service is.
#[derive(Clone)]
pub(crate) struct ServiceAddress {
    pub(crate) base_url: BaseUrl,
    #[allow(
        dead_code,
        reason = "not every API has streams, which may go through it"
    )]
    pub(crate) gateway: Option<Gateway>,
}

impl From<BaseUrl> for ServiceAddress {
    fn from(base_url: BaseUrl) -> Self {
        Self {
            base_url,
            gateway: None,
        }
    }
}

impl TryFrom<Gateway> for ServiceAddress {
    type Error = Error;

    fn try_from(gateway: Gateway) -> Result<Self, Error> {
        Ok(Self {
            base_url: gateway.base_url()?,
            gateway: Some(gateway),
        })
    }
}
