//! The text of the notes: whatever a definition calls its parts, the Markdown stays what we wrote.

use super::*;

#[test]
fn names_of_the_definition_cannot_break_the_notes() {
    let evil = "'a`</code><script>alert(1)</script>\n\n## 9.9.9 (2099-01-01)'";
    let renamed =
        |id: &str| operation("pets").replace("operationId: pets", &format!("operationId: {id}"));
    let repository = Repository::released(&definition(&[renamed("getPets")]));
    repository.define(&definition(&[renamed(evil)]));
    repository.regenerate();
    let notes = repository.changelog();
    assert!(notes.contains("### Deprecated"), "{notes}");
    let headings = notes.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(headings, 2, "{notes}");
    for line in notes.lines().filter(|line| line.contains("<script>")) {
        let before = line.split("<script>").next().unwrap();
        assert_eq!(before.matches('`').count() % 2, 1, "outside code: {line}");
    }
}
