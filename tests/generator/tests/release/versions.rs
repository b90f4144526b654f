//! Version arithmetic: a table to read, and laws.

use generator::bump::Bump;
use generator::release::{Asked, Version, next};
use proptest::prelude::*;
use semver::VersionReq;

fn asked(force: Option<Bump>, pre: Option<&str>) -> Asked {
    Asked { force, pre: pre.map(str::to_owned), policy: None }
}

#[test]
fn versions_follow_the_rules_of_cargo() {
    let table = [
        ("1.2.3", Bump::None, "", "1.2.3"),
        ("1.2.3", Bump::Patch, "", "1.2.4"),
        ("1.2.3", Bump::Minor, "", "1.3.0"),
        ("1.2.3", Bump::Major, "", "2.0.0"),
        ("0.2.3", Bump::Patch, "", "0.2.4"),
        ("0.2.3", Bump::Minor, "", "0.2.4"),
        ("0.2.3", Bump::Major, "", "0.3.0"),
        ("0.0.3", Bump::Minor, "", "0.0.4"),
        ("0.0.3", Bump::Major, "", "0.1.0"),
        ("1.2.3", Bump::Minor, "alpha.1", "1.3.0-alpha.1"),
        ("1.2.3", Bump::None, "alpha.1", "1.2.3"),
        ("1.3.0-alpha.1", Bump::None, "", "1.3.0-alpha.1"),
        ("1.3.0-alpha.1", Bump::Minor, "alpha.2", "1.3.0-alpha.2"),
        ("1.3.0-alpha.1", Bump::Patch, "", "1.3.0"),
        ("1.3.0-alpha.1", Bump::Minor, "", "1.3.0"),
        ("1.3.0-alpha.1", Bump::Major, "", "2.0.0"),
        ("1.3.1-alpha.1", Bump::Minor, "", "1.4.0"),
        ("2.0.0-rc.1", Bump::Major, "", "2.0.0"),
        ("0.3.0-rc.1", Bump::Major, "rc.2", "0.3.0-rc.2"),
        ("0.3.1-rc.1", Bump::Major, "", "0.4.0"),
        ("0.3.1-rc.1", Bump::Minor, "", "0.3.1"),
    ];
    for (released, bump, pre, expected) in table {
        let released = Version::parse(released).unwrap();
        let pre = Some(pre).filter(|pre| !pre.is_empty());
        let found = next(&released, bump, &asked(None, pre)).unwrap().to_string();
        assert_eq!(found, expected, "{released} {bump} {pre:?}");
    }
}

fn version() -> impl Strategy<Value = Version> {
    let pre = prop_oneof![Just(""), Just("alpha.1"), Just("rc.3")];
    (0_u64..3, 0_u64..4, 0_u64..4, pre).prop_map(|(major, minor, patch, pre)| {
        let mut version = Version::new(major, minor, patch);
        version.pre = pre.parse().unwrap();
        version
    })
}

fn bump() -> impl Strategy<Value = Bump> {
    prop::sample::select(Bump::ALL.to_vec())
}

proptest! {
    #[test]
    fn a_version_ascends_exactly_when_something_changed(released in version(), bump in bump()) {
        let found = next(&released, bump, &asked(None, None)).unwrap();
        prop_assert_eq!(found > released, bump != Bump::None);
        prop_assert!(found >= released);
    }

    #[test]
    fn a_larger_change_never_gives_a_smaller_version(released in version(), a in bump(), b in bump()) {
        let of = |bump| next(&released, bump, &asked(None, None)).unwrap();
        prop_assert_eq!(of(a) <= of(b), of(a) == of(b) || a < b);
    }

    #[test]
    fn forcing_only_raises(released in version(), bump in bump(), force in bump()) {
        let plain = next(&released, bump, &asked(None, None)).unwrap();
        let forced = next(&released, bump, &asked(Some(force), None)).unwrap();
        prop_assert!(forced >= plain);
        prop_assert_eq!(forced, next(&released, bump.max(force), &asked(None, None)).unwrap());
    }

    #[test]
    fn cargo_takes_a_version_that_breaks_nothing_and_no_other(released in version(), bump in bump()) {
        // Cargo has no such promise for pre-releases, and none at all for 0.0.z.
        prop_assume!(released.pre.is_empty() && (released.major, released.minor) != (0, 0));
        let found = next(&released, bump, &asked(None, None)).unwrap();
        let takes = VersionReq::parse(&released.to_string()).unwrap().matches(&found);
        prop_assert_eq!(takes, bump != Bump::Major);
    }

    #[test]
    fn a_pre_release_lies_between(released in version(), bump in bump(), number in 2_u32..5) {
        prop_assume!(bump != Bump::None);
        let name = format!("zeta.{number}");
        let found = next(&released, bump, &asked(None, Some(&name))).unwrap();
        prop_assert!(found > released);
        prop_assert!(found < next(&released, bump, &asked(None, None)).unwrap());
        // Nothing else happened: the release has the numbers of its pre-release.
        let last = next(&found, Bump::Patch, &asked(None, None)).unwrap();
        prop_assert_eq!(last, next(&released, bump, &asked(None, None)).unwrap());
    }

    #[test]
    fn asking_twice_is_asking_once(released in version(), bump in bump(), force in bump()) {
        let now = asked(Some(force), None);
        let once = Asked::default().and(&now);
        prop_assert_eq!(&once.and(&now), &once);
        prop_assert_eq!(&once.and(&Asked::default()), &once);
        prop_assert_eq!(next(&released, bump, &once), next(&released, bump, &now));
    }
}
