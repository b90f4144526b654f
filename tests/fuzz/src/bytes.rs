//! Texts with a few bytes that are not what they were.

use generator_tests::random::Random;

/// What parsers of JSON and YAML look out for, and what readers of definitions do.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "\\u0000",
    "\\ud800",
    "&a ",
    "*a",
    "!!binary ",
    "<<: ",
    "- ",
    "? ",
    "|\n",
    ">-\n",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "\t",
    "\r",
    "\u{feff}",
    "\u{2028}",
    "\u{0}",
    "~",
    "null",
    "true",
    "-0",
    "1e999",
    "0x10",
    "1_000",
    ".nan",
    "-.inf",
    "18446744073709551616",
    "2026-11-29",
    "$ref",
    "#/",
    "allOf",
    "oneOf",
    "type",
    "enum",
    "default",
    "required",
    "properties",
    "discriminator",
    "openapi: 3.1.0",
    "swagger: '2.0'",
];

/// Most changes of one text.
const MOST: usize = 8;

/// The longest piece that is taken out or put in again, in bytes.
const PIECE: usize = 200;

/// Changes a text here and there.
pub(crate) fn garble(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(MOST) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(PIECE)).min(bytes.len());
        match random.below(6) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(random.below(256)).unwrap_or_default();
                }
            }
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes.get(at..end).unwrap_or_default().to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
            3 => bytes.truncate(at),
            _ => {
                let word = random.pick(WORDS).copied().unwrap_or_default();
                bytes.splice(at..at, word.bytes());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
