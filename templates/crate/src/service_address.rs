//! The address of the service that a setting names. An extension that knows more ways to name one lays its own file over
//! this one.

use crate::base_url::BaseUrl;
use crate::error::Error;

/// The address of the service for a setting.
pub(crate) fn base_url_of(text: &str) -> Result<BaseUrl, Error> {
    BaseUrl::try_from(text)
}
