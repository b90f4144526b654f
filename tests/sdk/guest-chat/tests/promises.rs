//! What holds of the source of the SDK as it is written, and of what CI does with it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// The source files below a folder, with their text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
    files
}

#[test]
fn rule_s15_nothing_switches_verification_off() {
    let sources = sources(&root().join("generated/guest-chat/src"));
    assert!(sources.len() > 100);
    for (path, text) in sources {
        for word in ["danger", "accept_invalid", "tls_sni(false", "set_verify", "SSL_VERIFY"] {
            assert!(!text.contains(word), "{word} in {}", path.display());
        }
    }
}

#[test]
fn rule_s16_there_is_no_unsafe_code() {
    let library = fs::read_to_string(root().join("generated/guest-chat/src/lib.rs")).unwrap();
    assert!(library.contains("#![forbid(unsafe_code)]"));
}

#[test]
fn rule_s16_dependencies_are_looked_through() {
    let run = fs::read_to_string(root().join(".ci/run")).unwrap();
    for step in ["cargo deny --locked check licenses bans sources", "cargo xtask msrv"] {
        assert!(run.lines().any(|line| line.trim() == step), "{step}");
    }
    let deny = fs::read_to_string(root().join("deny.toml")).unwrap();
    for line in ["unknown-registry = \"deny\"", "unknown-git = \"deny\""] {
        assert!(deny.contains(line), "{line}");
    }
}
