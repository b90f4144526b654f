//! The command line of the generator, run as a person or a workflow runs it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

mod diff;
mod explain;
mod external;
mod generate;
mod git;
mod inputs;
mod inspect;
mod limits;
mod overlay;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A definition with one operation; the tests change its texts.
const LAMPS: &str = r#"openapi: 3.0.3
info: {title: Lamps, version: "1.0"}
paths:
  /lamps:
    get:
      operationId: listLamps
      description: Lists the lamps.
      responses:
        "200":
          description: The lamps.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Lamp'}}
components:
  schemas:
    Lamp:
      type: object
      properties:
        level: {type: integer}
"#;

/// The same with another description: nothing breaks, and the generated code differs.
fn reworded() -> String {
    LAMPS.replace("Lists the lamps.", "Lists the lamps of a room.")
}

/// A folder of its own with the two definitions, where the generator is run.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write("old.yaml", LAMPS);
        place.write("new.yaml", &reworded());
        place
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The generator with these arguments, ready to run in this folder.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-to-rust-sdk"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        for variable in ["COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        // Whatever repository the folder for temporary files is in.
        command.env("GIT_CEILING_DIRECTORIES", self.path().parent().unwrap());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&self.command(arguments).output().unwrap())
    }

    fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A generator that does not want the input closes the pipe.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Run::of(&child.wait_with_output().unwrap())
    }
}

/// What a run left behind.
#[derive(Debug)]
struct Run {
    code: i32,
    output: String,
    errors: String,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let run = Self {
            code: output.status.code().expect("the generator ended by itself"),
            output: text(&output.stdout),
            errors: text(&output.stderr),
        };
        assert!(!run.errors.contains("panicked"), "{run:#?}");
        run
    }

    /// Fails unless it was refused, and the errors say all of this.
    fn assert_refused(&self, code: i32, said: &[&str]) {
        assert_eq!(self.code, code, "{self:#?}");
        assert_eq!(self.output, "", "{self:#?}");
        for words in said {
            assert!(self.errors.contains(words), "`{words}` is not said: {self:#?}");
        }
    }

    /// Fails unless it was done without a word beside the output.
    fn assert_done(&self) {
        assert_eq!((self.code, self.errors.as_str()), (0, ""), "{self:#?}");
    }
}
