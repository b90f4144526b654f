//! Values of several shapes: which variant they are, and that they are written as they came.

use serde_json::{Value, json};
use unions::models::{
    Circle, Figure, Json, Level, Line, Message, Note, Preferences, PreferencesAny,
    PreferencesColour, PreferencesKey, PreferencesLimit, PreferencesLimitText, PreferencesOwner,
    PreferencesPower, PreferencesPowerText, PreferencesSerial, PreferencesShape, PreferencesState,
    PreferencesTags, PreferencesTarget, PreferencesThreshold, Square,
};
use unions::{Client, models};

fn client() -> Client {
    Client::builder().base_url("https://example.com").build().expect("a client")
}

/// Reads a value, and sees that it is written as it came.
fn read<T: serde::de::DeserializeOwned + serde::Serialize>(value: Value) -> T {
    let read: T = serde_json::from_value(value.clone()).expect("it is read");
    assert_eq!(serde_json::to_value(&read).expect("it is written"), value);
    read
}

fn preferences(name: &str, value: Value) -> Preferences {
    read(json!({ name: value }))
}

#[test]
fn a_discriminator_names_the_variant() {
    assert!(matches!(read(json!({"kind": "round", "radius": 1.5})), Figure::Circle(_)));
    assert!(matches!(read(json!({"kind": "Square", "side": 2.5})), Figure::Square(_)));
    assert!(matches!(read(json!({"kind": "straight", "length": 2.5})), Figure::Line(_)));
    let messages: Vec<Message> = read(json!([
        {"type": "note", "text": "a"}, {"type": "Alarm", "level": 3, "id": "7"}, {"type": "news", "x": [1]}
    ]));
    assert!(matches!(
        messages.as_slice(),
        [Message::Note(_), Message::Alarm(_), Message::Unknown(_)]
    ));
}

#[test]
fn what_fits_no_variant_is_kept() {
    for value in [
        json!({"kind": "oval", "radius": 1}),
        json!({"radius": 1}),
        json!("text"),
        json!({"kind": 7}),
        json!({"kind": "round", "radius": [1]}),
    ] {
        assert!(matches!(read(value), Figure::Unknown(_)));
    }
    let Some(PreferencesTags::Unknown(kept)) = preferences("tags", json!({"a": 1})).tags else {
        panic!("a map of numbers is none of the three");
    };
    assert_eq!(kept, json!({"a": 1}));
}

#[test]
fn nobody_states_the_discriminator() {
    let body = |figure: Figure| {
        let request = client().shapes().add_shape(figure).prepare().expect("ok");
        serde_json::from_slice::<Value>(request.body()).expect("JSON")
    };
    assert_eq!(body(Circle::new(1.5).into()), json!({"kind": "round", "radius": 1.5}));
    assert_eq!(body(Square::new(2.5).into()), json!({"kind": "Square", "side": 2.5}));
    assert_eq!(body(Line::new(3.5).into()), json!({"kind": "straight", "length": 3.5}));
    let request = client().messages().add_note(Note::new("hello")).prepare().expect("ok");
    let body: Value = serde_json::from_slice(request.body()).expect("JSON");
    assert_eq!(body, json!({"type": "note", "text": "hello"}));
}

#[test]
fn the_type_of_the_value_decides() {
    assert_eq!(preferences("limit", json!(7)).limit, Some(PreferencesLimit::Integer(7)));
    let all = PreferencesLimit::Text(PreferencesLimitText::All);
    assert_eq!(preferences("limit", json!("all")).limit, Some(all));
    assert!(matches!(preferences("limit", json!("some")).limit, Some(PreferencesLimit::Text(_))));
    assert!(matches!(preferences("limit", json!(1.5)).limit, Some(PreferencesLimit::Unknown(_))));
    assert!(matches!(preferences("limit", json!(true)).limit, Some(PreferencesLimit::Unknown(_))));

    assert_eq!(
        preferences("tags", json!([1, 2])).tags,
        Some(PreferencesTags::IntegerList(vec![1, 2]))
    );
    let texts = PreferencesTags::TextList(vec!["1".to_owned()]);
    assert_eq!(preferences("tags", json!(["1"])).tags, Some(texts));
    assert_eq!(preferences("tags", json!([])).tags, Some(PreferencesTags::TextList(Vec::new())));
    assert!(matches!(
        preferences("tags", json!({"a": true})).tags,
        Some(PreferencesTags::BooleanMap(_))
    ));
    assert!(matches!(preferences("tags", json!([1, "a"])).tags, Some(PreferencesTags::Unknown(_))));

    assert_eq!(
        preferences("threshold", json!(3)).threshold,
        Some(PreferencesThreshold::Integer(3))
    );
    let serial = preferences("serial", json!(u64::MAX)).serial;
    assert_eq!(serial, Some(PreferencesSerial::Integer(u64::MAX)));
    let too_large = preferences("threshold", json!(u64::MAX)).threshold;
    assert!(matches!(too_large, Some(PreferencesThreshold::Unknown(_))));
    let text = PreferencesThreshold::from("3");
    assert_eq!(preferences("threshold", json!("3")).threshold, Some(text));
}

#[test]
fn members_decide() {
    let is_number =
        |value| matches!(preferences("target", value).target, Some(PreferencesTarget::ByNumber(_)));
    let is_name =
        |value| matches!(preferences("target", value).target, Some(PreferencesTarget::ByName(_)));
    assert!(is_number(json!({"number": 1, "exact": true})));
    assert!(is_name(json!({"name": "a", "exact": true})));
    // What is required is missing: the one of which most is known.
    assert!(is_number(json!({"page": 2})));
    // Both: the first of those that fit alike.
    assert!(is_name(json!({"name": "a"})));
    assert!(matches!(
        preferences("target", json!({"x": 1})).target,
        Some(PreferencesTarget::Unknown(_))
    ));
    let owner = preferences("owner", json!({"id": "1", "members": 3})).owner;
    assert!(matches!(owner, Some(PreferencesOwner::Team(_))));
}

#[test]
fn known_texts_beside_any_text_are_one_open_enum() {
    assert_eq!(preferences("level", json!("low")).level, Some(Level::Low));
    assert!(matches!(preferences("level", json!("middle")).level, Some(Level::Unknown(_))));
}

#[test]
fn unions_nest() {
    let Some(Json::JsonMap(map)) =
        preferences("value", json!({"a": [1.5, "b", {"c": true}]})).value
    else {
        panic!("an object");
    };
    assert!(matches!(map["a"], Json::JsonList(ref list) if list.len() == 3));
    let any = preferences("any", json!({"kind": "round", "radius": 1.5})).any;
    assert!(matches!(any, Some(PreferencesAny::Figure(Figure::Circle(_)))));
    let any = PreferencesAny::from(Figure::from(models::Square::new(1.5)));
    assert_eq!(serde_json::to_value(any).expect("ok"), json!({"kind": "Square", "side": 1.5}));
}

#[test]
fn listed_values_of_several_types_are_told_apart() {
    let auto = PreferencesPower::Text(PreferencesPowerText::Auto);
    assert_eq!(preferences("power", json!("auto")).power, Some(auto));
    assert_eq!(preferences("power", json!(2)).power, Some(PreferencesPower::Integer(2)));
}

#[test]
fn a_list_of_schemas_without_a_type_is_a_choice() {
    let shape = |value| preferences("shape", value).shape;
    assert_eq!(shape(json!(true)), Some(PreferencesShape::Boolean(true)));
    assert!(matches!(shape(json!({"side": 1.5})), Some(PreferencesShape::Square(_))));
    assert!(matches!(shape(json!([{"side": 1.5}, true])), Some(PreferencesShape::Unknown(_))));
}

#[test]
fn values_have_the_names_that_the_definition_gives_them() {
    assert_eq!(preferences("colour", json!("r")).colour, Some(PreferencesColour::Red));
    assert_eq!(preferences("state", json!("2")).state, Some(PreferencesState::Running));
}

#[test]
fn one_schema_for_all_patterns_is_that_of_the_map() {
    assert_eq!(preferences("limits", json!({"max-a": 3})).limits.expect("ok")["max-a"], 3);
}

#[test]
fn a_secret_is_written_and_never_shown() {
    let preferences = preferences("key", json!("canary"));
    assert!(!format!("{preferences:?}").contains("canary"), "{preferences:?}");
    assert!(matches!(preferences.key, Some(PreferencesKey::Text(_))));
}
