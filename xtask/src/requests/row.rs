//! One definition: its crate, its program, and what came of each call.

use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use generator::command;
use generator::generate::TemplateTree;
use serde_json::Value;

use super::definition::{self, Candidate, Made};
use super::prism::Prism;
use super::program::{self, Program};
use super::verdict::Verdict;
use crate::compile::target;

/// A definition on its way through the task.
pub(super) struct Row {
    pub(super) name: String,
    /// The crate and its program, or why there is none.
    pub(super) written: Result<(Made, Program), String>,
    /// What came of each call of the program, or why nothing did.
    pub(super) verdicts: Result<Vec<Verdict>, String>,
}

impl Row {
    /// Makes the crate, and writes the program beside it.
    pub(super) fn of(
        candidate: &Candidate,
        templates: &TemplateTree,
        folder: &Path,
    ) -> io::Result<Self> {
        let name = candidate.name.clone();
        let written = match definition::make(candidate, templates, folder) {
            Ok(made) => {
                let program = program::write(&made);
                let examples = folder.join(&name).join("examples");
                fs::create_dir_all(&examples)?;
                fs::write(examples.join(format!("{}.rs", example(&name))), &program.text)?;
                Ok((made, program))
            }
            Err(problems) => {
                command::print_diagnostics(&problems);
                Err("no crate is made of it".to_owned())
            }
        };
        Ok(Self { name, written, verdicts: Ok(Vec::new()) })
    }

    /// Where the compiled program is.
    pub(super) fn executable(&self) -> PathBuf {
        target().join("debug/examples").join(example(&self.name))
    }

    /// Runs the program against Prism. Where Prism ends over a call, another one takes the calls after it.
    pub(super) fn hear(&mut self, prism: &Path) -> io::Result<()> {
        let Ok((made, program)) = &self.written else { return Ok(()) };
        if !self.executable().exists() {
            self.verdicts = Err("its program does not compile".to_owned());
            return Ok(());
        }
        let mut verdicts = Vec::new();
        while verdicts.len() < program.calls.len() {
            let judge = match Prism::start(prism, &made.file) {
                Ok(judge) => judge,
                Err(error) => {
                    self.verdicts = Err(format!("Prism: {error}"));
                    return Ok(());
                }
            };
            let before = verdicts.len();
            self.hear_some(made, program, judge, &mut verdicts)?;
            if verdicts.len() == before {
                self.verdicts = Err("its program ended early".to_owned());
                return Ok(());
            }
        }
        self.verdicts = Ok(verdicts);
        Ok(())
    }

    /// Takes the verdicts on the calls after those that there are some of, until Prism ends.
    fn hear_some(
        &self,
        made: &Made,
        program: &Program,
        mut judge: Prism,
        verdicts: &mut Vec<Verdict>,
    ) -> io::Result<()> {
        let mut process = Command::new(self.executable())
            .env("JUDGE", &judge.address)
            .env("FIRST", verdicts.len().to_string())
            .stdout(Stdio::piped())
            .spawn()?;
        let api = &made.generated.api;
        let lines = process.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines());
        let calls = program.calls.get(verdicts.len()..).unwrap_or_default();
        for (line, call) in lines.zip(calls) {
            let told: Value = serde_json::from_str(&line?).unwrap_or_default();
            let Some(operation) = api.operations.get(call.operation) else { continue };
            let verdict = Verdict::read(&told, api, operation);
            if matches!(verdict, Verdict::Failed(_)) && judge.has_ended()? {
                verdicts.push(Verdict::Unjudged("it ends instead of answering"));
                process.kill()?;
                break;
            }
            verdicts.push(verdict);
        }
        process.wait()?;
        Ok(())
    }
}

/// The name of the program of a crate: no two of a workspace may have the same.
fn example(name: &str) -> String {
    format!("requests-of-{name}")
}
