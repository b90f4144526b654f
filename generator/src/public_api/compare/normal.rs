//! Types brought into a form in which equal ones are equal, whatever their parameters are called and by
//! which path their names are known.

use super::Comparison;
use super::index::Index;
use crate::public_api::resolve::Substitute;
use crate::public_api::rewrite::Rewrite;
use crate::public_api::types::{Arguments, Segment, Type, TypePath};

/// New names for the generic parameters in scope, those of the old side and of the new one: `#0`, `'#1`.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub old: Vec<(String, String)>,
    pub new: Vec<(String, String)>,
}

/// Aliases may stand for each other this often.
const DEEPEST: usize = 32;

/// What marks a path of the crate, so that it differs from one of another crate with the same names.
const OWN: &str = "crate";

impl Comparison<'_> {
    /// Whether a type of the old crate and one of the new crate are the same.
    pub fn is_same(&self, old: &Type, new: &Type, names: &Names) -> bool {
        let (old, new) = (self.old_type(old, names), self.new_type(new, names));
        self.are_equal(&old, &new)
    }

    /// Whether two types in normal form are equal, aliases replaced if need be.
    pub fn are_equal(&self, old: &Type, new: &Type) -> bool {
        old == new || self.expanded_old(old) == self.expanded_new(new)
    }

    /// A type of the old crate in normal form.
    pub fn old_type(&self, of: &Type, names: &Names) -> Type {
        let mut of = of.clone();
        of.rewrite(&mut Substitute::renaming(names.old.iter().cloned()));
        of.rewrite(&mut OldPaths(self));
        of
    }

    /// A type of the new crate in normal form.
    pub fn new_type(&self, of: &Type, names: &Names) -> Type {
        let mut of = of.clone();
        of.rewrite(&mut Substitute::renaming(names.new.iter().cloned()));
        of.rewrite(&mut NewPaths(&self.new));
        of
    }

    /// A type in normal form with the aliases of the old crate replaced, and those that took the place of an
    /// old type.
    pub fn expanded_old(&self, of: &Type) -> Type {
        let mut of = of.clone();
        of.rewrite(&mut Expand { comparison: self, old: true, depth: 0 });
        of.rewrite(&mut Expand { comparison: self, old: false, depth: 0 });
        of
    }

    /// A type in normal form with the aliases of the new crate replaced.
    pub fn expanded_new(&self, of: &Type) -> Type {
        let mut of = of.clone();
        of.rewrite(&mut Expand { comparison: self, old: false, depth: 0 });
        of
    }

    /// The rewriting of paths of the old crate.
    pub fn old_paths(&self) -> impl Rewrite + '_ {
        OldPaths(self)
    }

    /// The rewriting of paths of the new crate.
    pub fn new_paths(&self) -> impl Rewrite + '_ {
        NewPaths(&self.new)
    }
}

/// Marks a path as one of the crate, or takes `::` away from one of another crate.
fn mark(path: &mut TypePath, own: Option<&str>) {
    if path.qualifier.is_some() {
        return;
    }
    let Some(own) = own else {
        if path.segments.first().is_some_and(|first| first.name.is_empty()) {
            path.segments.remove(0);
        }
        return;
    };
    let arguments = path.segments.pop().map(|last| last.arguments).unwrap_or_default();
    let names = [OWN].into_iter().chain(own.split("::"));
    path.segments =
        names.map(|name| Segment { name: name.to_owned(), arguments: Arguments::None }).collect();
    if let Some(last) = path.segments.last_mut() {
        last.arguments = arguments;
    }
}

/// Whether the path is that of a parameter, which has been renamed already.
fn is_parameter(path: &TypePath) -> bool {
    path.segments.first().is_some_and(|first| first.name.starts_with('#') || first.name == "Self")
}

struct OldPaths<'c, 's>(&'c Comparison<'s>);

impl OldPaths<'_, '_> {
    fn lead(&self, path: &mut TypePath) {
        if is_parameter(path) {
            return;
        }
        let own = path.own();
        match self.0.renames.get(&own) {
            Some(new) => mark(path, Some(new)),
            None if self.0.old.has_type(&own) => mark(path, Some(&own)),
            None => mark(path, None),
        }
    }
}

impl Rewrite for OldPaths<'_, '_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        self.lead(path);
        None
    }

    fn trait_path(&mut self, path: &mut TypePath) {
        self.lead(path);
    }
}

struct NewPaths<'c, 's>(&'c Index<'s>);

impl NewPaths<'_, '_> {
    fn lead(&self, path: &mut TypePath) {
        if is_parameter(path) {
            return;
        }
        let own = path.own();
        mark(path, self.0.has_type(&own).then_some(&own));
    }
}

impl Rewrite for NewPaths<'_, '_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        self.lead(path);
        None
    }

    fn trait_path(&mut self, path: &mut TypePath) {
        self.lead(path);
    }
}

/// Puts what an alias stands for in its place. The paths are in normal form.
struct Expand<'c, 's> {
    comparison: &'c Comparison<'s>,
    old: bool,
    depth: usize,
}

impl Rewrite for Expand<'_, '_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        let is_own = path.segments.first().is_some_and(|first| first.name == OWN);
        if !is_own || self.depth > DEEPEST {
            return None;
        }
        let own = path.own();
        let comparison = self.comparison;
        let alias = if self.old { comparison.old.alias(&own) } else { comparison.new.alias(&own) }?;
        let mut target = alias.target.clone();
        if self.old {
            target.rewrite(&mut Keep::new(alias, comparison.old_paths()));
        } else {
            target.rewrite(&mut Keep::new(alias, comparison.new_paths()));
        }
        target.rewrite(&mut Expand { depth: self.depth + 1, ..*self });
        target.rewrite(&mut Substitute::new(&alias.generics, path.arguments()));
        Some(target)
    }

    fn trait_path(&mut self, _path: &mut TypePath) {}
}

/// Leads paths, but leaves the parameters of an alias alone.
struct Keep<'a, R> {
    alias: &'a crate::public_api::item::Alias,
    inner: R,
}

impl<'a, R: Rewrite> Keep<'a, R> {
    fn new(alias: &'a crate::public_api::item::Alias, inner: R) -> Self {
        Self { alias, inner }
    }

    fn is_parameter(&self, path: &TypePath) -> bool {
        let first = path.segments.first();
        first.is_some_and(|first| self.alias.generics.declares(&first.name))
    }
}

impl<R: Rewrite> Rewrite for Keep<'_, R> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        if self.is_parameter(path) { None } else { self.inner.type_path(path) }
    }

    fn trait_path(&mut self, path: &mut TypePath) {
        self.inner.trait_path(path);
    }
}

/// A text without the marks of the normal form.
pub(super) fn readable(text: String) -> String {
    if !text.contains(['#', '@']) && !text.contains("crate::") {
        return text;
    }
    text.replace("crate::", "")
        .replace("'@", "'")
        .replace("'#", "'")
        .replace("#added", "T")
        .replace("#removed", "T")
        .replace("#f", "T")
        .replace('#', "T")
}
