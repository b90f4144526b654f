//! Rendered Rust made readable and checked: parse, verify, print, blank lines, header.
//!
//! The check is the second lock on the door (the first is [`crate::view::text`]): a rendered file may
//! hold only the kinds of items, attributes and macros that the templates are known to use, so text
//! of a definition that became code all the same is refused and nothing is written.

mod check;
mod docs;
mod print;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser as _};
use syn::visit::Visit as _;

use self::check::Check;
use self::docs::Docs;
use self::table::Table;
use crate::diagnostic::{self, Diagnostic, Diagnostics};
use crate::parallel;
use crate::render::{File, FileSet};

/// An item of a rendered file.
enum Item {
    Rust(Box<syn::Item>),
    Table(Table),
}

impl Item {
    fn of(item: syn::Item) -> Self {
        match Table::of(&item) {
            Some(table) => Self::Table(table),
            None => Self::Rust(Box::new(item)),
        }
    }
}

/// Formats every rendered file, in place, on all processors. Copied files stay as they are.
///
/// What `look` makes of the path and the tokens of a Rust file is given back by its path, because lexing is most of the
/// work of whoever asks next what is in it. Documentation may be a number there.
pub fn format<R: Send>(
    files: &mut FileSet,
    look: impl Fn(&str, ParseStream<'_>) -> Option<R> + Sync,
) -> Result<BTreeMap<String, R>, Diagnostics> {
    let open = files.iter_mut().filter(|(_, file)| file.template.is_some()).collect();
    let formatted = parallel::map(
        open,
        |(_, file)| file.text.len(),
        |(path, file)| (path, one(path, file, &look)),
    );
    let mut seen = BTreeMap::new();
    let mut problems = Diagnostics::default();
    for (path, result) in formatted {
        match result {
            Ok(Some(what)) => drop(seen.insert(path.clone(), what)),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(seen) } else { Err(problems) }
}

/// Formats one file, or says what is wrong with it.
fn one<R>(
    path: &str,
    file: &mut File,
    look: impl Fn(&str, ParseStream<'_>) -> Option<R>,
) -> Result<Option<R>, Diagnostic> {
    let formatted = match path.rsplit('.').next() {
        Some("rs") => rust(&file.text, &file.announced, |tokens| look(path, tokens)),
        Some("toml") => toml(&file.text).map(|text| (text, None)),
        _ => Ok((text(&file.text), None)),
    };
    let (text, seen) = formatted.map_err(|problem| invalid(path, file, &problem))?;
    file.text = text;
    Ok(seen)
}

fn invalid(path: &str, file: &File, problem: &str) -> Diagnostic {
    let template = file.template.as_deref().unwrap_or("a copied file");
    let message = format!("`{path}`, rendered from `{template}`: {problem}");
    Diagnostic::new(diagnostic::Code::InvalidOutput, message)
        .help("Correct the template; if it is unchanged, this is a defect of the generator.")
}

/// Formats one Rust file, and looks at its tokens.
fn rust<R>(
    text: &str,
    announced: &[String],
    look: impl Fn(ParseStream<'_>) -> Option<R>,
) -> Result<(String, Option<R>), String> {
    let (rest, docs) = Docs::put_aside(text);
    if let Ok(code) = Code::of(&rest, announced, &look)
        && let Some(text) = docs.put_back(&code.text, &code.documented)
    {
        return Ok((text, code.seen));
    }
    Code::of(text, announced, &look).map(|code| (code.text, code.seen))
}

/// Rust that was formatted as it stands.
struct Code<R> {
    text: String,
    /// The runs of documentation that stand for something.
    documented: BTreeSet<usize>,
    /// What was seen in its tokens.
    seen: Option<R>,
}

impl<R> Code<R> {
    /// Formats a text. The first line, if it is a `//` comment, stays as the header.
    fn of(
        text: &str,
        announced: &[String],
        look: impl Fn(ParseStream<'_>) -> Option<R>,
    ) -> Result<Self, String> {
        let header = text.lines().take_while(|line| line.starts_with("// ")).collect::<Vec<_>>();
        let tokens: TokenStream =
            text.parse().map_err(|error| syn::Error::from(error).to_string())?;
        let parse = |input: ParseStream<'_>| {
            let seen = look(&input.fork());
            Ok((input.parse::<syn::File>()?, seen))
        };
        let (mut file, seen) =
            parse.parse2(tokens).map_err(|error: syn::Error| error.to_string())?;
        let items: Vec<Item> = std::mem::take(&mut file.items).into_iter().map(Item::of).collect();
        let mut check = Check::default();
        check.visit_file(&file);
        for item in &items {
            check.item(item);
        }
        if !announced.is_empty() {
            let announced = announced.iter().map(String::as_str).collect();
            for item in &items {
                check.announced(item, &announced);
            }
        }
        if let Some(problem) = check.problem {
            return Err(problem);
        }
        let mut printed = header.join("\n");
        if !printed.is_empty() {
            printed.push_str("\n\n");
        }
        let top = prettyplease::unparse(&file);
        if !top.trim().is_empty() {
            printed.push_str(top.trim_end());
            printed.push_str("\n\n");
        }
        print::items(items, &mut printed);
        Ok(Self { text: printed, documented: check.documented, seen })
    }
}

/// Checks a manifest and removes the blank lines that conditions leave.
fn toml(text: &str) -> Result<String, String> {
    toml::from_str::<toml::Table>(text).map_err(|error| error.to_string())?;
    Ok(self::text(text))
}

/// Removes trailing spaces and repeated blank lines.
fn text(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines() {
        let line = line.trim_end();
        if !(line.is_empty() && blank) {
            clean.push_str(line);
            clean.push('\n');
        }
        blank = line.is_empty();
    }
    let end = clean.trim_end().len();
    clean.truncate(end);
    clean.push('\n');
    clean
}

#[cfg(test)]
mod tests {
    use super::text;

    fn rust(text: &str, announced: &[String]) -> Result<String, String> {
        super::rust(text, announced, |_| None::<()>).map(|(text, _)| text)
    }

    #[test]
    fn separates_items_and_members() {
        let printed = rust(
            "// @generated\nuse std::fmt; use crate::A; struct B; impl B { fn a(){} fn b(){} }",
            &[],
        )
        .unwrap();
        let expected = "// @generated\n\nuse std::fmt;\n\nuse crate::A;\n\nstruct B;\n\nimpl B {\n    fn a() {}\n    fn b() {}\n}\n";
        assert_eq!(printed, expected);
    }

    #[test]
    fn keeps_types_and_constants_together() {
        let printed = rust(
            "impl A for B { type C = D; const E: F = &F { aaaaaaaaaaaaaaaaaaaaaaaaaaaa: 1, bbbbbbbbbbbbbbbbbbbbbbbb: 2, cc: 3 }; const G: H = I; fn j() {} }",
            &[],
        )
        .unwrap();
        assert!(printed.contains("    type C = D;\n    const E: F"), "{printed}");
        assert!(printed.contains("    };\n    const G: H = I;\n\n    fn j() {}\n"), "{printed}");
    }

    #[test]
    fn documentation_stays_as_it_is() {
        let text = "//! The \"file\".\n//!\n//! 7\n\n/// A `struct`.\n///\n/// 0\n#[derive(Clone)]\n///  Below.\nstruct A {\n    /// A\n    /// field.\n    a: u8,\n}\n";
        assert_eq!(rust(text, &[]).unwrap(), text);
        assert_eq!(rust("///   \nfn a() {}", &[]).unwrap(), "///\nfn a() {}\n");
        assert_eq!(rust("//// no\n/// yes\nfn a() {}", &[]).unwrap(), "/// yes\nfn a() {}\n");
    }

    #[test]
    fn what_looks_like_documentation_in_a_string_or_a_comment_hides_nothing() {
        let string = "const A: &str = \"\n/// 0\n\";\n";
        assert_eq!(rust(string, &[]).unwrap(), string);
        let code =
            "const A: &str = \"\n/// \"; fn evil() { unsafe { b() } } const B: &str = \"\n\";\n";
        assert!(rust(code, &[]).is_err(), "{code}");
        let comment = "/*\n/// */ fn evil() { unsafe { b() } } /*\n*/ fn a() {}\n";
        assert!(rust(comment, &[]).is_err(), "{comment}");
        let forged = "#[doc = \"0\"] fn a() {} /*\n/// */ fn evil() { unsafe { b() } } /*\n*/\n";
        let printed = rust(forged, &[]);
        assert!(printed.as_ref().map_or(true, |text| !text.contains("\nfn evil")), "{printed:?}");
    }

    #[test]
    fn refuses_what_no_template_writes() {
        for code in [
            "evil!{}",
            "extern crate a;",
            "fn a() { unsafe { b() } }",
            "#[no_mangle] fn a() {}",
            "fn a() { std::process::exit!(1) }",
            "extern \"C\" fn a() {}",
            "fn a( {}",
        ] {
            assert!(rust(code, &[]).is_err(), "{code}");
        }
    }

    #[test]
    fn prints_tables_row_by_row() {
        let table = "open_enum!(State { Open => \"open\", r#Try => \"x\", });";
        let printed = "open_enum!(State {\n    Open => \"open\",\n    r#Try => \"x\",\n});\n";
        assert_eq!(rust(table, &["State".to_owned()]).unwrap(), printed);
        let table = "object!(Bag { \"a\" => a received } rest others);";
        let printed = "object!(Bag {\n    \"a\" => a received,\n} rest others);\n";
        assert_eq!(rust(table, &["Bag".to_owned()]).unwrap(), printed);
        for table in [
            "open_enum!(Other { Open => \"open\" });",
            "open_enum!(State { Open => evil() });",
            "open_enum!(State { Open => \"open\" } impl Drop for State {});",
            "unknown!(State { Open => \"open\" });",
        ] {
            assert!(rust(table, &["State".to_owned()]).is_err(), "{table}");
        }
    }

    #[test]
    fn refuses_items_that_were_not_announced() {
        let announced = ["A".to_owned()];
        assert!(rust("struct A; impl A {} impl Clone for A {}", &announced).is_ok());
        assert!(rust("struct A; struct B;", &announced).is_err());
        assert!(rust("struct A; fn b() {}", &announced).is_err());
        assert!(rust("struct A; impl A {} impl Drop for Vec<A> {}", &announced).is_err());
        assert!(rust("struct A; impl Request<A> {}", &announced).is_ok());
        assert!(rust("struct A; impl Request<B> {}", &announced).is_err());
    }

    #[test]
    fn cleans_text() {
        assert_eq!(text("\n\na  \n\n\nb\n\n"), "a\n\nb\n");
    }
}
