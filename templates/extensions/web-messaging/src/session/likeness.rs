//! Whether a message of the history is one that was sent.
//!
//! The history does not say which request a message came from. What is compared is all that a guest decides: the text, what
//! was chosen, the file, and who comes. Two devices of one guest that say the same within one break are not told apart.

use crate::models::{ContentButtonResponse, EventPresenceType, ReceivedMessage, SentMessage};

/// What a guest has decided of a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    text: Option<String>,
    /// The texts and payloads of what was chosen.
    chosen: Vec<(String, String)>,
    /// The ids of files.
    files: Vec<String>,
    presences: Vec<EventPresenceType>,
}

impl Likeness {
    pub(super) fn of_sent(message: &SentMessage) -> Self {
        let content = || message.content.iter().flatten();
        let events = message.events.iter().flatten();
        Self {
            text: text(message.text.as_deref()),
            chosen: chosen(content().filter_map(|item| item.button_response.as_ref())),
            files: content()
                .filter_map(|item| item.attachment.as_ref()?.id.clone())
                .collect(),
            presences: events
                .filter_map(|event| event.presence.as_ref()?.r#type.clone())
                .collect(),
        }
    }

    pub(super) fn of_received(message: &ReceivedMessage) -> Self {
        let content = || message.content.iter().flatten();
        let events = message.events.iter().flatten();
        Self {
            text: text(message.text.as_deref()),
            chosen: chosen(content().filter_map(|item| item.button_response.as_ref())),
            files: content()
                .filter_map(|item| item.attachment.as_ref()?.id.clone())
                .collect(),
            presences: events
                .filter_map(|event| event.presence.as_ref()?.r#type.clone())
                .collect(),
        }
    }
}

/// No text and an empty one are the same.
fn text(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}

fn chosen<'m>(choices: impl Iterator<Item = &'m ContentButtonResponse>) -> Vec<(String, String)> {
    choices
        .map(|choice| {
            let (text, payload) = (choice.text.clone(), choice.payload.clone());
            (text.unwrap_or_default(), payload.unwrap_or_default())
        })
        .collect()
}
