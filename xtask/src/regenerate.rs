//! `cargo xtask regenerate`: the definition in `swagger/` becomes the crate in `generated/`.

use std::process::ExitCode;

use generator::command::{self, Run};

use crate::root;

/// The arguments of `cargo xtask regenerate`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Another definition, JSON or YAML; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    swagger: Option<String>,
    /// Keep the definition, pruned, as `swagger/guest.json`.
    #[arg(long, requires = "swagger", conflicts_with = "check")]
    save: bool,
    /// Write nothing; print what would change and exit with 1 if anything would.
    #[arg(long)]
    check: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let root = root();
    let definition = root.join("swagger/guest.json");
    let own = || definition.display().to_string();
    command::run(&Run {
        swagger: arguments.swagger.clone().unwrap_or_else(own),
        config: root.join("swagger/guest.toml"),
        out: root.join("generated"),
        templates: Some(root.join("templates")),
        check: arguments.check,
        save: arguments.save.then(|| definition.clone()),
        timings: false,
    })
}
