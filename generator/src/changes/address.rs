//! The address of a server, cut into the parts that change for different reasons.

use std::collections::BTreeSet;

use super::paths::anonymous;
use crate::api::{Api, Method};

/// The parts of an address; what a relative address lacks is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// `https`
    pub(super) scheme: &'a str,
    /// `api.example.com:8443`
    pub(super) host: &'a str,
    /// `/v2`, without a slash at the end.
    pub(super) path: &'a str,
}

impl<'a> Address<'a> {
    /// Cuts the address of a server.
    pub(super) fn of(url: &'a str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let absolute = !scheme.is_empty() || rest.starts_with("//");
        let rest = if absolute { rest.trim_start_matches('/') } else { rest };
        let cut = if absolute { rest.find('/').unwrap_or(rest.len()) } else { 0 };
        let (host, path) = rest.split_at_checked(cut).unwrap_or((rest, ""));
        Self { scheme, host, path: path.trim_end_matches('/') }
    }
}

/// What stands before the paths of the old and of the new API, when it changed and most paths changed
/// with it, so that the addresses as a whole are what they were.
pub(super) fn rebased<'a>(old: &'a Api, new: &'a Api) -> Option<[&'a str; 2]> {
    let prefix = |api: &'a Api| api.servers.first().map_or("", |s| Address::of(&s.url).path);
    let (before, after) = (prefix(old), prefix(new));
    if before == after {
        return None;
    }
    let paths = |api: &Api, prefix: &str| -> BTreeSet<(Method, String)> {
        let text = |path| format!("{prefix}{}", anonymous(path));
        api.operations.iter().map(|o| (o.method, text(&o.path))).collect()
    };
    let whole = paths(old, before).intersection(&paths(new, after)).count();
    let bare = paths(old, "").intersection(&paths(new, "")).count();
    (whole > bare).then_some([before, after])
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn cuts_addresses() {
        let parts = |url| {
            let Address { scheme, host, path } = Address::of(url);
            [scheme, host, path]
        };
        assert_eq!(parts("https://a.example:8/v1/"), ["https", "a.example:8", "/v1"]);
        assert_eq!(parts("https://a.example"), ["https", "a.example", ""]);
        assert_eq!(parts("//a.example/v1"), ["", "a.example", "/v1"]);
        assert_eq!(parts("/v1"), ["", "", "/v1"]);
        assert_eq!(parts("v1"), ["", "", "v1"]);
        assert_eq!(parts("/"), ["", "", ""]);
        assert_eq!(parts(""), ["", "", ""]);
        assert_eq!(parts("é://ü/ö"), ["é", "ü", "/ö"]);
    }
}
