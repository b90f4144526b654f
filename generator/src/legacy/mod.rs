//! The rules of the official SDKs.

mod policy;

pub use self::policy::POLICY;
