//! Items as text: sorted `use` and `mod` lines, blank lines, tables row by row.

use quote::ToTokens as _;

use super::Item;

/// Prints items with a blank line between them, except between neighbouring `use` and `mod` lines, which
/// are sorted.
pub(super) fn items(mut items: Vec<Item>, printed: &mut String) {
    sort_runs(&mut items);
    let mut previous: Option<Group> = None;
    for item in items {
        let group = Group::of(&item);
        if previous.is_some_and(|previous| previous != group || group == Group::Other) {
            printed.push('\n');
        }
        match item {
            Item::Table(table) => table.print(printed),
            Item::Rust(item) => {
                let attrs = Vec::new();
                let file =
                    syn::File { shebang: None, frontmatter: None, attrs, items: vec![*item] };
                printed.push_str(&separate_members(&prettyplease::unparse(&file)));
            }
        }
        previous = Some(group);
    }
}

/// Sorts each run of neighbouring `use` or `mod` lines; groups of `use` lines come in a fixed order.
fn sort_runs(items: &mut [Item]) {
    let is_line = |item: &Item| Group::of(item) != Group::Other;
    for run in items.chunk_by_mut(|a, b| is_line(a) && is_line(b)) {
        run.sort_by_cached_key(|item| (Group::of(item), without_attributes(item)));
    }
}

/// A `use` or `mod` line as it is sorted: a feature that one of them needs does not move it.
fn without_attributes(item: &Item) -> String {
    let Item::Rust(item) = item else { return String::new() };
    let tokens = match &**item {
        syn::Item::Use(item) => {
            syn::ItemUse { attrs: Vec::new(), ..item.clone() }.into_token_stream()
        }
        syn::Item::Mod(item) => {
            syn::ItemMod { attrs: Vec::new(), ..item.clone() }.into_token_stream()
        }
        _ => return String::new(),
    };
    tokens.to_string()
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
    fn of(item: &Item) -> Self {
        let Item::Rust(item) = item else { return Self::Other };
        match &**item {
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
