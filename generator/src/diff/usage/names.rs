//! What a program names: paths of a crate, and members of whatever it has at hand.
//!
//! Nothing is typed here: a method or a field counts by its name alone, and which types are meant is asked later.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
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
        let mut imports = Imports::default();
        for file in files {
            Importer { roots, imports: &mut imports }.visit_file(file);
        }
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

struct Importer<'a> {
    roots: &'a BTreeSet<String>,
    imports: &'a mut Imports,
}

impl Importer<'_> {
    fn tree(&mut self, path: &[String], tree: &UseTree) {
        let inside = |name: String| path.iter().cloned().chain([name]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(of) => self.tree(&inside(of.ident.to_string()), &of.tree),
            UseTree::Group(of) => of.items.iter().for_each(|tree| self.tree(path, tree)),
            UseTree::Name(of) if of.ident == "self" => {
                let name = path.last().cloned().unwrap_or_default();
                self.import(path, &name);
            }
            UseTree::Name(of) => {
                let name = of.ident.to_string();
                self.import(&inside(name.clone()), &name);
            }
            UseTree::Rename(of) if of.ident == "self" => self.import(path, &of.rename.to_string()),
            UseTree::Rename(of) => {
                self.import(&inside(of.ident.to_string()), &of.rename.to_string());
            }
            UseTree::Glob(_) => {
                self.imports.globs.extend(within(path, self.roots));
            }
        }
    }

    fn import(&mut self, path: &[String], name: &str) {
        let known = within(path, self.roots);
        if let Some(path) = known {
            self.imports.named.entry(name.to_owned()).or_default().insert(path);
        }
    }
}

/// A path without the name of the crate, where it begins with that.
fn within(path: &[String], roots: &BTreeSet<String>) -> Option<String> {
    let (first, rest) = path.split_first()?;
    roots.contains(first).then(|| rest.join("::"))
}

impl<'ast> Visit<'ast> for Importer<'_> {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }
}

struct Reader<'a> {
    roots: &'a BTreeSet<String>,
    imports: &'a Imports,
    names: Names,
}

impl Reader<'_> {
    fn path(&mut self, segments: &[String]) {
        if let Some(path) = within(segments, self.roots) {
            self.names.add(&path);
            return;
        }
        let Some((first, rest)) = segments.split_first() else { return };
        let tail = rest.iter().fold(String::new(), |tail, segment| tail + "::" + segment);
        if let Some(paths) = self.imports.named.get(first) {
            for path in paths {
                self.names.add(&format!("{path}{tail}"));
            }
        } else {
            for glob in &self.imports.globs {
                let holder = if glob.is_empty() { String::new() } else { format!("{glob}::") };
                self.names.add(&format!("{holder}{first}{tail}"));
            }
        }
    }

    /// What no expression can be read from: what stands after a dot, and paths.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut after = ' ';
        for token in tokens {
            match token {
                TokenTree::Ident(name) if after == '.' => {
                    self.names.members.insert(bare(&name.to_string()));
                }
                TokenTree::Ident(name) => {
                    if after != ':' {
                        self.path(&std::mem::take(&mut path));
                    }
                    path.push(bare(&name.to_string()));
                }
                TokenTree::Punct(sign) => {
                    after = sign.as_char();
                    continue;
                }
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(_) => {}
            }
            after = ' ';
        }
        self.path(&path);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> =
            path.segments.iter().map(|segment| bare(&segment.ident.to_string())).collect();
        self.path(&segments);
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
