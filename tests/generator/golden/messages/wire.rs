//! What travels without an operation: which frame it is, and that what is sent names itself.

use messages::models::{Command, Frame, Join, LeaveCommand, SayCommand, Style, StyleColour, WhisperCommand};
use serde_json::{Value, json};

/// Reads a frame, and sees that it is written as it came.
fn frame(value: Value) -> Frame {
    let frame: Frame = serde_json::from_value(value.clone()).expect("it is read");
    assert_eq!(serde_json::to_value(&frame).expect("it is written"), value);
    frame
}

fn written(command: impl Into<Command>) -> Value {
    serde_json::to_value(command.into()).expect("it is written")
}

#[test]
fn the_tag_beside_the_content_says_what_that_is() {
    let said = frame(json!({
        "class": "Said", "code": 200, "tracingId": "7", "body": {"text": "Hello.", "style": {"colour": "red"}}
    }));
    let Frame::SaidFrame(said) = said else { panic!("{said:?}") };
    assert_eq!((said.code, said.tracing_id.as_deref()), (Some(200), Some("7")));
    let body = said.body.expect("a body");
    assert_eq!(body.text.as_deref(), Some("Hello."));
    let joined = frame(json!({"class": "Joined", "code": 200, "body": {"members": ["a", "b"]}}));
    let Frame::JoinedFrame(joined) = joined else { panic!("{joined:?}") };
    assert_eq!(joined.body.expect("a body").members.expect("members").len(), 2);
}

#[test]
fn the_content_need_not_be_an_object() {
    let problem = frame(json!({"class": "Problem", "code": 404, "body": "There is no such room."}));
    let Frame::ProblemFrame(problem) = problem else { panic!("{problem:?}") };
    assert_eq!(problem.body.as_deref(), Some("There is no such room."));
}

#[test]
fn a_tag_of_tomorrow_costs_nothing() {
    let news = json!({"class": "News", "code": 200, "body": {"text": "x"}});
    assert_eq!(frame(news.clone()), Frame::Unknown(news));
    let bare = json!({"message": "Forbidden"});
    assert!(matches!(frame(bare), Frame::Unknown(_)), "what is no envelope is no frame");
}

#[test]
fn a_member_says_which_command_it_is() {
    let join = Join::new("t");
    assert_eq!(written(join), json!({"action": "join", "token": "t"}));
    let mut leave = LeaveCommand::new();
    leave.reason = Some("late".to_owned());
    assert_eq!(written(leave), json!({"action": "leave", "reason": "late"}));
    let mut say = SayCommand::new("Hello.", "t");
    say.style = Some(Style::new(StyleColour::Red));
    let expected = json!({"action": "say", "token": "t", "text": "Hello.", "style": {"colour": "red"}});
    assert_eq!(written(say), expected);
}

#[test]
fn what_several_tags_mean_says_which_of_them_it_is() {
    let whisper = json!({"action": "whisper", "text": "a", "token": "t"});
    assert_eq!(written(WhisperCommand::new("a", "t")), whisper);
    let read: Command = serde_json::from_value(whisper.clone()).expect("it is read");
    assert!(matches!(read, Command::WhisperCommand(_)));
    assert_eq!(written(read), whisper);
}
