//! `cargo xtask diff`: two definitions are compared as the SDK of this repository would be made of them.

use std::process::ExitCode;

use generator::command::diff::{self, Arguments, Defaults};

use crate::root;

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let root = root();
    let defaults = Defaults {
        config: Some(root.join("swagger/guest-chat/sdk.toml")),
        templates: Some(root.join("templates")),
    };
    diff::run(arguments, &defaults)
}
