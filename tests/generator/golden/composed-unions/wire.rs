//! Unions with properties beside them: each variant has them, and nothing is lost.

use composed_unions::Client;
use composed_unions::models::{
    Answers, Attribute, Entry, KeptRule, Odd, OddBoth, OddItem, ReplaceRuleBody, ReplaceRuleBodyBlock,
    ReplaceRuleBodyBlockPosition, ReplaceRuleBodyBlockPositionBefore, Reply, ReplyByMail, Ring,
};
use serde_json::{Value, json};

fn odd(value: &Value) -> Odd {
    let odd: Odd = serde_json::from_value(value.clone()).expect("what became of it");
    assert_eq!(&serde_json::to_value(&odd).expect("it is written"), value);
    odd
}

#[test]
fn a_union_in_two_compositions_has_two_kinds_of_variants() {
    let before = ReplaceRuleBodyBlockPositionBefore::new("rule-7");
    let block = ReplaceRuleBodyBlock::new()
        .status(403)
        .position(ReplaceRuleBodyBlockPosition::Before(Box::new(before)));
    let client = Client::builder().base_url("https://example.com").build().expect("a client");
    let request = client.rules().replace_rule(ReplaceRuleBody::from(block));
    let request = request.prepare().expect("a request");
    let body: Value = serde_json::from_slice(request.body()).expect("JSON");
    let expected = json!({"action": "block", "status": 403, "position": {"before": "rule-7"}});
    assert_eq!(body, expected);
    let kept = json!({"action": "log", "level": "low", "id": "1"});
    let read: KeptRule = serde_json::from_value(kept.clone()).expect("a rule");
    assert!(matches!(&read, KeptRule::Log(log) if log.id.as_deref() == Some("1")), "{read:?}");
    assert_eq!(serde_json::to_value(&read).expect("it is written"), kept);
}

#[test]
fn a_union_inside_of_the_union_gives_its_variants() {
    let reply = Reply::from(ReplyByMail::new("a@example.com").skip(true));
    let expected = json!({"mail": "a@example.com", "skip": true});
    assert_eq!(serde_json::to_value(&reply).expect("it is written"), expected);
}

#[test]
fn a_variant_without_limits_is_an_object_too() {
    let list = odd(&json!({"attribute": {"archived": true, "options": ["a"]}}));
    assert!(matches!(list.attribute, Some(Attribute::List(_))));
    let other = odd(&json!({"attribute": {"archived": true}}));
    assert!(matches!(other.attribute, Some(Attribute::Other(_))));
}

#[test]
fn what_contradicts_itself_takes_each_of_its_parts() {
    for (item, is_right) in [
        (json!("10.0.0.1"), (|item| matches!(item, OddItem::Text(_))) as fn(&OddItem) -> bool),
        (json!({"id": "1", "ip": "2"}), |item| matches!(item, OddItem::ById(_))),
        (json!(7), |item| matches!(item, OddItem::Integer(7))),
        (json!({"ip": "2"}), |item| matches!(item, OddItem::Object(_))),
    ] {
        let read = odd(&json!({"item": item}));
        assert!(read.item.as_ref().is_some_and(is_right), "{read:?}");
    }
    assert!(matches!(odd(&json!({"both": "on"})).both, Some(OddBoth::Text(_))));
    assert!(matches!(odd(&json!({"both": {"id": "1"}})).both, Some(OddBoth::ById(_))));
}

#[test]
fn what_has_the_same_name_is_told_apart_by_the_rest() {
    let message = |rest: Value| {
        let mut value = json!({"message": {"type": "message", "text": "a"}});
        for (name, of) in rest.as_object().expect("members") {
            value["message"][name] = of.clone();
        }
        odd(&value).message.expect("a message")
    };
    assert!(matches!(message(json!({})), Entry::Asked(_)));
    let answered = message(json!({"id": "1"}));
    assert!(matches!(&answered, Entry::Answers(Answers::Answered(_))), "{answered:?}");
    let refused = message(json!({"why": "2"}));
    assert!(matches!(&refused, Entry::Answers(Answers::Refused(_))), "{refused:?}");
}

#[test]
fn unions_through_each_other_end() {
    let read = odd(&json!({"ring": {"x": "1", "y": "2", "mail": "a@example.com"}}));
    assert!(!matches!(read.ring, Some(Ring::Unknown(_)) | None), "{read:?}");
    assert_eq!(odd(&json!({})).nothing, None);
}
