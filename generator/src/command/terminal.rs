//! The terminal: how wide it is, whether it shows colours, and writing to it.

use std::io::{self, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};

use crate::diff::report::{Detail, Style};

/// How a text for the standard output should look: the width that was asked for, or that of `COLUMNS`, or
/// of the terminal; colours where the terminal shows them and `NO_COLOR` does not forbid them.
pub(super) fn style(width: Option<usize>, detail: Detail) -> Style {
    let columns = || std::env::var("COLUMNS").ok()?.trim().parse().ok().filter(|width| *width > 0);
    let terminal =
        || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    let width = width.or_else(columns).or_else(terminal).unwrap_or(Style::WIDTH);
    Style { width, colour: AutoStream::choice(&io::stdout()) != ColorChoice::Never, detail }
}

/// Writes to the standard output. A reader that has seen enough (`| head`) is no failure.
pub(super) fn print(text: &str) -> ExitCode {
    let mut output = anstream::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("the standard output cannot be written: {error}");
            ExitCode::from(3)
        }
        _ => ExitCode::SUCCESS,
    }
}
