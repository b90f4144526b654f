//! Rendered Rust made readable and checked: parse, verify, print, blank lines, header.
//!
//! The check is the second lock on the door (the first is [`crate::view::text`]): a rendered file may
//! hold only the kinds of items, attributes and macros that the templates are known to use, so text
//! of a definition that became code all the same is refused and nothing is written.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit::Visit;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::parallel;
use crate::render::{File, FileSet};

/// Formats every rendered file, in place, on all processors. Copied files stay as they are.
pub fn format(files: &mut FileSet) -> Result<(), Diagnostics> {
    let open = files.iter_mut().filter(|(_, file)| file.template.is_some()).collect();
    let problems = parallel::map(open, |(_, file)| file.text.len(), |(path, file)| one(path, file));
    let problems: Diagnostics = problems.into_iter().flatten().collect();
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Formats one file, or says what is wrong with it.
fn one(path: &str, file: &mut File) -> Option<Diagnostic> {
    let result = match path.rsplit('.').next() {
        Some("rs") => rust(&file.text, &file.announced),
        Some("toml") => toml(&file.text),
        _ => Ok(text(&file.text)),
    };
    match result {
        Ok(text) => {
            file.text = text;
            None
        }
        Err(problem) => Some(invalid(path, file, &problem)),
    }
}

fn invalid(path: &str, file: &File, problem: &str) -> Diagnostic {
    let template = file.template.as_deref().unwrap_or("a copied file");
    let message = format!("`{path}`, rendered from `{template}`: {problem}");
    Diagnostic::new(Code::InvalidOutput, message)
        .help("Correct the template; if it is unchanged, this is a defect of the generator.")
}

/// Formats one Rust file. The first line, if it is a `//` comment, stays as the header.
fn rust(text: &str, announced: &[String]) -> Result<String, String> {
    let header = text.lines().take_while(|line| line.starts_with("// ")).collect::<Vec<_>>();
    let mut file = syn::parse_file(text).map_err(|error| error.to_string())?;
    let mut check = Check::default();
    check.visit_file(&file);
    for item in file.items.iter().filter(|_| !announced.is_empty()) {
        check.announced(item, announced);
    }
    if let Some(problem) = check.problem {
        return Err(problem);
    }
    let mut printed = header.join("\n");
    if !printed.is_empty() {
        printed.push_str("\n\n");
    }
    let items = std::mem::take(&mut file.items);
    let top = prettyplease::unparse(&file);
    if !top.trim().is_empty() {
        printed.push_str(top.trim_end());
        printed.push_str("\n\n");
    }
    print_items(items, &mut printed);
    Ok(printed)
}

/// Prints items with a blank line between them, except between neighbouring `use` and `mod` lines, which
/// are sorted.
fn print_items(mut items: Vec<syn::Item>, printed: &mut String) {
    sort_runs(&mut items);
    let mut previous: Option<Group> = None;
    for item in items {
        let group = Group::of(&item);
        if previous.is_some_and(|previous| previous != group || group == Group::Other) {
            printed.push('\n');
        }
        match Table::of(&item) {
            Some(table) => table.print(printed),
            None => {
                let attrs = Vec::new();
                let file = syn::File { shebang: None, frontmatter: None, attrs, items: vec![item] };
                printed.push_str(&separate_members(&prettyplease::unparse(&file)));
            }
        }
        previous = Some(group);
    }
}

/// Sorts each run of neighbouring `use` or `mod` lines; groups of `use` lines come in a fixed order.
fn sort_runs(items: &mut [syn::Item]) {
    let is_line = |item: &syn::Item| Group::of(item) != Group::Other;
    for run in items.chunk_by_mut(|a, b| is_line(a) && is_line(b)) {
        run.sort_by_cached_key(|item| (Group::of(item), without_attributes(item)));
    }
}

/// A `use` or `mod` line as it is sorted: a feature that one of them needs does not move it.
fn without_attributes(item: &syn::Item) -> String {
    let mut item = item.clone();
    match &mut item {
        syn::Item::Use(item) => item.attrs.clear(),
        syn::Item::Mod(item) => item.attrs.clear(),
        _ => {}
    }
    item.to_token_stream().to_string()
}

/// Items that stand together without blank lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Mod,
    PublicMod,
    UsePublic,
    UseStd,
    UseOther,
    UseOwn,
    Other,
}

impl Group {
    fn of(item: &syn::Item) -> Self {
        match item {
            syn::Item::Use(item) if matches!(item.vis, syn::Visibility::Public(_)) => {
                Self::UsePublic
            }
            syn::Item::Use(item) => match &item.tree {
                syn::UseTree::Path(path) if path.ident == "std" => Self::UseStd,
                syn::UseTree::Path(path)
                    if path.ident == "crate" || path.ident == "super" || path.ident == "self" =>
                {
                    Self::UseOwn
                }
                _ => Self::UseOther,
            },
            syn::Item::Mod(item) if item.content.is_none() => match item.vis {
                syn::Visibility::Public(_) => Self::PublicMod,
                _ => Self::Mod,
            },
            _ => Self::Other,
        }
    }
}

/// Puts a blank line between the members of an `impl`: after a line that closes one, unless the
/// block ends there. Neighbouring associated types and constants stay together.
fn separate_members(text: &str) -> String {
    let mut separated = String::with_capacity(text.len() + 64);
    let mut lines = text.lines().peekable();
    let is_impl = text.lines().any(|line| line.starts_with("impl"));
    let is_fact = |line: &str| line.starts_with("    type ") || line.starts_with("    const ");
    let mut in_facts = false;
    while let Some(line) = lines.next() {
        separated.push_str(line);
        separated.push('\n');
        if line.starts_with("    ") && !line.starts_with("     ") && !line.starts_with("    }") {
            in_facts = is_fact(line);
        }
        let together = |next: &str| in_facts && is_fact(next);
        if is_impl
            && closes_member(line)
            && lines.peek().is_some_and(|next| *next != "}" && !together(next))
        {
            separated.push('\n');
        }
    }
    separated
}

/// Whether a line is the last one of a member of an `impl`.
fn closes_member(line: &str) -> bool {
    line.strip_prefix("    ").is_some_and(|member| {
        member == "}" || (member.ends_with(';') && !member.starts_with([' ', '/', '#']))
    })
}

/// What an `impl` is about: its type, or the only argument of its type where that is of the runtime:
/// `impl Request<ListPets>`.
fn implements(item: &syn::ItemImpl) -> Option<&syn::Ident> {
    let syn::Type::Path(of) = &*item.self_ty else { return None };
    let segment = of.path.segments.last().filter(|_| of.path.segments.len() == 1)?;
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return of.path.get_ident();
    };
    let mut arguments = arguments.args.iter();
    match (arguments.next(), arguments.next()) {
        (Some(syn::GenericArgument::Type(syn::Type::Path(argument))), None)
            if item.trait_.is_none() =>
        {
            argument.path.get_ident()
        }
        _ => None,
    }
}

/// Refuses what no template of ours writes.
#[derive(Default)]
struct Check {
    problem: Option<String>,
}

/// The attributes that templates use.
const ATTRIBUTES: &[&str] = &[
    "allow",
    "cfg",
    "cfg_attr",
    "default",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "non_exhaustive",
    "serde",
    "test",
    "tokio",
    "warn",
];

/// The macros that templates use inside functions.
const MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "debug_assert",
    "env",
    "format",
    "include_str",
    "matches",
    "vec",
    "write",
];

/// The macros that templates use as items, each with a [`Table`].
const ITEM_MACROS: &[&str] = &["object", "open_enum", "sent_object"];

/// What the templates hand to a macro that stands for the items of a model:
/// `open_enum!(State { Open => "open", Closed => "closed" });`. Nothing but names and literals, so no text can
/// become code by way of a macro.
struct Table {
    name: syn::Ident,
    of: syn::Ident,
    rows: Vec<String>,
    /// Words after the rows.
    rest: Vec<syn::Ident>,
}

impl Table {
    fn of(item: &syn::Item) -> Option<Self> {
        let syn::Item::Macro(item) = item else { return None };
        let name = item.mac.path.get_ident()?.clone();
        let is_known = ITEM_MACROS.iter().any(|known| name == known);
        if !is_known || item.ident.is_some() || !item.attrs.is_empty() {
            return None;
        }
        let parse = |input: syn::parse::ParseStream<'_>| Self::parse(name, input);
        syn::parse::Parser::parse2(parse, item.mac.tokens.clone()).ok()
    }

    fn parse(name: syn::Ident, input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let of = input.parse()?;
        let inside;
        syn::braced!(inside in input);
        let rows = inside.parse_terminated(row, syn::Token![,])?;
        let mut rest = Vec::new();
        while !input.is_empty() {
            rest.push(input.parse()?);
        }
        Ok(Self { name, of, rows: rows.into_iter().collect(), rest })
    }

    fn print(&self, to: &mut String) {
        let _ = write!(to, "{}!({} {{", self.name, self.of);
        for row in &self.rows {
            let _ = write!(to, "\n    {row},");
        }
        to.push_str(if self.rows.is_empty() { "}" } else { "\n}" });
        for word in &self.rest {
            let _ = write!(to, " {word}");
        }
        to.push_str(");\n");
    }
}

/// A row of a table: a name or a literal, `=>`, another one, and perhaps a word.
fn row(input: syn::parse::ParseStream<'_>) -> syn::Result<String> {
    let from = cell(input)?;
    input.parse::<syn::Token![=>]>()?;
    let to = cell(input)?;
    let mark = if input.peek(syn::Ident) { format!(" {}", cell(input)?) } else { String::new() };
    Ok(format!("{from} => {to}{mark}"))
}

fn cell(input: syn::parse::ParseStream<'_>) -> syn::Result<String> {
    if input.peek(syn::LitStr) {
        return Ok(input.parse::<syn::LitStr>()?.token().to_string());
    }
    Ok(input.parse::<syn::Ident>()?.to_string())
}

impl Check {
    /// Refuses an item that defines or implements anything but the announced names.
    fn announced(&mut self, item: &syn::Item, announced: &[String]) {
        let name = match item {
            syn::Item::Use(_) => return,
            syn::Item::Struct(item) => item.ident.to_string(),
            syn::Item::Enum(item) => item.ident.to_string(),
            syn::Item::Static(item) => item.ident.to_string(),
            syn::Item::Type(item) => item.ident.to_string(),
            syn::Item::Macro(_) => {
                Table::of(item).map(|table| table.of.to_string()).unwrap_or_default()
            }
            syn::Item::Mod(item) if item.content.is_none() => item.ident.to_string(),
            syn::Item::Impl(item) => implements(item).map(ToString::to_string).unwrap_or_default(),
            _ => String::new(),
        };
        if !announced.contains(&name) {
            self.refuse("an item that was not announced", item);
        }
    }

    fn refuse(&mut self, what: &str, tokens: impl ToTokens) {
        if self.problem.is_none() {
            let tokens: TokenStream = tokens.to_token_stream();
            let shown: String = tokens.to_string().chars().take(120).collect();
            self.problem = Some(format!("{what} where none is allowed: `{shown}`"));
        }
    }
}

impl<'ast> Visit<'ast> for Check {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Macro(_) if Table::of(item).is_some() => {}
            syn::Item::Macro(_) => self.refuse("a macro as an item", item),
            syn::Item::ExternCrate(_) | syn::Item::ForeignMod(_) => {
                self.refuse("an extern item", item);
            }
            syn::Item::Verbatim(_) => self.refuse("an unknown item", item),
            syn::Item::Union(_) => self.refuse("a union", item),
            _ => syn::visit::visit_item(self, item),
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let known = attribute
            .path()
            .segments
            .first()
            .is_some_and(|segment| ATTRIBUTES.iter().any(|known| segment.ident == known));
        if !known {
            self.refuse("an attribute", attribute);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let known =
            mac.path.get_ident().is_some_and(|name| MACROS.iter().any(|known| name == known));
        if !known {
            self.refuse("a macro", mac);
        }
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.refuse("an unsafe block", block);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if signature.abi.is_some() {
            self.refuse("an extern function", signature);
        }
        syn::visit::visit_signature(self, signature);
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
    use super::{rust, text};

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
