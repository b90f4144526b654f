//! What a dialogue is: a file of YAML with a name and steps, one after another.
//!
//! ```yaml
//! name: The bot sells a book
//! steps:
//!   - say: hi                                  # or `join`, which says nothing and lets the bot begin
//!   - expect: What would you like              # a text that is part of what the bot says next, or
//!   - expect: {pattern: "^Hello,? .*$"}        # a pattern that it fits
//!   - expect: {text: Hello, within: 30}        # in so many seconds; 10 unless told
//!   - quick-replies: ["Yes", "No"]             # all that were suggested with it, in any order
//!   - choose: "Yes"                            # one of them
//!   - upload: {name: order.csv, type: text/csv, text: "book,1"}
//!   - hand-over                                # a person says something
//!   - end                                      # the other end leaves, or closes the conversation
//! ```

use std::time::Duration;

use regex::Regex;
use serde::Deserialize;

/// A dialogue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dialogue {
    pub name: String,
    pub steps: Vec<Step>,
}

/// What is done, or waited for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    Join,
    Say(String),
    Expect(Expected),
    QuickReplies(Vec<String>),
    Choose(String),
    Upload(Upload),
    HandOver,
    End,
}

/// What the bot should say.
#[derive(Debug, Deserialize)]
#[serde(from = "Written")]
pub struct Expected {
    pub text: Option<String>,
    pub pattern: Option<Pattern>,
    pub within: Duration,
}

/// A file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upload {
    pub name: String,
    #[serde(rename = "type")]
    pub media_type: String,
    pub text: String,
}

/// A regular expression.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(pub Regex);

impl TryFrom<String> for Pattern {
    type Error = regex::Error;

    fn try_from(text: String) -> Result<Self, regex::Error> {
        Regex::new(&text).map(Self)
    }
}

/// The ways in which it can be written.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Whole(Whole),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    text: Option<String>,
    pattern: Option<Pattern>,
    #[serde(default = "usual")]
    within: u64,
}

/// How long is waited, in seconds.
pub const fn usual() -> u64 {
    10
}

impl From<Written> for Expected {
    fn from(written: Written) -> Self {
        let (text, pattern, within) = match written {
            Written::Text(text) => (Some(text), None, usual()),
            Written::Whole(whole) => (whole.text, whole.pattern, whole.within),
        };
        Self { text, pattern, within: Duration::from_secs(within) }
    }
}

impl Expected {
    /// Whether something said is what was expected.
    pub fn fits(&self, said: &str) -> bool {
        let has_text = self.text.as_ref().is_none_or(|text| said.contains(text));
        has_text && self.pattern.as_ref().is_none_or(|pattern| pattern.0.is_match(said))
    }

    /// In words.
    pub fn describe(&self) -> String {
        let text = self.text.iter().map(|text| format!("`{text}`"));
        let pattern = self.pattern.iter().map(|pattern| format!("something like /{}/", pattern.0));
        text.chain(pattern).collect::<Vec<_>>().join(" and ")
    }
}

impl Dialogue {
    /// Reads a file.
    pub fn read(file: &str) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        // YAML has a notation of its own for what is one of several; people write it as in JSON.
        let value: serde_json::Value =
            serde_yaml::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
        serde_json::from_value(value).map_err(|error| format!("{file}: {error}"))
    }
}
