//! How JavaScript and lodash look at a JSON value: what is false, what is equal, what is printed, and in
//! which order the members of an object come.
//!
//! `None` stands for `undefined`. Reading a member of `undefined` or of `null` throws in JavaScript; here
//! it gives `undefined`.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// A value of a definition, or `undefined`.
pub(super) type Js<'a> = Option<&'a Value>;

/// The value if JavaScript takes it for true: not absent, null, false, 0 or the empty text.
pub(super) fn truthy(value: Js<'_>) -> Js<'_> {
    value.filter(|value| match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64().is_none_or(|number| number.abs() > 0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    })
}

/// Whether a value is exactly `true`.
pub(super) fn is_true(value: Js<'_>) -> bool {
    matches!(value, Some(Value::Bool(true)))
}

/// Strict equality (`===`). Two arrays or objects are never equal, because they are different objects.
pub(super) fn strictly_equal(left: Js<'_>, right: Js<'_>) -> bool {
    match (left, right) {
        (None, None) | (Some(Value::Null), Some(Value::Null)) => true,
        (Some(Value::Bool(left)), Some(Value::Bool(right))) => left == right,
        (Some(Value::Number(left)), Some(Value::Number(right))) => left.as_f64() == right.as_f64(),
        (Some(Value::String(left)), Some(Value::String(right))) => left == right,
        _ => false,
    }
}

/// A member whose key is a word of the specification.
pub(super) fn get<'a>(holder: Js<'a>, key: &str) -> Js<'a> {
    holder?.get(key)
}

/// A member whose key comes from a definition. Every object inherits a few members, so a property called
/// `constructor` is never missing; what is inherited is true and has no members of interest.
pub(super) fn lookup<'a>(holder: Js<'a>, key: &str) -> Js<'a> {
    let own = match holder? {
        Value::Null => return None,
        Value::Object(members) => members.get(key),
        Value::Array(items) => array_index(key).and_then(|index| items.get(index)),
        _ => None,
    };
    own.or_else(|| inherited(key))
}

/// What an object without a member of this name inherits instead.
pub(super) fn inherited(key: &str) -> Js<'static> {
    const NAMES: [&str; 12] = [
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
        "__proto__",
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    ];
    NAMES.contains(&key).then_some(&Value::Bool(true))
}

/// What `forEach` of lodash visits, in its order; nothing when there is no collection.
///
/// A text has no members here, though lodash would visit its letters.
pub(super) fn entries(collection: Js<'_>) -> Vec<(Cow<'_, str>, &Value)> {
    match collection {
        Some(Value::Object(members)) => {
            let members = members.iter().map(|(key, value)| (Cow::from(key), value));
            in_key_order(members)
        }
        Some(Value::Array(items)) => {
            let items = items.iter().enumerate();
            items.map(|(index, value)| (Cow::from(index.to_string()), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// The order of an object's keys: array indices first, ascending, then the others as they were added.
pub(super) fn in_key_order<K: AsRef<str>, V>(members: impl Iterator<Item = (K, V)>) -> Vec<(K, V)> {
    let mut members: Vec<(K, V)> = members.collect();
    members.sort_by_key(|(key, _)| array_index(key.as_ref()).unwrap_or(usize::MAX));
    members
}

/// The items of one list that another does not hold, repetitions included. What is not a list has no items.
pub(super) fn only_in_first<'a>(first: Js<'a>, second: Js<'_>) -> Vec<&'a Value> {
    let known = second.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let is_known = |item: &Value| known.iter().any(|one| strictly_equal(Some(one), Some(item)));
    let items = first.and_then(Value::as_array).into_iter().flatten();
    items.filter(|item| !is_known(item)).collect()
}

/// The number that a key is, if it is an array index: the plain digits of a number below 2³² − 1.
fn array_index(key: &str) -> Option<usize> {
    let plain = key == "0" || !key.starts_with('0');
    let digits = plain && key.bytes().all(|byte| byte.is_ascii_digit());
    let index = key.parse::<u32>().ok().filter(|index| digits && *index < u32::MAX)?;
    usize::try_from(index).ok()
}

/// What a template literal prints for a value.
pub(super) fn text(value: Js<'_>) -> String {
    match value {
        None => "undefined".to_owned(),
        Some(Value::Null) => "null".to_owned(),
        Some(Value::Bool(flag)) => flag.to_string(),
        Some(Value::Number(number)) => number_text(number),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| if item.is_null() { String::new() } else { text(Some(item)) })
                .collect();
            items.join(",")
        }
        Some(Value::Object(_)) => "[object Object]".to_owned(),
    }
}

/// A number as JavaScript prints it: the shortest digits, as a plain number from 10⁻⁶ up to 10²¹.
fn number_text(number: &Number) -> String {
    let value = number.as_f64().unwrap_or(f64::NAN);
    let scientific = format!("{:e}", value.abs());
    let Some((digits, exponent)) = scientific.split_once('e') else { return number.to_string() };
    let Ok(exponent) = exponent.parse::<i32>() else { return number.to_string() };
    if digits == "0" {
        return "0".to_owned();
    }
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}{}", positional(&digits.replace('.', ""), exponent))
}

/// Digits with their point, which stands after the first digit when the exponent is 0.
fn positional(digits: &str, exponent: i32) -> String {
    let count = digits.len();
    match (exponent, usize::try_from(exponent)) {
        (0..=20, Ok(exponent)) if count <= exponent + 1 => format!("{digits:0<0$}", exponent + 1),
        (0..=20, Ok(exponent)) => {
            let (whole, fraction) = digits.split_at(exponent + 1);
            format!("{whole}.{fraction}")
        }
        (-6..=-1, _) => {
            let zeros = usize::try_from(-1 - exponent).unwrap_or(0);
            format!("0.{}{digits}", "0".repeat(zeros))
        }
        _ => {
            let (first, rest) = digits.split_at(1.min(count));
            let point = if rest.is_empty() { "" } else { "." };
            let sign = if exponent < 0 { "-" } else { "+" };
            format!("{first}{point}{rest}e{sign}{}", exponent.unsigned_abs())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{entries, lookup, strictly_equal, text, truthy};

    #[test]
    fn numbers_are_printed_as_javascript_prints_them() {
        let cases = [
            ("0", "0"),
            ("-0.0", "0"),
            ("1.0", "1"),
            ("-1.50", "-1.5"),
            ("100", "100"),
            ("123456.789", "123456.789"),
            ("0.000001", "0.000001"),
            ("0.00000123", "0.00000123"),
            ("1e-7", "1e-7"),
            ("1.25e-9", "1.25e-9"),
            ("120000000000000000000", "120000000000000000000"),
            ("1e21", "1e+21"),
            ("-1.5e300", "-1.5e+300"),
            ("9007199254740993", "9007199254740992"),
            ("18446744073709551615", "18446744073709552000"),
            ("5e-324", "5e-324"),
            ("1.7976931348623157e308", "1.7976931348623157e+308"),
            ("0.1", "0.1"),
            ("10.01", "10.01"),
        ];
        for (written, printed) in cases {
            let value: Value = serde_json::from_str(written).unwrap();
            assert_eq!(text(Some(&value)), printed, "{written}");
        }
    }

    #[test]
    fn other_values_are_printed_as_a_template_literal_prints_them() {
        assert_eq!(text(None), "undefined");
        assert_eq!(text(Some(&json!([1, null, ["a", []], {"b": 1}]))), "1,,a,,[object Object]");
        assert_eq!(text(Some(&json!([null, true]))), ",true");
        assert_eq!(text(Some(&json!(null))), "null");
    }

    #[test]
    fn emptiness_is_false_but_a_collection_is_not() {
        let lies = [json!(null), json!(false), json!(0), json!(-0.0), json!("")];
        assert!(lies.iter().all(|value| truthy(Some(value)).is_none()));
        let truths = [json!([]), json!({}), json!("0"), json!(0.5), json!(-1)];
        assert!(truths.iter().all(|value| truthy(Some(value)).is_some()));
    }

    #[test]
    fn only_plain_values_are_equal() {
        let same = |left: &Value, right: &Value| strictly_equal(Some(left), Some(right));
        assert!(same(&json!(1), &json!(1.0)));
        assert!(same(&json!(9_007_199_254_740_992_u64), &json!(9_007_199_254_740_993_u64)));
        assert!(!same(&json!([]), &json!([])));
        assert!(!same(&json!({}), &json!({})));
        assert!(!same(&json!("1"), &json!(1)));
        assert!(!strictly_equal(None, Some(&json!(null))));
    }

    #[test]
    fn indices_come_first() {
        let value = json!({"b": 0, "10": 0, "-1": 0, "9": 0, "01": 0, "a": 0, "4294967294": 0,
                           "4294967295": 0, "0": 0, "1.5": 0});
        let keys: Vec<_> = entries(Some(&value)).into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["0", "9", "10", "4294967294", "b", "-1", "01", "a", "4294967295", "1.5"]);
    }

    #[test]
    fn objects_inherit_members() {
        let holder = json!({"toString": null});
        assert_eq!(lookup(Some(&holder), "toString"), Some(&json!(null)));
        assert!(truthy(lookup(Some(&holder), "constructor")).is_some());
        assert!(lookup(Some(&holder), "other").is_none());
        assert!(lookup(Some(&json!(null)), "constructor").is_none());
        assert_eq!(lookup(Some(&json!(["a", "b"])), "1"), Some(&json!("b")));
        assert!(lookup(Some(&json!(["a", "b"])), "01").is_none());
    }
}
