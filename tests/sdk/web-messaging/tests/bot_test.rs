//! The example tests bots: its dialogues go well with the simulator, and go wrong with a readable reason where the bot says
//! something else.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use web_messaging_simulator::{Fault, Moment, Player, Simulator};

#[path = "../examples/bot_test/main.rs"]
#[allow(dead_code, reason = "its `main` belongs to the example")]
mod bot_test;

async fn run(arguments: &[&str]) -> Result<(bool, String), String> {
    let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
    let mut out = Vec::new();
    let passed = bot_test::run(&arguments, &mut out).await.map_err(|error| error.to_string())?;
    Ok((passed, String::from_utf8(out).unwrap()))
}

/// Holds a dialogue of these steps.
async fn held(steps: &str) -> Result<(bool, String), String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dialogue.yaml");
    std::fs::write(&file, format!("name: of a test\nsteps:\n{steps}")).unwrap();
    run(&[file.to_str().unwrap()]).await
}

#[tokio::test]
async fn its_dialogues_go_well_all_at_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/bot_test/dialogues");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<String> = files.map(|file| file.to_str().unwrap().to_owned()).collect();
    files.sort_unstable();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let (passed, told) = run(&files).await.unwrap();
    assert!(passed, "{told}");
    assert!(told.ends_with("3 dialogues, 0 failed\n"), "{told}");
    assert!(told.contains(" guest    chooses quick replies\n"), "{told}");
}

#[tokio::test]
async fn another_answer_is_a_failure_with_its_reason() {
    let (passed, told) =
        held("  - say: hi\n  - expect: {text: Good morning, within: 1}\n").await.unwrap();
    assert!(!passed);
    let reason = "step 2: expected `Good morning` within 1 s, but the bot said `Hello, I am a bot. What would you like to see?`";
    assert!(told.contains(reason), "{told}");
    assert!(
        told.starts_with("FAIL of a test\n") && told.ends_with("1 dialogues, 1 failed\n"),
        "{told}"
    );
}

#[tokio::test]
async fn no_answer_and_other_suggestions_are_failures_with_their_reasons() {
    for (steps, reason) in [
        ("  - expect: {text: Hello, within: 1}\n", "but the bot said nothing"),
        (
            "  - say: hi\n  - expect: Hello\n  - quick-replies: [tea]\n",
            "expected the quick replies [\"tea\"], but the bot suggests [\"agent\",",
        ),
        ("  - say: hi\n  - expect: Hello\n  - choose: tea\n", "`tea` cannot be chosen"),
        (
            "  - say: hi\n  - expect: Hello\n  - say: bye\n  - expect: {pattern: ^Hello, within: 5}\n",
            "but the other end has left",
        ),
        (
            "  - say: hi\n  - upload: {name: a.exe, type: text/plain, text: a}\n",
            "the service takes no file of such a name",
        ),
    ] {
        let (passed, told) = held(steps).await.unwrap();
        assert!(!passed && told.contains(reason), "{reason}: {told}");
    }
}

#[tokio::test]
async fn what_is_no_dialogue_is_not_held() {
    for (steps, problem) in [
        ("  - dance\n", "unknown variant `dance`"),
        ("  - expect: {pattern: \"(\"}\n", "dialogue.yaml"),
        ("  - expect: {txt: Hello}\n", "dialogue.yaml"),
    ] {
        let told = held(steps).await.unwrap_err();
        assert!(told.contains(problem), "{told}");
    }
    assert!(run(&[]).await.unwrap_err().starts_with("usage"));
    assert!(run(&["--dance"]).await.unwrap_err().contains("`--dance` is no option"));
}

#[tokio::test]
async fn it_goes_to_the_service_it_is_told_and_over_what_cannot_be_read() {
    let sim = Simulator::builder().player(Player::Agent).start().await.unwrap();
    sim.faults().on(Moment::Said, Fault::Text("{".to_owned()));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dialogue.yaml");
    std::fs::write(&file, "name: with an agent\nsteps:\n  - join\n  - hand-over\n").unwrap();
    let (passed, told) =
        run(&["--base-url", &sim.base_url(), file.to_str().unwrap()]).await.unwrap();
    assert!(passed, "{told}");
    assert_eq!(sim.sessions().len(), 1);
}
