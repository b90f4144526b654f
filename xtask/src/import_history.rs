//! `cargo xtask import-history --from DIR`: a published history, reduced to what the repository may hold.

use std::path::PathBuf;
use std::process::ExitCode;

use generator::command;
use history::published::read_published;
use history::reduce::reduce;

use crate::root;

/// The arguments of `cargo xtask import-history`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the published history: `steps.json`, and the definitions that it names.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// The SDK that it is the history of; without it, the name of the folder.
    #[arg(long, value_name = "NAME")]
    sdk: Option<String>,
}

/// Reduces a history and writes it to `tests/history/<sdk>/`.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let from = root().join(&arguments.from);
    let own = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sdk = arguments.sdk.as_ref().unwrap_or(&own);
    let config = root().join("swagger").join(sdk).join("sdk.toml");
    let config = match command::read_config(&config) {
        Ok(config) => config,
        Err(problems) => {
            command::print_diagnostics(&problems);
            return command::exit_code(&problems);
        }
    };
    let folder = root().join("tests/history").join(sdk);
    let written = read_published(&from).and_then(|published| {
        let reduced = reduce(&published, &config)?;
        reduced.write(&folder)?;
        Ok((reduced.versions.len(), reduced.definitions.len()))
    });
    match written {
        Ok((versions, definitions)) => {
            println!("{versions} versions from {definitions} definitions: {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}
