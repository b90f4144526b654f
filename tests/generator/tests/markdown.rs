//! Laws of written Markdown: whatever a definition says, rustdoc finds nothing in it but words, code that is text,
//! and links to the web.
//!
//! Texts are put together at random from pieces that once did harm, or that a parser reads in more than one way.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests fail loudly"
)]

#[path = "markdown/documentation.rs"]
mod documentation;

use std::time::{Duration, Instant};

use generator::markdown::{block, is_harmful, line};
use generator::view::text::{DocText, Markdown};
use generator_tests::documentation::{extracted, rustdoc};
use generator_tests::markdown_pieces::PIECES;
use proptest::prelude::*;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

/// What rustdoc reads documentation with, without anything, and all that readers of a README may know.
fn dialects() -> [Options; 3] {
    let readers = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM;
    [rustdoc(), Options::empty(), readers]
}

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..14);
    let short = pieces.prop_map(|pieces| pieces.concat());
    // Lines that are nested in those before them.
    let line = prop::collection::vec(prop::sample::select(PIECES), 0..5);
    let nested = prop::collection::vec((0..10_usize, line), 1..7).prop_map(|lines| {
        let lines = lines
            .iter()
            .map(|(indent, line)| format!("{}{}\n", " ".repeat(*indent), line.concat()));
        lines.collect::<String>()
    });
    let long = (prop::sample::select(PIECES), 30..200_usize, prop::sample::select(PIECES))
        .prop_map(|(piece, count, end)| format!("{}{end}", piece.repeat(count)));
    prop_oneof![4 => short, 4 => nested, 1 => long]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_but_words_is_left(text in texts()) {
        assert_harmless(&block(&text));
    }

    #[test]
    fn documentation_is_harmless_as_rustdoc_reads_it(text in texts()) {
        let docs = DocText::new(&text);
        prop_assert!(docs.as_str().lines().all(|line| line.starts_with("/// ") || line == "///"));
        assert_harmless(&extracted(docs.as_str()));
    }

    /// Tags are no letters; and a text of which no line is indented is read as it is.
    #[test]
    fn letters_and_digits_stay(text in texts()) {
        let text = text.replace("<https:", "\u{e000}").replace(['<', '\t'], "").replace('\u{e000}', "<https:");
        let text = format!("a\n\n{text}").replace(|c| is_harmful(c) && c != '\n' && c != '\r', "");
        let said = words(&text);
        let mut written = words(&block(&text)).into_iter();
        for character in &said {
            prop_assert!(written.any(|other| other == *character), "{said:?} of {text:?} in {:?}", block(&text));
        }
    }

    #[test]
    fn what_was_written_stays(text in texts()) {
        let written = block(&text);
        prop_assert_eq!(block(&written), written, "{:?}", text);
    }

    #[test]
    fn a_line_stays_one(text in texts()) {
        let written = line(&text);
        prop_assert!(!written.contains('\n'));
        prop_assert_eq!(line(&written), written.clone(), "{:?}", text);
        for place in [written.clone(), format!("| a | b |\n| --- | --- |\n| {written} | b |"), format!("- `400`: {written}\n- b"), format!("# {written}")] {
            assert_harmless(&place);
            prop_assert_eq!(blocks(&place, |tag| matches!(tag, Tag::TableRow | Tag::Item)) % 2, usize::from(place.starts_with('|')), "{}", place);
        }
    }

    /// What stands after a text says what it would say alone.
    #[test]
    fn texts_can_be_put_together(one in texts(), other in texts()) {
        let (one, other) = (block(&one), block(&other));
        let together = format!("{one}\n\n# Errors\n\n{other}\n\n```\nlet ours = 1;\n```");
        let announced = |info: &str| info == "text" || info.is_empty();
        prop_assert_eq!(problem(&together, announced), None, "{}", together);
        let rust = events(&together).filter(|event| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.is_empty())).count();
        prop_assert_eq!(rust, 1, "{}", together);
        prop_assert_eq!(words(&together).len(), words(&one).len() + words(&other).len() + "Errorsletours1".len(), "{}", together);
    }

    #[test]
    fn the_fast_way_says_the_same(
        text in "[a-z0-9 ,.;:'\"()/%?é{}-]{0,40}|`[ -_a-~]{1,40}`|`[a-z /{}*_~\\[\\]$#!-]{1,20}`",
    ) {
        // The end of a line sends a text the long way.
        let expected = format!("{}\n\na*b*", block(&text));
        prop_assert_eq!(block(&format!("{text}\n\na*b*")), expected.trim_start());
    }
}

/// How many texts each law is tried with: `MARKDOWN_CASES` for more.
fn cases() -> u32 {
    std::env::var("MARKDOWN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_000)
}

fn events(text: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(text, dialects()[0])
}

fn blocks(text: &str, is_counted: fn(&Tag<'_>) -> bool) -> usize {
    events(text).filter(|event| matches!(event, Event::Start(tag) if is_counted(tag))).count()
}

#[track_caller]
fn assert_harmless(text: &str) {
    assert_eq!(problem(text, |info| info == "text"), None, "{text}");
    let odd = text.chars().find(|c| *c != '\n' && is_harmful(*c));
    assert_eq!(odd, None, "{text:?}");
}

/// What is in a text that nobody announced, in any dialect.
fn problem(text: &str, is_announced: fn(&str) -> bool) -> Option<String> {
    let resolve = |link: BrokenLink<'_>| {
        Some((CowStr::from(link.reference.into_string()), CowStr::Borrowed("")))
    };
    dialects().into_iter().find_map(|options| {
        let mut parser = Parser::new_with_broken_link_callback(text, options, Some(resolve));
        parser.find_map(|event| {
            let is_fine = match &event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => is_announced(info),
                Event::Start(Tag::Link { dest_url, .. }) => ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| dest_url.to_lowercase().starts_with(scheme)),
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
    })
}

/// The letters and digits that readers see, in order. Tags are no text.
fn words(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut html = 0;
    for event in events(&text) {
        match event {
            Event::Start(Tag::HtmlBlock) => html += 1,
            Event::End(TagEnd::HtmlBlock) => html -= 1,
            Event::Text(text) | Event::Code(text) if html == 0 => {
                found.extend(text.chars().filter(|c| c.is_alphanumeric()));
            }
            _ => {}
        }
    }
    found
}

/// Time grows with the length: each of these took minutes with a parser, or a writer, that looks back or ahead for
/// every sign. The bound is far above what they take, also without optimisation.
#[test]
fn long_texts_are_no_attack() {
    const LENGTH: usize = 60_000;
    let seeds = [
        "[",
        "]",
        "(",
        "![",
        "*",
        "_",
        "`",
        "~",
        "<",
        "&",
        "\\",
        "|",
        "> ",
        "- ",
        "* a\n",
        "a**b",
        "*a_",
        "``a`",
        "[a](",
        "- a\n  ",
        "<b>",
        "<a ",
        "<!--",
        "<code>",
        "[^1]:",
        "# ",
        "1. ",
        "http://",
        "http://-",
        "http://a&;",
        "a\n",
        "> a\n\n",
        "|a|\n|-|\n",
        "<x>\n\n",
        "**a* ",
        "1) a\n2) b\n\n",
    ];
    for seed in seeds {
        // After a letter, most signs mean something else.
        for text in
            [seed.repeat(LENGTH / seed.len()), format!("a{}a", seed.repeat(LENGTH / seed.len()))]
        {
            let start = Instant::now();
            let length = block(&text).len().max(line(&text).len());
            let time = start.elapsed();
            assert!(time < Duration::from_secs(5), "{time:?} for {seed:?}");
            assert!(length < 8 * LENGTH, "{seed:?}");
        }
    }
}

#[test]
fn texts_of_a_readme_are_harmless() {
    assert_eq!(Markdown::line("a\n|b\n# c").as_str(), r"a \|b c");
    assert_eq!(Markdown::new("- ~~~\n  - main();").as_str(), "- ```text\n  - main();\n  ```");
}
