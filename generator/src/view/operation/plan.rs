//! Which handles there are, what is in them, and which names are not free in them.
//!
//! Names that the last version gave out stay. Where an operation has another name now, or belongs to another
//! handle, the old name becomes an alias: of the method, and of the type of the operation.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Api, Operation};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inherit::{Inheritance, LockedOperation, MethodAlias};
use crate::names::{Ident, Modules, Reserved, Scope, quoted};

use super::super::security::Schemes;

/// The handle for operations without a tag.
const NO_TAG: &str = "general";

/// A handle before its operations are made.
pub(super) struct Handle<'o> {
    /// The tag; `None` for a handle that consists of aliases.
    pub tag: Option<&'o str>,
    /// The module.
    pub module: Ident,
    /// The method of the client that gives the handle.
    pub accessor: Ident,
    /// The type of the handle.
    pub name: Ident,
    /// Its operations, by id.
    pub operations: Vec<&'o Operation>,
    /// The names of its methods.
    pub methods: Scope,
    /// The names of its types.
    pub types: Scope,
    /// The modules of its operations.
    pub modules: Modules,
    /// Earlier names of methods.
    pub old_methods: Vec<MethodAlias>,
    /// Earlier names of the types of operations.
    pub old_requests: Vec<MethodAlias>,
}

/// The handles of an API: by tag, then those that consist of aliases.
pub(super) fn handles<'o>(
    api: &'o Api,
    config: &Config,
    inheritance: &Inheritance,
    reserved: &Reserved,
    schemes: &Schemes,
    diagnostics: &mut Diagnostics,
) -> Vec<Handle<'o>> {
    let mut by_tag: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &api.operations {
        let tag = operation.tags.first().map_or(NO_TAG, String::as_str);
        by_tag.entry(tag).or_default().push(operation);
    }
    let mut modules = Modules::reserving(words(&reserved.handle_modules));
    let of_schemes = schemes.views.iter().flat_map(|view| [&view.with, &view.without, &view.has]);
    let methods = words(&reserved.client_methods).chain(of_schemes.map(Ident::bare));
    let mut accessors = Scope::reserving(methods);
    for tag in by_tag.keys() {
        let chosen = config.names.tags.get(*tag);
        let Some(module) = inheritance.lock().tags.get(*tag) else { continue };
        let accessor = inheritance.lock().accessors.get(*tag).unwrap_or(module);
        if chosen.is_none_or(|name| name == accessor.as_str()) && accessors.keep(accessor, tag) {
            modules.keep(module, tag);
        }
    }
    let mut planner = Planner {
        config,
        inheritance,
        reserved,
        accessors,
        modules,
        types: Scope::reserving(words(&reserved.operations)),
        handles: Vec::new(),
    };
    for (tag, mut operations) in by_tag {
        let chosen = config.names.tags.get(tag).and_then(|name| Ident::chosen(name));
        let wanted = chosen.unwrap_or_else(|| Ident::snake(tag, NO_TAG));
        let (accessor, holder) = planner.accessors.claim(wanted, tag);
        if let Some(holder) = holder {
            let message = format!(
                "The tag `{tag}` would get the same name as {}; it is `{accessor}`.",
                quoted(&holder)
            );
            let at = operations.first().map(|operation| operation.pointer.clone());
            let problem = Diagnostic::new(Code::NameCollision, message)
                .help(format!("Choose a name: `[names.tags]` `{tag:?} = \"…\"`."));
            diagnostics.push(at.iter().fold(problem, Diagnostic::at));
        }
        let module = planner.modules.claim(&accessor, tag);
        // Sorted by id, so that a change of a path moves nothing.
        operations.sort_by_key(|operation| operation.identity());
        planner.add(Some(tag), module, accessor, operations);
    }
    planner.keep_names();
    planner.note_old_names();
    planner.handles
}

/// The name that the definition gives a method, before the configuration has its say.
pub(super) fn wire_name(operation: &Operation, config: &Config) -> String {
    let extension = config.names.operation_extension.as_ref();
    let named = extension.and_then(|key| operation.extensions.get(key)?.as_str());
    named.map_or_else(|| operation.identity(), str::to_owned)
}

/// What the configuration calls an operation, under its id or under the one that it had.
pub(super) fn chosen_name<'c>(
    operation: &Operation,
    config: &'c Config,
    inheritance: &Inheritance,
) -> Option<&'c str> {
    let names = &config.names.operations;
    let id = operation.identity();
    let chosen = names.get(&id).or_else(|| names.get(inheritance.operation(&id)?));
    chosen.map(String::as_str)
}

/// The owner of the name of the enum that an operation returns.
pub(super) fn reply_of(id: &str) -> String {
    format!("the reply of {id}")
}

/// The owner of the name of the enum of the error replies of an operation.
pub(super) fn error_of(id: &str) -> String {
    format!("the errors of {id}")
}

fn words(names: &BTreeSet<String>) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}

struct Planner<'o, 'b> {
    config: &'b Config,
    inheritance: &'b Inheritance,
    reserved: &'b Reserved,
    /// The methods of the client.
    accessors: Scope,
    /// The modules of the handles.
    modules: Modules,
    /// The names of the types of the handles.
    types: Scope,
    handles: Vec<Handle<'o>>,
}

impl<'o> Planner<'o, '_> {
    fn add(
        &mut self,
        tag: Option<&'o str>,
        module: Ident,
        accessor: Ident,
        operations: Vec<&'o Operation>,
    ) {
        let name = Ident::pascal(accessor.bare(), "General");
        let name = if name.bare().ends_with("Api") { name } else { name.with_suffix("Api") };
        let (name, _) = self.types.claim(name, module.as_str());
        self.handles.push(Handle {
            tag,
            methods: Scope::reserving(words(&self.reserved.handle_methods)),
            types: Scope::reserving(words(&self.reserved.operations).chain([name.bare()])),
            modules: Modules::reserving(words(&self.reserved.operation_modules)),
            module,
            accessor,
            name,
            operations,
            old_methods: Vec::new(),
            old_requests: Vec::new(),
        });
    }

    /// The method that an operation gets unless it collides.
    fn wanted(&self, operation: &Operation) -> Ident {
        let chosen = chosen_name(operation, self.config, self.inheritance);
        let chosen = chosen.and_then(Ident::chosen);
        chosen.unwrap_or_else(|| Ident::snake(&wire_name(operation, self.config), "call"))
    }

    /// Whether an operation goes on being called what the last version called it: when its id is the same
    /// and the configuration does not choose another name, or when it would get the same name again.
    fn keeps(&self, operation: &Operation, locked: &LockedOperation) -> bool {
        let id = operation.identity();
        let same_id = self.inheritance.operation(&id) == Some(id.as_str());
        let chosen = chosen_name(operation, self.config, self.inheritance).is_some();
        (same_id && !chosen) || self.wanted(operation) == locked.method
    }

    /// Keeps the names of operations from newcomers.
    fn keep_names(&mut self) {
        let mut handles = std::mem::take(&mut self.handles);
        for handle in &mut handles {
            for operation in &handle.operations {
                let id = operation.identity();
                let Some(locked) = self.inheritance.locked_operation(&id) else { continue };
                let keeps = self.keeps(operation, locked);
                if keeps {
                    handle.methods.keep(&locked.method, &id);
                }
                let derived = Ident::pascal(self.wanted(operation).bare(), "Request");
                if keeps || derived == locked.request {
                    handle.types.keep(&locked.request, &id);
                }
                // They are not named by who calls the method, so they have no reason to be renamed with it.
                if locked.handle == handle.module {
                    let enums = [(&locked.reply, reply_of(&id)), (&locked.error, error_of(&id))];
                    for (name, owner) in enums {
                        if let Some(name) = name {
                            handle.types.keep(name, &owner);
                        }
                    }
                }
            }
        }
        self.handles = handles;
    }

    /// Notes the names that operations do not have any more, those of the last version first.
    fn note_old_names(&mut self) {
        let mut found = Vec::new();
        for handle in &self.handles {
            for operation in &handle.operations {
                let id = operation.identity();
                let Some(locked) = self.inheritance.locked_operation(&id) else { continue };
                let moved = locked.handle != handle.module;
                if moved || !self.keeps(operation, locked) {
                    let alias = |name: &Ident| MethodAlias {
                        handle: locked.handle.clone(),
                        name: name.clone(),
                        operation: id.clone(),
                        since: None,
                    };
                    found.push((alias(&locked.method), alias(&locked.request)));
                }
            }
        }
        let (mut methods, mut requests): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let older = &self.inheritance.lock().aliases;
        methods.extend(older.methods.iter().filter_map(|alias| self.older(alias)));
        requests.extend(older.requests.iter().filter_map(|alias| self.older(alias)));
        for alias in methods {
            self.put(alias, |handle| (&mut handle.methods, &mut handle.old_methods));
        }
        for alias in requests {
            self.put(alias, |handle| (&mut handle.types, &mut handle.old_requests));
        }
    }

    /// An alias of an earlier version, if its operation is still there and has not got the name back.
    fn older(&self, alias: &MethodAlias) -> Option<MethodAlias> {
        let id = self.inheritance.operation_now(&alias.operation)?;
        let mut places = self
            .handles
            .iter()
            .flat_map(|handle| handle.operations.iter().map(move |operation| (handle, *operation)));
        let (handle, operation) = places.find(|(_, operation)| operation.identity() == id)?;
        let wanted = self.wanted(operation);
        let is_back = handle.module == alias.handle
            && (wanted == alias.name || Ident::pascal(wanted.bare(), "Request") == alias.name);
        (!is_back).then(|| MethodAlias { operation: id.to_owned(), ..alias.clone() })
    }

    /// Puts an alias into its handle, which may not be there any more, unless the name is in use.
    fn put(
        &mut self,
        alias: MethodAlias,
        parts: for<'h> fn(&'h mut Handle<'o>) -> (&'h mut Scope, &'h mut Vec<MethodAlias>),
    ) {
        let known = self.handles.iter().any(|handle| handle.module == alias.handle);
        if !known {
            let owner = format!("{}, an earlier handle", alias.handle);
            let accessor = self.accessors.claim(alias.handle.clone(), &owner).0;
            self.add(None, alias.handle.clone(), accessor, Vec::new());
        }
        let mut handles = self.handles.iter_mut();
        let Some(handle) = handles.find(|handle| handle.module == alias.handle) else { return };
        let (scope, old_names) = parts(handle);
        if scope.keep(&alias.name, &format!("{}, an earlier name", alias.name)) {
            old_names.push(alias);
        }
    }
}
