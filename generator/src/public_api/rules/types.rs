//! Structs and enums, their fields, variants and layout; aliases, constants and statics.

use super::table;

table! {
    FIELD_ADDED, "field-added", Minor, Compiled, Rust, "struct-private-fields-with-private",
        "A public field was added to a struct that callers cannot construct.",
        "The struct has private fields or is non_exhaustive, so nobody outside can write all of its \
         fields: literals do not exist, and patterns already end with `..`.";
    FIELD_ADDED_TO_EXHAUSTIVE_STRUCT, "field-added-to-exhaustive-struct", Major, Compiled, Rust, "struct-add-public-field-when-no-private",
        "A public field was added to a struct whose fields are all public.",
        "A literal that names all fields no longer does, and a pattern without `..` no longer matches \
         all of them. Make such structs non_exhaustive from the start.";
    FIELD_REMOVED, "field-removed", Major, Compiled, Rust, "item-remove",
        "A public field was removed, or is no longer public.",
        "Code that reads, writes or matches the field no longer compiles. Keep it and deprecate it \
         first.";
    FIELD_TYPE_CHANGED, "field-type-changed", Major, Compiled, Rust, none,
        "A public field has another type.",
        "Whoever gives the field a value, or takes it with its type written, no longer compiles. The \
         chapter has no section for changed types; each is a removal and an addition.";
    FIRST_PRIVATE_FIELD_ADDED, "first-private-field-added", Major, Compiled, Rust, "struct-add-private-field-when-public",
        "A struct whose fields were all public got a field that is not.",
        "It can no longer be constructed outside of the crate, and patterns without `..` no longer \
         compile.";
    PRIVATE_FIELD_WITHOUT_EFFECT, "private-field-without-effect", Patch, Compiled, Rust, "struct-private-fields-with-private",
        "A non_exhaustive struct got its first private field, or lost its last one.",
        "Callers could not construct the struct before either, and their patterns end with `..` \
         anyway. Compiled consumers agree.";
    PRIVATE_FIELDS_REMOVED, "private-fields-removed", Minor, Compiled, Rust, none,
        "All fields of a struct are public now.",
        "Callers can construct it, which is new. Patterns that end with `..` still compile. From here \
         on every added field is a major change.";
    STRUCT_KIND_CHANGED, "struct-kind-changed", Major, Compiled, Rust, none,
        "A struct that callers can construct or match has its fields in another form.",
        "Unit, tuple and named structs are constructed and matched differently: `Pet`, `Pet(name)`, \
         `Pet { name }`.";
    OPAQUE_SHAPE_CHANGED, "opaque-shape-changed", Patch, Compiled, Rust, "struct-tuple-normal-with-private",
        "A struct or variant that callers can neither construct nor match by its form has its fields \
         in another form.",
        "With private fields, or non_exhaustive, a type has no `Pet(name)` outside of its crate, not \
         even as a pattern (E0532, E0603), so how its fields are written cannot be seen. Fields that \
         are public are compared by their names.";
    STRUCT_NON_EXHAUSTIVE_ADDED, "struct-non-exhaustive-added", Major, Compiled, Rust, "attr-adding-non-exhaustive",
        "A struct that callers can construct became non_exhaustive.",
        "Literals outside of the crate no longer compile, nor do patterns without `..`.";
    STRUCT_NON_EXHAUSTIVE_REMOVED, "struct-non-exhaustive-removed", Minor, Compiled, Rust, none,
        "A struct is no longer non_exhaustive, and callers can construct it.",
        "Everything that compiled still does, and literals are new. From here on every added field is \
         a major change.";
    NON_EXHAUSTIVE_WITHOUT_EFFECT, "non-exhaustive-without-effect", Patch, Compiled, Rust, "attr-adding-non-exhaustive",
        "A struct with private fields became non_exhaustive, or no longer is.",
        "Its private fields already keep callers from constructing it and make them end patterns with \
         `..`. The chapter says so, and compiled consumers agree.";
    ENUM_NON_EXHAUSTIVE_ADDED, "enum-non-exhaustive-added", Major, Compiled, Rust, "attr-adding-non-exhaustive",
        "An enum became non_exhaustive.",
        "A `match` over all variants now needs an arm for others, and `as` no longer gives the number \
         of a variant.";
    ENUM_NON_EXHAUSTIVE_REMOVED, "enum-non-exhaustive-removed", Minor, Compiled, Rust, none,
        "An enum is no longer non_exhaustive.",
        "An arm for other variants is unreachable now, which is a warning, not an error. From here on \
         every added variant is a major change.";
    VARIANT_NON_EXHAUSTIVE_ADDED, "variant-non-exhaustive-added", Major, Compiled, Rust, "attr-adding-non-exhaustive",
        "A variant became non_exhaustive.",
        "It can no longer be constructed outside of the crate, and patterns of it need `..`.";
    VARIANT_NON_EXHAUSTIVE_REMOVED, "variant-non-exhaustive-removed", Minor, Compiled, Rust, none,
        "A variant is no longer non_exhaustive.",
        "Patterns that end with `..` still compile, and the variant can be constructed, which is new.";
    ENUM_VARIANT_ADDED, "enum-variant-added", Minor, Compiled, Rust, "enum-variant-new",
        "A variant was added to a non_exhaustive enum.",
        "A `match` of a caller already has an arm for variants that it does not know.";
    ENUM_VARIANT_ADDED_EXHAUSTIVE, "enum-variant-added-exhaustive", Major, Compiled, Rust, "enum-variant-new",
        "A variant was added to an enum that is not non_exhaustive.",
        "A `match` over all variants no longer covers them.";
    ENUM_VARIANT_REMOVED, "enum-variant-removed", Major, Compiled, Rust, "item-remove",
        "A variant was removed.",
        "Code that constructs or matches it no longer compiles. Keep it and deprecate it first.";
    VARIANT_KIND_CHANGED, "variant-kind-changed", Major, Compiled, Rust, none,
        "A variant has its fields in another form.",
        "Unit, tuple and named variants are constructed and matched differently. `Unit {}` as a \
         pattern would survive, but nobody writes that.";
    VARIANT_FIELD_ADDED, "variant-field-added", Major, Compiled, Rust, "enum-fields-new",
        "A field was added to a variant.",
        "The fields of a variant are as public as the variant: constructing it needs all of them, and \
         so does a pattern without `..`.";
    VARIANT_FIELD_ADDED_TO_NON_EXHAUSTIVE, "variant-field-added-to-non-exhaustive", Minor, Compiled, Rust, "enum-fields-new",
        "A field was added to a non_exhaustive variant.",
        "Nobody outside can construct the variant, and patterns of it already end with `..`. Those of \
         tuple variants have to say `Circle { 0: radius, .. }` (E0603), so it holds for them, too, if \
         the field is added at the end.";
    VARIANT_FIELD_REMOVED, "variant-field-removed", Major, Compiled, Rust, "item-remove",
        "A field of a variant was removed.",
        "Patterns and constructors that name it no longer compile.";
    VARIANT_FIELD_TYPE_CHANGED, "variant-field-type-changed", Major, Compiled, Rust, none,
        "A field of a variant has another type.",
        "Whoever constructs the variant, or takes the field with its type written, no longer \
         compiles.";
    DISCRIMINANT_CHANGED, "discriminant-changed", Major, Reasoned, Rust, "type-layout",
        "`as` gives another number for a variant.",
        "Callers who store or send the number silently mean another variant. Nothing fails to \
         compile. Numbers that are not written are counted, so they change when variants change \
         places.";
    DERIVED_ORDER_CHANGED, "derived-order-changed", Minor, Compiled, Rust, none,
        "A derived order compares in another sequence.",
        "`#[derive(PartialOrd)]` compares variants, or fields, in the sequence in which they stand. \
         Everything still compiles, but `<` gives other answers and sorted collections another order, \
         which is more than a patch.";
    TYPE_ALIAS_TARGET_CHANGED, "type-alias-target-changed", Major, Compiled, Rust, none,
        "A type alias stands for another type.",
        "Every signature of a caller that names the alias means another type. Signatures of the crate \
         that name it are not reported again.";
    CONSTANT_TYPE_CHANGED, "constant-type-changed", Major, Compiled, Rust, none,
        "A constant has another type.",
        "Uses that expect the old type no longer compile. The value of a constant is not compared.";
    STATIC_TYPE_CHANGED, "static-type-changed", Major, Compiled, Rust, none,
        "A static has another type.",
        "Uses that expect the old type no longer compile.";
    STATIC_MUTABILITY_CHANGED, "static-mutability-changed", Major, Compiled, Rust, none,
        "A static became `static mut`, or no longer is.",
        "Reading a `static mut` needs `unsafe`; writing one that is no longer `mut` is impossible.";
    REPR_C_ADDED, "repr-c-added", Minor, Reasoned, Rust, "repr-c-add",
        "A type got `#[repr(C)]`.",
        "A layout that was the compiler's business is promised now.";
    REPR_C_REMOVED, "repr-c-removed", Major, Reasoned, Rust, "repr-c-remove",
        "A type lost `#[repr(C)]`.",
        "Code that shares the type with C, or reads its bytes, relies on the layout. Nothing fails to \
         compile.";
    REPR_INTEGER_ADDED, "repr-integer-added", Minor, Reasoned, Rust, "repr-int-enum-add",
        "An enum got an integer as its representation.",
        "A layout that was the compiler's business is promised now.";
    REPR_INTEGER_REMOVED, "repr-integer-removed", Major, Reasoned, Rust, "repr-int-enum-remove",
        "An enum lost its integer representation.",
        "Code that reads the enum as that integer relies on it. Nothing fails to compile.";
    REPR_INTEGER_CHANGED, "repr-integer-changed", Major, Reasoned, Rust, "repr-int-enum-change",
        "An enum is represented by another integer type.",
        "Size and layout are other ones than promised.";
    REPR_TRANSPARENT_ADDED, "repr-transparent-added", Minor, Reasoned, Rust, "repr-transparent-add",
        "A type got `#[repr(transparent)]`.",
        "A layout that was the compiler's business is promised now.";
    REPR_TRANSPARENT_REMOVED, "repr-transparent-removed", Major, Reasoned, Rust, "repr-transparent-remove",
        "A type lost `#[repr(transparent)]`.",
        "Code that passes the type where its field is expected relies on their equal layout. Nothing \
         fails to compile.";
    REPR_PACKED_ADDED, "repr-packed-added", Major, Compiled, Rust, "repr-packed-add",
        "A type became packed.",
        "References to its fields no longer compile, because they may be unaligned.";
    REPR_PACKED_REMOVED, "repr-packed-removed", Major, Reasoned, Rust, "repr-packed-remove",
        "A type is no longer packed.",
        "Its size and the places of its fields are other ones than promised.";
    REPR_PACKED_CHANGED, "repr-packed-changed", Major, Reasoned, Rust, "repr-packed-n-change",
        "A type is packed to another alignment.",
        "Its size and the places of its fields are other ones than promised.";
    REPR_ALIGN_ADDED, "repr-align-added", Major, Compiled, Rust, "repr-align-add",
        "A type got an alignment of its own.",
        "A packed type of a caller can no longer contain it, and its size may change.";
    REPR_ALIGN_REMOVED, "repr-align-removed", Major, Reasoned, Rust, "repr-align-remove",
        "A type lost its own alignment.",
        "Code that relies on the alignment, for example by storing bits in pointers, breaks without a \
         message.";
    REPR_ALIGN_CHANGED, "repr-align-changed", Major, Reasoned, Rust, "repr-align-n-change",
        "A type has another alignment of its own.",
        "Code that relies on the alignment breaks without a message.";
}
