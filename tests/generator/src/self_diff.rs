//! What the differ says of a definition and itself.

use std::panic::{AssertUnwindSafe, catch_unwind};

use generator::bump::Bump;
use generator::config::Config;
use generator::diagnostic::Diagnostics;
use generator::diff::report::Policy;
use generator::diff::{Options, diff};
use generator::generate::TemplateTree;
use generator::render::Templates;
use generator::source::SourceText;
use serde_json::Value;

use crate::repository_templates;

/// The templates that depend on the definition, the macros that they use, and the type that they add setters to, without the
/// rest of the runtime: to read that again and again takes nearly all of the time, and it is the same on both sides.
pub fn templates_of_items() -> Result<TemplateTree, Diagnostics> {
    let all = repository_templates()?.package;
    let mut items = Templates::default();
    for (path, text) in all.files() {
        let is_used = [
            "src/number_enum.rs",
            "src/object.rs",
            "src/object/field.rs",
            "src/open_enum.rs",
            "src/operation.rs",
            "src/request.rs",
        ]
        .contains(&path);
        if is_used || (path.rsplit('.').next() == Some("tera") && path != "src/lib.rs.tera") {
            items.insert(path, text.to_owned());
        }
    }
    let modules =
        "mod object; mod open_enum; mod operation; mod request; pub mod api; mod api_error; pub mod facts; pub mod models;
        pub use crate::api_error::ApiErrorBody; pub use crate::request::Request;
        {% if package.has_number_enums %}mod number_enum;{% endif %}
        {% if package.error_codes %}mod error_code; pub use crate::error_code::ErrorCode;{% endif %}
        {% if package.schemes %}pub mod security;{% endif %}";
    items.insert("src/lib.rs.tera", modules);
    Ok(TemplateTree { package: items, ..TemplateTree::default() })
}

/// How a definition is compared with itself.
pub fn options(templates: TemplateTree) -> Options {
    Options { config: Config::plain("x"), templates, policy: Policy::Rust, code: true, today: None }
}

/// What `diff(x, x)` says.
pub enum Verdict {
    /// Nothing, as it should.
    None,
    /// The definition is refused: it cannot be read, or no crate can be made of it.
    Refused(String),
    /// Something else.
    Wrong(String),
}

/// Compares a definition with itself.
pub fn verdict(definition: &Value, options: &Options) -> Verdict {
    let source = SourceText::new("x.json", definition.to_string());
    let result = catch_unwind(AssertUnwindSafe(|| diff(&source, &source, options)));
    let outcome = match result {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(problems)) => return Verdict::Refused(problems.to_string()),
        Err(_) => return Verdict::Wrong("it panics".to_owned()),
    };
    let report = outcome.report;
    let says_nothing = report.entries.is_empty() && report.legacy.is_empty();
    if report.verdict.bump == Bump::None && says_nothing && report.uncovered.is_empty() {
        return Verdict::None;
    }
    let lines = report.entries.iter().take(5).map(|entry| format!("{entry:?}\n"));
    Verdict::Wrong(format!("{}: {}", report.verdict.bump, lines.collect::<String>()))
}
