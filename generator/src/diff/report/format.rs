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
    /// Ten lines: what breaks, for whom, and what to do.
    Summary,
    /// `JUnit` XML, in which what breaks has failed.
    Junit,
    /// The release notes in the layout of the official SDKs, with what their rules see.
    Notes,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Markdown,
        Self::Json,
        Self::Github,
        Self::Sarif,
        Self::Html,
        Self::Summary,
        Self::Junit,
        Self::Notes,
    ];
}

/// The form of a text for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// How many columns a line may have.
    pub width: usize,
    /// Whether the terminal shows colours.
    pub colour: bool,
    /// How much of a long report is shown.
    pub detail: Detail,
}

/// How much of a long report a person is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// A line for each change, as far as they fit in what a person reads.
    #[default]
    Readable,
    /// Everything.
    Full,
}

impl Style {
    /// The width where there is no terminal.
    pub const WIDTH: usize = 100;
}

impl Default for Style {
    fn default() -> Self {
        Self { width: Self::WIDTH, colour: false, detail: Detail::Readable }
    }
}
