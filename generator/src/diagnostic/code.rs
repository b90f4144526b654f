//! The stable names of the problems, their severity, and what `explain` says about each.
//!
//! One row per code. A code is never reused for another meaning. `tests/generator/ui/` holds a bad
//! definition and the exact report for every row; a test keeps the two sets equal.

use std::fmt;

use serde::{Serialize, Serializer};

use super::severity::Severity;

macro_rules! codes {
    ($($variant:ident, $name:literal, $severity:ident, $explain:literal;)*) => {
        /// The kind of a problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $explain] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, kebab-case.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How bad a problem of this kind is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the problem means and what to do, in a few sentences.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explain,)* }
            }
        }
    };
}

codes! {
    // source
    UnreadableInput, "unreadable-input", Error, "The input could not be read: it does not exist, is a folder, is not UTF-8, or permission was denied.";
    MissingProgram, "missing-program", Error, "A program that was needed could not be run. Git is needed for a definition that is named `git:REVISION:PATH`; all else needs no other program.";
    InputTooLarge, "input-too-large", Error, "The input is larger, or nested deeper, than the generator accepts. The limits protect against hostile input; a real definition stays far below them.";
    SyntaxError, "syntax-error", Error, "The text is neither well-formed JSON nor well-formed YAML. The position is where the parser gave up; the cause is often a line above.";
    DuplicateKey, "duplicate-key", Error, "An object has the same key twice. Parsers disagree on which one counts, so the definition has no single meaning. Remove one.";
    NotADefinition, "not-a-definition", Error, "The document has neither a `swagger: \"2.0\"` nor an `openapi: 3.x` key at the top, so it is not an API definition.";
    UnsupportedVersion, "unsupported-version", Error, "The definition is written in a version of Swagger or OpenAPI that this generator does not know. It reads Swagger 2.0, OpenAPI 3.0 and OpenAPI 3.1.";
    // config
    InvalidConfig, "invalid-config", Error, "The configuration (`<sdk>.toml`) has an unknown key, a missing key, or a value of the wrong type.";
    UnusedConfig, "unused-config", Warning, "An entry of the configuration names something that the definition does not hold (any more). It has no effect; remove it when it is not meant for another version of the definition.";
    ExpiredAcceptance, "expired-acceptance", Warning, "A change that the configuration accepts (`[[diff.accept]]`) is past the day until which it was accepted. It counts again.";
    InvalidOverlay, "invalid-overlay", Error, "An overlay file is not what the OpenAPI Overlay Specification (1.0, 1.1) says: an unknown or a missing key, or a target that is no `JSONPath` (RFC 9535).";
    OverlayFailed, "overlay-failed", Error, "A correction of the overlay does not apply: the place it names is not there, or does not hold what the correction expects. The definition may have been fixed upstream; then remove the correction.";
    PruneMatchesNothing, "prune-matches-nothing", Error, "The prune rules leave no operation. Generating an empty crate is never what is wanted.";
    // release
    DamagedLock, "damaged-lock", Error, "The lock of the last release or run, or a file beside it, is not what was written then. Everything that the next version keeps is decided by it, so nothing is generated. Restore the file from version control.";
    ImpossibleVersion, "impossible-version", Error, "The version that was asked for cannot follow the last release.";
    // normalise
    InvalidShape, "invalid-shape", Warning, "A part of the definition does not have the shape that the specification demands (for example text where an object is due). The smallest part that holds it is left out or becomes free-form JSON.";
    UnknownKey, "unknown-key", Warning, "The specification has no such key in this place. It is ignored. A misspelt key is the usual cause.";
    IgnoredKeyword, "ignored-keyword", Warning, "The keyword has a meaning that the generated code does not express. It is ignored.";
    // resolve
    UnresolvedReference, "unresolved-reference", Warning, "A `$ref` names a place that does not exist. What it stands for cannot be told: a property or an item is free-form JSON, a response is not documented, and an operation without one of its parameters, its body or its reply is left out. Deny it (`--deny unresolved-reference`) where that must not happen.";
    ExternalReference, "external-reference", Warning, "A `$ref` leads to what is not read: an address, a file outside the folder of the definition or behind a link out of it, a file that is not there, or any file where the definition comes from the standard input. It costs what an unresolved reference costs.";
    CircularReference, "circular-reference", Warning, "A chain of `$ref` leads back to itself without ever reaching a schema. It costs what an unresolved reference costs.";
    DuplicateOperationId, "duplicate-operation-id", Warning, "Two operations have the same `operationId`. The id names the method, so it must be unique: both methods are named after their method and path instead, and will be renamed once the ids differ. Correct the definition or add an overlay.";
    PathParameterMismatch, "path-parameter-mismatch", Warning, "The parameters of the path template and the declared path parameters differ. A placeholder without a declaration is taken as a text; a declaration without a placeholder is left out.";
    UnsendableParameter, "unsendable-parameter", Warning, "A header or a cookie of this name cannot be sent: the name is no token, or the client sets that header itself, such as `Content-Length`, those with credentials, and `Accept` and `Content-Type`, which the specification ignores here. The parameter is left out, also when it is required: the operation can be called without it.";
    UnusableServer, "unusable-server", Warning, "The address of the server cannot be the default of the client, which takes `https://`, a host, perhaps a port and a path, and `http://` for this machine only; no credentials, query, fragment or dot segments. Where no other server can be used either, callers have to give the client an address. The path of one that is relative, or unencrypted, is put after an address of the caller that has none.";
    MalformedPath, "malformed-path", Warning, "The path holds what a URL cannot carry as it is written: `.` and `..` segments are walked, empty segments may be dropped on the way, backslashes and control characters are percent-encoded, and a fragment is left out. What follows a `?` is sent as the beginning of the query. The message says what is sent.";
    DuplicatePath, "duplicate-path", Warning, "Two operations make the same call: their methods are the same, and their paths differ in the names of placeholders only. A server cannot tell them apart. Both are generated.";
    NoOperations, "no-operations", Warning, "The definition has no operation. The crate holds its models, and a client that can call nothing.";
    UnsupportedSchema, "unsupported-schema", Warning, "The schema cannot be expressed as a Rust type. The value is free-form JSON instead.";
    UnsupportedOperation, "unsupported-operation", Warning, "The operation cannot be expressed. It is left out; the rest of the crate is generated.";
    UnknownSecurityScheme, "unknown-security-scheme", Warning, "A security requirement names a scheme that the definition does not declare. The requirement is ignored.";
    // names
    NameCollision, "name-collision", Warning, "Two names of the definition become the same Rust name. The later one got a suffix. Choose a better name in the `[names]` table of the configuration.";
    InvalidName, "invalid-name", Error, "A name given in the configuration is not a Rust identifier.";
    // render and output
    TemplateError, "template-error", Error, "A template could not be parsed or rendered. The message names the template and the line.";
    InvalidOutput, "invalid-output", Error, "A rendered file is not the Rust that was announced: it does not parse, or it holds an item, a macro, an attribute or `unsafe` that it should not. Nothing is written.";
    EditedByHand, "edited-by-hand", Error, "A generated file was changed by hand since it was generated; regenerating would lose the change. Move the change into a template, an overlay or the configuration, or restore the file.";
    ForeignFile, "foreign-file", Error, "Something that was not generated stands where a generated file, or a folder of such files, must be: a file, a symbolic link, a pipe. Links are not followed and nothing but plain files is opened. Move it away.";
    ForeignFolder, "foreign-folder", Error, "The output folder is not that of the crate: it holds other files and no manifest (`.generated`), or it is the home folder or the root of a file system. A new repository, with no more than a readme, a licence and the files of Git, is taken as it is. Choose another folder with `--out`, or say `--into-existing` if you mean this one; files that were not generated stay as they are even then.";
    UnlistableCrate, "unlistable-crate", Error, "The public API of the crate cannot be listed from its source: a file of it is missing or does not parse, or a module is placed by `#[path]`, which the listing does not follow.";
    DamagedListing, "damaged-listing", Error, "A line of the public API that a release kept (`public-api.jsonl`) cannot be read. Only a release writes the file; it is not meant to be edited.";
    UnwritableOutput, "unwritable-output", Error, "The output folder could not be written. Nothing was changed.";
}

impl Code {
    /// Whether it is about a reference that leads to nothing: what it stands for is neither generated nor compared.
    pub fn is_of_reference(self) -> bool {
        matches!(
            self,
            Self::UnresolvedReference | Self::ExternalReference | Self::CircularReference
        )
    }

    /// The code with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
