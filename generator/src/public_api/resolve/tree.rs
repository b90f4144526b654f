//! The modules of a crate: which file belongs where, and what each module defines and brings in.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::public_api::condition::Condition;
use crate::public_api::item::Shape;
use crate::public_api::read::raw::{
    Attributes, MacroInput, RawImplementation, RawItem, RawKind, Visibility,
};
use crate::public_api::read::{Manifest, Sources};

/// The number of a module; 0 is the root.
pub(in crate::public_api) type ModuleId = usize;

/// The number of a definition.
pub(in crate::public_api) type DefinitionId = usize;

/// The names of types and of values do not get in each other's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::public_api) enum Space {
    Type,
    Value,
}

impl Space {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Type, Self::Value];
}

/// The modules of a crate and what they define.
#[derive(Debug, Default)]
pub(in crate::public_api) struct Tree {
    pub modules: Vec<Module>,
    pub definitions: Vec<Definition>,
    pub implementations: Vec<Block>,
    pub calls: Vec<Call>,
    /// The macros of the crate that say `pub`.
    pub public_macros: HashSet<String>,
}

/// A module.
#[derive(Debug, Default)]
pub(in crate::public_api) struct Module {
    /// The names from the root down.
    pub path: Vec<String>,
    pub parent: Option<ModuleId>,
    /// Under which condition it is there.
    pub condition: Condition,
    /// What it defines, by name.
    pub names: HashMap<(Space, String), Vec<Local>>,
    /// What it brings in, by name.
    pub imports: HashMap<String, Vec<NamedImport>>,
    /// The modules of which it brings in everything.
    pub globs: Vec<NamedImport>,
}

/// What a name of a module stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::public_api) enum Target {
    Module(ModuleId),
    Definition(DefinitionId),
    /// A variant of an enum, by its place.
    Variant(DefinitionId, usize),
    /// A path of another crate.
    External(Vec<String>),
}

/// Something that a module defines.
#[derive(Clone, Debug)]
pub(in crate::public_api) struct Local {
    pub target: Target,
    pub visibility: Visibility,
    /// The condition of the definition itself.
    pub condition: Condition,
    pub hidden: bool,
}

/// Something that a module brings in.
#[derive(Clone, Debug)]
pub(in crate::public_api) struct NamedImport {
    pub path: Vec<String>,
    pub visibility: Visibility,
    pub condition: Condition,
    pub hidden: bool,
}

/// An item that a module defines.
#[derive(Debug)]
pub(in crate::public_api) struct Definition {
    pub name: String,
    pub module: ModuleId,
    pub attributes: Attributes,
    /// Under which condition it is there, the modules included.
    pub condition: Condition,
    pub kind: RawKind,
}

/// An `impl` block.
#[derive(Debug)]
pub(in crate::public_api) struct Block {
    pub module: ModuleId,
    pub condition: Condition,
    pub of: RawImplementation,
}

/// A macro call in place of items.
#[derive(Debug)]
pub(in crate::public_api) struct Call {
    pub module: ModuleId,
    pub name: String,
    pub condition: Condition,
    pub input: MacroInput,
}

impl Tree {
    /// A definition and those that take its place under other conditions: they share its module and its
    /// name.
    pub fn alternatives(&self, id: DefinitionId) -> impl Iterator<Item = DefinitionId> {
        let definition = self.definitions.get(id);
        let module = definition.and_then(|of| Some((of, self.modules.get(of.module)?)));
        let spaces = module.into_iter().flat_map(|(definition, module)| {
            spaces(&definition.kind)
                .iter()
                .filter_map(|space| module.names.get(&(*space, definition.name.clone())))
        });
        let other = move |local: &Local| match local.target {
            Target::Definition(other) if other != id => Some(other),
            _ => None,
        };
        [id].into_iter().chain(spaces.flatten().filter_map(other))
    }
}

/// Puts the files of a crate together, from the root module down. Every file that is missing or does not
/// parse is reported.
pub(in crate::public_api) fn tree(
    mut sources: Sources,
    manifest: &Manifest,
) -> Result<Tree, Diagnostics> {
    let mut builder = Builder { tree: Tree::default(), problems: Diagnostics::default() };
    builder.tree.modules.push(Module::default());
    let items = builder.file(&mut sources, std::slice::from_ref(&manifest.root), "the crate");
    let folder = manifest.root.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    builder.module(0, items, &folder, &mut sources);
    if builder.problems.is_empty() { Ok(builder.tree) } else { Err(builder.problems) }
}

struct Builder {
    tree: Tree,
    problems: Diagnostics,
}

impl Builder {
    /// Takes the items of the first of these files that is there.
    fn file(&mut self, sources: &mut Sources, paths: &[String], of: &str) -> Vec<RawItem> {
        let found = paths.iter().find_map(|path| Some((path, sources.remove(path)?)));
        match found {
            Some((_, Ok(items))) => items,
            Some((path, Err(problem))) => {
                let message = format!("`{path}` is not Rust that can be read: {problem}.");
                self.refuse(message, path);
                Vec::new()
            }
            None => {
                let either = if paths.len() > 1 { "neither" } else { "no" };
                let names = paths.join("` nor `");
                let message =
                    format!("The source of {of} is missing: there is {either} `{names}`.");
                self.refuse(message, paths.first().map_or("", String::as_str));
                Vec::new()
            }
        }
    }

    fn refuse(&mut self, message: String, file: &str) {
        let help = "Correct the file; the listing needs the whole source of the crate.";
        self.problems
            .push(Diagnostic::new(Code::UnlistableCrate, message).in_file(file).help(help));
    }

    /// Fills a module. `folder` is where the files of its modules are.
    fn module(&mut self, id: ModuleId, items: Vec<RawItem>, folder: &str, sources: &mut Sources) {
        for item in items {
            let Some(module) = self.tree.modules.get(id) else { return };
            let condition = module.condition.and(&item.attributes.condition);
            match item.kind {
                RawKind::Module(items) => {
                    self.child(
                        id,
                        &item.name,
                        item.visibility,
                        &item.attributes,
                        items,
                        folder,
                        sources,
                    );
                }
                RawKind::Use(imports) => {
                    for import in imports {
                        let named = NamedImport {
                            path: import.path,
                            visibility: item.visibility,
                            condition: item.attributes.condition.clone(),
                            hidden: item.attributes.hidden,
                        };
                        self.import(id, import.name, named);
                    }
                }
                RawKind::Implementation(of) => {
                    self.tree.implementations.push(Block { module: id, condition, of: *of });
                }
                RawKind::Macro { says_pub, .. } => {
                    self.tree.public_macros.extend(says_pub.then_some(item.name));
                }
                RawKind::Call(input) => {
                    let name = item.name;
                    self.tree.calls.push(Call { module: id, name, condition, input });
                }
                kind => {
                    let (name, attributes) = (item.name, item.attributes);
                    let definition = Definition { name, module: id, attributes, condition, kind };
                    self.definition(definition, item.visibility);
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one item, taken apart")]
    fn child(
        &mut self,
        parent: ModuleId,
        name: &str,
        visibility: Visibility,
        attributes: &Attributes,
        items: Option<Vec<RawItem>>,
        folder: &str,
        sources: &mut Sources,
    ) {
        let Some(outer) = self.tree.modules.get(parent) else { return };
        let mut path = outer.path.clone();
        path.push(name.to_owned());
        let shown = path.join("::");
        let condition = outer.condition.and(&attributes.condition);
        let id = self.tree.modules.len();
        let module = Module { path, parent: Some(parent), condition, ..Module::default() };
        self.tree.modules.push(module);
        self.local(parent, Space::Type, name, Target::Module(id), visibility, attributes);
        let file = name.strip_prefix("r#").unwrap_or(name);
        let below = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        if attributes.placed {
            let message = format!("The module `{shown}` is placed by `#[path]`.");
            self.refuse(message, &format!("{below}.rs"));
            return;
        }
        let items = items.unwrap_or_else(|| {
            let paths = [format!("{below}.rs"), format!("{below}/mod.rs")];
            self.file(sources, &paths, &format!("the module `{shown}`"))
        });
        self.module(id, items, &below, sources);
    }

    fn import(&mut self, module: ModuleId, name: Option<String>, import: NamedImport) {
        let Some(module) = self.tree.modules.get_mut(module) else { return };
        match name {
            // `use a::Trait as _` brings in nothing that has a name.
            Some(name) if name == "_" => {}
            Some(name) => module.imports.entry(name).or_default().push(import),
            None => module.globs.push(import),
        }
    }

    fn definition(&mut self, definition: Definition, visibility: Visibility) {
        let id = self.tree.definitions.len();
        let module = definition.module;
        if definition.name != "_" {
            for space in spaces(&definition.kind) {
                let (name, attributes) = (&definition.name, &definition.attributes);
                self.local(module, *space, name, Target::Definition(id), visibility, attributes);
            }
        }
        self.tree.definitions.push(definition);
    }

    fn local(
        &mut self,
        module: ModuleId,
        space: Space,
        name: &str,
        target: Target,
        visibility: Visibility,
        attributes: &Attributes,
    ) {
        let (condition, hidden) = (attributes.condition.clone(), attributes.hidden);
        let local = Local { target, visibility, condition, hidden };
        if let Some(module) = self.tree.modules.get_mut(module) {
            module.names.entry((space, name.to_owned())).or_default().push(local);
        }
    }
}

/// The spaces in which a definition has its name.
fn spaces(kind: &RawKind) -> &'static [Space] {
    match kind {
        RawKind::Struct { shape: Shape::Named, .. }
        | RawKind::Enum { .. }
        | RawKind::Alias(_)
        | RawKind::Trait { .. } => &[Space::Type],
        RawKind::Struct { .. } => &[Space::Type, Space::Value],
        RawKind::Function(_) | RawKind::Constant(_) | RawKind::Static { .. } => &[Space::Value],
        RawKind::Module(_)
        | RawKind::Use(_)
        | RawKind::Implementation(_)
        | RawKind::Macro { .. }
        | RawKind::Call(_) => &[],
    }
}
