//! What rustdoc finds in generated crates, where words of a definition stand among those of templates.

use std::path::Path;

use generator_tests::repository_templates;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Parser, Tag};

use super::{dialects, extracted};

/// Documentation of generated files, the words of templates around those of the definition.
#[test]
fn documentation_of_hostile_definitions_is_harmless() {
    let templates = repository_templates().unwrap();
    let written: String = templates.package.files().map(|(_, text)| text).collect();
    for golden in ["hostile-docs", "hostile-text"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(golden);
        let generated = generator_tests::golden(&folder, &templates).unwrap();
        let rendered = generated.files.iter().filter(|(_, file)| file.template.is_some());
        for (path, file) in rendered {
            let texts = if path.rsplit('.').next() == Some("md") {
                vec![file.text.clone()]
            } else {
                documentation(&file.text)
            };
            for text in texts {
                let found = foreign(&text, &written, &file.text);
                assert_eq!(found, None, "{golden}: {path}:\n{text}");
            }
        }
    }
}

/// What each item of a file says, as rustdoc gets it.
fn documentation(file: &str) -> Vec<String> {
    assert!(!file.contains("/**"), "{file}");
    let mut texts = Vec::new();
    let mut lines = Vec::new();
    for line in file.lines().chain([""]) {
        let line = line.trim_start();
        if let Some(text) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            lines.push(format!("///{text}"));
        } else if !lines.is_empty() {
            texts.push(extracted(&std::mem::take(&mut lines).join("\n")));
        }
    }
    texts
}

/// What a text has that neither the templates wrote nor a definition may say. Templates link to what `file` defines.
fn foreign(text: &str, templates: &str, file: &str) -> Option<String> {
    let resolve = |link: BrokenLink<'_>| {
        Some((CowStr::from(link.reference.into_string()), CowStr::Borrowed("")))
    };
    let mut parser = Parser::new_with_broken_link_callback(text, dialects()[0], Some(resolve));
    parser.find_map(|event| {
        let is_fine = match &event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                ["text", "toml"].contains(&&**info)
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                // Those of templates with a name in them; neither definition has such a link.
                ["http", "super::", "crate::Request#"]
                    .iter()
                    .any(|start| dest_url.starts_with(start))
                    || templates.contains(&format!("]({dest_url})"))
                    || templates.contains(&format!("[{dest_url}]"))
                    || file.contains(&format!("pub struct {} {{", dest_url.trim_matches('`')))
            }
            Event::Start(
                Tag::CodeBlock(CodeBlockKind::Indented)
                | Tag::Image { .. }
                | Tag::HtmlBlock
                | Tag::FootnoteDefinition(_),
            )
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_) => false,
            _ => true,
        };
        (!is_fine).then(|| format!("{event:?}"))
    })
}
