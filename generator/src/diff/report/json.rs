//! The report for programs: every field of [`Report`], and its JSON Schema.

use std::io;

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

use super::Report;
use super::visible::is_invisible;

/// The JSON Schema (2020-12) of the format.
pub const SCHEMA: &str = include_str!("../../../schemas/diff-report.schema.json");

/// Writes the report.
pub(super) fn render(report: &Report) -> String {
    write(report)
}

/// Any value as JSON that may be printed on a terminal: what is no visible character is escaped, which
/// JSON allows for every character and demands only for some.
pub(super) fn write(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let formatter = Printable { pretty: PrettyFormatter::new() };
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    // Plain data with text keys, into memory: there is nothing that can fail.
    let _ = value.serialize(&mut serializer);
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

/// Pretty-printed JSON without control characters.
struct Printable<'a> {
    pretty: PrettyFormatter<'a>,
}

impl Formatter for Printable<'_> {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, character, after)) = split_at_danger(rest) {
            writer.write_all(before.as_bytes())?;
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = after;
        }
        writer.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.pretty.write_char_escape(writer, escape)
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.pretty.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.pretty.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(writer)
    }
}

/// The first character that must not be printed as it is, and what is around it. `serde_json` itself escapes
/// what is below the space; `##[` would be a command in the log of a workflow.
fn split_at_danger(text: &str) -> Option<(&str, char, &str)> {
    let (at, character) = text.char_indices().find(|(at, character)| {
        let command = *character == '#' && text.get(*at..).is_some_and(|t| t.starts_with("##["));
        command || character.is_control() || is_invisible(*character)
    })?;
    let (before, rest) = text.split_at(at);
    Some((before, character, rest.get(character.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn escapes_what_no_one_sees() {
        let text = "\u{1b}\u{9b}\u{7f}\u{202e}\u{e0041}\n\"ä#/##[x]";
        let written = write(&text);
        assert_eq!(
            written,
            "\"\\u001b\\u009b\\u007f\\u202e\\udb40\\udc41\\n\\\"ä#/\\u0023#[x]\"\n"
        );
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
