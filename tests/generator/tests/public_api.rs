//! The public API of a crate: listed, written, read back, compared.
//!
//! `public-api/<rule>/` holds a crate before and after one kind of change, `public-api-near/<idea>/` pairs that look
//! like one and are not, or are another one. `public_api_compiled.rs` runs the compiler over them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "tests fail loudly"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use generator::bump::Bump;
use generator::public_api::{Evidence, PublicApi, compare, list, rules};
use generator::render::{File, FileSet};
use generator_tests::cases::{Case, Suite};
use generator_tests::{files, folders, root};

/// The position of the folders from where tests run.
const CASES: &str = "public-api";

/// Where the pairs are that look like a change and are none, or another one.
const NEAR: &str = "public-api-near";

/// Crates that have as much in them as possible, each with its listing.
const CRATES: &str = "public-api-crates";

/// The files of a crate.
fn crate_files(folder: &Path) -> FileSet {
    let file = |text| File { text, template: None, announced: Vec::new() };
    files(folder).into_iter().map(|(path, text)| (path, file(text))).collect()
}

/// A crate of one source file, and its manifest where it has one.
fn listed(folder: &Path, side: &str) -> PublicApi {
    let mut files = FileSet::new();
    let texts = [("src/lib.rs", "rs"), ("Cargo.toml", "toml")];
    for (path, ending) in texts {
        if let Ok(text) = fs::read_to_string(folder.join(format!("{side}.{ending}"))) {
            files.insert(path.to_owned(), File { text, template: None, announced: Vec::new() });
        }
    }
    list(&files).unwrap_or_else(|problems| panic!("{}/{side}:\n{problems}", folder.display()))
}

fn ids(old: &PublicApi, new: &PublicApi) -> BTreeSet<&'static str> {
    compare(old, new).into_iter().map(|change| change.rule.id).collect()
}

fn main() -> ExitCode {
    let mut suite = Suite::new("public_api");
    suite.law(
        "every_rule_has_a_case_and_every_case_a_rule",
        every_rule_has_a_case_and_every_case_a_rule,
    );
    suite.law("every_rule_is_explained", every_rule_is_explained);
    suite.law("what_cannot_be_listed_is_refused", what_cannot_be_listed_is_refused);
    suite.law("the_generated_crate_is_listed", the_generated_crate_is_listed);
    for (id, folder) in folders(Path::new(CASES)) {
        suite.case("", &id, &folder, gives_just_its_rule);
    }
    for (idea, folder) in folders(Path::new(NEAR)) {
        suite.case("near", &idea, &folder, gives_what_is_expected);
    }
    for (name, folder) in folders(Path::new(CRATES)) {
        suite.case("crate", &name, &folder, is_listed_as_reviewed);
    }
    suite.run()
}

fn every_rule_has_a_case_and_every_case_a_rule() {
    let known: BTreeSet<String> = rules().map(|rule| rule.id.to_owned()).collect();
    let shown: BTreeSet<String> = folders(Path::new(CASES)).into_keys().collect();
    assert_eq!(known, shown, "the rules and the folders of public-api/ differ");
    assert_eq!(known.len(), rules().count(), "two rules have one name");
}

fn gives_just_its_rule(case: &Case) -> Result<(), String> {
    let [old, new] = sides(case);
    let found = ids(&old, &new);
    if found != BTreeSet::from([case.name.as_str()]) {
        return Err(format!("{found:?}\n--- old\n{old}--- new\n{new}"));
    }
    if compare(&new, &old).is_empty() {
        return Err("the way back is no change".to_owned());
    }
    is_well_formed(&[old, new])
}

/// For a near miss.
fn gives_what_is_expected(case: &Case) -> Result<(), String> {
    let [old, new] = sides(case);
    let found = ids(&old, &new);
    let lines = found.iter().fold(String::new(), |lines, id| lines + id + "\n");
    case.compare("expected.txt", if lines.is_empty() { "nothing\n" } else { &lines })?;
    is_well_formed(&[old, new])
}

fn sides(case: &Case) -> [PublicApi; 2] {
    ["old", "new"].map(|side| listed(&case.folder, side))
}

/// Each side is equal to itself, and to what is read back of it.
fn is_well_formed(sides: &[PublicApi]) -> Result<(), String> {
    for side in sides {
        let found = ids(side, side);
        if !found.is_empty() {
            return Err(format!("a side differs from itself: {found:?}\n{side}"));
        }
        let data = side.to_data();
        let read = PublicApi::from_data("public-api.jsonl", &data);
        let read = read.map_err(|problems| format!("{problems}\n{data}"))?;
        if read != *side {
            return Err(format!("it reads back as\n{read}, not as\n{side}"));
        }
    }
    Ok(())
}

/// For a crate that has as much in it as possible.
fn is_listed_as_reviewed(case: &Case) -> Result<(), String> {
    let listed = list(&crate_files(&case.folder)).map_err(|problems| problems.to_string())?;
    case.compare(generator::public_api::FILE, &listed.to_string())?;
    is_well_formed(&[listed])
}

fn every_rule_is_explained() {
    for rule in rules() {
        assert!(rule.title.ends_with('.') && rule.why.ends_with('.'), "{}", rule.id);
        assert!(rule.bump != Bump::None, "{} says that nothing happened", rule.id);
        assert!(rule.before() != rule.after(), "{}", rule.id);
        assert!(rule.link().is_none_or(|link| link.contains("semver.html#")), "{}", rule.id);
        let consumer = Path::new(CASES).join(rule.id).join("consumer.rs");
        let evidence = rule.evidence == Evidence::Compiled;
        assert_eq!(consumer.exists(), evidence, "{}: is it compiled?", rule.id);
    }
}

fn what_cannot_be_listed_is_refused() {
    let hides = "What the macro call `make!` in the root module makes public cannot be listed.";
    for (code, problem) in [
        ("pub union Bits { a: u8, b: i8 }", "a union cannot be listed"),
        ("union Bits { a: u8, b: i8 }", "a union cannot be listed"),
        ("extern \"C\" { pub fn getpid() -> i32; }", "an `extern` block cannot be listed"),
        ("unsafe extern \"C\" { fn getpid() -> i32; }", "an `extern` block cannot be listed"),
        ("extern crate alloc;", "an `extern crate` cannot be listed"),
        (
            "#[macro_export] macro_rules! path { () => {} }",
            "the exported macro `path` cannot be listed",
        ),
        ("make!(pub struct Pet;);", hides),
        ("macro_rules! make { ($n:ident) => { pub struct $n; }; () => {} } make!(Pet);", hides),
        ("pub struct Pet; make!(Pet);", hides),
        ("pub fn a( {}", "is not Rust that can be read"),
    ] {
        let file = File { text: code.to_owned(), template: None, announced: Vec::new() };
        let files = FileSet::from([("src/lib.rs".to_owned(), file)]);
        let problems = list(&files).map(|api| api.to_string()).unwrap_err().to_string();
        assert!(problems.contains(problem), "{code}: {problems}");
    }
    for code in [
        "macro_rules! make { ($n:ident) => { pub struct $n; } } make!(Pet);",
        "pub struct Cell; thread_local! { static COUNT: Cell<u8> = const { Cell::new(0) }; }",
        "pub struct Pet; make!(\"Pet\");",
        "pub extern \"C\" fn plain() {}",
        "fn union() { union!(a) }",
    ] {
        let file = File { text: code.to_owned(), template: None, announced: Vec::new() };
        let files = FileSet::from([("src/lib.rs".to_owned(), file)]);
        assert!(list(&files).is_ok(), "{code}");
    }
}

fn the_generated_crate_is_listed() {
    let files = crate_files(&root().join("generated/guest-chat"));
    let public_api = list(&files).unwrap_or_else(|problems| panic!("{problems}"));
    let text = public_api.to_string();
    assert_eq!(public_api, list(&files).unwrap(), "two listings differ");
    let data = public_api.to_data();
    assert_eq!(PublicApi::from_data("public-api.jsonl", &data).unwrap(), public_api);
    assert!(data.len() < 3 * text.len(), "{} bytes for {} of text", data.len(), text.len());
    assert_eq!(text, files[generator::public_api::FILE].text, "run `cargo xtask regenerate`");
    assert_eq!(compare(&public_api, &public_api), []);
    for line in [
        "crate purecloud_guest_chat_client",
        "mod api::web_chat",
        "struct models::WebChatMessage {} #[non_exhaustive]",
        "field models::WebChatMessage.body: Option<String>",
        "impl Clone for models::WebChatMessage",
        "impl<'de> serde::Deserialize<'de> for models::WebChatMessage",
        "use retry::RetryConfig = RetryConfig",
        "variant models::MemberRole::Unknown(UnknownValue)",
        "const Region::ALL: &'static [Region]",
        "trait Timer: Send + Sync + 'static",
        "fn Client::new(region: &Region) -> Result<Client, Error>",
        "impl std::str::FromStr<Err = Error> for Region",
        "fn Response<T>::map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> #[must_use]",
        "async fn Request<O>::send(self) -> Result<O::Output, Error> where O: Operation",
        "fn impl Request<api::web_chat::ListMembers>::page_size(self, page_size: i64) -> Request<api::web_chat::ListMembers>",
        "impl Operation<Output = ()> for api::web_chat::Leave",
        "trait Operation: 'static #[sealed]",
    ] {
        assert!(text.lines().any(|other| other == line), "`{line}` is not listed");
    }
    for hidden in ["lenient::", "OpenEnum", "call::Call", "crate::"] {
        assert!(!text.contains(hidden), "`{hidden}` is listed");
    }
}
