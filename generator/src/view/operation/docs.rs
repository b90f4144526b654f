//! The documentation of operations.
//!
//! It says what the definition says, then the facts of the wire. What most operations say of a status stands once,
//! in the documentation of the module `api` ([`SharedErrors`]); an operation repeats what differs from that.

use std::collections::BTreeMap;

use crate::api::{Api, Operation, Response, Status, error_catalogue};
use crate::markdown::{self, block};
use crate::names::words;

use super::super::model::code_span;
use super::super::text::{Comment, DocText};
use super::body;

/// How many operations must say the same of a status before it stands once.
const SHARED: usize = 4;

/// What most operations say of a status, for those of which they say the same.
#[derive(Debug, Default)]
pub(in crate::view) struct SharedErrors {
    texts: BTreeMap<Status, String>,
}

impl SharedErrors {
    /// Finds the texts that most operations with a status share.
    pub(in crate::view) fn of(api: &Api) -> Self {
        let mut counts: BTreeMap<Status, BTreeMap<String, usize>> = BTreeMap::new();
        for response in api.operations.iter().flat_map(Operation::failures) {
            let texts = counts.entry(response.status).or_default();
            *texts.entry(error_text(response)).or_default() += 1;
        }
        let most = |texts: BTreeMap<String, usize>| {
            let all: usize = texts.values().sum();
            let usual = texts.into_iter().find(|(_, count)| *count >= SHARED && 2 * count > all);
            usual.map(|(text, _)| text)
        };
        let texts = counts.into_iter().filter_map(|(status, texts)| Some((status, most(texts)?)));
        Self { texts: texts.collect() }
    }

    /// The section for the module `api`, if there is anything to say.
    pub(in crate::view) fn docs(&self) -> Option<String> {
        if self.texts.is_empty() {
            return None;
        }
        let lines: Vec<String> =
            self.texts.iter().map(|(status, text)| line(*status, text)).collect();
        Some(format!(
            "# Errors\n\nWhat a status means, unless the operation says something else:\n\n{}",
            lines.join("\n")
        ))
    }

    fn has(&self, response: &Response) -> bool {
        self.texts.get(&response.status).is_some_and(|text| *text == error_text(response))
    }
}

/// The documentation of an operation: what it does, then the wire facts.
pub(super) fn operation_docs(operation: &Operation) -> String {
    let mut paragraphs: Vec<String> = [&operation.summary, &operation.description]
        .into_iter()
        .flatten()
        .filter(|text| !text.trim().is_empty())
        .map(|text| block(text))
        .collect();
    paragraphs.dedup();
    paragraphs.push(code_span(&format!("{} {}", operation.method, operation.path.text)));
    if operation.deprecated {
        paragraphs.push("Deprecated by the API.".to_owned());
    }
    paragraphs.extend(operation.body.as_ref().and_then(body::docs));
    let returns: Vec<String> = operation
        .successes()
        .filter_map(|response| Some((response.status, response.description.as_deref()?)))
        .filter(|(_, text)| !text.trim().is_empty() && !is_bare_success(text))
        .map(|(status, text)| line(status, text))
        .collect();
    if !returns.is_empty() {
        paragraphs.push(format!("# Returns\n\n{}", returns.join("\n")));
    }
    paragraphs.join("\n\n")
}

/// What an operation says of errors: what is as usual, and what is its own.
pub(super) fn error_docs(
    operation: &Operation,
    shared: &SharedErrors,
) -> (Option<Comment>, Option<DocText>) {
    let (usual, own): (Vec<&Response>, Vec<&Response>) =
        operation.failures().partition(|response| shared.has(response));
    let usual: Vec<String> =
        usual.into_iter().map(|response| format!("`{}`", response.status)).collect();
    let own: Vec<String> =
        own.into_iter().map(|response| line(response.status, &error_text(response))).collect();
    let usual = (!usual.is_empty()).then(|| Comment::new(&usual.join(", ")));
    let own = (!own.is_empty()).then(|| DocText::new(&own.join("\n")));
    (usual, own)
}

/// Texts that say of a success that it is one.
const BARE_SUCCESSES: &[&str] =
    &["ok", "success", "successful", "successful operation", "successful response"];

fn is_bare_success(text: &str) -> bool {
    BARE_SUCCESSES.contains(&words(text).join(" ").as_str())
}

fn line(status: Status, text: &str) -> String {
    match markdown::line(text).as_str() {
        "" => format!("- `{status}`"),
        text => format!("- `{status}`: {text}"),
    }
}

/// What is known of an error status: the codes if the definition lists them, its description otherwise.
fn error_text(response: &Response) -> String {
    let codes = response.extensions.values().find_map(|value| {
        let catalogue = error_catalogue(value).filter(|catalogue| !catalogue.is_empty())?;
        let mut codes: Vec<String> = catalogue.keys().map(|code| code_span(code)).collect();
        codes.sort();
        Some(codes.join(", "))
    });
    codes.or_else(|| response.description.clone()).unwrap_or_default()
}
