//! Which SDKs a task is about: all of the repository, or the one that `--sdk` names.

use std::process::ExitCode;

use generator::command::{self, Repository, Sdk};
use generator::config::Config;

use crate::root;

/// The argument of every task that is about SDKs.
#[derive(clap::Args)]
pub(crate) struct Which {
    /// Only this SDK: a folder of `swagger/`. All of them otherwise.
    #[arg(long, value_name = "NAME")]
    sdk: Option<String>,
}

impl Which {
    /// The SDK of this name, or all.
    pub(crate) fn of(name: Option<&str>) -> Self {
        Self { sdk: name.map(str::to_owned) }
    }

    /// The SDKs; a name that is none is reported.
    pub(crate) fn sdks(&self) -> Result<Vec<Sdk>, ExitCode> {
        repository().choose(self.sdk.as_deref()).map_err(|problem| {
            eprintln!("{problem}");
            ExitCode::from(2)
        })
    }

    /// The SDK that was named.
    pub(crate) fn named(&self) -> Result<Option<Sdk>, ExitCode> {
        if self.sdk.is_none() {
            return Ok(None);
        }
        self.sdks().map(|sdks| sdks.into_iter().next())
    }

    /// Runs a task for each of the SDKs, also when it fails for one; the first failure is the answer.
    pub(crate) fn each(&self, task: impl Fn(&Sdk) -> ExitCode) -> ExitCode {
        let sdks = match self.sdks() {
            Ok(sdks) => sdks,
            Err(code) => return code,
        };
        let mut answer = ExitCode::SUCCESS;
        for sdk in &sdks {
            if sdks.len() > 1 {
                eprintln!("\n{}:", sdk.name);
            }
            let code = task(sdk);
            if answer == ExitCode::SUCCESS {
                answer = code;
            }
        }
        answer
    }
}

/// The repository.
pub(crate) fn repository() -> Repository {
    Repository::at(root())
}

/// The configuration of an SDK; what is wrong with it is reported.
pub(crate) fn config(sdk: &Sdk) -> Result<Config, ExitCode> {
    command::read_config(&sdk.config).map_err(|problems| {
        command::print_diagnostics(&problems);
        command::exit_code(&problems)
    })
}

/// Prints the SDKs, one line each: the name, the name of the crate, and where the definition is published.
pub(crate) fn list() -> ExitCode {
    for sdk in repository().sdks() {
        let config = match config(&sdk) {
            Ok(config) => config,
            Err(code) => return code,
        };
        let url = config.published_at.unwrap_or_default();
        println!("{}\t{}\t{url}", sdk.name, config.package.name);
    }
    ExitCode::SUCCESS
}
