//! Rendered Rust made readable and checked: parse, verify, print, blank lines, header.
//!
//! The check is the second lock on the door (the first is [`crate::view::text`]): a rendered file may
//! hold only the kinds of items, attributes and macros that the templates are known to use, so text
//! of a definition that became code all the same is refused and nothing is written.

mod check;
mod print;
mod table;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use syn::visit::Visit as _;

use self::check::Check;
use self::table::Table;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
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
/// What `look` makes of the tokens of each Rust file is given back by its path, because lexing is most of the work
/// of whoever asks next what is in it.
pub fn format<R: Send>(
    files: &mut FileSet,
    look: impl Fn(TokenStream) -> R + Sync,
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
    look: impl Fn(TokenStream) -> R,
) -> Result<Option<R>, Diagnostic> {
    let formatted = match path.rsplit('.').next() {
        Some("rs") => rust(&file.text, &file.announced).map(|(text, tokens)| (text, Some(tokens))),
        Some("toml") => toml(&file.text).map(|text| (text, None)),
        _ => Ok((text(&file.text), None)),
    };
    let (text, tokens) = formatted.map_err(|problem| invalid(path, file, &problem))?;
    file.text = text;
    Ok(tokens.map(look))
}

fn invalid(path: &str, file: &File, problem: &str) -> Diagnostic {
    let template = file.template.as_deref().unwrap_or("a copied file");
    let message = format!("`{path}`, rendered from `{template}`: {problem}");
    Diagnostic::new(Code::InvalidOutput, message)
        .help("Correct the template; if it is unchanged, this is a defect of the generator.")
}

/// Formats one Rust file; its tokens are given back too. The first line, if it is a `//` comment, stays as the header.
fn rust(text: &str, announced: &[String]) -> Result<(String, TokenStream), String> {
    let header = text.lines().take_while(|line| line.starts_with("// ")).collect::<Vec<_>>();
    let tokens: TokenStream = text.parse().map_err(|error| syn::Error::from(error).to_string())?;
    let mut file: syn::File = syn::parse2(tokens.clone()).map_err(|error| error.to_string())?;
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
    Ok((printed, tokens))
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
        super::rust(text, announced).map(|(text, _)| text)
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
