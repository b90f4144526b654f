//! The address of the service that a setting names: a region by its name or domain, or an address.

use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::region::{Region, bare_domain};

/// The address of the API for a setting: that of a region by its name or domain; or an address, taken as it is.
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
