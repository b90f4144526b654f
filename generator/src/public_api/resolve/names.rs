//! The names in signatures, resolved: every path of a type or a trait becomes the one that is printed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::foreign;
use super::lookup::Lookup;
use super::paths::Paths;
use super::tree::{DefinitionId, ModuleId, Space, Target};
use crate::public_api::generics::{Generics, ParameterKind};
use crate::public_api::read::raw::RawKind;
use crate::public_api::rewrite::Rewrite;
use crate::public_api::types::{Argument, Arguments, Qualifier, Segment, Type, TypePath};

/// Where a signature stands, and what its names mean there.
pub(in crate::public_api) struct Place<'p> {
    pub module: ModuleId,
    /// The generic parameters in scope.
    pub generics: Vec<&'p Generics>,
    /// What `Self` is; in a trait it stays `Self`.
    pub self_type: Option<&'p Type>,
    /// The types that an implementation gives, so that `Self::Item` can be told.
    pub given: &'p BTreeMap<String, Type>,
}

/// The names of a crate, and what was met while resolving them.
pub(in crate::public_api) struct Names<'n> {
    pub lookup: &'n Lookup<'n>,
    pub paths: &'n Paths,
    /// Private types that signatures mention, by definition.
    pub unnameable: RefCell<BTreeSet<DefinitionId>>,
    /// Names that more than one of them has; these are told with their module.
    pub ambiguous: BTreeSet<String>,
    /// Other crates that signatures mention.
    pub crates: RefCell<BTreeSet<String>>,
}

/// Private aliases may stand for each other this often.
const DEEPEST: usize = 32;

impl Names<'_> {
    /// The path under which a definition is listed, if anything leads to it.
    pub fn listed(&self, id: DefinitionId) -> Option<String> {
        if let Some(path) = self.paths.canonical.get(&Target::Definition(id)) {
            return (!path.hidden).then(|| path.path.clone());
        }
        self.unnameable.borrow().contains(&id).then(|| self.unnameable_path(id))
    }

    /// `_::Name`.
    pub fn unnameable_path(&self, id: DefinitionId) -> String {
        let Some(definition) = self.lookup.tree.definitions.get(id) else { return String::new() };
        let name = &definition.name;
        let module = self.lookup.tree.modules.get(definition.module);
        match module.filter(|_| self.ambiguous.contains(name)) {
            Some(module) if !module.path.is_empty() => {
                format!("_::{}::{name}", module.path.join("::"))
            }
            _ => format!("_::{name}"),
        }
    }

    /// The definition that a type as written names; an alias is followed.
    pub fn definition(&self, of: &Type, module: ModuleId) -> Option<DefinitionId> {
        let (mut of, mut module) = (of, module);
        for _ in 0..DEEPEST {
            let names: Vec<&str> =
                of.as_path()?.segments.iter().map(|segment| segment.name.as_str()).collect();
            let Target::Definition(id) = self.lookup.path(module, &names, Space::Type)?.target
            else {
                return None;
            };
            let definition = self.lookup.tree.definitions.get(id)?;
            let RawKind::Alias(alias) = &definition.kind else { return Some(id) };
            (of, module) = (&alias.target, definition.module);
        }
        None
    }

    /// The definition that a type names, and the type with public aliases replaced.
    pub fn nominal(&self, of: &Type, place: &Place<'_>) -> Option<(DefinitionId, Type)> {
        let mut resolve = Resolve { names: self, place, depth: 0 };
        let mut raw = of.clone();
        let mut module = place.module;
        let mut resolved = self.type_(of, place);
        for _ in 0..DEEPEST {
            let names: Vec<&str> =
                raw.as_path()?.segments.iter().map(|segment| segment.name.as_str()).collect();
            let found = self.lookup.path(module, &names, Space::Type)?;
            let Target::Definition(id) = found.target else { return None };
            let definition = self.lookup.tree.definitions.get(id)?;
            let RawKind::Alias(alias) = &definition.kind else { return Some((id, resolved)) };
            let arguments = resolved.as_path()?.arguments().clone();
            resolved = resolve.expand(alias, definition.module, &arguments);
            (raw, module) = (alias.target.clone(), definition.module);
            resolve.depth += 1;
        }
        None
    }

    /// Resolves a type.
    pub fn type_(&self, of: &Type, place: &Place<'_>) -> Type {
        let mut of = of.clone();
        of.rewrite(&mut Resolve { names: self, place, depth: 0 });
        of
    }

    /// Resolves the path of a trait.
    pub fn trait_(&self, of: &TypePath, place: &Place<'_>) -> TypePath {
        let mut of = of.clone();
        of.rewrite_as_trait(&mut Resolve { names: self, place, depth: 0 });
        of
    }

    /// Resolves something else with types in it.
    pub fn each(&self, place: &Place<'_>, change: impl FnOnce(&mut dyn Rewrite)) {
        change(&mut Resolve { names: self, place, depth: 0 });
    }

    /// The segments for an item of the crate. `crate` stands before it where the path would read as
    /// something else.
    fn own(path: &str, hidden: bool, place: &Place<'_>) -> Vec<Segment> {
        let first = path.split("::").next().unwrap_or_default();
        let is_parameter = place.generics.iter().any(|generics| generics.declares(first));
        let is_known = foreign::is_known_everywhere(first) || matches!(first, "std" | "Self");
        let start = (hidden || is_parameter || is_known).then_some("crate");
        segments(start.into_iter().chain(path.split("::")))
    }

    /// The segments for an item of another crate; `::` stands before it where the path would read as one
    /// of this crate.
    fn external(&self, path: &str) -> Vec<Segment> {
        let mut names = path.split("::").peekable();
        let first = names.peek().copied().unwrap_or_default();
        let is_path = path.contains("::");
        if is_path && first != "std" {
            self.crates.borrow_mut().insert(first.to_owned());
        }
        let start = (is_path && self.paths.roots.contains(first)).then_some("");
        segments(start.into_iter().chain(names))
    }
}

fn segments<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Segment> {
    let segment = |name: &str| Segment { name: name.to_owned(), arguments: Arguments::None };
    names.map(segment).collect()
}

struct Resolve<'r> {
    names: &'r Names<'r>,
    place: &'r Place<'r>,
    /// How many private aliases were followed.
    depth: usize,
}

impl Rewrite for Resolve<'_> {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        if path.qualifier.is_some() {
            return None;
        }
        let first = path.segments.first().map(|segment| segment.name.as_str())?;
        if first == "Self" {
            return self.self_path(path);
        }
        if self.place.generics.iter().any(|generics| generics.declares(first)) {
            return None;
        }
        self.resolve(path)
    }

    fn trait_path(&mut self, path: &mut TypePath) {
        // A trait is never replaced by a type.
        let _ = self.resolve(path);
    }
}

impl Resolve<'_> {
    /// `Self`, or `Self::Item`.
    fn self_path(&self, path: &TypePath) -> Option<Type> {
        let own = self.place.self_type?;
        let (_, inner) = path.segments.split_first()?;
        let Some((item, _)) = inner.split_first() else { return Some(own.clone()) };
        if let ([_], Some(given)) = (inner, self.place.given.get(&item.name)) {
            return Some(given.clone());
        }
        let qualifier = Some(Box::new(Qualifier { of: own.clone(), in_trait: None }));
        Some(Type::Path(TypePath { qualifier, segments: inner.to_vec() }))
    }

    fn resolve(&mut self, path: &mut TypePath) -> Option<Type> {
        let names: Vec<&str> = path.segments.iter().map(|segment| segment.name.as_str()).collect();
        let found = self.names.lookup.path(self.place.module, &names, Space::Type);
        let Some(found) = found else {
            self.unknown(path);
            return None;
        };
        if matches!(found.target, Target::Module(_) | Target::Variant(..)) {
            return None;
        }
        // Arguments stand after the segments that name the item.
        let rest = path.segments.split_off(found.used.min(path.segments.len()));
        let arguments = path.segments.pop().map(|last| last.arguments).unwrap_or_default();
        match found.target {
            Target::Definition(id) => self.definition(path, id, arguments, rest),
            Target::External(names) => self.external(path, &names, arguments),
            Target::Module(_) | Target::Variant(..) => None,
        }
    }

    fn definition(
        &self,
        path: &mut TypePath,
        id: DefinitionId,
        arguments: Arguments,
        rest: Vec<Segment>,
    ) -> Option<Type> {
        let names = self.names;
        let definition = names.lookup.tree.definitions.get(id)?;
        let public = names.paths.canonical.get(&Target::Definition(id));
        let mut own = match (public, &definition.kind) {
            (Some(public), _) => Names::own(&public.path, public.hidden, self.place),
            // A private alias is as good as what it stands for.
            (None, RawKind::Alias(alias)) if self.depth < DEEPEST => {
                let target = self.expand(alias, definition.module, &arguments);
                return Some(if rest.is_empty() { target } else { qualified(target, rest) });
            }
            (None, _) => {
                names.unnameable.borrow_mut().insert(id);
                Names::own(&names.unnameable_path(id), false, self.place)
            }
        };
        if let Some(last) = own.last_mut() {
            last.arguments = arguments;
        }
        path.segments = own;
        (!rest.is_empty()).then(|| qualified(Type::Path(path.clone()), rest))
    }

    /// What a private alias stands for.
    fn expand(
        &self,
        alias: &crate::public_api::item::Alias,
        module: ModuleId,
        arguments: &Arguments,
    ) -> Type {
        let given = BTreeMap::new();
        let generics = vec![&alias.generics];
        let place = Place { module, generics, self_type: None, given: &given };
        let mut resolve = Resolve { names: self.names, place: &place, depth: self.depth + 1 };
        let (mut target, mut generics) = (alias.target.clone(), alias.generics.clone());
        target.rewrite(&mut resolve);
        generics.rewrite(&mut resolve);
        target.rewrite(&mut Substitute::new(&generics, arguments));
        target
    }

    fn external(
        &self,
        path: &mut TypePath,
        names: &[String],
        arguments: Arguments,
    ) -> Option<Type> {
        let canonical = foreign::canonical(names);
        if let Some(error) = foreign::error_of_result(&canonical) {
            let mut types = match arguments {
                Arguments::Angle(types) => types,
                _ => vec![Argument::Type(Type::UNIT)],
            };
            if types.len() == 1 {
                types.push(Argument::Type(Type::Path(TypePath::named(error))));
            }
            let result = Segment { name: "Result".to_owned(), arguments: Arguments::Angle(types) };
            path.segments = vec![result];
            return None;
        }
        path.segments = self.names.external(&canonical);
        if let Some(last) = path.segments.last_mut() {
            last.arguments = arguments;
        }
        None
    }

    /// A name that nothing in sight defines: one of the prelude, or of a glob of another crate.
    fn unknown(&self, path: &mut TypePath) {
        let Some(first) = path.segments.first() else { return };
        if foreign::is_known_everywhere(&first.name) {
            return;
        }
        if let Some(mut glob) = self.names.lookup.external_glob(self.place.module) {
            let rest = path.segments.iter().map(|segment| segment.name.clone());
            glob.extend(rest);
            let arguments = path.segments.pop().map(|last| last.arguments).unwrap_or_default();
            path.segments = self.names.external(&foreign::canonical(&glob));
            if let Some(last) = path.segments.last_mut() {
                last.arguments = arguments;
            }
        }
    }
}

/// `<Type>::Item`.
fn qualified(of: Type, rest: Vec<Segment>) -> Type {
    let qualifier = Some(Box::new(Qualifier { of, in_trait: None }));
    Type::Path(TypePath { qualifier, segments: rest })
}

/// Puts arguments in place of parameters.
pub(in crate::public_api) struct Substitute {
    types: BTreeMap<String, Type>,
    /// Constants and lifetimes.
    codes: BTreeMap<String, String>,
}

impl Substitute {
    /// Gives parameters other names.
    pub fn renaming(names: impl IntoIterator<Item = (String, String)>) -> Self {
        let codes: BTreeMap<String, String> = names.into_iter().collect();
        let types = codes.iter().filter(|(name, _)| !name.starts_with('\''));
        let types = types.map(|(name, to)| (name.clone(), Type::named(to))).collect();
        Self { types, codes }
    }

    /// Pairs the parameters of an alias with its arguments; what has no argument gets its default.
    pub fn new(generics: &Generics, arguments: &Arguments) -> Self {
        let mut substitute = Self { types: BTreeMap::new(), codes: BTreeMap::new() };
        let given: &[Argument] = match arguments {
            Arguments::Angle(given) => given,
            _ => &[],
        };
        let is_lifetime = |argument: &&Argument| matches!(argument, Argument::Lifetime(_));
        let mut lifetimes = given.iter().filter(is_lifetime);
        let mut others = given.iter().filter(|argument| !is_lifetime(argument));
        for parameter in &generics.parameters {
            let argument = if parameter.is_lifetime() { lifetimes.next() } else { others.next() };
            let name = parameter.name.clone();
            match (argument, &parameter.kind) {
                (Some(Argument::Type(of)), _) => {
                    substitute.codes.insert(name.clone(), of.to_string());
                    substitute.types.insert(name, of.clone());
                }
                (Some(Argument::Lifetime(code) | Argument::Constant(code)), _)
                | (None, ParameterKind::Constant { default: Some(code), .. }) => {
                    substitute.codes.insert(name, code.clone());
                }
                (None, ParameterKind::Type { default: Some(of) }) => {
                    substitute.types.insert(name, of.clone());
                }
                (None, ParameterKind::Lifetime) => {
                    substitute.codes.insert(name, "'_".to_owned());
                }
                _ => {}
            }
        }
        substitute
    }
}

impl Rewrite for Substitute {
    fn type_path(&mut self, path: &mut TypePath) -> Option<Type> {
        if path.qualifier.is_some() {
            return None;
        }
        let (first, rest) = path.segments.split_first()?;
        let replacement = self.types.get(&first.name)?.clone();
        Some(match (rest, replacement.as_name()) {
            ([], _) => replacement,
            (rest, Some(name)) => {
                let mut path = TypePath::named(name);
                path.segments.extend_from_slice(rest);
                Type::Path(path)
            }
            (rest, None) => qualified(replacement, rest.to_vec()),
        })
    }

    fn trait_path(&mut self, _path: &mut TypePath) {}

    fn lifetime(&mut self, lifetime: &mut String) {
        if let Some(given) = self.codes.get(lifetime) {
            lifetime.clone_from(given);
        }
    }

    fn length(&mut self, code: &mut String) {
        if let Some(given) = self.codes.get(code) {
            code.clone_from(given);
        }
    }
}
