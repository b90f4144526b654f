//! Takes out of a source file what no listing needs, before it is lexed: comments and the bodies of
//! functions. They are three quarters of the text, and lexing is most of the work of a listing.
//!
//! Only the places where tokens begin and end are looked at. Text that cannot be followed to its end is
//! left as it is, for the parser to say what is wrong with it.

/// The text without comments, and with `{}` for every body of a function.
pub(super) fn strip(text: &str) -> Option<String> {
    let kept = String::with_capacity(text.len());
    let mut stripper = Stripper { text, bytes: text.as_bytes(), at: 0, kept, from: 0 };
    while let Some(mark) = stripper.find(|byte| matches!(byte, b'/' | b'"' | b'\'' | b'f')) {
        if mark == b'f' {
            if stripper.is_function() {
                stripper.at += 2;
                stripper.signature()?;
            } else {
                stripper.at += 1;
            }
        } else {
            stripper.inert(mark, true)?;
        }
    }
    stripper.keep_to(text.len())?;
    Some(stripper.kept)
}

struct Stripper<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    kept: String,
    /// What starts here is not kept yet.
    from: usize,
}

impl Stripper<'_> {
    /// Goes on to the next byte that is searched for.
    fn find(&mut self, test: impl Fn(u8) -> bool) -> Option<u8> {
        let rest = self.bytes.get(self.at..)?;
        let length = rest.iter().position(|byte| test(*byte));
        self.at += length.unwrap_or(rest.len());
        self.bytes.get(self.at).copied()
    }

    /// Whether the keyword `fn` stands here, and a name after it: not a function pointer, not the
    /// `fn $name` of a macro, not the identifier `r#fn`.
    fn is_function(&self) -> bool {
        let is_start = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_' || !byte.is_ascii();
        let before = self.at.checked_sub(1).and_then(|before| self.bytes.get(before));
        let after = self.bytes.get(self.at..).and_then(|rest| rest.strip_prefix(b"fn"));
        !before.is_some_and(|byte| is_word(*byte) || *byte == b'#')
            && after.is_some_and(|rest| {
                rest.first().is_some_and(u8::is_ascii_whitespace)
                    && rest.trim_ascii_start().first().is_some_and(is_start)
            })
    }

    /// Passes over a signature, from after `fn`, and takes its body out.
    fn signature(&mut self) -> Option<()> {
        let mut angles = 0_usize;
        let is_mark = |byte| {
            let brackets = b"()[]{}<>;";
            matches!(byte, b'/' | b'"' | b'\'') || brackets.contains(&byte)
        };
        while let Some(mark) = self.find(is_mark) {
            match mark {
                b'<' => angles += 1,
                b'>' if self.is_arrow() => {}
                b'>' => angles = angles.checked_sub(1)?,
                b'{' if angles == 0 => {
                    self.keep_to(self.at)?;
                    self.group()?;
                    self.kept.push_str("{}");
                    self.from = self.at;
                    return Some(());
                }
                b'(' | b'[' | b'{' => {
                    self.group()?;
                    continue;
                }
                // Of a trait, or no signature after all: `fn name` alone in the input of a macro.
                b';' if angles == 0 => return Some(()),
                b')' | b']' | b'}' => return Some(()),
                b';' => {}
                _ => {
                    self.inert(mark, true)?;
                    continue;
                }
            }
            self.at += 1;
        }
        Some(())
    }

    /// Whether the `>` here is that of `->` or `=>`.
    fn is_arrow(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.bytes.get(before));
        matches!(before, Some(b'-' | b'='))
    }

    /// Passes over the group that is opened here. What is in it is kept, comments included, or left out
    /// by the caller.
    fn group(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        let is_mark = |byte| matches!(byte, b'/' | b'"' | b'\'') || b"()[]{}".contains(&byte);
        loop {
            match self.find(is_mark)? {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return Some(());
                    }
                }
                mark => {
                    self.inert(mark, false)?;
                    continue;
                }
            }
            self.at += 1;
        }
    }

    /// Passes over a comment, a string, a character or a lifetime, or over a lone `/`.
    fn inert(&mut self, mark: u8, may_cut: bool) -> Option<()> {
        let start = self.at;
        let next = self.bytes.get(self.at + 1).copied();
        match (mark, next) {
            (b'/', Some(b'/')) => {
                self.find(|byte| byte == b'\n');
            }
            (b'/', Some(b'*')) => self.block_comment()?,
            (b'"', _) => return self.string(),
            (b'\'', _) => return self.character_or_lifetime(),
            _ => {
                self.at += 1;
                return Some(());
            }
        }
        if may_cut {
            self.keep_to(start)?;
            // What stood before and after a comment stays apart.
            self.kept.push(' ');
            self.from = self.at;
        }
        Some(())
    }

    /// Keeps everything up to here that is not kept yet.
    fn keep_to(&mut self, end: usize) -> Option<()> {
        self.kept.push_str(self.text.get(self.from..end)?);
        self.from = end;
        Some(())
    }

    /// Passes over `"…"`, or over the rest of `r#"…"#` from its quote.
    fn string(&mut self) -> Option<()> {
        let before = self.bytes.get(..self.at)?;
        let marks = before.iter().rev().take_while(|byte| **byte == b'#').count();
        let mut start = before.iter().rev().skip(marks).take_while(|byte| is_word(**byte));
        let is_raw = start.next() == Some(&b'r') && {
            let prefix = start.next();
            prefix.is_none() || (matches!(prefix, Some(b'b' | b'c')) && start.next().is_none())
        };
        self.at += 1;
        if is_raw {
            return self.raw_string(marks);
        }
        loop {
            match self.find(|byte| matches!(byte, b'"' | b'\\'))? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                _ => self.at += 2,
            }
        }
    }

    /// Passes over the rest of a raw string to its quote with as many `#`.
    fn raw_string(&mut self, marks: usize) -> Option<()> {
        loop {
            self.find(|byte| byte == b'"')?;
            self.at += 1;
            let after = self.bytes.get(self.at..)?;
            if after.iter().take(marks).filter(|byte| **byte == b'#').count() == marks {
                self.at += marks;
                return Some(());
            }
        }
    }

    /// Passes over `'a'`, `'\n'` or `'a`.
    fn character_or_lifetime(&mut self) -> Option<()> {
        self.at += 1;
        let mut characters = self.text.get(self.at..)?.chars();
        let first = characters.next()?;
        if first == '\\' {
            self.at += 2; // the backslash, and what it escapes
            self.find(|byte| byte == b'\'')?;
            self.at += 1;
        } else if characters.next() == Some('\'') {
            self.at += first.len_utf8() + 1;
        } else {
            self.find(|byte| !is_word(byte));
        }
        Some(())
    }

    /// Passes over `/* … */`, which may have such comments in it.
    fn block_comment(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            let pair = (self.bytes.get(self.at)?, self.bytes.get(self.at + 1)?);
            match pair {
                (b'/', b'*') => depth += 1,
                (b'*', b'/') => depth -= 1,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return Some(());
            }
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::strip;

    /// The tokens of what is left.
    fn left(text: &str) -> String {
        let stripped = strip(text).unwrap();
        stripped.parse::<proc_macro2::TokenStream>().unwrap().to_string()
    }

    fn tokens(text: &str) -> String {
        text.parse::<proc_macro2::TokenStream>().unwrap().to_string()
    }

    #[test]
    fn takes_out_bodies_and_comments() {
        let text = r##"
            /// Says `fn x() {`.
            pub fn a<F: Fn(u8) -> u8>(f: F /* } */) -> [u8; { 1 + 1 }] where F: Copy, { "}" ; '}' }
            impl<const N: usize> S<{ N }> { fn b(&self) -> Foo<{ 2 }> { r#"}"}"# } const C: char = '\''; }
            trait T { fn c(); fn d<'a>(x: &'a str) -> fn(u8) -> u8 { // }
                b'}'; r#fn } }
            type P = fn(u8) -> u8; const D: u8 = { 3 };
        "##;
        let expected = "
            pub fn a<F: Fn(u8) -> u8>(f: F) -> [u8; { 1 + 1 }] where F: Copy, {}
            impl<const N: usize> S<{ N }> { fn b(&self) -> Foo<{ 2 }> {} const C: char = '\\''; }
            trait T { fn c(); fn d<'a>(x: &'a str) -> fn(u8) -> u8 {} }
            type P = fn(u8) -> u8; const D: u8 = { 3 };
        ";
        assert_eq!(left(text), tokens(expected));
    }

    #[test]
    fn leaves_macros_alone_that_only_look_like_functions() {
        let text =
            "macro_rules! m { (fn $a:ident) => { fn $a() { b } }; (fn x) => {} } struct S {}";
        assert_eq!(left(text), tokens(text));
    }

    #[test]
    fn gives_up_on_what_has_no_end() {
        for text in ["fn a() {", "\"", "/* /* */", "r#\"\"", "'\\", "fn a() -> X> {}"] {
            assert!(strip(text).is_none(), "{text}");
        }
    }
}
