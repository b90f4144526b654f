//! Chromium without a window, steered over its debugging protocol.
//!
//! The protocol is JSON that ends with a zero byte, over a pair of pipes: so no port is open, and nobody else can steer
//! it. One page is open at a time.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::{sleep, timeout};

use crate::Result;

/// What the programs are called.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// Chromium reads from 3 and writes to 4; what it prints itself goes where errors go.
const SCRIPT: &str = r#"exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>&2"#;
/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a page is asked whether something has happened.
const INTERVAL: Duration = Duration::from_millis(50);

/// A browser that runs until this is dropped.
pub(crate) struct Browser {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    calls: u64,
    /// The page that is open, and the session with it.
    page: Option<(Value, Value)>,
    /// What the page failed with, other than in a way that it expects.
    exception: Option<String>,
}

impl Browser {
    /// Starts it, with a profile of its own below this folder.
    pub(crate) async fn start(work: &Path) -> Result<Self> {
        let profile = work.join("profile");
        // One from before would bring its cache along.
        if profile.exists() {
            std::fs::remove_dir_all(&profile)?;
        }
        std::fs::create_dir_all(&profile)?;
        let log = std::fs::File::create(work.join("chromium.log"))?;
        let mut child = Command::new("sh")
            .args(["-c", SCRIPT, program()?])
            .args(["--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run"])
            // Nothing is opened but our own page, and CI runs as root, as which the sandbox cannot start.
            .args(["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ])
            .args(["--no-proxy-server", "--force-color-profile=srgb"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut browser = Self {
            child,
            input: input.ok_or("no way to Chromium")?,
            output: BufReader::new(output.ok_or("no way from Chromium")?),
            calls: 0,
            page: None,
            exception: None,
        };
        let version = browser.call("Browser.getVersion", json!({})).await?;
        println!("{}", at(&version, "/product").as_str().unwrap_or("an unknown browser"));
        Ok(browser)
    }

    /// Opens a page instead of the one before.
    pub(crate) async fn open(&mut self, address: &str) -> Result {
        if let Some((target, _)) = self.page.take() {
            self.call("Target.closeTarget", json!({ "targetId": target })).await?;
        }
        self.exception = None;
        let opened = self.call("Target.createTarget", json!({ "url": "about:blank" })).await?;
        let target = at(&opened, "/targetId").clone();
        let attaching = json!({ "targetId": target, "flatten": true });
        let attached = self.call("Target.attachToTarget", attaching).await?;
        self.page = Some((target, at(&attached, "/sessionId").clone()));
        self.call("Runtime.enable", json!({})).await?;
        let size = json!({ "width": 420, "height": 520, "deviceScaleFactor": 2, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size).await?;
        self.call("Page.navigate", json!({ "url": address })).await?;
        Ok(())
    }

    /// What an expression has for its value in the page.
    pub(crate) async fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let question = json!({ "expression": expression, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", question).await?;
        match answer.get("exceptionDetails") {
            Some(exception) => Err(format!("`{expression}` failed: {exception}").into()),
            None => Ok(at(&answer, "/result/value").clone()),
        }
    }

    /// Waits until an expression is true, or gives a text, and gives that.
    pub(crate) async fn wait_for(&mut self, expression: &str, patience: Duration) -> Result<Value> {
        let waiting = async {
            loop {
                let value = self.evaluate(expression).await?;
                if let Some(exception) = self.exception.take() {
                    return Err(exception.into());
                }
                if value == true || value.as_str().is_some_and(|text| !text.is_empty()) {
                    return Ok(value);
                }
                sleep(INTERVAL).await;
            }
        };
        match timeout(patience, waiting).await {
            Ok(value) => value,
            Err(_) => Err(format!("waited in vain for `{expression}`").into()),
        }
    }

    /// Types into whatever has the cursor, and ends with Enter.
    pub(crate) async fn type_line(&mut self, text: &str) -> Result {
        self.call("Input.insertText", json!({ "text": text })).await?;
        for kind in ["keyDown", "keyUp"] {
            let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" });
            self.call("Input.dispatchKeyEvent", key).await?;
        }
        Ok(())
    }

    /// What the page looks like, as PNG.
    pub(crate) async fn screenshot(&mut self) -> Result<Vec<u8>> {
        let shot = self.call("Page.captureScreenshot", json!({ "format": "png" })).await?;
        Ok(STANDARD.decode(at(&shot, "/data").as_str().unwrap_or_default())?)
    }

    /// Ends it in good order.
    pub(crate) async fn stop(mut self) -> Result {
        self.page = None;
        self.call("Browser.close", json!({})).await?;
        timeout(PATIENCE, self.child.wait()).await??;
        Ok(())
    }

    /// Calls a method of the protocol, of the page if there is one.
    async fn call(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.calls += 1;
        let message = match &self.page {
            Some((_, session)) => {
                json!({ "id": self.calls, "method": method, "params": parameters, "sessionId": session })
            }
            None => json!({ "id": self.calls, "method": method, "params": parameters }),
        };
        self.input.write_all(format!("{message}\0").as_bytes()).await?;
        self.input.flush().await?;
        let answer = timeout(PATIENCE, self.answer());
        let answer = answer.await.map_err(|_| format!("Chromium does not answer {method}"))??;
        match answer.get("error") {
            Some(error) => Err(format!("Chromium refuses {method}: {error}").into()),
            None => Ok(at(&answer, "/result").clone()),
        }
    }

    /// The answer to the last call; events before it are looked at.
    async fn answer(&mut self) -> Result<Value> {
        loop {
            let mut bytes = Vec::new();
            if self.output.read_until(0, &mut bytes).await? == 0 {
                return Err("Chromium has ended; its log is beside its profile".into());
            }
            bytes.pop();
            let message: Value = serde_json::from_slice(&bytes)?;
            if *at(&message, "/id") == self.calls {
                return Ok(message);
            }
            if *at(&message, "/method") == "Runtime.exceptionThrown" {
                let what = at(&message, "/params/exceptionDetails/exception/description");
                self.exception = Some(what.to_string());
            }
        }
    }
}

/// What is at this place; null if there is nothing.
fn at<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

/// The first of the programs that is there.
fn program() -> Result<&'static str> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there =
        |name: &&&str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let found = NAMES.iter().find(is_there);
    found.copied().ok_or_else(|| "there is no Chromium".into())
}
