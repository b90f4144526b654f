//! What may be in a text that was written.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Tag};

use super::address::address;

/// Whether this module writes such a thing: no code but `text`, no HTML, no image, no footnote, and no link but to
/// the web.
pub(super) fn is_ours(event: &Event<'_>) -> bool {
    match event {
        Event::Start(Tag::CodeBlock(kind)) => {
            matches!(kind, CodeBlockKind::Fenced(info) if &**info == "text")
        }
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            matches!(link_type, LinkType::Inline | LinkType::Autolink)
                && address(dest_url).is_some()
        }
        Event::Start(Tag::Image { .. } | Tag::HtmlBlock | Tag::FootnoteDefinition(_))
        | Event::Html(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_) => false,
        _ => true,
    }
}

/// Makes a link of each text in brackets, as rustdoc does: it could be the name of an item.
#[expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "the parser asks for such a function"
)]
pub(super) fn item_link<'t>(link: BrokenLink<'_>) -> Option<(CowStr<'t>, CowStr<'t>)> {
    Some((link.reference.to_string().into(), CowStr::Borrowed("")))
}
