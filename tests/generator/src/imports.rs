//! Who imports whom inside the generator: the modules of `generator/src` and what each names of the others.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// A module by its path below the crate: `["changes", "schema"]`; empty for the crate itself.
pub type Module = Vec<String>;

/// For each module, those that it names, and one of the paths by which it does.
pub type Imports = BTreeMap<Module, BTreeMap<Module, String>>;

/// Finds what each module names of the others. `files` are paths below `src` with their texts; the programs'
/// `main.rs` and the tests are left out.
pub fn imports(files: &[(String, String)]) -> Imports {
    let mut modules = BTreeMap::new();
    for (path, text) in files {
        let module = module_of(path);
        if path != "main.rs" && module.last().is_none_or(|name| name != "tests") {
            let mut names = Names::default();
            let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
            names.visit_file(&file);
            modules.insert(module, names);
        }
    }
    let mut imports = Imports::new();
    for (module, names) in &modules {
        let found = imports.entry(module.clone()).or_default();
        for path in names.used.iter().chain(&names.exported) {
            let target = resolve(&modules, module, path, 0);
            if let Some(target) = target.filter(|target| target != module) {
                found.entry(target).or_insert_with(|| path.join("::"));
            }
        }
    }
    imports
}

/// `changes/schema/mod.rs` is the module `changes::schema`.
fn module_of(path: &str) -> Module {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut module: Module = path.split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    module
}

/// The module that has what a path names. What a module only passes on is looked for where it comes from.
fn resolve(
    modules: &BTreeMap<Module, Names>,
    from: &Module,
    path: &[String],
    depth: usize,
) -> Option<Module> {
    let mut module = from.clone();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => module.clear(),
        "self" => {}
        "super" => {
            module.pop();
        }
        _ if depth > 0 => {
            // In a list of what is passed on, the path starts at a module beside.
            module.push(rest.first()?.clone());
            if !modules.contains_key(&module) {
                return None;
            }
        }
        _ => return None,
    }
    rest = &rest[1..];
    while let Some(name) = rest.first() {
        let mut inner = module.clone();
        match name.as_str() {
            "super" => {
                inner.pop();
            }
            _ => inner.push(name.clone()),
        }
        if !modules.contains_key(&inner) {
            break;
        }
        module = inner;
        rest = &rest[1..];
    }
    if let Some(name) = rest.first().filter(|_| depth < 8) {
        let exported = modules.get(&module).into_iter().flat_map(|names| &names.exported);
        for path in exported.filter(|path| path.last() == Some(name)) {
            if let Some(origin) = resolve(modules, &module, path, depth + 1) {
                return Some(origin);
            }
        }
    }
    Some(module)
}

/// The paths that a file names.
#[derive(Default)]
struct Names {
    used: BTreeSet<Vec<String>>,
    /// Those of `pub use`.
    exported: BTreeSet<Vec<String>>,
}

impl Names {
    fn note(&mut self, path: Vec<String>) {
        if path.len() > 1 && matches!(path[0].as_str(), "crate" | "super" | "self") {
            self.used.insert(path);
        }
    }

    /// Paths in the arguments of a macro, which are tokens. Those of `quote!` are of the generated code.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.note(std::mem::take(&mut path));
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.note(std::mem::take(&mut path));
                    self.tokens(group.stream());
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {
                    self.note(std::mem::take(&mut path));
                }
            }
        }
        self.note(path);
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let is_test = item.attrs.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
        });
        if !is_test {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let mut paths = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut paths);
        if matches!(item.vis, syn::Visibility::Inherited) {
            for path in paths {
                self.note(path);
            }
        } else {
            self.exported.extend(paths);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.note(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let name = call.path.segments.last().map(|segment| segment.ident.to_string());
        if !name.is_some_and(|name| name.contains("quote")) {
            self.tokens(call.tokens.clone());
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(in crate::changes)` names who may see, not who is used.
    }
}

/// The single paths of a `use`.
fn flatten(tree: &syn::UseTree, start: &mut Vec<String>, paths: &mut Vec<Vec<String>>) {
    let whole = |start: &[String], name: &syn::Ident| {
        let mut path = start.to_vec();
        if name != "self" || path.is_empty() {
            path.push(name.to_string());
        }
        path
    };
    match tree {
        syn::UseTree::Path(part) => {
            start.push(part.ident.to_string());
            flatten(&part.tree, start, paths);
            start.pop();
        }
        syn::UseTree::Name(name) => paths.push(whole(start, &name.ident)),
        syn::UseTree::Rename(rename) => paths.push(whole(start, &rename.ident)),
        syn::UseTree::Glob(_) => paths.push(start.clone()),
        syn::UseTree::Group(group) => {
            group.items.iter().for_each(|item| flatten(item, start, paths));
        }
    }
}
