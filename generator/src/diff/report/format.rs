//! The formats of a report, and what the caller decides about their form.

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a person at a terminal.
    #[default]
    Text,
    /// For the text of a pull request.
    Markdown,
    /// For programs, and complete; `openapi-to-rust-sdk schema` prints its JSON Schema.
    Json,
    /// Annotations of the definition in a pull request, by commands to the runner of GitHub Actions.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// One page to read in a browser, without network.
    Html,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Markdown, Self::Json, Self::Github, Self::Sarif, Self::Html];
}

/// The form of a text for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// How many columns a line may have.
    pub width: usize,
    /// Whether the terminal shows colours.
    pub colour: bool,
}

impl Style {
    /// The width where there is no terminal.
    pub const WIDTH: usize = 100;
}

impl Default for Style {
    fn default() -> Self {
        Self { width: Self::WIDTH, colour: false }
    }
}
