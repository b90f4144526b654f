//! Where the service is.
//!
//! An extension that knows more ways to reach the service than a base URL lays its own file over this one, with the same
//! items: the rest of the runtime asks for nothing else of an address.

use crate::base_url::BaseUrl;

/// Where the service is.
#[derive(Clone)]
pub(crate) struct ServiceAddress {
    pub(crate) base_url: BaseUrl,
}

impl From<BaseUrl> for ServiceAddress {
    fn from(base_url: BaseUrl) -> Self {
        Self { base_url }
    }
}
