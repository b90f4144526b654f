//! Traits, their items, and implementations of traits.

use super::table;

table! {
    TRAIT_ITEM_ADDED_REQUIRED, "trait-item-added-required", Major, Compiled, Rust, "trait-new-item-no-default",
        "An item without a default was added to a trait.",
        "Implementations of others lack it.";
    TRAIT_ITEM_ADDED_PROVIDED, "trait-item-added-provided", Minor, Compiled, Rust, "trait-new-default-item",
        "An item with a default was added to a trait.",
        "Implementations of others still compile. The name may clash with one of another trait; the \
         chapter calls that possibly breaking and accepts it.";
    SEALED_TRAIT_ITEM_ADDED, "sealed-trait-item-added", Minor, Compiled, Rust, "trait-new-item-no-default",
        "An item was added to a trait that nobody else can implement.",
        "There are no implementations of others that could lack it.";
    TRAIT_ITEM_REMOVED, "trait-item-removed", Major, Compiled, Rust, "item-remove",
        "An item of a trait was removed.",
        "Calls of it no longer compile, nor do implementations that have it.";
    TRAIT_ITEM_BECAME_REQUIRED, "trait-item-became-required", Major, Compiled, Rust, "trait-new-item-no-default",
        "An item of a trait lost its default.",
        "Implementations of others that relied on the default lack the item.";
    TRAIT_ITEM_BECAME_PROVIDED, "trait-item-became-provided", Minor, Compiled, Rust, none,
        "An item of a trait got a default.",
        "Implementations that have the item still compile.";
    SEALED_TRAIT_DEFAULT_CHANGED, "sealed-trait-default-changed", Patch, Compiled, Rust, none,
        "An item of a trait that nobody else can implement got a default, or lost it.",
        "Only implementations of the crate itself can tell the difference.";
    TRAIT_ITEM_SIGNATURE_CHANGED, "trait-item-signature-changed", Major, Compiled, Rust, "trait-item-signature",
        "The signature of an item of a trait changed.",
        "Implementations of others have the old one. Even what only widens a function, such as a \
         generic argument or a missing `unsafe`, is an error there (E0049, E0053). Names of arguments \
         do not count.";
    TRAIT_NO_LONGER_DYN_COMPATIBLE, "trait-no-longer-dyn-compatible", Major, Compiled, Rust, "trait-object-safety",
        "A trait can no longer stand behind `dyn`.",
        "An item without a receiver, with generic parameters or with `Self` in its signature keeps a \
         trait from being a `dyn` type, unless it demands `Self: Sized`.";
    SUPERTRAIT_ADDED, "supertrait-added", Major, Compiled, Rust, none,
        "A trait demands another trait of whoever implements it.",
        "Implementations of others need not have it.";
    SEALED_SUPERTRAIT_ADDED, "sealed-supertrait-added", Minor, Compiled, Rust, none,
        "A trait that nobody else can implement promises another trait.",
        "Callers can use the new one, too.";
    SUPERTRAIT_REMOVED, "supertrait-removed", Major, Compiled, Rust, none,
        "A trait no longer promises another trait.",
        "Generic code that used the methods of the other trait no longer compiles.";
    TRAIT_UNSAFE_ADDED, "trait-unsafe-added", Major, Compiled, Rust, none,
        "A trait became `unsafe` to implement.",
        "Implementations of others lack the word (E0200).";
    TRAIT_UNSAFE_REMOVED, "trait-unsafe-removed", Major, Compiled, Rust, none,
        "A trait is no longer `unsafe` to implement.",
        "`unsafe impl` of a trait that is not unsafe is an error (E0199).";
    SEALED_TRAIT_UNSAFE_CHANGED, "sealed-trait-unsafe-changed", Patch, Compiled, Rust, none,
        "A trait that nobody else can implement became `unsafe` to implement, or no longer is.",
        "Only implementations of the crate itself can tell the difference.";
    TRAIT_SEALED, "trait-sealed", Major, Compiled, Rust, none,
        "A trait can no longer be implemented by others.",
        "Implementations of others lack a supertrait that they cannot name.";
    TRAIT_UNSEALED, "trait-unsealed", Minor, Compiled, Rust, "item-new",
        "A trait can be implemented by others.",
        "Uses of the trait still compile: what the private supertrait promised could not be used by \
         name. From here on its items may change only as those of an open trait.";
    TRAIT_PARAMETER_ADDED, "trait-parameter-added", Major, Compiled, Rust, "trait-new-parameter-no-default",
        "A trait got a generic parameter without a default.",
        "Bounds and implementations lack an argument.";
    TRAIT_PARAMETER_ADDED_WITH_DEFAULT, "trait-parameter-added-with-default", Minor, Compiled, Rust, "trait-new-parameter-default",
        "A trait got a generic parameter with a default.",
        "Bounds and implementations without the argument mean what they meant.";
    ASSOCIATED_TYPE_BOUNDS_CHANGED, "associated-type-bounds-changed", Major, Compiled, Rust, "trait-item-signature",
        "More or less is demanded of an associated type.",
        "With more, implementations of others may not meet it; with less, generic code that relied on \
         it no longer compiles.";
    SEALED_ASSOCIATED_TYPE_BOUNDS_ADDED, "sealed-associated-type-bounds-added", Minor, Compiled, Rust, none,
        "An associated type of a trait that nobody else can implement promises more.",
        "What callers relied on still holds.";
    TRAIT_IMPL_REMOVED, "trait-impl-removed", Major, Compiled, Rust, "item-remove",
        "A type no longer implements a trait.",
        "Code that relies on the implementation, derived or written, no longer compiles. That a wider \
         implementation covers the old one cannot be seen here.";
    TRAIT_IMPL_ADDED, "trait-impl-added", Minor, Compiled, Rust, "item-new",
        "A type implements another trait.",
        "Nobody else can have implemented it for the type, unless the trait is theirs. Calls that \
         infer a type from a single implementation may have to be helped, which is accepted.";
    BLANKET_IMPL_ADDED, "blanket-impl-added", Major, Compiled, Rust, none,
        "A trait is implemented for every type that meets some demand.",
        "Implementations of others for their own types may overlap with it (E0119). The chapter has \
         no section for it; a compiled consumer shows it.";
    DROP_IMPL_ADDED, "drop-impl-added", Major, Compiled, Rust, none,
        "A type whose fields can be moved out of it implements `Drop`.",
        "Fields cannot be moved out of a value that has code to run when it is dropped (E0509). For \
         types without public fields it is an implementation like any other.";
    DERIVED_EQUALITY_REPLACED, "derived-equality-replaced", Major, Compiled, Rust, none,
        "`PartialEq` is no longer derived, but written.",
        "Constants of the type can be patterns only while its equality is derived. A caller may have \
         one of its own.";
    EQUALITY_DERIVED, "equality-derived", Minor, Compiled, Rust, none,
        "`PartialEq` is derived, no longer written.",
        "Constants of the type can be patterns, which is new.";
    ASSOCIATED_TYPE_CHANGED, "associated-type-changed", Major, Compiled, Rust, none,
        "An implementation gives another type.",
        "Code that states the type, for example that of the items of an iterator, no longer compiles.";
}
