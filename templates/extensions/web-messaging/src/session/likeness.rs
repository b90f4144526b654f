//! Whether a message of the history is one that was sent.
//!
//! The history does not say which request a message came from. What is compared is all that a guest decides: the text, what
//! was chosen, how a form was filled in, the file, and who comes. Two devices of one guest that say the same within one
//! break are not told apart.

use crate::models::{
    ContentButtonResponse, ContentForm, EventPresence, EventPresenceType, ReceivedMessage,
    SentMessage,
};

/// The text and the payload of what was chosen.
type Choice = (String, String);
/// The id of a question of a form, and what was chosen.
type Answer = (String, Choice);

/// What a guest has decided of a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    text: Option<String>,
    /// What was chosen.
    chosen: Vec<Choice>,
    /// How forms were filled in.
    answers: Vec<Answer>,
    /// The ids of files.
    files: Vec<String>,
    presences: Vec<EventPresenceType>,
}

impl Likeness {
    pub(super) fn of_sent(message: &SentMessage) -> Self {
        let items = message.content.iter().flatten().map(|item| Item {
            choice: item.button_response.as_ref(),
            form: item.form.as_ref(),
            file: item.attachment.as_ref().and_then(|file| file.id.as_ref()),
        });
        let events = message.events.iter().flatten();
        let presences = events.filter_map(|event| event.presence.as_ref());
        Self::new(message.text.as_deref(), items, presences)
    }

    pub(super) fn of_received(message: &ReceivedMessage) -> Self {
        let items = message.content.iter().flatten().map(|item| Item {
            choice: item.button_response.as_ref(),
            form: item.form.as_ref(),
            file: item.attachment.as_ref().and_then(|file| file.id.as_ref()),
        });
        let events = message.events.iter().flatten();
        let presences = events.filter_map(|event| event.presence.as_ref());
        Self::new(message.text.as_deref(), items, presences)
    }

    fn new<'m>(
        text: Option<&str>,
        items: impl Iterator<Item = Item<'m>>,
        presences: impl Iterator<Item = &'m EventPresence>,
    ) -> Self {
        let mut like = Self {
            // No text and an empty one are the same.
            text: text.filter(|text| !text.is_empty()).map(str::to_owned),
            presences: presences
                .filter_map(|presence| presence.r#type.clone())
                .collect(),
            ..Self::default()
        };
        for item in items {
            like.chosen.extend(item.choice.map(chosen));
            let answers = item.form.into_iter().flat_map(answers);
            like.answers.extend(answers);
            like.files.extend(item.file.cloned());
        }
        like
    }
}

/// What is compared of one piece of content.
struct Item<'m> {
    choice: Option<&'m ContentButtonResponse>,
    form: Option<&'m ContentForm>,
    file: Option<&'m String>,
}

/// What was answered to each question of a form.
fn answers(form: &ContentForm) -> Vec<Answer> {
    let answered = form.response.iter().flatten().filter_map(|answer| {
        let choice = answer.component.as_ref()?.button_response.as_ref()?;
        Some((answer.id.clone().unwrap_or_default(), chosen(choice)))
    });
    answered.collect()
}

fn chosen(choice: &ContentButtonResponse) -> Choice {
    let (text, payload) = (choice.text.clone(), choice.payload.clone());
    (text.unwrap_or_default(), payload.unwrap_or_default())
}
