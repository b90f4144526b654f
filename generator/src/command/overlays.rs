//! `--overlay`: overlay files beside those of the configuration.

use std::path::{Path, PathBuf};

use crate::config::{Config, OverlayText};
use crate::diagnostic::Diagnostics;
use crate::source;

/// The overlay files of one run.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Overlays {
    /// An overlay file (OpenAPI Overlay 1.0 or 1.1), applied after those of the configuration; several are applied in
    /// their order.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
}

impl Overlays {
    /// Adds them to those of the configuration.
    pub fn add_to(&self, config: &mut Config) -> Result<(), Diagnostics> {
        add(&mut config.overlay_texts, self.overlay.iter().map(PathBuf::as_path))
    }
}

/// Reads the files that a configuration names, from its folder.
pub(super) fn of_config(config: &mut Config, folder: &Path) -> Result<(), Diagnostics> {
    let files: Vec<PathBuf> = config.overlays.iter().map(|file| folder.join(file)).collect();
    add(&mut config.overlay_texts, files.iter().map(PathBuf::as_path))
}

fn add<'f>(
    texts: &mut Vec<OverlayText>,
    files: impl Iterator<Item = &'f Path>,
) -> Result<(), Diagnostics> {
    for file in files {
        let source = source::read(&file.display().to_string())?;
        texts.push(OverlayText { name: source.name, text: source.text });
    }
    Ok(())
}
