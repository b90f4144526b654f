//! What is printed in the end.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use generator::api::Operation;

use super::instance::Extent;
use super::limits;
use super::row::Row;
use super::verdict::Verdict;

/// How much there is of each.
#[derive(Default)]
struct Counts {
    operations: usize,
    called: usize,
    calls: usize,
    violations: usize,
    undecoded: usize,
    failed: usize,
    unjudged: usize,
    uncalled: usize,
}

/// Prints what came of all definitions. Success where nothing is wrong with any request or reply.
pub(super) fn print(rows: &[Row]) -> ExitCode {
    println!(
        "{:<32}{:>11}{:>8}{:>7}{:>12}{:>11}{:>8}{:>10}{:>10}",
        "",
        "operations",
        "called",
        "calls",
        "violations",
        "undecoded",
        "failed",
        "unjudged",
        "uncalled"
    );
    let mut all = Counts::default();
    let mut is_broken = false;
    let mut notes = Notes::default();
    for row in rows {
        match (&row.written, &row.verdicts) {
            (Err(problem), _) | (_, Err(problem)) => {
                is_broken = true;
                println!("{:<32}{problem}", row.name);
            }
            (Ok(_), Ok(_)) => {
                let counts = notes.count(row);
                line(&row.name, &counts);
                all.add(&counts);
            }
        }
    }
    line(&format!("{} definitions", rows.len()), &all);
    notes.print();
    let is_wrong = is_broken || all.violations + all.undecoded + all.failed > 0;
    ExitCode::from(u8::from(is_wrong))
}

fn line(name: &str, of: &Counts) {
    let Counts { operations, called, calls, violations, undecoded, failed, unjudged, uncalled } =
        of;
    println!(
        "{name:<32}{operations:>11}{called:>8}{calls:>7}{violations:>12}{undecoded:>11}{failed:>8}{unjudged:>10}{uncalled:>10}"
    );
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.operations += other.operations;
        self.called += other.called;
        self.calls += other.calls;
        self.violations += other.violations;
        self.undecoded += other.undecoded;
        self.failed += other.failed;
        self.unjudged += other.unjudged;
        self.uncalled += other.uncalled;
    }
}

/// What is said of single calls: findings one by one, the rest by its reason.
#[derive(Default)]
struct Notes {
    findings: Vec<String>,
    uncalled: Vec<String>,
    unjudged: BTreeMap<&'static str, usize>,
    unseen: BTreeMap<&'static str, usize>,
    left_out: BTreeMap<String, usize>,
}

impl Notes {
    fn count(&mut self, row: &Row) -> Counts {
        let (Ok((made, program)), Ok(verdicts)) = (&row.written, &row.verdicts) else {
            return Counts::default();
        };
        let operations = &made.generated.api.operations;
        let place = |operation: usize, extent: Extent| {
            let place = operations.get(operation).map(Operation::place);
            let extent = if extent == Extent::Smallest { "smallest" } else { "fullest" };
            format!("{}: {} ({extent})", row.name, place.unwrap_or_default())
        };
        let mut counts = Counts { operations: operations.len(), ..Counts::default() };
        let mut called = BTreeSet::new();
        for (call, verdict) in program.calls.iter().zip(verdicts) {
            let at = place(call.operation, call.extent);
            if !matches!(verdict, Verdict::Refused(_) | Verdict::Unread(_)) {
                called.insert(call.operation);
                counts.calls += 1;
                let operation = operations.get(call.operation).into_iter();
                for what in operation.flat_map(limits::unseen) {
                    *self.unseen.entry(what).or_default() += 1;
                }
            }
            match verdict {
                Verdict::Accepted => {}
                Verdict::Violation(what) => {
                    counts.violations += 1;
                    self.findings.push(format!("{at}: {what}"));
                }
                Verdict::Unread(what) | Verdict::Undecoded(what) => {
                    counts.undecoded += 1;
                    self.findings.push(format!("{at}: not read: {what}"));
                }
                Verdict::Failed(what) => {
                    counts.failed += 1;
                    self.findings.push(format!("{at}: it failed: {what}"));
                }
                Verdict::Unjudged(why) => {
                    counts.unjudged += 1;
                    *self.unjudged.entry(why).or_default() += 1;
                }
                Verdict::Refused(why) => self.uncalled.push(format!("{at}: {why}")),
            }
        }
        for missing in &program.unwritten {
            self.uncalled.push(format!(
                "{}: {}",
                place(missing.operation, missing.extent),
                missing.reason
            ));
        }
        for (reason, count) in &program.left_out {
            *self.left_out.entry(reason.clone()).or_default() += count;
        }
        counts.called = called.len();
        counts.uncalled = counts.operations - counts.called;
        counts
    }

    fn print(&self) {
        let list = |title: &str, lines: &[String]| {
            if !lines.is_empty() {
                println!("\n{title}:\n{}", lines.join("\n"));
            }
        };
        let counted = |of: Vec<(&str, usize)>| -> Vec<String> {
            of.into_iter().map(|(reason, count)| format!("{count:>8}  {reason}")).collect()
        };
        list("wrong", &self.findings);
        list("not called", &self.uncalled);
        let unjudged = self.unjudged.iter().map(|(reason, count)| (*reason, *count));
        list("sent, but Prism cannot judge it", &counted(unjudged.collect()));
        let unseen = self.unseen.iter().map(|(what, count)| (*what, *count));
        list("sent, but Prism does not look at it", &counted(unseen.collect()));
        let left_out = self.left_out.iter().map(|(reason, count)| (reason.as_str(), *count));
        list("left out of the fullest calls", &counted(left_out.collect()));
    }
}
