//! What rustdoc finds in a text that was written.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag};

/// The options that rustdoc reads documentation with.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Whether there is nothing in a text but what this module writes: no code but `text`, no HTML, no image, no
/// footnote, and no link but to the web. What could be the name of an item is a link to rustdoc.
pub(super) fn is_harmless(text: &str) -> bool {
    let resolve =
        |link: BrokenLink<'_>| Some((CowStr::from(link.reference.into_string()), CowStr::Borrowed("")));
    let mut events = Parser::new_with_broken_link_callback(text, RUSTDOC, Some(resolve));
    events.all(|event| match event {
        Event::Start(Tag::CodeBlock(kind)) => {
            matches!(kind, CodeBlockKind::Fenced(info) if &*info == "text")
        }
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            matches!(link_type, LinkType::Inline | LinkType::Autolink)
                && super::address::address(&dest_url).is_some()
        }
        Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_)) => false,
        Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => false,
        Event::TaskListMarker(_) => false,
        _ => true,
    })
}
