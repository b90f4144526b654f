//! Limits: `openapiv3` keeps them as floats, people write them as integers.

use serde_json::Number;

/// The number as it was most likely written: whole when it is whole. The largest 64-bit integers, which
/// no float holds, come back exactly.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is what is wanted")]
#[expect(clippy::cast_sign_loss, reason = "the number is not negative there")]
pub(super) fn limit(number: f64) -> Option<Number> {
    const TWO_63: f64 = 9_223_372_036_854_775_808.0;
    if number.fract() != 0.0 || !(-TWO_63..=2.0 * TWO_63).contains(&number) {
        return Number::from_f64(number);
    }
    if number <= TWO_63 {
        Some(Number::from(number as i64))
    } else {
        Some(Number::from(number as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn whole_numbers_stay_whole() {
        let text = |number: f64| limit(number).map(|number| number.to_string());
        assert_eq!(text(100.0).as_deref(), Some("100"));
        assert_eq!(text(-0.5).as_deref(), Some("-0.5"));
        for exact in ["9223372036854775807", "-9223372036854775808", "18446744073709551615"] {
            assert_eq!(exact.parse().ok().and_then(text).as_deref(), Some(exact));
        }
        assert_eq!(text(1e300).as_deref(), Some("1e+300"));
    }
}
