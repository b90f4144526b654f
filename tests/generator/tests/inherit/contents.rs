//! Media types: what a call takes and returns stays when another one is added that would be preferred.

use super::*;

const TEXT: &str = "text/csv: {schema: {type: string}}";
const JSON: &str = "application/json: {schema: {type: object, properties: {a: {type: string}}}}";
const FORM: &str =
    "application/x-www-form-urlencoded: {schema: {type: object, properties: {b: {type: string}}}}";

/// An operation that takes a body of these media types, and answers with those.
fn report(taken: &str, given: &str) -> String {
    paths(&format!(
        "  /report:\n    post:\n      operationId: report\n      tags: [all]\n      \
         requestBody: {{required: true, content: {{{taken}}}}}\n      \
         responses: {{'200': {{description: ok, content: {{{given}}}}}}}\n"
    ))
}

fn call(generated: &Generated) -> &str {
    file(generated, "src/api/all/report.rs")
}

#[test]
fn what_is_added_changes_neither_the_call_nor_its_reply() {
    let old = first(&report(FORM, TEXT));
    let definition = report(&format!("{FORM}, {JSON}"), &format!("{JSON}, {TEXT}"));
    let lonely = first(&definition);
    assert!(call(&lonely).contains("type Output = models::ReportReply;"), "{}", call(&lonely));
    let new = next(&old, &definition);
    assert_eq!(call(&new), call(&old));
    assert_eq!(file(&new, "src/api/all/mod.rs"), file(&old, "src/api/all/mod.rs"));
    // The lock says so: the definition alone would not.
    let locked = Predecessor { api: &lonely.api, names: &new.names };
    let again = generate_after("new.yaml", &definition, &config(PLAIN), &templates(), &locked)
        .unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(call(&again), call(&old));
    assert_eq!(again.names, new.names);
}

#[test]
fn the_configuration_may_ask_for_the_preferred_one() {
    let old = first(&report(FORM, TEXT));
    let definition = report(&format!("{FORM}, {JSON}"), &format!("{JSON}, {TEXT}"));
    let toml = format!("{PLAIN}[inherit]\nrenew = ['report.reply']\n");
    let new = next_with(&old, &definition, &toml);
    assert!(call(&new).contains("type Output = models::ReportReply;"), "{}", call(&new));
    assert_eq!(file(&new, "src/api/all/mod.rs"), file(&old, "src/api/all/mod.rs"));
}

#[test]
fn what_is_gone_is_not_kept() {
    let old = first(&report(FORM, TEXT));
    let new = next(&old, &report(JSON, JSON));
    assert!(call(&new).contains("type Output = models::ReportReply;"), "{}", call(&new));
}
