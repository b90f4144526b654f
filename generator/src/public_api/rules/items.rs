//! Items and paths: what was added, removed, hidden or deprecated.

use super::table;

table! {
    MODULE_REMOVED, "module-removed", Major, Compiled, Rust, "item-remove",
        "A public module was removed.",
        "Every path that leads through the module no longer resolves. What is in it is not reported \
         again; items that have another path are compared there.";
    MODULE_ADDED, "module-added", Minor, Compiled, Rust, "item-new",
        "A public module was added.",
        "Nobody can have used its paths before. Only a glob import can clash with the new name, and \
         glob imports of other crates are known to be fragile.";
    STRUCT_REMOVED, "struct-removed", Major, Compiled, Rust, "item-remove",
        "A public struct was removed, or is no longer public.",
        "Code that names it no longer compiles. The same holds when it is hidden from the \
         documentation: a hidden item is not part of the API. If it was renamed, a re-export of the \
         old name keeps callers compiling.";
    STRUCT_ADDED, "struct-added", Minor, Compiled, Rust, "item-new",
        "A public struct was added.",
        "Nobody can have used it before. Only a glob import can clash with the new name, and glob \
         imports of other crates are known to be fragile.";
    ENUM_REMOVED, "enum-removed", Major, Compiled, Rust, "item-remove",
        "A public enum was removed, or is no longer public.",
        "Code that names it no longer compiles. The same holds when it is hidden from the \
         documentation: a hidden item is not part of the API. If it was renamed, a re-export of the \
         old name keeps callers compiling.";
    ENUM_ADDED, "enum-added", Minor, Compiled, Rust, "item-new",
        "A public enum was added.",
        "Nobody can have used it before. Only a glob import can clash with the new name, and glob \
         imports of other crates are known to be fragile.";
    FUNCTION_REMOVED, "function-removed", Major, Compiled, Rust, "item-remove",
        "A public function was removed, or is no longer public.",
        "Code that names it no longer compiles. The same holds when it is hidden from the \
         documentation: a hidden item is not part of the API. If it was renamed, a re-export of the \
         old name keeps callers compiling.";
    FUNCTION_ADDED, "function-added", Minor, Compiled, Rust, "item-new",
        "A public function was added.",
        "Nobody can have used it before. Only a glob import can clash with the new name, and glob \
         imports of other crates are known to be fragile.";
    CONSTANT_REMOVED, "constant-removed", Major, Compiled, Rust, "item-remove",
        "A public constant was removed, or is no longer public.",
        "Code that names it no longer compiles. The same holds when it is hidden from the \
         documentation: a hidden item is not part of the API. If it was renamed, a re-export of the \
         old name keeps callers compiling.";
    CONSTANT_ADDED, "constant-added", Minor, Compiled, Rust, "item-new",
        "A public constant was added.",
        "Nobody can have used it before. Only a glob import can clash with the new name, and glob \
         imports of other crates are known to be fragile.";
    STATIC_REMOVED, "static-removed", Major, Compiled, Rust, "item-remove",
        "A public static was removed, or is no longer public.",
        "Code that names it no longer compiles. The same holds when it is hidden from the \
         documentation: a hidden item is not part of the API. If it was renamed, a re-export of the \
         old name keeps callers compiling.";
    STATIC_ADDED, "static-added", Minor, Compiled, Rust, "item-new",
        "A public static was added.",
        "Nobody can have used it before. Only a glob import can clash with the new name, and glob \
         imports of other crates are known to be fragile.";
    TYPE_ALIAS_REMOVED, "type-alias-removed", Major, Compiled, Rust, "item-remove",
        "A public type alias was removed, or is no longer public.",
        "Code that names it no longer compiles. The same holds when it is hidden from the \
         documentation: a hidden item is not part of the API. If it was renamed, a re-export of the \
         old name keeps callers compiling.";
    TYPE_ALIAS_ADDED, "type-alias-added", Minor, Compiled, Rust, "item-new",
        "A public type alias was added.",
        "Nobody can have used it before. Only a glob import can clash with the new name, and glob \
         imports of other crates are known to be fragile.";
    TRAIT_REMOVED, "trait-removed", Major, Compiled, Rust, "item-remove",
        "A public trait was removed, or is no longer public.",
        "Code that names it no longer compiles. The same holds when it is hidden from the \
         documentation: a hidden item is not part of the API. If it was renamed, a re-export of the \
         old name keeps callers compiling.";
    TRAIT_ADDED, "trait-added", Minor, Compiled, Rust, "item-new",
        "A public trait was added.",
        "Nobody can have used it before. Only a glob import can clash with the new name, and glob \
         imports of other crates are known to be fragile.";
    ITEM_KIND_CHANGED, "item-kind-changed", Major, Compiled, Rust, "item-remove",
        "An item became one of another kind under the same name.",
        "The name still resolves, but not to something that can be used in the same way: a constant \
         cannot be called, an enum has no fields. It is judged as a removal.";
    PATH_REMOVED, "path-removed", Major, Compiled, Rust, "item-remove",
        "An item lost one of its paths; it can still be named by another one.",
        "Callers who use the lost path no longer compile, however easy the repair is. Keep a re- \
         export under the old path.";
    PATH_ADDED, "path-added", Minor, Compiled, Rust, "item-new",
        "An item can be named by another path, too.",
        "All paths that existed lead where they led before. An item that moved and is re-exported \
         under its old path only gains one.";
    REEXPORT_TARGET_CHANGED, "reexport-target-changed", Major, Compiled, Rust, "item-remove",
        "A re-exported name stands for another item.",
        "The path resolves, but to something else. Whatever callers did with the old item need not \
         work with the new one, and values of the two are of different types.";
    STRUCT_REPLACED_BY_ALIAS, "struct-replaced-by-alias", Minor, Compiled, Rust, "item-new",
        "A struct got another name, and the old one is a type alias for it.",
        "An alias can stand wherever the struct with named fields stood: in signatures, in struct \
         literals, in patterns, in paths of its functions. Compiled consumers agree. The fields and \
         methods of the two are compared with each other.";
    CONSTRUCTOR_LOST_TO_ALIAS, "constructor-lost-to-alias", Major, Compiled, Rust, "item-remove",
        "A unit or tuple struct that callers can construct got another name, and the old one is a \
         type alias for it.",
        "A type alias names the type, not the constructor: `Pet(name)` and `Pet` as values do not \
         compile with it, in expressions or in patterns. Re-export the new name under the old one \
         (`pub use Animal as Pet`), which keeps both.";
    ENUM_REPLACED_BY_ALIAS, "enum-replaced-by-alias", Major, Compiled, Rust, "item-remove",
        "An enum got another name, and the old one is a type alias for it.",
        "Paths such as `Colour::Red` work through the alias, but `use sdk::Colour::Red` and `use \
         sdk::Colour::*` do not: the compiler says that an alias is no module (E0432). Re-export the \
         new name under the old one (`pub use Tint as Colour`), which is a minor change.";
    DEPRECATED_ADDED, "deprecated-added", Minor, Compiled, Rust, "new-lints",
        "An item was deprecated.",
        "Callers get a warning. It is an error only where warnings are denied, which the chapter \
         holds to be the callers' own choice.";
    DEPRECATED_REMOVED, "deprecated-removed", Patch, Compiled, Rust, none,
        "An item is no longer deprecated.",
        "A warning disappears. An `#[expect(deprecated)]` of a caller then warns itself, which is no \
         error either.";
    DEPRECATION_NOTE_CHANGED, "deprecation-note-changed", Patch, Reasoned, Rust, none,
        "The text of a deprecation changed.",
        "Only the text of a warning is another one.";
    MUST_USE_ADDED, "must-use-added", Minor, Compiled, Rust, "new-lints",
        "A value must now be used.",
        "Callers who drop the value get a warning. It is an error only where warnings are denied.";
    MUST_USE_REMOVED, "must-use-removed", Patch, Reasoned, Rust, none,
        "A value need no longer be used.",
        "A warning disappears.";
    MUST_USE_NOTE_CHANGED, "must-use-note-changed", Patch, Reasoned, Rust, none,
        "The reason why a value must be used changed.",
        "Only the text of a warning is another one.";
    ITEM_NOW_CONDITIONAL, "item-now-conditional", Major, Compiled, Rust, "item-remove",
        "An item exists under a narrower condition than before.",
        "Callers without the feature, or on another target, no longer find it. That the feature is on \
         by default does not help those who switched the defaults off.";
    ITEM_CONDITION_RELAXED, "item-condition-relaxed", Minor, Reasoned, Rust, "item-new",
        "An item exists under a wider condition than before.",
        "Whoever could use it still can.";
    CRATE_RENAMED, "crate-renamed", Major, Reasoned, Cargo, "item-remove",
        "The library has another name.",
        "Every path of a caller starts with the name of the library.";
}
