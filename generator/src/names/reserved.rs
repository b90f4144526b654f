//! The names that the code of a crate needs for itself, per scope in which names of a definition stand.
//!
//! They follow from the templates of the run, those of extensions included: a method of `Client` that a
//! template gains is taken from the next run on, without a list to keep. Only what the language and the
//! standard library say stands here.

use std::collections::{BTreeMap, BTreeSet};

use super::code::Code;
use super::tokens::{Token, tokens};
use crate::embedded;

const APIS: &str = "src/api/";
const API_ROOT: &str = "src/api/mod.rs.tera";
const HANDLE: &str = "src/api/{api}/mod.rs.tera";
const OPERATION: &str = "src/api/{api}/{operation}.rs.tera";
const MODELS: &str = "src/models/";
const MODEL_ROOT: &str = "src/models/mod.rs.tera";
const STRUCT: &str = "src/models/{struct}.rs.tera";
const ENUM: &str = "src/models/{enum}.rs.tera";
const NUMBER_ENUM: &str = "src/models/{number_enum}.rs.tera";
const ERROR_CODE: &str = "src/error_code.rs.tera";
const SECURITY: &str = "src/security.rs.tera";
const ROOT: &str = "src/lib.rs.tera";

/// What `view` writes into the files of models, and into those of operations.
const WRITTEN: Written = include!(concat!(env!("OUT_DIR"), "/written.rs"));

struct Written {
    models: &'static [&'static str],
    apis: &'static [&'static str],
}

/// The names of the prelude that a type of the same name would hide.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
    "Debug",
    "Hash",
    "Self",
];

/// The methods that any type has by traits of the standard library.
const ANY_TYPE: &[&str] = &[
    "borrow",
    "borrow_mut",
    "clone_into",
    "from",
    "into",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// The names that are taken, by scope.
#[derive(Clone, Debug, Default)]
pub struct Reserved {
    /// Types in the files of models.
    pub models: BTreeSet<String>,
    /// Types in the files of operations.
    pub operations: BTreeSet<String>,
    /// What the root of the crate exports. Another type of the same name works, but nobody could import
    /// both: such names are not given to newcomers.
    pub exports: BTreeSet<String>,
    /// Methods of the client.
    pub client_methods: BTreeSet<String>,
    /// Methods of the builder of clients.
    pub builder_methods: BTreeSet<String>,
    /// Methods of handles.
    pub handle_methods: BTreeSet<String>,
    /// Methods of requests.
    pub request_methods: BTreeSet<String>,
    /// Methods of structs.
    pub model_methods: BTreeSet<String>,
    /// Values in the functions that take the arguments of an operation.
    pub operation_arguments: BTreeSet<String>,
    /// Values in the functions that take the fields of a struct.
    pub model_arguments: BTreeSet<String>,
    /// Variants of enums.
    pub variants: BTreeSet<String>,
    /// Modules in `api`.
    pub handle_modules: BTreeSet<String>,
    /// Modules of the operations of a handle.
    pub operation_modules: BTreeSet<String>,
    /// Modules in `models`.
    pub model_modules: BTreeSet<String>,
}

impl Reserved {
    /// The names that these templates take: path below the folder of the crate, and text.
    pub fn of<'t>(templates: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut files = BTreeMap::new();
        for (path, text) in templates {
            let ending = path.rsplit_once('.').map(|(_, ending)| ending);
            let is_template = ending == Some("tera");
            if path.starts_with("src/") && (is_template || ending == Some("rs")) {
                let known = embedded::find(path, text);
                let known = known.and_then(|file| serde_json::from_str(file.names?).ok());
                files.insert(path, known.unwrap_or_else(|| Code::of(text, is_template)));
            }
        }
        let macros = files.values_mut().flat_map(|file| std::mem::take(&mut file.macros)).collect();
        Scan { files, macros }.reserved()
    }
}

struct Scan<'t> {
    files: BTreeMap<&'t str, Code<'t>>,
    macros: BTreeMap<&'t str, Code<'t>>,
}

impl<'t> Scan<'t> {
    fn reserved(&self) -> Reserved {
        let owned = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
        let in_models = |path: &str| path.starts_with(MODELS);
        // Credentials may be models, and `security.rs` names them by themselves.
        let mut models = self.names(|path| in_models(path) || path == SECURITY, |code| &code.types);
        models.extend(PRELUDE.iter().chain(WRITTEN.models));
        let mut operations = self.names(|path| path.starts_with(APIS), |code| &code.types);
        operations.extend(PRELUDE.iter().chain(WRITTEN.models).chain(WRITTEN.apis));
        let mut exports = self.names(|path| path == ROOT, |code| &code.exports);
        exports.retain(|name| !name.is_empty());
        let of_operation =
            |path: &str| matches!(path, HANDLE | OPERATION) || path.starts_with("src/api/{api}");
        let is_enum = |path: &str| matches!(path, ENUM | NUMBER_ENUM | ERROR_CODE);
        Reserved {
            models: owned(models),
            operations: owned(operations),
            exports: owned(exports),
            client_methods: owned(self.methods_of(Some("Client"), &[])),
            builder_methods: owned(self.methods_of(Some("ClientBuilder"), &[])),
            handle_methods: owned(self.methods_beside(HANDLE)),
            request_methods: owned(self.methods_beside(OPERATION)),
            model_methods: owned(self.methods_beside(STRUCT)),
            operation_arguments: owned(self.names(of_operation, |code| &code.locals)),
            model_arguments: owned(self.names(|path| path == STRUCT, |code| &code.locals)),
            variants: owned(self.names(is_enum, |code| &code.variants)),
            handle_modules: owned(self.modules(APIS, &[API_ROOT], &[])),
            operation_modules: owned(self.modules(
                "src/api/{api}/",
                &[HANDLE, OPERATION],
                WRITTEN.apis,
            )),
            model_modules: owned(self.modules(MODELS, &[MODEL_ROOT, STRUCT], WRITTEN.models)),
        }
    }

    /// The code of a file, with that of the macros that it calls, however deep.
    fn code(&self, path: &str) -> Vec<&Code<'t>> {
        let mut found: Vec<&Code<'t>> = self.files.get(path).into_iter().collect();
        let mut seen = BTreeSet::new();
        let mut next = 0;
        while let Some(code) = found.get(next).copied() {
            for name in &code.calls {
                if let Some(body) = self.macros.get(name).filter(|_| seen.insert(*name)) {
                    found.push(body);
                }
            }
            next += 1;
        }
        found
    }

    /// The names of one kind in some of the files.
    fn names(
        &self,
        takes: impl Fn(&str) -> bool,
        kind: for<'c> fn(&'c Code<'t>) -> &'c BTreeSet<&'t str>,
    ) -> BTreeSet<&'t str> {
        let paths = self.files.keys().filter(|path| takes(path));
        paths.flat_map(|path| self.code(path)).flat_map(|code| kind(code).iter().copied()).collect()
    }

    /// The methods of the types for which a template writes methods.
    fn methods_beside(&self, path: &str) -> BTreeSet<&'t str> {
        let code = self.code(path);
        let types: BTreeSet<Option<&str>> =
            code.iter().flat_map(|code| &code.impls).map(|block| block.of).collect();
        types.into_iter().flat_map(|of| self.methods_of(of, &code)).collect()
    }

    /// The methods of a type, wherever they stand: its own, and those of its traits. The type that is put
    /// into a template is looked for in `code` alone.
    fn methods_of(&self, of: Option<&str>, code: &[&Code<'t>]) -> BTreeSet<&'t str> {
        let all: Vec<&Code<'t>> = match of {
            None => code.to_vec(),
            Some(_) => self.files.values().chain(self.macros.values()).collect(),
        };
        let mut methods: BTreeSet<&str> = ANY_TYPE.iter().copied().collect();
        let mut traits: BTreeSet<&str> = BTreeSet::new();
        for code in all {
            for block in code.impls.iter().filter(|block| block.of == of) {
                methods.extend(block.functions.iter().copied());
                traits.extend(block.of_trait);
            }
            let derived = code.derives.iter().filter(|(name, _)| *name == of);
            traits.extend(derived.map(|(_, name)| *name));
        }
        for name in traits {
            methods.extend(standard_methods(name).iter().copied());
            let own = self.files.values().filter_map(|code| code.traits.get(name));
            methods.extend(own.flatten().copied());
        }
        methods
    }

    /// The modules that stand in a folder already, or whose names mean something else in these files.
    fn modules(
        &self,
        folder: &str,
        files: &[&str],
        written: &'static [&'static str],
    ) -> BTreeSet<&'t str> {
        // `mod.rs` is the file of the module around.
        let mut found: BTreeSet<&str> = ["mod", "std", "core", "alloc"].into();
        for path in self.files.keys() {
            let Some(name) = path.strip_prefix(folder) else { continue };
            let name = name.split(['/', '.']).next().unwrap_or_default();
            if !name.starts_with('{') {
                found.insert(name);
            }
        }
        found.extend(self.names(|path| files.contains(&path), |code| &code.roots));
        found.extend(written.iter().copied().filter(|name| !name.starts_with(char::is_uppercase)));
        // A module may be called `r#use`.
        found.retain(|name| !matches!(*name, "use" | "as" | "pub" | "crate" | "self" | "super"));
        found
    }
}

/// The methods of a trait that is not defined in the templates.
fn standard_methods(name: &str) -> &'static [&'static str] {
    match name {
        "Clone" => &["clone", "clone_from"],
        "Debug" => &["fmt"],
        "Display" => &["fmt", "to_string"],
        "PartialEq" => &["eq", "ne"],
        "PartialOrd" => &["partial_cmp", "lt", "le", "gt", "ge"],
        "Ord" => &["cmp", "max", "min", "clamp"],
        "Hash" => &["hash", "hash_slice"],
        "Default" => &["default"],
        "AsRef" => &["as_ref"],
        "AsMut" => &["as_mut"],
        "Deref" => &["deref"],
        "Drop" => &["drop"],
        "Future" => &["poll"],
        "IntoFuture" => &["into_future"],
        "Serialize" => &["serialize"],
        "Deserialize" => &["deserialize", "deserialize_in_place"],
        _ => &[],
    }
}

/// The words of a text of Rust, for tests that use each of them as a name.
pub fn words(text: &str, is_template: bool) -> BTreeSet<&str> {
    let words = tokens(text, is_template).into_iter().filter_map(|token| match token {
        Token::Word(word) => Some(word),
        _ => None,
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::Reserved;

    fn reserved(files: &[(&str, &str)]) -> Reserved {
        Reserved::of(files.iter().copied())
    }

    #[test]
    fn methods_of_the_client_are_found_wherever_they_stand() {
        let found = reserved(&[
            (
                "src/client.rs",
                "#[derive(Clone)] pub struct Client; impl Client { fn shared(&self) {} }",
            ),
            (
                "src/more.rs",
                "impl<'a> crate::Drive for Client { fn drive() {} } impl Other { fn other() {} }",
            ),
            ("src/drive.rs", "trait Drive { fn drive(); fn park() { } }"),
        ]);
        let has = |name: &str| found.client_methods.contains(name);
        assert!(["shared", "clone", "drive", "park", "into"].into_iter().all(has));
        assert!(!has("other") && !has("default"));
    }

    #[test]
    fn only_what_is_looked_up_beside_a_model_is_taken() {
        let found = reserved(&[(
            "src/models/{enum}.rs.tera",
            "use std::cmp::Ordering; impl {{ m }} { fn as_str<S: Serializer>(s: S) -> ::std::fmt::Result {} }",
        )]);
        let has = |name: &str| found.models.contains(name);
        assert!(["Ordering", "Serializer", "Option"].into_iter().all(has));
        assert!(!has("S") && !has("as_str"));
    }

    #[test]
    fn a_macro_belongs_to_the_template_that_calls_it() {
        let found = reserved(&[
            (
                "src/open.rs",
                "macro_rules! open { ($n:ident) => { impl $n { fn text(&self) { Self::Other } } } }",
            ),
            (
                "src/models/{enum}.rs.tera",
                "pub enum {{ m }} { {{ v }}, Unknown(UnknownValue) } open!({{ m }});",
            ),
            (
                "src/models/{struct}.rs.tera",
                "impl {{ m }} { pub fn new({{ a }}: {{ t }}) -> Self { blank() } }",
            ),
        ]);
        assert!(["Unknown", "Other"].into_iter().all(|name| found.variants.contains(name)));
        assert!(!found.variants.contains("UnknownValue"));
        assert!(found.model_methods.contains("new") && !found.model_methods.contains("text"));
        assert!(found.model_arguments.contains("blank"));
    }

    #[test]
    fn modules_of_templates_and_roots_of_paths_are_no_modules_of_a_definition() {
        let found = reserved(&[
            ("src/api/shared.rs", ""),
            ("src/api/mod.rs.tera", "use crate::Client;"),
            ("src/api/{api}/mod.rs.tera", "use crate::models; use http::Method;"),
        ]);
        let has = |name: &str| found.handle_modules.contains(name);
        assert!(["mod", "shared"].into_iter().all(has));
        assert!(
            found.operation_modules.contains("models") && found.operation_modules.contains("http")
        );
    }
}
