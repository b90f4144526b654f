//! Generic parameters, and what is demanded of them.

use super::table;

table! {
    GENERIC_PARAMETER_ADDED, "generic-parameter-added", Major, Compiled, Rust, "generic-generalize-different",
        "A type got a generic parameter without a default.",
        "Every mention of the type lacks an argument now.";
    GENERIC_PARAMETER_ADDED_WITH_DEFAULT, "generic-parameter-added-with-default", Minor, Compiled, Rust, "generic-new-default",
        "A type got a generic parameter with a default.",
        "Mentions without the argument still mean what they meant. Where nothing states the type, \
         inference may have to be helped.";
    GENERIC_PARAMETER_REMOVED, "generic-parameter-removed", Major, Compiled, Rust, none,
        "A type, a trait or an alias lost a generic parameter.",
        "Mentions with the argument no longer compile.";
    GENERIC_PARAMETER_KIND_CHANGED, "generic-parameter-kind-changed", Major, Compiled, Rust, none,
        "A generic parameter became one of another kind.",
        "A type cannot stand for a constant, nor a constant of one type for one of another.";
    GENERIC_DEFAULT_ADDED, "generic-default-added", Minor, Compiled, Rust, "generic-new-default",
        "A generic parameter got a default.",
        "Mentions that state the argument mean what they meant.";
    GENERIC_DEFAULT_REMOVED, "generic-default-removed", Major, Compiled, Rust, none,
        "A generic parameter lost its default.",
        "Mentions without the argument no longer compile.";
    GENERIC_DEFAULT_CHANGED, "generic-default-changed", Major, Compiled, Rust, none,
        "A generic parameter has another default.",
        "Mentions without the argument mean another type.";
    LIFETIME_PARAMETER_ADDED, "lifetime-parameter-added", Major, Compiled, Rust, none,
        "A type, a trait or an alias got a lifetime parameter.",
        "A mention in a field or behind `impl` lacks the lifetime (E0106). In signatures of functions \
         it may be left out, but a type usually occurs elsewhere, too.";
    LIFETIME_PARAMETER_REMOVED, "lifetime-parameter-removed", Major, Compiled, Rust, none,
        "A type, a trait or an alias lost a lifetime parameter.",
        "Mentions with the lifetime, `'_` included, no longer compile.";
    GENERIC_BOUNDS_TIGHTENED, "generic-bounds-tightened", Major, Compiled, Rust, "generic-bounds-tighten",
        "More is demanded of a generic parameter.",
        "Types that were accepted may not meet the new demand.";
    GENERIC_BOUNDS_LOOSENED, "generic-bounds-loosened", Minor, Compiled, Rust, "generic-bounds-loosen",
        "Less is demanded of a generic parameter.",
        "All types that were accepted still are.";
    FUNCTION_GENERIC_ADDED, "function-generic-added", Major, Compiled, Rust, "fn-generic-new",
        "A function got a generic parameter that its arguments do not determine.",
        "Calls do not say what it stands for, and the compiler cannot guess it (E0283). A parameter \
         that only widens the type of an argument is another matter: it is judged by that argument.";
    FUNCTION_GENERIC_ADDED_TO_GENERIC, "function-generic-added-to-generic", Major, Compiled, Rust, "fn-generic-new",
        "A generic function got another generic parameter.",
        "A call that states the arguments, such as `parse::<u8>(text)`, lacks one. The chapter calls \
         this possibly breaking; the compiler calls it an error (E0107).";
    FUNCTION_GENERIC_REMOVED, "function-generic-removed", Major, Compiled, Rust, none,
        "A function lost a generic parameter that callers can state, or an argument took its place as \
         `impl Trait`.",
        "A call that states the arguments no longer compiles: `impl Trait` cannot be stated.";
    ARGUMENT_BECAME_GENERIC, "argument-became-generic", Minor, Compiled, Rust, "fn-generic-new",
        "An argument `impl Trait` became a named generic parameter.",
        "Calls mean what they meant; the type can be stated now, which is new.";
}
