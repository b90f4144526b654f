//! The facts of a manifest: features, dependencies, the oldest Rust.

use super::table;

table! {
    FEATURE_REMOVED, "feature-removed", Major, Reasoned, Cargo, "cargo-feature-remove",
        "A feature was removed.",
        "Manifests that ask for it no longer resolve. An optional dependency that no feature names as \
         `dep:…` is a feature, too. Keep the feature, empty.";
    FEATURE_ADDED, "feature-added", Minor, Reasoned, Cargo, "cargo-feature-add",
        "A feature was added.",
        "Nobody can have asked for it before. That nothing which existed moved behind it is checked \
         item by item.";
    FEATURE_NO_LONGER_DEFAULT, "feature-no-longer-default", Major, Reasoned, Cargo, "cargo-feature-remove-another",
        "A feature is no longer on by default.",
        "Callers who rely on the defaults lose what it enables.";
    FEATURE_NOW_DEFAULT, "feature-now-default", Minor, Reasoned, Cargo, "cargo-feature-add",
        "A feature is on by default.",
        "Callers get more than before; what they had stays.";
    FEATURE_ENABLES_LESS, "feature-enables-less", Major, Reasoned, Cargo, "cargo-feature-remove-another",
        "A feature no longer enables another one.",
        "Callers who ask for the first lose what the second enables.";
    FEATURE_ENABLES_MORE, "feature-enables-more", Minor, Reasoned, Cargo, "cargo-feature-add",
        "A feature enables another one, too.",
        "Callers get more than before; what they had stays.";
    FEATURE_DEPENDENCY_CHANGED, "feature-dependency-changed", Patch, Reasoned, Cargo, "cargo-change-dep-feature",
        "What a feature does to dependencies changed.",
        "Features of dependencies and `dep:…` entries are how a feature works inside. What it does to \
         the API is checked item by item.";
    RUST_VERSION_RAISED, "rust-version-raised", Minor, Reasoned, Cargo, "env-new-rust",
        "A newer Rust is needed.",
        "Callers with an older one keep the old version: Cargo chooses a version that states a Rust \
         they have. The chapter calls it possibly breaking; a minor version is the custom.";
    RUST_VERSION_LOWERED, "rust-version-lowered", Patch, Reasoned, Cargo, none,
        "An older Rust is enough, or none is stated any more.",
        "Whoever could compile the crate still can.";
    PUBLIC_DEPENDENCY_CHANGED, "public-dependency-changed", Major, Reasoned, Cargo, none,
        "A dependency whose types occur in the API has another version that is not compatible.",
        "Types of two such versions are different types, even where they look the same. Callers who \
         pass values of their own version no longer compile.";
}
