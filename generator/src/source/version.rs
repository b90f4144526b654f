//! Which version of which specification a document is written in.

use serde_json::Value;

use super::{Document, lookalike};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// The versions that the generator reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// Swagger 2.0.
    Swagger2,
    /// `OpenAPI` 3.0.
    OpenApi30,
    /// `OpenAPI` 3.1, and 3.2 as far as it is the same.
    OpenApi31,
}

/// Reads the version key of a document.
pub fn version(document: &Document) -> Result<Version, Diagnostic> {
    let value = document.value();
    let (key, stated) = match (value.get("openapi"), value.get("swagger")) {
        (Some(stated), _) => ("openapi", stated),
        (None, Some(stated)) => ("swagger", stated),
        (None, None) => return Err(not_a_definition(document)),
    };
    let text = match stated {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let mut numbers = text.split('.');
    match (key, numbers.next(), numbers.next().unwrap_or("0")) {
        ("swagger", Some("2"), "0") => Ok(Version::Swagger2),
        ("openapi", Some("3"), "0") => Ok(Version::OpenApi30),
        ("openapi", Some("3"), "1" | "2") => Ok(Version::OpenApi31),
        _ => Err(unsupported(document, key, stated)),
    }
}

fn unsupported(document: &Document, key: &str, stated: &Value) -> Diagnostic {
    let help = if key == "swagger" {
        "Swagger 1.x definitions can be converted to 2.0 or 3.0 by the usual converters; convert it first."
    } else {
        "The generator reads Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2. Check the version key, or export the definition in one of these."
    };
    let message = format!("The version `{key}: {stated}` is not one that the generator reads.");
    located(Diagnostic::new(Code::UnsupportedVersion, message).help(help), document, key)
}

fn not_a_definition(document: &Document) -> Diagnostic {
    let value = document.value();
    if let Some(stated) = value.get("swaggerVersion") {
        return unsupported_1(document, stated);
    }
    let help = lookalike::text(&document.text).or_else(|| lookalike::tree(value)).unwrap_or(
        "A definition starts with `swagger: \"2.0\"` or `openapi: 3.0.3` at the top. Check that this is the right file.",
    );
    let message = "The document has neither a `swagger` nor an `openapi` key, so it is not an API definition.";
    located(Diagnostic::new(Code::NotADefinition, message).help(help), document, "")
}

fn unsupported_1(document: &Document, stated: &Value) -> Diagnostic {
    let message =
        format!("The document is written in Swagger {stated}, which the generator does not read.");
    let help = "Convert it to Swagger 2.0 or OpenAPI 3.0 first.";
    located(
        Diagnostic::new(Code::UnsupportedVersion, message).help(help),
        document,
        "swaggerVersion",
    )
}

fn located(diagnostic: Diagnostic, document: &Document, key: &str) -> Diagnostic {
    let pointer = if key.is_empty() { Pointer::root() } else { Pointer::root().child(key) };
    let diagnostic = diagnostic.at(&pointer);
    match document.position(&pointer) {
        Some(position) => diagnostic.in_text(document.name(), &document.text, position),
        None => diagnostic.in_file(document.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Version, version};
    use crate::diagnostic::Code;
    use crate::source::parse;

    #[test]
    fn reads_the_version_however_it_is_written() {
        let read = |text: &str| version(&parse("a", text).unwrap()).map_err(|d| d.code);
        assert_eq!(read("swagger: '2.0'"), Ok(Version::Swagger2));
        assert_eq!(read("swagger: 2.0"), Ok(Version::Swagger2));
        assert_eq!(read("swagger: 2"), Ok(Version::Swagger2));
        assert_eq!(read("openapi: 3.0"), Ok(Version::OpenApi30));
        assert_eq!(read("{\"openapi\": \"3.0.4\"}"), Ok(Version::OpenApi30));
        assert_eq!(read("openapi: 3.1.1"), Ok(Version::OpenApi31));
        assert_eq!(read("openapi: 3.2.0"), Ok(Version::OpenApi31));
        assert_eq!(read("openapi: 4.0.0"), Err(Code::UnsupportedVersion));
        assert_eq!(read("swagger: '1.2'"), Err(Code::UnsupportedVersion));
        assert_eq!(read("swaggerVersion: '1.2'"), Err(Code::UnsupportedVersion));
        assert_eq!(read("openapi: [3]"), Err(Code::UnsupportedVersion));
        assert_eq!(read("3"), Err(Code::NotADefinition));
    }

    #[test]
    fn recognises_documents_of_other_kinds() {
        let help = |text: &str| match parse("a", text) {
            Ok(document) => version(&document).unwrap_err().help.unwrap(),
            Err(problems) => problems.into_iter().next().unwrap().help.unwrap(),
        };
        assert!(help("{\"info\": {\"_postman_id\": 1}}").contains("Postman"));
        assert!(help("asyncapi: 2.0.0").contains("AsyncAPI"));
        assert!(help("{\"data\": {\"__schema\": {}}}").contains("GraphQL"));
        assert!(help("paths: {}").contains("part of a definition"));
        assert!(help("").contains("empty"));
        assert!(help("<html></html>").contains("HTML"));
        assert!(help("type Query {\n  a: Int\n}").contains("GraphQL"));
    }
}
