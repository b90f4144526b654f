//! `--allow`, `--warn` and `--deny`: what becomes of kinds of problems in one run.

use crate::diagnostic::{Kind, Level, Levels};

/// The severities of one run, which count more than those of the configuration.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Severities {
    /// Take problems of this kind for errors; `warnings` stands for all that are warnings.
    #[arg(long, value_name = "CODE")]
    deny: Vec<Kind>,
    /// Warn of problems of this kind, whatever the configuration says.
    #[arg(long, value_name = "CODE")]
    warn: Vec<Kind>,
    /// Say nothing of problems of this kind.
    #[arg(long, value_name = "CODE")]
    allow: Vec<Kind>,
}

impl Severities {
    /// Lays these over those of the configuration. Of several for the same kind the severest counts.
    pub fn lay_over(&self, levels: &mut Levels) {
        let chosen =
            [(&self.allow, Level::Allow), (&self.warn, Level::Warn), (&self.deny, Level::Deny)];
        for (kinds, level) in chosen {
            for kind in kinds {
                levels.set(*kind, level);
            }
        }
    }
}
