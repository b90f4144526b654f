//! Who answers guests: a bot that shows the kind of content it is asked for, or an agent who repeats what is said.

use bytes::Bytes;
use serde_json::Value;

use crate::content;
use crate::settings::{Goodbye, Player};

/// What the other end does.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Type,
    Say(Said),
    /// Send a file.
    Give {
        name: String,
        media_type: String,
        bytes: Bytes,
    },
    /// Leave: so, or as the deployment has it.
    Leave(Option<Goodbye>),
}

/// What the other end says.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) content: Vec<Value>,
    pub(crate) is_human: bool,
}

/// How far a conversation has come.
#[derive(Clone, Debug, Default)]
pub(crate) struct Talk {
    has_greeted: bool,
    is_handed_over: bool,
}

/// Makes content of a kind.
type Kind = fn() -> Vec<Value>;

/// What the bot has to show, and what it is asked for by.
const KINDS: [(&str, Kind); 7] = [
    ("quick replies", content::quick_replies),
    ("buttons", content::buttons),
    ("card", content::card),
    ("carousel", content::carousel),
    ("dates", content::date_picker),
    ("list", content::list_picker),
    ("form", content::form),
];

/// What is answered to a message.
pub(crate) fn answers(player: Player, talk: &mut Talk, message: &Value) -> Vec<Act> {
    let text = message.get("text").and_then(Value::as_str).unwrap_or_default();
    let has_greeted = std::mem::replace(&mut talk.has_greeted, true);
    match player {
        Player::Nobody => Vec::new(),
        Player::Agent if !has_greeted => vec![say("Hello, I am Ann. I repeat what you say.", true)],
        Player::Agent => vec![Act::Type, say(&heard(message, text), true)],
        Player::Bot if talk.is_handed_over => vec![Act::Type, say(&heard(message, text), true)],
        Player::Bot if !has_greeted => {
            vec![Act::Type, show("Hello, I am a bot. What would you like to see?", menu())]
        }
        Player::Bot => bot(talk, message, text),
    }
}

fn bot(talk: &mut Talk, message: &Value, text: &str) -> Vec<Act> {
    let wanted = text.to_lowercase();
    let chosen = content::chosen(message);
    let wanted = chosen.first().map_or(wanted.as_str(), |(_, payload)| payload.as_str());
    if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == wanted) {
        return vec![Act::Type, show(&format!("Here you see: {wanted}."), kind())];
    }
    match wanted {
        "help" => vec![Act::Type, show("What would you like to see?", menu())],
        "file" => {
            let bytes = Bytes::from_static(b"Name,Price\nBook,12\n");
            vec![Act::Give {
                name: "prices.csv".to_owned(),
                media_type: "text/csv".to_owned(),
                bytes,
            }]
        }
        "typing" => vec![Act::Type],
        "agent" => {
            talk.is_handed_over = true;
            vec![
                say("I hand you over to a person.", false),
                say("Hello, I am Ann. How can I help?", true),
            ]
        }
        "bye" => vec![say("Goodbye.", false), Act::Leave(None)],
        "end" => vec![say("Goodbye.", false), Act::Leave(Some(Goodbye::ReadOnly))],
        "leave" => vec![Act::Leave(Some(Goodbye::Silent))],
        _ => vec![Act::Type, say(&heard(message, text), false)],
    }
}

/// The suggested answers with which the bot begins.
fn menu() -> Vec<Value> {
    let others = ["file", "agent", "bye"];
    let names = KINDS.iter().map(|(name, _)| *name).chain(others);
    names.map(|name| content::quick_reply(name, name)).collect()
}

/// What was heard, in words.
fn heard(message: &Value, text: &str) -> String {
    let chosen = content::chosen(message);
    if !chosen.is_empty() {
        let chosen: Vec<String> =
            chosen.iter().map(|(text, payload)| format!("{text} ({payload})")).collect();
        return format!("You chose: {}", chosen.join(", "));
    }
    let files = message.get("content").and_then(Value::as_array).into_iter().flatten();
    if files.filter(|item| item.get("attachment").is_some()).count() > 0 {
        return format!("I got your file. {text}").trim_end().to_owned();
    }
    format!("You said: {text}")
}

fn say(text: &str, is_human: bool) -> Act {
    Act::Say(Said { text: text.to_owned(), content: Vec::new(), is_human })
}

fn show(text: &str, content: Vec<Value>) -> Act {
    Act::Say(Said { text: text.to_owned(), content, is_human: false })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn texts(acts: &[Act]) -> Vec<&str> {
        fn text(act: &Act) -> Option<&str> {
            match act {
                Act::Say(said) => Some(said.text.as_str()),
                _ => None,
            }
        }
        acts.iter().filter_map(text).collect()
    }

    #[test]
    fn the_bot_greets_once_and_shows_what_it_is_asked_for() {
        let mut talk = Talk::default();
        let mut ask = |message: Value| answers(Player::Bot, &mut talk, &message);
        assert_eq!(
            texts(&ask(json!({"text": "hi"}))),
            ["Hello, I am a bot. What would you like to see?"]
        );
        assert_eq!(texts(&ask(json!({"text": "Card"}))), ["Here you see: card."]);
        let choice =
            json!({"buttonResponse": {"type": "QuickReply", "text": "A list", "payload": "list"}});
        assert_eq!(texts(&ask(json!({"content": [choice]}))), ["Here you see: list."]);
        assert_eq!(texts(&ask(json!({"text": "what?"}))), ["You said: what?"]);
    }

    #[test]
    fn after_a_hand_over_a_person_answers() {
        let mut talk = Talk::default();
        let mut ask = |text: &str| answers(Player::Bot, &mut talk, &json!({"text": text}));
        ask("hi");
        let handed_over = ask("agent");
        assert!(matches!(handed_over.last(), Some(Act::Say(said)) if said.is_human));
        assert_eq!(texts(&ask("card")), ["You said: card"]);
    }
}
