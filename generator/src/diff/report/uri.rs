//! Names of inputs as paths and URIs, for programs that show the files.

use std::fmt::Write as _;

/// The path of the file in its repository: the path of `git:REV:PATH`, or the name itself; `None` for the
/// standard input.
pub(super) fn repository_path(name: &str) -> Option<String> {
    if name == crate::source::STDIN {
        return None;
    }
    let path = crate::source::git_path(name).unwrap_or(name);
    let path = path.replace('\\', "/");
    let path = path.trim_start_matches("./");
    Some(path.to_owned())
}

/// A path as a URI reference: relative where the path is, `file:` otherwise.
pub(super) fn uri(path: &str) -> String {
    let drive = path.get(1..3) == Some(":/") && path.starts_with(|c: char| c.is_ascii_alphabetic());
    let (start, path) = match path.strip_prefix("//") {
        // A share of another machine.
        Some(share) => ("file://", share),
        None if drive => ("file:///", path),
        None if path.starts_with('/') => ("file://", path),
        None => ("", path),
    };
    let mut uri = start.to_owned();
    for byte in path.bytes() {
        let stays = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        if stays || (drive && byte == b':' && uri.len() == start.len() + 1) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

/// Whether a URI reference needs a base.
pub(super) fn is_relative(uri: &str) -> bool {
    !uri.starts_with("file:")
}

#[cfg(test)]
mod tests {
    use super::{repository_path, uri};

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("api/all lamps.json"), "api/all%20lamps.json");
        assert_eq!(uri("a:b#c?d%.json"), "a%3Ab%23c%3Fd%25.json");
        assert_eq!(uri("/tmp/ä.json"), "file:///tmp/%C3%A4.json");
        assert_eq!(uri("C:/api/x.json"), "file:///C:/api/x.json");
        assert_eq!(uri("//host/share/x"), "file://host/share/x");
    }

    #[test]
    fn inputs_have_paths_in_the_repository() {
        let path = |name: &str| repository_path(name);
        assert_eq!(path("git:HEAD~1:swagger/a b.json").as_deref(), Some("swagger/a b.json"));
        assert_eq!(path("git:HEAD@{1:00}:a:b").as_deref(), Some("a:b"));
        assert_eq!(path("./api\\x.json").as_deref(), Some("api/x.json"));
        assert_eq!(path("<stdin>"), None);
    }
}
