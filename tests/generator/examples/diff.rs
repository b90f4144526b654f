//! `diff OLD NEW [SHARE]`: how long each stage of the differ takes for two definitions, and how much memory the
//! process had needed when the definitions were compared and at the end. One line each: `stage<TAB>microseconds`.
//!
//! With a share, such as 4, only every fourth path is kept, with all that it needs: the same definition at
//! another size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark fails loudly"
)]

use std::time::Instant;

use generator::changes::compare;
use generator::config::Config;
use generator::diff::coverage::{Compared, account};
use generator::diff::report::Policy;
use generator::diff::{Options, Side, compare_versions};
use generator::generate::{Definition, define, make};
use generator::inherit::Inheritance;
use generator::load::Purpose;
use generator::{source, templates};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let share: usize = arguments.get(2).map_or(1, |share| share.parse().expect("a number"));
    let mut config = Config::parse("(benchmark)", "[crate]\nname = \"measured\"\n").unwrap();
    let read = |name: &str| source::read(name).unwrap_or_else(|problems| panic!("{problems}"));
    let [old, new] = [read(&arguments[0]), read(&arguments[1])];
    if share > 1 {
        config.prune.paths = slice(&old, share).chain(slice(&new, share)).collect();
    }

    let started = Instant::now();
    let mut last = started;
    let mut lap = |stage: &str| {
        println!("{stage}\t{}", last.elapsed().as_micros());
        last = Instant::now();
    };
    let [old, new] = [old, new].map(|text| {
        let defined = define(&text.name, &text.text, &config, Purpose::Compare);
        defined.unwrap_or_else(|problems| panic!("{problems}"))
    });
    lap("define-both");
    let comparison = compare(&old.api, &new.api);
    lap("compare");
    println!("changes\t{}", comparison.changes.len());
    let coverage = account(compared(&old), compared(&new), &comparison.covered);
    lap("coverage");
    println!("values\t{}", coverage.values);
    println!("compared\t{}", started.elapsed().as_micros());
    println!("wire-peak-kib\t{}", peak());

    let templates = templates::embedded();
    let options = Options { config, templates, policy: Policy::Rust, code: false, today: None };
    let generated = make(&old, &options.config, &options.templates, &Inheritance::default());
    let old = Side { definition: old, generated: generated.expect("the old crate") };
    lap("old-crate");
    let (new, comparison) = old.successor(new, &options).expect("the new crate");
    lap("new-crate");
    let outcome = compare_versions(&old, &new, &comparison, true, &options);
    lap("report");
    println!("entries\t{}", outcome.report.entries.len());
    println!("whole-diff\t{}", started.elapsed().as_micros());
    println!("peak-kib\t{}", peak());
}

fn compared(definition: &Definition) -> Compared<'_> {
    Compared { value: &definition.value, version: definition.version }
}

/// Every so-many-th path of a definition.
fn slice(text: &source::SourceText, share: usize) -> impl Iterator<Item = String> + use<> {
    let document = source::parse(&text.name, &text.text).expect("a definition");
    let paths = document.value()["paths"].as_object().expect("paths").clone();
    let mut names: Vec<String> = paths.into_iter().map(|(path, _)| path).collect();
    names.sort();
    names.into_iter().step_by(share)
}

/// The most memory that the process has needed, in KiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
