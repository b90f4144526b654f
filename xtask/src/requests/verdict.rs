//! What came of a call: what the program says, and what Prism says in the reply that it got.

use generator::api::{Api, Operation};
use serde_json::Value;

use super::limits;

/// What the types of the problems that Prism answers begin with.
const PROBLEM: &str = "https://stoplight.io/prism/errors#";

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Prism took the request, and the crate read the reply.
    Accepted,
    /// The request is not what the definition says.
    Violation(String),
    /// A type of the crate does not read a value that the definition allows.
    Unread(String),
    /// The crate does not read a reply.
    Undecoded(String),
    /// The crate does not send it.
    Refused(String),
    /// It was sent, but Prism cannot judge it.
    Unjudged(&'static str),
    /// The call failed in another way.
    Failed(String),
}

impl Verdict {
    /// Reads a line of the program.
    pub(super) fn read(line: &Value, api: &Api, operation: &Operation) -> Self {
        let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
        let body: Value = serde_json::from_str(text("body")).unwrap_or_default();
        let problem = body.get("type").and_then(Value::as_str);
        if let Some(problem) = problem.and_then(|problem| problem.strip_prefix(PROBLEM)) {
            return judged(problem, &body, api, operation);
        }
        let message = text("message").to_owned();
        match text("kind") {
            // An error that the definition has, which Prism made up.
            "" | "Api" | "RateLimited" => Self::Accepted,
            "Unread" => Self::Unread(message),
            "Decode" => Self::Undecoded(message),
            "InvalidInput" | "Config" | "MissingCredentials" => Self::Refused(message),
            kind => Self::Failed(format!("{kind}: {message}")),
        }
    }
}

/// What a problem of Prism's says.
fn judged(problem: &str, body: &Value, api: &Api, operation: &Operation) -> Verdict {
    let detail = body.get("detail").and_then(Value::as_str).unwrap_or_default();
    match problem {
        "VIOLATIONS" | "UNPROCESSABLE_ENTITY" => {
            let entries = body.get("validation").and_then(Value::as_array);
            let entries: Vec<&Value> = entries.into_iter().flatten().collect();
            violations(&entries, api, operation)
        }
        "NO_RESPONSE_DEFINED"
        | "NO_SUCCESS_RESPONSE_DEFINED"
        | "NO_COMPLEX_OBJECT_TEXT"
        | "SCHEMA_TOO_COMPLEX" => {
            Verdict::Unjudged("it takes the request, and finds no reply to it")
        }
        "UNKNOWN" => Verdict::Unjudged("an error of its own"),
        "NO_PATH_MATCHED_ERROR" | "NO_METHOD_MATCHED_ERROR" => {
            match limits::unable(api, operation, &["path".to_owned()]) {
                Some(limit) => Verdict::Unjudged(limit),
                None => Verdict::Violation(format!("{problem}: {detail}")),
            }
        }
        problem => Verdict::Violation(format!("{problem}: {detail}")),
    }
}

fn violations(entries: &[&Value], api: &Api, operation: &Operation) -> Verdict {
    let place = |entry: &Value| -> Vec<String> {
        let tokens = entry.get("location").and_then(Value::as_array).into_iter().flatten();
        let tokens: Vec<String> = tokens
            .map(|token| token.as_str().map_or_else(|| token.to_string(), str::to_owned))
            .collect();
        match tokens.split_first() {
            Some((first, rest)) if first == "request" => rest.to_vec(),
            _ => tokens,
        }
    };
    let mut limit = None;
    let mut found = Vec::new();
    for entry in entries {
        let place = place(entry);
        let message = entry.get("message").and_then(Value::as_str).unwrap_or_default();
        if place.first().is_some_and(|first| first == "response") {
            limit = limit.or(Some("it takes the request, and the reply that it makes up is not as the definition says"));
        } else if let Some(reason) = limits::unable(api, operation, &place) {
            limit = Some(reason);
        } else {
            found.push(format!("{}: {message}", place.join(".")));
        }
    }
    match (found.as_slice(), limit) {
        ([], Some(limit)) => Verdict::Unjudged(limit),
        ([], None) => Verdict::Violation("it does not say of what".to_owned()),
        _ => Verdict::Violation(found.join("; ")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use generator::api::Api;
    use generator::config::Config;
    use generator::generate;
    use generator::load::Purpose;
    use serde_json::{Value, json};

    use super::Verdict;

    /// An API with one operation, whose body is of this type.
    fn api(media_type: &str) -> Arc<Api> {
        let list = json!({"type": "array", "items": {"type": "string"}});
        let body = json!({"type": "object", "properties": {"list": list}});
        let definition = json!({
            "openapi": "3.0.3",
            "info": {"title": "Lists", "version": "1"},
            "paths": {"/lists": {"post": {
                "requestBody": {"content": {media_type: {"schema": body}}},
                "responses": {"204": {"description": "Done."}},
            }}},
        });
        let config = Config::plain("lists");
        let text = definition.to_string();
        generate::define("lists.json", &text, &config, Purpose::Generate).unwrap().api
    }

    fn read(line: &Value, media_type: &str) -> Verdict {
        let api = api(media_type);
        Verdict::read(line, &api, &api.operations[0])
    }

    fn verdict(problem: &str, locations: &[&Value], media_type: &str) -> Verdict {
        let validation: Vec<Value> = locations
            .iter()
            .map(|location| json!({"location": location, "message": "must be another"}))
            .collect();
        let body =
            json!({"type": format!("{}{problem}", super::PROBLEM), "validation": validation});
        read(&json!({"call": 0, "kind": "Api", "body": body.to_string()}), media_type)
    }

    #[test]
    fn what_is_wrong_with_a_request_is_a_violation_whatever_else_there_is() {
        let json = "application/json";
        let response = json!(["response", "body", "list"]);
        let request = json!(["request", "body", "list", 0]);
        assert!(matches!(verdict("VIOLATIONS", &[&response], json), Verdict::Unjudged(_)));
        let told = Verdict::Violation("body.list.0: must be another".to_owned());
        assert_eq!(verdict("VIOLATIONS", &[&response, &request], json), told);
        assert_eq!(verdict("UNPROCESSABLE_ENTITY", &[&request], json), told);
        assert!(matches!(verdict("UNPROCESSABLE_ENTITY", &[], json), Verdict::Violation(_)));
        assert!(matches!(verdict("NO_PATH_MATCHED_ERROR", &[], json), Verdict::Violation(_)));
        assert!(matches!(verdict("UNAUTHORIZED", &[], json), Verdict::Violation(_)));
    }

    #[test]
    fn what_prism_cannot_read_is_no_violation() {
        let (list, other) = (json!(["body", "list"]), json!(["body", "other"]));
        for form in ["application/x-www-form-urlencoded", "multipart/form-data"] {
            let verdict = verdict("UNPROCESSABLE_ENTITY", &[&list], form);
            assert!(matches!(verdict, Verdict::Unjudged(_)), "{verdict:?}");
        }
        let both = verdict("UNPROCESSABLE_ENTITY", &[&list, &other], "multipart/form-data");
        assert_eq!(both, Verdict::Violation("body.other: must be another".to_owned()));
    }

    #[test]
    fn the_kinds_of_errors_are_told_apart() {
        let read = |kind: &str| {
            read(&json!({"call": 0, "kind": kind, "message": "why"}), "application/json")
        };
        let why = || "why".to_owned();
        assert_eq!(read("Decode"), Verdict::Undecoded(why()));
        assert_eq!(read("Unread"), Verdict::Unread(why()));
        assert_eq!(read("InvalidInput"), Verdict::Refused(why()));
        assert_eq!(read("Connect"), Verdict::Failed("Connect: why".to_owned()));
        assert_eq!(read("Api"), Verdict::Accepted);
    }
}
