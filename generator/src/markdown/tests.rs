//! Examples; what holds for every text is `tests/generator/tests/markdown.rs`.

use super::{line, lines, paragraph, parsed_line, parsed_lines, plain};

#[test]
fn plain_text_is_wrapped() {
    assert_eq!(lines("One line."), ["One line."]);
    assert_eq!(lines("  \n"), Vec::<String>::new());
    let long = "word ".repeat(40);
    let wrapped = lines(&long);
    assert!(wrapped.len() > 1 && wrapped.iter().all(|line| line.len() <= 96));
    assert_eq!(wrapped.join(" "), long.trim());
}

#[test]
fn what_people_write_stays() {
    for text in [
        "Two\nlines.",
        "One.\n\nTwo.",
        "`code` and *words* that are **strong** or ~~gone~~",
        "snake_case, 2 * 3, ~5, a & b, 50%, $x, x^2, a_b_c, C#, #tag",
        "# Heading\n\n- one\n- two\n  - three\n\n1. first\n2. second",
        "See <https://a.example/b?c=d#e> or [the guide](https://a.example/(x)).",
        "> said\n> before",
        "```text\nlet x = 1;\n\n    y\n```",
        "| a | b |\n| --- | :-: |\n| 1 | `x` |",
    ] {
        let expected = text.replace("(x)", "%28x%29");
        assert_eq!(lines(text).join("\n"), expected);
    }
}

#[test]
fn other_forms_become_ours() {
    assert_eq!(lines("* a\n* b\n\n+ c"), ["- a", "- b", "", "* c"]);
    assert_eq!(lines("A\n=\nb"), ["# A", "", "b"]);
    assert_eq!(lines("__a__ _b_"), ["**a** *b*"]);
    assert_eq!(lines("[a]\n\n[a]: https://b.example"), ["[a](https://b.example)"]);
    assert_eq!(lines("see https://a.example/x."), ["see <https://a.example/x>."]);
    assert_eq!(lines("a[^1]\n\n[^1]: b"), [r"a\[^1\]", "", r"\[^1\]: b"]);
    assert_eq!(lines("a  \nb"), ["a\\", "b"]);
}

#[test]
fn code_is_never_rust() {
    assert_eq!(lines("```rust\nfn main() {}\n```"), ["```text", "fn main() {}", "```"]);
    assert_eq!(lines("```\nopen"), ["```text", "open", "```"]);
    assert_eq!(lines("a\n\n    indented"), ["a", "", "```text", "indented", "```"]);
    assert_eq!(lines("- ~~~\n  - main();"), ["- ```text", "  - main();", "  ```"]);
    assert_eq!(lines("````rust\n```\nx\n````"), ["````text", "```", "x", "````"]);
    assert_eq!(lines("a\n\n      b\n        c"), ["a", "", "```text", "b", "  c", "```"]);
    assert_eq!(lines("- ~~~rust fn main() {}"), ["- rust fn main() {}"]);
}

#[test]
fn html_is_markdown_or_text() {
    assert_eq!(lines("<p>One <b>two </b>three<br>four</p>"), ["One **two** three\\", "four"]);
    assert_eq!(lines("<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>"), ["- a", "- b"]);
    assert_eq!(lines("<a href=\"https://a.example\">b</a>"), ["[b](https://a.example)"]);
    assert_eq!(lines("<a href='javascript:x()'>b</a>"), ["b"]);
    assert_eq!(lines("<code>a_b</code> <code>&lt;c&gt;</code>"), [r"`a_b` \<c\>"]);
    assert_eq!(lines("a <x> <!-- y -->"), [r"a \<x\> \<!-- y --\>"]);
    assert_eq!(line("| a |\n|-|\n| b<br>c |"), "a b c");
}

#[test]
fn what_leads_elsewhere_is_a_label() {
    assert_eq!(lines("[x](javascript:a()) [y](#z) [w][v] [u]"), [r"x y \[w\]\[v\] \[u\]"]);
    assert_eq!(lines("![x](https://a.example/b.png)"), ["[x](https://a.example/b.png)"]);
    assert_eq!(lines("xhttp://a.example"), [r"xhttp\://a.example"]);
}

#[test]
fn entities_cannot_smuggle() {
    assert_eq!(lines("a&#8203;b &#10;&#45; c &lt;d&gt; &amp;lt;"), [r"ab - c \<d\> \&lt;"]);
}

#[test]
fn a_line_is_a_line() {
    assert_eq!(line("- a\n- b | c"), r"\- a - b \| c");
    assert_eq!(line("```rust\nx | y\n```"), r"x \| y");
    assert_eq!(paragraph("# a\n\nb"), ["a b"]);
    assert_eq!(line("1. a"), r"\- a");
}

#[test]
fn depth_and_length_are_bounded() {
    let deep = "> ".repeat(5_000);
    assert!(lines(&format!("{deep}a")).iter().all(|line| line.len() < 40));
    let deep = "- ".repeat(2_000);
    assert!(lines(&format!("{deep}a")).iter().all(|line| line.len() < 40));
}

#[test]
fn what_need_not_be_read_is_written_as_if_it_were() {
    let pieces = [
        "a", "word.", "`code`", "`a b`", "`a_b{c}`", "`*`", "`", "``", " ", "  ", "\n", "\n\n",
        "-", "1.", "(2)", "3)", ":", "://", "http", "---", "`|`", "`<b>`", "\"q\"", "` a`", "`a `",
        "é", "\t", "50%", "`é`", "#", "_",
    ];
    let mut not_read = 0;
    for number in 0_usize..30_000 {
        // Which pieces follow one another: digits of a number that is spread over its range.
        let mut rest = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16;
        let mut text = String::new();
        for _ in 0..=(number % 7) {
            text.push_str(pieces[rest % pieces.len()]);
            rest /= pieces.len();
        }
        let clean = plain::cleaned(&text);
        if !clean.is_empty() && plain::paragraphs(&clean).is_some() {
            not_read += 1;
            assert_eq!(lines(&text), parsed_lines(&clean), "{text:?}");
            assert_eq!(line(&text), parsed_line(&clean), "{text:?}");
        }
    }
    assert!(not_read > 3_000, "only {not_read}");
}
