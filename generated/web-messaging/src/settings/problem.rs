//! What is wrong with settings, and where.

use std::borrow::Cow;
use std::path::Path;

use super::entry::Place;
use crate::error::Error;

/// What is wrong, before the file is known by name.
#[derive(Debug)]
pub(super) struct Problem {
    place: Place,
    message: Cow<'static, str>,
}

impl Problem {
    pub(super) fn new(place: Place, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            place,
            message: message.into(),
        }
    }

    /// The error for the caller.
    pub(super) fn into_error(self) -> Error {
        Error::config(self.text())
    }

    /// The error for the caller, which names the file (not its folders).
    pub(super) fn in_file(self, path: &Path) -> Error {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Error::config(format!("{}: {}", name.to_string_lossy(), self.text()))
    }

    fn text(&self) -> String {
        match &self.place {
            Place::Nowhere => self.message.to_string(),
            Place::Line(line, column) => {
                format!("line {line}, column {column}: {}", self.message)
            }
            Place::Variable(name) => format!("variable {name}: {}", self.message),
        }
    }
}
