//! Secrets, timestamps, open enums and numbers, as the models of a reply use them.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use guest_chat_tests::create_request;
use proptest::prelude::*;
use purecloud_guest_chat_client::models::{
    CreateWebChatConversationResponse, MessageBodyType, WebChatMemberInfoEntityList,
};
use purecloud_guest_chat_client::{ErrorKind, Secret, Timestamp};

fn timestamp(json: &str) -> Timestamp {
    serde_json::from_str(json).unwrap()
}

#[test]
fn fault_35_the_four_forms_of_dates() {
    let millis = 1_560_877_162_277;
    for (text, expected) in [
        ("2019-06-18T16:59:22.277Z", millis),
        ("2019-06-18T18:59:22.277+02:00", millis),
        ("2019-06-18T18:59:22.277+0200", millis),
        ("2019-06-18T16:59:22Z", millis - 277),
        ("2019-06-18T16:59:22.277", millis),
        ("2019-06-18T16:59:22", millis - 277),
        ("2019-06-18", millis - 277 - (16 * 3600 + 59 * 60 + 22) * 1000),
        ("2019-06-18T16:59:22.277123456Z", millis),
    ] {
        let value = timestamp(&format!("\"{text}\""));
        assert_eq!(value.unix_millis(), Some(expected), "{text}");
        assert_eq!(value.as_str(), text);
        assert_eq!(serde_json::to_string(&value).unwrap(), format!("\"{text}\""));
        assert_eq!(text.parse::<Timestamp>().unwrap(), value);
    }
}

#[test]
fn other_dates_keep_their_text() {
    for text in ["", "yesterday", "2019-13-45", "18.06.2019", "12:00", "\u{0}"] {
        let value: Timestamp = serde_json::from_value(text.into()).unwrap();
        assert_eq!(
            (value.as_str(), value.unix_millis(), value.to_system_time()),
            (text, None, None)
        );
        assert_eq!(serde_json::to_value(&value).unwrap(), text);
        assert_eq!(text.parse::<Timestamp>().unwrap_err().kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(timestamp("1560877162277").as_str(), "1560877162277");
    assert_eq!(timestamp("-1").as_str(), "-1");
    assert_eq!(timestamp("1560877162277").unix_millis(), None);
    assert!(serde_json::from_str::<Timestamp>("{}").is_err());
}

#[test]
fn timestamps_from_system_time() {
    let time = SystemTime::UNIX_EPOCH + Duration::from_micros(1_560_877_162_277_999);
    let value = Timestamp::from(time);
    assert_eq!(value.as_str(), "2019-06-18T16:59:22.277Z");
    assert_eq!(value, value.as_str().parse().unwrap());
    assert_eq!(
        value.to_system_time(),
        Some(SystemTime::UNIX_EPOCH + Duration::from_millis(1_560_877_162_277))
    );
    let far = Timestamp::from(SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 40));
    assert!(
        far.as_str().starts_with("9999-12-30") || far.as_str().starts_with("9999-12-31"),
        "{far}"
    );
    assert!(
        Timestamp::from(SystemTime::UNIX_EPOCH - Duration::from_millis(1))
            .as_str()
            .starts_with("1969-12-31T23:59:59.999Z")
    );
}

#[test]
fn timestamps_compare_by_text() {
    let utc = timestamp("\"2019-06-18T16:00:00Z\"");
    let local = timestamp("\"2019-06-18T18:00:00+02:00\"");
    assert_ne!(utc, local);
    assert_eq!(utc.unix_millis(), local.unix_millis());
    assert_eq!(HashSet::from([utc.clone(), utc.clone(), local]).len(), 2);
}

#[test]
fn secrets_do_not_show() {
    let secret = Secret::from("hunter2");
    assert_eq!(format!("{secret:?} {secret:#?}"), "[redacted] [redacted]");
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(secret, Secret::from("hunter2".to_owned()));
    for other in ["hunter3", "hunter", "hunter22", ""] {
        assert_ne!(secret, Secret::from(other));
    }
}

#[test]
fn rule_s12_secrets_are_written_only_where_a_body_asks() {
    let plain = serde_json::to_value(create_request()).unwrap();
    assert!(plain.get("memberAuthToken").is_none());
    let known = create_request().member_auth_token("hunter2");
    assert_eq!(serde_json::to_value(&known).unwrap()["memberAuthToken"], "hunter2");
    let reply = r#"{"id":"c","jwt":"hunter2","eventStreamUri":"wss://x/hunter2"}"#;
    let reply: CreateWebChatConversationResponse = serde_json::from_str(reply).unwrap();
    assert_eq!(reply.jwt.as_ref().unwrap().expose(), "hunter2");
    assert_eq!(serde_json::to_string(&reply).unwrap(), r#"{"id":"c"}"#);
}

#[test]
fn open_enums() {
    let read = |json: &str| serde_json::from_str::<MessageBodyType>(json).unwrap();
    assert_eq!(read("\"member-join\""), MessageBodyType::MemberJoin);
    assert_eq!(read("\"Member-JOIN\""), MessageBodyType::MemberJoin);
    for (json, text) in [
        ("\"brand-new\"", "brand-new"),
        ("\"\"", ""),
        ("7", "7"),
        ("-7", "-7"),
        ("2.5", "2.5"),
        ("true", "true"),
    ] {
        let value = read(json);
        assert!(matches!(value, MessageBodyType::Unknown(_)), "{json}");
        assert_eq!(value.as_str(), text);
        assert_eq!(serde_json::to_value(&value).unwrap(), text);
    }
    assert_eq!(MessageBodyType::from("STANDARD"), MessageBodyType::Standard);
    assert!(serde_json::from_str::<MessageBodyType>("[]").is_err());
}

#[test]
fn fault_34_lenient_numbers() {
    let total = |json: &str| {
        let list = format!(r#"{{"total":{json}}}"#);
        serde_json::from_str::<WebChatMemberInfoEntityList>(&list).map(|list| list.total)
    };
    for (json, expected) in [
        ("7", Some(7)),
        ("\"7\"", Some(7)),
        ("\" 7 \"", Some(7)),
        ("7.0", Some(7)),
        ("\"9223372036854775807\"", Some(i64::MAX)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("null", None),
        ("\"\"", None),
        ("9223372036854775808", None),
        ("\"-9223372036854775809\"", None),
        ("1e300", None),
    ] {
        assert_eq!(total(json).unwrap(), expected, "{json}");
    }
    for json in ["1.5", "\"x\"", "\"1e3\"", "true", "{}"] {
        assert!(total(json).is_err(), "{json}");
    }
}

proptest! {
    #[test]
    fn any_text_survives_a_timestamp(text in ".*") {
        let value: Timestamp = serde_json::from_value(text.clone().into()).unwrap();
        prop_assert_eq!(value.as_str(), &text);
        prop_assert_eq!(serde_json::to_value(&value).unwrap(), text);
    }

    #[test]
    fn secrets_compare_as_text(left in ".{0,8}", right in ".{0,8}") {
        prop_assert_eq!(Secret::from(&*left) == Secret::from(&*right), left == right);
    }
}

#[test]
fn the_text_of_an_unknown_value_can_be_read() {
    let of: MessageBodyType = "novel".parse().unwrap();
    let MessageBodyType::Unknown(unknown) = &of else { panic!("{of}") };
    assert_eq!((unknown.as_str(), unknown.to_string().as_str()), ("novel", "novel"));
    assert_eq!(MessageBodyType::from(&"standard".to_owned()), "standard".parse().unwrap());
}
