//! What the release asks git, and tells it.

use std::path::Path;
use std::process::Command;

/// What differs from the last commit in the working tree, as `git status` says it; untracked files count.
/// The error says why git cannot tell.
pub(super) fn changes(root: &Path) -> Result<Vec<String>, String> {
    let lines = run(root, &["status", "--porcelain", "--untracked-files=all"])?;
    Ok(lines.lines().map(str::to_owned).collect())
}

/// Commits everything that differs from the last commit. The error says why git does not.
pub(super) fn commit(root: &Path, message: &str) -> Result<(), String> {
    run(root, &["add", "--all"])?;
    run(root, &["commit", "--quiet", "--message", message]).map(drop)
}

fn run(root: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output()
        .map_err(|error| format!("git could not be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
