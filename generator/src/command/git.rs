//! What the release asks git.

use std::path::Path;
use std::process::Command;

/// What differs from the last commit in the working tree, as `git status` says it; untracked files count.
/// The error says why git cannot tell.
pub(super) fn changes(root: &Path) -> Result<Vec<String>, String> {
    let output = Command::new("git")
        .args(["status", "--porcelain", "--untracked-files=all"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("git could not be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().to_owned());
    }
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(lines.lines().map(str::to_owned).collect())
}
