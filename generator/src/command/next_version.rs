//! The version that follows another one.

use crate::bump::Bump;

/// The version that follows `current`; `None` when that is not a version.
///
/// Before 1.0 the second number has the part of the first: what breaks moves it, and all else moves the
/// third. A version that leads to a release (`2.0.0-rc.1`) is followed by that release, when its numbers say
/// enough already. Nothing moves for [`Bump::None`].
pub(super) fn next_version(current: &str, bump: Bump) -> Option<String> {
    let (version, build) = split(current, '+');
    let (numbers, before) = split(version, '-');
    if [build, before].into_iter().flatten().any(|part| !is_label(part)) {
        return None;
    }
    let numbers: Vec<u64> = numbers.split('.').map(number).collect::<Option<_>>()?;
    let [major, minor, patch] = *numbers.as_slice() else { return None };
    // What the numbers of an announced release promise already.
    let promised = match (major, minor, patch) {
        _ if before.is_none() => Bump::None,
        (0, _, 0) | (_, 0, 0) => Bump::Major,
        (0, _, _) | (_, _, 0) => Bump::Minor,
        _ => Bump::Patch,
    };
    let next = match bump {
        Bump::None => return Some(current.to_owned()),
        bump if bump <= promised => (major, minor, patch),
        Bump::Major if major > 0 => (major.checked_add(1)?, 0, 0),
        Bump::Major => (0, minor.checked_add(1)?, 0),
        Bump::Minor if major > 0 => (major, minor.checked_add(1)?, 0),
        _ => (major, minor, patch.checked_add(1)?),
    };
    Some(format!("{}.{}.{}", next.0, next.1, next.2))
}

fn split(text: &str, sign: char) -> (&str, Option<&str>) {
    text.split_once(sign).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// A number without leading zeros.
fn number(text: &str) -> Option<u64> {
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

/// What may follow `-` or `+`: names and numbers with dots between.
fn is_label(text: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::next_version;
    use crate::bump::Bump;

    #[test]
    fn releases_move_the_number_of_the_bump() {
        let next = |current: &str| Bump::ALL.map(|bump| next_version(current, bump).unwrap());
        assert_eq!(next("1.2.3"), ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]);
        assert_eq!(next("0.2.3"), ["0.2.3", "0.2.4", "0.2.4", "0.3.0"]);
        assert_eq!(next("0.0.3"), ["0.0.3", "0.0.4", "0.0.4", "0.1.0"]);
        assert_eq!(next("1.2.3+b.1"), ["1.2.3+b.1", "1.2.4", "1.3.0", "2.0.0"]);
    }

    #[test]
    fn announced_releases_are_made() {
        let next = |current: &str| Bump::ALL.map(|bump| next_version(current, bump).unwrap());
        assert_eq!(next("2.0.0-rc.1"), ["2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"]);
        assert_eq!(next("2.1.0-rc.1"), ["2.1.0-rc.1", "2.1.0", "2.1.0", "3.0.0"]);
        assert_eq!(next("2.1.1-rc.1"), ["2.1.1-rc.1", "2.1.1", "2.2.0", "3.0.0"]);
        assert_eq!(next("0.3.0-a-b"), ["0.3.0-a-b", "0.3.0", "0.3.0", "0.3.0"]);
        assert_eq!(next("0.3.1-a"), ["0.3.1-a", "0.3.1", "0.3.1", "0.4.0"]);
    }

    #[test]
    fn refuses_what_is_no_version() {
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "v1.2.3",
            "1.2.03",
            "1.2.x",
            "1.2.3-",
            "1.2.3-a..b",
            "+1.2.3",
        ] {
            assert_eq!(next_version(text, Bump::Patch), None, "{text}");
        }
        assert_eq!(next_version(&format!("{}.0.0", u64::MAX), Bump::Major), None);
    }
}
