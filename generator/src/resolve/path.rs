//! Paths: what a client sends for one, and what is odd about it.
//!
//! A path goes into a URL, and URL parsers have their own view of some texts: they walk `..`, servers merge `//`.
//! So what is sent is decided here, where it can be said, and not by whoever parses the URL last.

use std::collections::BTreeMap;

use super::Resolver;
use super::server::is_dot_segment;
use crate::api::{Method, Operation, PathPart, PathTemplate};
use crate::diagnostic::Code;
use crate::pointer::Pointer;

/// The parts of one segment: what is between two slashes.
type Segment = Vec<PathPart>;

impl Resolver<'_> {
    /// A path as it is sent. Says what is odd about it.
    pub(super) fn path(&mut self, text: &str, here: &Pointer) -> PathTemplate {
        let mut path = PathTemplate::parse(text);
        if let Some(fragment) = cut(&mut path.parts, '#') {
            let message = format!(
                "The path {text:?} has a fragment, which no request carries: {:?} is left out.",
                written(&fragment)
            );
            let help = "Take it out. What it shall tell the server is declared as a parameter.";
            self.report(Code::MalformedPath, here, message, help);
        }
        let query = cut(&mut path.parts, '?').unwrap_or_default();
        let segments = segments(&path.parts);
        let kept = without_dots(&segments);
        if kept != segments {
            path.parts = joined(&kept);
            let message = format!(
                "The path `{text}` has `.` or `..` segments, which no URL keeps; `{}` is called.",
                written(&path.parts)
            );
            let help = "Write the path that is meant; an overlay can do it.";
            self.report(Code::MalformedPath, here, message, help);
        }
        // The segment before the first slash is always empty, and the last one may be.
        let inner = kept.get(1..kept.len().saturating_sub(1)).unwrap_or_default();
        if inner.iter().any(Vec::is_empty) {
            let message = format!(
                "The path `{text}` has an empty segment, which many servers drop; it is sent as it is."
            );
            let help = "Remove the second of the two slashes; an overlay can do it.";
            self.report(Code::MalformedPath, here, message, help);
        }
        let odd = |c: &char| c.is_control() || *c == '\\';
        let literals = path.parts.iter().filter_map(literal);
        if let Some(odd) = literals.flat_map(str::chars).find(odd) {
            let message = format!(
                "The path {text:?} holds {odd:?}, which a path cannot hold; it is sent percent-encoded."
            );
            let help = "Take it out; an overlay can do it.";
            self.report(Code::MalformedPath, here, message, help);
        }
        append(&mut path.parts, query);
        path
    }

    /// Says which operations make the same call: their paths differ in the names of placeholders only.
    pub(super) fn report_same_calls(&mut self, operations: &[Operation]) {
        let mut calls: BTreeMap<(Method, Vec<Option<&str>>), &Operation> = BTreeMap::new();
        for operation in operations {
            let parts: Vec<_> = operation.path.parts.iter().map(literal).collect();
            let Some(first) = calls.get(&(operation.method, parts.clone())) else {
                calls.insert((operation.method, parts), operation);
                continue;
            };
            let Operation { method, path, .. } = operation;
            let message = format!(
                "`{method} {}` is the same call as `{method} {}`.",
                path.text, first.path.text
            );
            let help = "Remove one of the two, or correct its path; an overlay can do it.";
            self.report_at_origin(Code::DuplicatePath, &operation.pointer, message, help);
        }
    }
}

/// The text of a part; `None` for a placeholder.
fn literal(part: &PathPart) -> Option<&str> {
    match part {
        PathPart::Literal(text) => Some(text),
        PathPart::Parameter(_) => None,
    }
}

/// Takes off what begins with the first `mark` of a literal part; `None` where there is none. A mark with nothing
/// after it goes too.
fn cut(parts: &mut Vec<PathPart>, mark: char) -> Option<Vec<PathPart>> {
    let (number, at) = parts
        .iter()
        .enumerate()
        .find_map(|(number, part)| Some((number, literal(part)?.find(mark)?)))?;
    let mut rest = parts.split_off(number);
    if let Some(PathPart::Literal(text)) = rest.first_mut() {
        let tail = text.split_off(at);
        let head = std::mem::replace(text, tail);
        append(parts, vec![PathPart::Literal(head)]);
    }
    let is_bare =
        rest.len() == 1 && rest.first().and_then(literal).is_some_and(|text| text.len() == 1);
    Some(if is_bare { Vec::new() } else { rest })
}

/// Puts parts after others. Literal parts are not empty, and no two are neighbours.
fn append(parts: &mut Vec<PathPart>, others: Vec<PathPart>) {
    for other in others {
        match (parts.last_mut(), other) {
            (_, PathPart::Literal(text)) if text.is_empty() => {}
            (Some(PathPart::Literal(last)), PathPart::Literal(text)) => last.push_str(&text),
            (_, other) => parts.push(other),
        }
    }
}

/// Cuts a path at its slashes.
fn segments(parts: &[PathPart]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut segment = Segment::new();
    for part in parts {
        let PathPart::Literal(text) = part else {
            segment.push(part.clone());
            continue;
        };
        for (number, piece) in text.split('/').enumerate() {
            if number > 0 {
                segments.push(std::mem::take(&mut segment));
            }
            if !piece.is_empty() {
                segment.push(PathPart::Literal(piece.to_owned()));
            }
        }
    }
    segments.push(segment);
    segments
}

/// Walks the dot segments as every URL parser does (RFC 3986, 5.2.4). None leads above the root.
fn without_dots(segments: &[Segment]) -> Vec<Segment> {
    let mut kept: Vec<Segment> = Vec::with_capacity(segments.len());
    for (number, segment) in segments.iter().enumerate() {
        let dots = match segment.as_slice() {
            [PathPart::Literal(text)] if is_dot_segment(text) => text,
            _ => {
                kept.push(segment.clone());
                continue;
            }
        };
        // One dot, or its encoded form, has no more than three bytes; two have `..` or more than that.
        let is_up = dots.replace("%2e", ".").replace("%2E", ".").len() == 2;
        if is_up && kept.len() > 1 {
            kept.pop();
        }
        if number + 1 == segments.len() {
            kept.push(Segment::new());
        }
    }
    kept
}

/// Puts slashes between segments.
fn joined(segments: &[Segment]) -> Vec<PathPart> {
    let mut parts = Vec::new();
    let mut text = String::new();
    for (number, segment) in segments.iter().enumerate() {
        if number > 0 {
            text.push('/');
        }
        for part in segment {
            match part {
                PathPart::Literal(piece) => text.push_str(piece),
                PathPart::Parameter(_) => {
                    if !text.is_empty() {
                        parts.push(PathPart::Literal(std::mem::take(&mut text)));
                    }
                    parts.push(part.clone());
                }
            }
        }
    }
    if !text.is_empty() {
        parts.push(PathPart::Literal(text));
    }
    parts
}

/// The text of a path.
fn written(parts: &[PathPart]) -> String {
    let part = |part: &PathPart| match part {
        PathPart::Literal(text) => text.clone(),
        PathPart::Parameter(name) => format!("{{{name}}}"),
    };
    parts.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::{cut, joined, segments, without_dots, written};
    use crate::api::PathTemplate;

    #[test]
    fn dot_segments_are_walked_as_url_parsers_do() {
        let sent = |text: &str| {
            written(&joined(&without_dots(&segments(&PathTemplate::parse(text).parts))))
        };
        let paths = [
            ("/a/b", "/a/b"),
            ("/a/{b}/", "/a/{b}/"),
            ("/a/./b", "/a/b"),
            ("/a/../b", "/b"),
            ("/a/{b}/../c", "/a/c"),
            ("/../../etc", "/etc"),
            ("/..", "/"),
            ("/a/..", "/"),
            ("/a/b/.", "/a/b/"),
            ("/a/%2e%2E/b", "/b"),
            ("/a/%2e/b", "/a/b"),
            ("/a/.../b", "/a/.../b"),
            ("/a/.{b}/c", "/a/.{b}/c"),
            ("/a//b", "/a//b"),
            ("/", "/"),
        ];
        for (path, wanted) in paths {
            assert_eq!(sent(path), wanted, "{path}");
        }
    }

    #[test]
    fn a_mark_is_looked_for_in_literal_parts() {
        let cut = |text: &str| {
            let mut parts = PathTemplate::parse(text).parts;
            let rest = cut(&mut parts, '?').map(|rest| written(&rest));
            (written(&parts), rest)
        };
        let owned = |head: &str, rest: Option<&str>| (head.to_owned(), rest.map(str::to_owned));
        assert_eq!(cut("/a?b={c}&d"), owned("/a", Some("?b={c}&d")));
        assert_eq!(cut("/{a?}/b"), owned("/{a?}/b", None));
        assert_eq!(cut("/{a}?b?c"), owned("/{a}", Some("?b?c")));
        assert_eq!(cut("/a?"), owned("/a", Some("")));
    }
}
