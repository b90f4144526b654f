//! Reports made by hand: between them they have every field, and every field with and without a value.

use generator::api::{Method, SchemaId};
use generator::bump::Bump;
use generator::changes::{Action, Area, Effect, OperationKey, Subject};
use generator::diff::report::{
    Analysis, Configuration, Entry, Extent, FORMAT, Ignored, Input, ItemChange, LegacyLine,
    Location, Names, Policy, Report, Verdict, Versions,
};

use crate::hostile::{ATOMS, replace};

/// All samples by name.
pub(crate) fn all() -> Vec<(&'static str, Report)> {
    vec![
        ("everything", everything()),
        ("nothing", nothing()),
        ("nothing-compared", Report { compared: Extent::default(), ..nothing() }),
        ("official", official()),
        ("one-forces", one_forces()),
        ("escapes", escapes()),
        ("many", many(300)),
    ]
}

/// Nothing differs.
pub(crate) fn nothing() -> Report {
    Report {
        format: FORMAT,
        old: input("old.json"),
        new: input("new.json"),
        policy: Policy::Rust,
        verdict: Verdict {
            bump: Bump::None,
            reason: "nothing asks for a release".to_owned(),
            otherwise: Bump::None,
            wire: Bump::None,
            public_api: Bump::None,
            legacy: Bump::None,
            code_differs: false,
            unknown: 0,
        },
        configuration: None,
        names: None,
        versions: None,
        compared: Extent {
            operations: 11,
            models: 21,
            pointers: 2_345,
            items: 512,
            not_followed: 0,
        },
        wire_only: false,
        entries: Vec::new(),
        legacy: Vec::new(),
        ignored: Vec::new(),
        uncovered: Vec::new(),
        code: None,
    }
}

/// Every field has a value somewhere.
pub(crate) fn everything() -> Report {
    Report {
        old: Input {
            name: "git:v1.2.0:api/lamps.yaml".to_owned(),
            title: "Lamps".to_owned(),
            version: "1.2.0".to_owned(),
        },
        new: input("api/lamps.yaml"),
        verdict: Verdict {
            bump: Bump::Major,
            reason: "2 changes force it; without them it would be minor".to_owned(),
            otherwise: Bump::Minor,
            wire: Bump::Major,
            public_api: Bump::Major,
            legacy: Bump::Major,
            code_differs: true,
            unknown: 3,
        },
        compared: Extent { not_followed: 2, ..nothing().compared },
        configuration: Some(Configuration {
            sdk: Some("lamps".to_owned()),
            file: Some("swagger/lamps/sdk.toml".to_owned()),
            reason: "both have the operations of this SDK".to_owned(),
        }),
        names: Some(Names {
            lock: Some("swagger/lamps/sdk.lock".to_owned()),
            reason: "OLD is the definition of release 0.1.0".to_owned(),
        }),
        versions: Some(Versions { old: "0.1.0".to_owned(), new: "0.2.0".to_owned() }),
        entries: vec![
            required(),
            retyped(),
            removed(),
            announced(),
            widened(),
            reworded(),
            tidied(),
            box_moved(),
        ],
        legacy: vec![
            line("GET /lamps", "major", "Parameter colour was removed"),
            line("GET /lamps", "minor", "Parameter limit is no longer required"),
            line("Lamp", "point", "Description for level was changed"),
        ],
        ignored: vec![
            Ignored { reason: "the order of keys".to_owned(), count: 1_204 },
            Ignored { reason: "the description of a tag".to_owned(), count: 2 },
        ],
        uncovered: vec![location("api/lamps.yaml", 90, "/x-lamps/0", None)],
        code: Some(CODE.to_owned()),
        ..nothing()
    }
}

const CODE: &str = "--- a/src/models/lamp.rs
+++ b/src/models/lamp.rs
@@ -1,3 +1,3 @@
 pub struct Lamp {
-    pub level: Option<i64>,
+    pub level: Option<f64>,
 }
--- a/src/models/shade.rs
+++ /dev/null
@@ -1 +0,0 @@
-pub struct Shade;
";

/// Each text is a different attempt to leave its place. Pointers and fingerprints are none: programs rely on
/// their shape.
fn escapes() -> Report {
    let mut report = everything();
    let mut atoms = ATOMS.iter().cycle();
    replace(&mut report, &mut |number| format!("{}{number}", atoms.next().unwrap()));
    let whole = everything();
    for (entry, original) in report.entries.iter_mut().zip(whole.entries) {
        entry.fingerprint = original.fingerprint;
        let places = [&mut entry.old, &mut entry.new, &mut entry.near];
        let originals = [original.old, original.new, original.near];
        for (place, original) in places.into_iter().zip(originals) {
            if let (Some(place), Some(original)) = (place, original) {
                place.pointer = original.pointer;
            }
        }
    }
    report.uncovered[0].pointer.clone_from(&whole.uncovered[0].pointer);
    report
}

/// The official rules decide, and see other things.
fn official() -> Report {
    let mut report = everything();
    for entry in &mut report.entries {
        entry.forces = false;
    }
    Report {
        policy: Policy::Official,
        verdict: Verdict {
            reason: "1 of 3 lines of the official rules is major".to_owned(),
            ..report.verdict
        },
        configuration: Some(Configuration {
            sdk: None,
            file: None,
            reason: "`--config` names one".to_owned(),
        }),
        names: Some(Names { lock: None, reason: "`--lock` names a lock".to_owned() }),
        versions: None,
        uncovered: Vec::new(),
        code: None,
        ..report
    }
}

fn one_forces() -> Report {
    Report {
        verdict: Verdict {
            bump: Bump::Minor,
            reason: "1 change forces it; without it, it would be patch".to_owned(),
            otherwise: Bump::Patch,
            wire: Bump::Minor,
            code_differs: true,
            ..nothing().verdict
        },
        entries: vec![Entry { forces: true, ..announced() }],
        ..nothing()
    }
}

/// As many entries as a large release has.
pub(crate) fn many(count: usize) -> Report {
    let entries = (0..count).map(|number| Entry {
        subject: format!("Model{:03}", number / 4),
        item: Some(Subject::Schema(format!("Model{:03}", number / 4))),
        sentence: format!("the property `field{number}` was added"),
        fingerprint: format!("{number:016x}"),
        operations: (0..number % 40).map(|n| operation(&format!("/things/{n}"))).collect(),
        ..announced()
    });
    Report { entries: entries.collect(), ..one_forces() }
}

fn input(name: &str) -> Input {
    Input { name: name.to_owned(), title: "Lamps".to_owned(), version: "2.0.0".to_owned() }
}

fn location(file: &str, line: usize, pointer: &str, value: Option<&str>) -> Location {
    Location {
        file: file.to_owned(),
        line,
        column: 7,
        pointer: pointer.to_owned(),
        value: value.map(str::to_owned),
    }
}

fn old(line: usize, pointer: &str, value: Option<&str>) -> Location {
    location("git:v1.2.0:api/lamps.yaml", line, pointer, value)
}

fn new(line: usize, pointer: &str, value: Option<&str>) -> Location {
    location("api/lamps.yaml", line, pointer, value)
}

fn operation(path: &str) -> OperationKey {
    OperationKey { path: path.to_owned(), method: Method::Get }
}

fn line(group: &str, impact: &str, text: &str) -> LegacyLine {
    LegacyLine { group: group.to_owned(), impact: impact.to_owned(), text: text.to_owned() }
}

fn item(rule: &str, bump: Bump, item: &str, old: Option<&str>, new: Option<&str>) -> ItemChange {
    ItemChange {
        rule: rule.to_owned(),
        bump,
        item: item.to_owned(),
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
        anchor: None,
        certain: true,
        others: Vec::new(),
    }
}

/// Breaks the wire and not the compiler; felt by the one operation that it is about.
fn required() -> Entry {
    Entry {
        rule: "sample-parameter-required".to_owned(),
        analysis: Analysis::Wire,
        area: Some(Area::Parameter),
        action: Some(Action::Narrowed),
        subject: "GET /lamps/{room}".to_owned(),
        item: Some(Subject::Operation(operation("/lamps/{room}"))),
        path: vec!["query".to_owned(), "parameter `colour`".to_owned()],
        sentence: "the parameter `colour` is required now".to_owned(),
        bump: Bump::Major,
        wire: Bump::Major,
        effect: Effect::Refused,
        public_api: Bump::None,
        forces: true,
        old: Some(old(12, "/paths/~1lamps~1{room}/get/parameters/0/required", Some("false"))),
        new: Some(new(14, "/paths/~1lamps~1{room}/get/parameters/0/required", Some("true"))),
        near: None,
        operations: vec![operation("/lamps/{room}")],
        messages: Vec::new(),
        items: Vec::new(),
        hint: Some("keep it optional, with a `default`".to_owned()),
        fingerprint: "0123456789abcdef".to_owned(),
        accepted: None,
    }
}

/// Breaks both, in a model that many operations use.
fn retyped() -> Entry {
    let items = vec![
        ItemChange {
            anchor: Some(
                "https://doc.rust-lang.org/cargo/reference/semver.html#item-remove".to_owned(),
            ),
            ..item(
                "sample-field-retyped",
                Bump::Major,
                "models::Lamp::level",
                Some("pub models::Lamp::level: Option<i64>"),
                Some("pub models::Lamp::level: Option<f64>"),
            )
        },
        item(
            "sample-item-added",
            Bump::Minor,
            "models::Dimmer",
            None,
            Some("pub struct models::Dimmer"),
        ),
        item(
            "sample-item-removed",
            Bump::Major,
            "models::Shade",
            Some("pub struct models::Shade"),
            None,
        ),
    ];
    Entry {
        rule: "sample-type-changed".to_owned(),
        area: Some(Area::Type),
        action: Some(Action::Changed),
        subject: "Lamp".to_owned(),
        item: Some(Subject::Schema("Lamp".to_owned())),
        path: vec!["property `level`".to_owned()],
        sentence: "the type of `level` was integer and is number".to_owned(),
        effect: Effect::Undecodable,
        public_api: Bump::Major,
        old: Some(old(40, "/definitions/Lamp/properties/level/type", Some("integer"))),
        new: Some(new(44, "/definitions/Lamp/properties/level/type", Some("number"))),
        operations: ["/a", "/b", "/c", "/d", "/e", "/f", "/g"].map(operation).to_vec(),
        items,
        hint: None,
        fingerprint: "1123456789abcdef".to_owned(),
        ..required()
    }
}

/// Gone from the new definition; accepted by the maintainers.
fn removed() -> Entry {
    Entry {
        rule: "sample-property-removed".to_owned(),
        area: Some(Area::Property),
        action: Some(Action::Removed),
        subject: "Lamp".to_owned(),
        item: Some(Subject::Schema("Lamp".to_owned())),
        path: Vec::new(),
        sentence: "the property `shade` was removed".to_owned(),
        bump: Bump::None,
        effect: Effect::Lost,
        public_api: Bump::Major,
        forces: false,
        old: Some(old(51, "/definitions/Lamp/properties/shade", None)),
        new: None,
        near: Some(new(42, "/definitions/Lamp/properties", None)),
        operations: ["/a", "/b"].map(operation).to_vec(),
        messages: vec![SchemaId("LampSwitched".to_owned())],
        hint: None,
        fingerprint: "2123456789abcdef".to_owned(),
        accepted: Some("no one ever got a shade, see the minutes of May".to_owned()),
        ..required()
    }
}

/// The end of something is announced.
fn announced() -> Entry {
    Entry {
        rule: "sample-announced".to_owned(),
        area: Some(Area::Operation),
        action: Some(Action::Changed),
        subject: "DELETE /lamps/{room}".to_owned(),
        item: Some(Subject::Operation(OperationKey {
            path: "/lamps/{room}".to_owned(),
            method: Method::Delete,
        })),
        path: Vec::new(),
        sentence: "the end of the operation was announced".to_owned(),
        bump: Bump::Minor,
        wire: Bump::Minor,
        effect: Effect::Announced,
        public_api: Bump::Minor,
        forces: false,
        old: Some(old(60, "/paths/~1lamps~1{room}/delete", None)),
        new: Some(new(70, "/paths/~1lamps~1{room}/delete/deprecated", Some("true"))),
        operations: Vec::new(),
        hint: None,
        fingerprint: "3123456789abcdef".to_owned(),
        ..required()
    }
}

/// A part that operations share takes more than before.
fn widened() -> Entry {
    Entry {
        rule: "sample-limit-loosened".to_owned(),
        area: Some(Area::Limit),
        action: Some(Action::Widened),
        subject: "parameter PageSize".to_owned(),
        item: Some(Subject::Shared("parameter PageSize".to_owned())),
        sentence: "the maximum was 10 and is 100".to_owned(),
        effect: Effect::Offered,
        old: Some(old(80, "/parameters/PageSize/maximum", Some("10"))),
        new: Some(new(82, "/parameters/PageSize/maximum", Some("100"))),
        fingerprint: "7123456789abcdef".to_owned(),
        ..announced()
    }
}

/// What people read has changed, and it is long.
fn reworded() -> Entry {
    let long = "a lamp may be dimmed, and it may be switched off; ".repeat(9);
    Entry {
        rule: "sample-description".to_owned(),
        area: Some(Area::Documentation),
        action: Some(Action::Changed),
        subject: "the definition".to_owned(),
        item: Some(Subject::Document),
        path: Vec::new(),
        sentence: format!(
            "the description was {} and is {}",
            long.trim(),
            long.trim().to_uppercase()
        ),
        bump: Bump::Patch,
        wire: Bump::Patch,
        effect: Effect::Documented,
        public_api: Bump::Patch,
        forces: false,
        old: Some(old(1, "", Some("a lamp may be dimmed"))),
        new: Some(new(1, "", Some("a lamp may not be dimmed"))),
        operations: Vec::new(),
        hint: None,
        fingerprint: "4123456789abcdef".to_owned(),
        ..required()
    }
}

/// An old program copes.
fn tidied() -> Entry {
    Entry {
        rule: "sample-scheme-added".to_owned(),
        area: Some(Area::Security),
        action: Some(Action::Added),
        subject: "security scheme key".to_owned(),
        item: Some(Subject::SecurityScheme("key".to_owned())),
        path: Vec::new(),
        sentence: "the security scheme `key` was added".to_owned(),
        bump: Bump::None,
        wire: Bump::None,
        effect: Effect::Nothing,
        public_api: Bump::None,
        forces: false,
        old: None,
        new: Some(new(5, "/securityDefinitions/key", None)),
        operations: Vec::new(),
        hint: None,
        fingerprint: "5123456789abcdef".to_owned(),
        ..required()
    }
}

/// Only the generated code changed.
fn box_moved() -> Entry {
    Entry {
        rule: "sample-field-boxed".to_owned(),
        analysis: Analysis::PublicApi,
        area: None,
        action: None,
        subject: "models::Room".to_owned(),
        item: None,
        path: Vec::new(),
        sentence: "the field `lamp` is in a box now".to_owned(),
        bump: Bump::None,
        wire: Bump::None,
        effect: Effect::Nothing,
        public_api: Bump::None,
        forces: false,
        old: None,
        new: None,
        operations: Vec::new(),
        items: vec![item(
            "sample-field-boxed",
            Bump::None,
            "models::Room::lamp",
            Some("pub models::Room::lamp: Option<models::Lamp>"),
            Some("pub models::Room::lamp: Option<Box<models::Lamp>>"),
        )],
        hint: None,
        fingerprint: "6123456789abcdef".to_owned(),
        ..required()
    }
}
