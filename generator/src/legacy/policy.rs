//! The word for the rules of the official SDKs on the command line.

/// The value of `--policy` that lets the official rules decide.
pub const POLICY: &str = "genesys";
