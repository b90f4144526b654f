//! A gateway between the guest and the service: host, port and path before those of the API, for calls and for the
//! event stream; and an HTTP client of the caller's own.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod streams;
