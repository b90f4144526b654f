//! What a program names: paths of a crate, and members of whatever it has at hand.
//!
//! Nothing is typed here: a method or a field counts by its name alone, and which types are meant is asked later.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, ExprMethodCall, File, Macro, Member, Token, UseTree};

/// What a program names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Paths of the crate, without its name, and all that is around them.
    pub(super) paths: BTreeSet<String>,
    /// Methods and fields.
    pub(super) members: BTreeSet<String>,
}

impl Names {
    /// What the files of a program name. `roots` are the names by which the crate goes in it.
    pub(super) fn of(files: &[File], roots: &BTreeSet<String>) -> Self {
        let mut importer = Importer::default();
        for file in files {
            importer.visit_file(file);
        }
        let imports = importer.imports(roots);
        let mut names = Self::default();
        for path in imports.named.values().flatten() {
            names.add(path);
        }
        let mut reader = Reader { roots, imports: &imports, names };
        for file in files {
            reader.visit_file(file);
        }
        reader.names
    }

    /// Adds a path with all that is around it.
    fn add(&mut self, path: &str) {
        let mut rest = path;
        while !rest.is_empty() && self.paths.insert(rest.to_owned()) {
            rest = rest.rsplit_once("::").map_or("", |(holder, _)| holder);
        }
    }
}

/// What the `use` lines of a program bring.
#[derive(Default)]
struct Imports {
    /// The name in the program → the paths that it may stand for.
    named: BTreeMap<String, BTreeSet<String>>,
    /// What all is imported of.
    globs: BTreeSet<String>,
}

impl Imports {
    /// The paths of the crate that a path of the program may stand for.
    fn meant_by(&self, segments: &[String], roots: &BTreeSet<String>) -> Vec<String> {
        let Some((first, rest)) = segments.split_first() else { return Vec::new() };
        if roots.contains(first) {
            return vec![rest.join("::")];
        }
        let holders = self.named.get(first).into_iter().flatten();
        holders.map(|holder| joined(holder, rest)).collect()
    }
}

/// A path with what follows it; the path of the crate itself is empty.
fn joined(holder: &str, rest: &[String]) -> String {
    let holder = Some(holder).filter(|holder| !holder.is_empty());
    let segments: Vec<&str> = holder.into_iter().chain(rest.iter().map(String::as_str)).collect();
    segments.join("::")
}

/// So many `use` lines may lead one to another before a name is known.
const RENAMED: usize = 4;

/// Collects what is imported: the path, and the name for it, or nothing for all that it holds.
#[derive(Default)]
struct Importer {
    found: Vec<(Vec<String>, Option<String>)>,
}

impl Importer {
    fn tree(&mut self, path: &[String], tree: &UseTree) {
        let inside = |name: String| path.iter().cloned().chain([name]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(of) => self.tree(&inside(bare(&of.ident.to_string())), &of.tree),
            UseTree::Group(of) => of.items.iter().for_each(|tree| self.tree(path, tree)),
            UseTree::Name(of) if of.ident == "self" => {
                self.found.push((path.to_owned(), path.last().cloned()));
            }
            UseTree::Name(of) => {
                let name = bare(&of.ident.to_string());
                self.found.push((inside(name.clone()), Some(name)));
            }
            UseTree::Rename(of) => {
                let name = Some(bare(&of.rename.to_string()));
                let is_holder = of.ident == "self";
                let path =
                    if is_holder { path.to_owned() } else { inside(bare(&of.ident.to_string())) };
                self.found.push((path, name));
            }
            UseTree::Glob(_) => self.found.push((path.to_owned(), None)),
        }
    }

    /// What of it is of the crate. A line may begin with a name that another one gives.
    fn imports(self, roots: &BTreeSet<String>) -> Imports {
        let mut known = Imports::default();
        for _ in 0..RENAMED {
            let mut imports = Imports::default();
            for (path, name) in &self.found {
                let meant = known.meant_by(path, roots);
                match name {
                    Some(name) if !meant.is_empty() => {
                        imports.named.entry(name.clone()).or_default().extend(meant);
                    }
                    Some(_) => {}
                    None => imports.globs.extend(meant),
                }
            }
            known = imports;
        }
        known
    }
}

impl<'ast> Visit<'ast> for Importer {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = item.rename.as_ref().map(|(_, name)| bare(&name.to_string()));
        self.found.extend(name.map(|name| (vec![bare(&item.ident.to_string())], Some(name))));
    }
}

struct Reader<'a> {
    roots: &'a BTreeSet<String>,
    imports: &'a Imports,
    names: Names,
}

impl Reader<'_> {
    fn path(&mut self, segments: &[String]) {
        // The first ones may stand for a type: `Self`, an alias, a parameter.
        if let [_, .., last] = segments {
            self.names.members.insert(last.clone());
        }
        let Some(first) = segments.first() else { return };
        let is_imported = self.roots.contains(first) || self.imports.named.contains_key(first);
        let meant = if is_imported {
            self.imports.meant_by(segments, self.roots)
        } else {
            self.imports.globs.iter().map(|glob| joined(glob, segments)).collect()
        };
        for path in meant {
            self.names.add(&path);
        }
    }

    /// What no expression can be read from: what stands after a dot, and paths.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut sign = Sign::Other;
        // The sign before, where the next one belongs to it.
        let mut joint = None;
        for token in tokens {
            let (before, first) = (std::mem::replace(&mut sign, Sign::Other), joint.take());
            match token {
                TokenTree::Ident(name) if before == Sign::Dot => {
                    self.names.members.insert(bare(&name.to_string()));
                }
                TokenTree::Ident(name) => {
                    let name = bare(&name.to_string());
                    if before == Sign::PathSep {
                        self.names.members.insert(name.clone());
                    } else {
                        self.path(&std::mem::take(&mut path));
                    }
                    path.push(name);
                }
                TokenTree::Punct(punct) => {
                    sign = Sign::of(first, punct.as_char());
                    joint = (punct.spacing() == Spacing::Joint).then(|| punct.as_char());
                    // The first colon of two says nothing yet.
                    if sign != Sign::PathSep && joint != Some(':') {
                        self.path(&std::mem::take(&mut path));
                    }
                }
                TokenTree::Group(group) => {
                    self.path(&std::mem::take(&mut path));
                    self.tokens(group.stream());
                }
                TokenTree::Literal(_) => {}
            }
        }
        self.path(&path);
    }
}

/// What stands before a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// `.`, and no range.
    Dot,
    /// `::`.
    PathSep,
    Other,
}

impl Sign {
    fn of(first: Option<char>, last: char) -> Self {
        match (first, last) {
            (Some(':'), ':') => Self::PathSep,
            (Some('.'), '.') => Self::Other,
            (_, '.') => Self::Dot,
            _ => Self::Other,
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> =
            path.segments.iter().map(|segment| bare(&segment.ident.to_string())).collect();
        self.path(&segments);
        if let (Some(_), [only]) = (path.leading_colon, segments.as_slice()) {
            // `<Type>::function`.
            self.names.members.insert(only.clone());
        }
        visit::visit_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.names.members.insert(bare(&call.method.to_string()));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_member(&mut self, member: &'ast Member) {
        if let Member::Named(name) = member {
            self.names.members.insert(bare(&name.to_string()));
        }
    }

    fn visit_macro(&mut self, of: &'ast Macro) {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        match arguments.parse2(of.tokens.clone()) {
            Ok(arguments) => arguments.iter().for_each(|argument| self.visit_expr(argument)),
            Err(_) => self.tokens(of.tokens.clone()),
        }
    }
}

/// A name without what makes it no keyword.
fn bare(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}
