//! The documentation of generated files as rustdoc gets it, and what in it neither a template nor a definition may say.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

/// The extensions of Markdown that rustdoc reads.
pub fn rustdoc() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// The lines of `///` as rustdoc gets them: the space that all lines begin with is taken away.
pub fn extracted(docs: &str) -> String {
    let texts: Vec<&str> = docs.lines().filter_map(|line| line.strip_prefix("///")).collect();
    let indent = |line: &&str| line.chars().take_while(|c| c.is_whitespace()).count();
    let shared = texts
        .iter()
        .filter(|line| line.chars().any(|c| !c.is_whitespace()))
        .map(indent)
        .min()
        .unwrap_or(0);
    let lines = texts.iter().map(|line| line.get(shared..).unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// What each item of a file says, as rustdoc gets it.
pub fn documentation(file: &str) -> Vec<String> {
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
pub fn foreign(text: &str, templates: &str, file: &str) -> Option<String> {
    let resolve = |link: BrokenLink<'_>| {
        Some((CowStr::from(link.reference.into_string()), CowStr::Borrowed("")))
    };
    let mut parser = Parser::new_with_broken_link_callback(text, rustdoc(), Some(resolve));
    let mut example: Option<String> = None;
    parser.find_map(|event| {
        let is_fine = match &event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &**info == "no_run" => {
                example = Some(String::new());
                true
            }
            Event::Text(text) if example.is_some() => {
                example.get_or_insert_default().push_str(text);
                true
            }
            Event::End(TagEnd::CodeBlock) => example.take().is_none_or(|code| is_call(&code)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                ["text", "toml"].contains(&&**info)
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                // Those of templates with a name in them; neither definition has such a link.
                ["http", "mailto:", "super::", "crate::Request#"]
                    .iter()
                    .any(|start| dest_url.starts_with(start))
                    || templates.contains(&format!("]({dest_url})"))
                    || templates.contains(&format!("[{dest_url}]"))
                    || has(file, dest_url.trim_matches('`'))
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

/// Whether an example is that of an operation: one call, in a function around it that readers are not shown.
fn is_call(code: &str) -> bool {
    let mut lines = code.lines().filter(|line| !line.starts_with("# use "));
    let around = |line: Option<&str>, start: &str| line.is_some_and(|line| line.starts_with(start));
    let is_call = around(lines.next(), "# async fn example(")
        && lines
            .next()
            .is_some_and(|line| line.ends_with(").await?;") && line.matches(';').count() == 1)
        && around(lines.next(), "# Ok(())")
        && around(lines.next(), "# }");
    is_call && lines.next().is_none()
}

/// Whether a file defines a type of this name for everybody, or has it from a module below.
fn has(file: &str, name: &str) -> bool {
    let defined = ["struct", "enum"].map(|kind| format!("pub {kind} {name} {{"));
    let had = format!("::{name};");
    defined.iter().any(|definition| file.contains(definition))
        || file.lines().any(|line| line.starts_with("pub use ") && line.ends_with(&had))
}

#[cfg(test)]
mod tests {
    use super::foreign;

    #[test]
    fn an_example_is_one_call() {
        let block = |call: &str| {
            format!(
                "```no_run\n# use a::b;\n# async fn example(c: &C) {{\n{call}\n# Ok(())\n# }}\n```"
            )
        };
        assert_eq!(foreign(&block("let reply = c.pets().get(id).await?;"), "", ""), None);
        for other in ["std::process::exit(3);", "a(); b().await?;", "b().await?;\nc().await?;"] {
            assert!(foreign(&block(other), "", "").is_some(), "{other}");
        }
    }

    #[test]
    fn links_lead_to_what_the_file_has() {
        let file =
            "mod count;\npub use count::CountError;\npub enum Kind {\n}\npub struct Box {\n}\n";
        for name in ["CountError", "Kind", "Box"] {
            assert_eq!(foreign(&format!("A [`{name}`]."), "", file), None, "{name}");
        }
        for name in ["Error", "Count", "count", "KindError"] {
            assert!(foreign(&format!("A [`{name}`]."), "", file).is_some(), "{name}");
        }
    }
}
