//! Settings from files and variables: the keys of the official SDKs, what is refused and where, and how a file is
//! followed.

#[cfg(test)]
mod files;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod reloads;
#[cfg(test)]
mod variables;
