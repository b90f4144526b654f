//! Functions and methods: arguments, results, receivers, qualifiers.

use super::table;

table! {
    METHOD_REMOVED, "method-removed", Major, Compiled, Rust, "item-remove",
        "A method or associated function was removed, or is no longer public.",
        "Calls of it no longer compile. Keep it and deprecate it first.";
    METHOD_ADDED, "method-added", Minor, Compiled, Rust, "impl-item-new",
        "A method or associated function was added.",
        "Nobody can have used it before. It wins over a method of the same name that a trait of a \
         caller provides; the chapter calls that possibly breaking and accepts it.";
    ASSOCIATED_CONSTANT_REMOVED, "associated-constant-removed", Major, Compiled, Rust, "item-remove",
        "An associated constant was removed, or is no longer public.",
        "Uses of it no longer compile.";
    ASSOCIATED_CONSTANT_ADDED, "associated-constant-added", Minor, Compiled, Rust, "impl-item-new",
        "An associated constant was added.",
        "Nobody can have used it before.";
    ARGUMENT_ADDED, "argument-added", Major, Compiled, Rust, "fn-change-arity",
        "A function takes more arguments.",
        "Every call lacks one.";
    ARGUMENT_REMOVED, "argument-removed", Major, Compiled, Rust, "fn-change-arity",
        "A function takes fewer arguments.",
        "Every call has one too many.";
    ARGUMENT_TYPE_CHANGED, "argument-type-changed", Major, Compiled, Rust, "fn-generalize-mismatch",
        "An argument has another type.",
        "Calls pass a value of the old type. A type that the old one coerces to is no exception: the \
         function as a value (`map(sdk::connect)`) no longer fits.";
    ARGUMENT_GENERALISED, "argument-generalised", Minor, Compiled, Rust, "fn-generalize-compatible",
        "An argument accepts more types than before, the old one among them.",
        "Every value that was accepted still is: `impl Into<T>` takes a `T`. An argument whose type \
         only the signature said, such as `\"a\".into()`, has to be helped (E0283); the chapter accepts \
         that.";
    ARGUMENT_NARROWED, "argument-narrowed", Major, Compiled, Rust, "fn-generalize-mismatch",
        "An argument that accepted many types accepts one, or fewer than before.",
        "Values of the other types are no longer accepted.";
    ARGUMENT_RENAMED, "argument-renamed", Patch, Compiled, Rust, none,
        "An argument has another name.",
        "Names of arguments are no part of a call in Rust, so nothing breaks. They are shown by \
         editors and in the documentation, so the change is not left out.";
    ARGUMENTS_SWAPPED, "arguments-swapped", Major, Reasoned, Rust, none,
        "Arguments of one type changed their places.",
        "Calls still compile, and pass each value as the other one. No compiler finds that.";
    RETURN_TYPE_CHANGED, "return-type-changed", Major, Compiled, Rust, none,
        "A function returns another type.",
        "Whoever states the type of the result, stores it or passes it on no longer compiles. A first \
         result in place of `()` is one too: `let () = …` and closures that must return `()` no \
         longer compile.";
    RETURN_BOUNDS_ADDED, "return-bounds-added", Minor, Compiled, Rust, none,
        "A hidden result (`impl Trait`) promises more.",
        "What callers relied on still holds.";
    RETURN_BOUNDS_REMOVED, "return-bounds-removed", Major, Compiled, Rust, none,
        "A hidden result (`impl Trait`) promises less, or something else.",
        "Callers may rely on what is no longer promised.";
    RETURN_TYPE_REVEALED, "return-type-revealed", Minor, Compiled, Rust, none,
        "A hidden result (`impl Trait`) is a type that is stated now, and that has what was promised.",
        "Callers could use only what the trait promises. That the type implements it is known here \
         from the listing or from `std`; otherwise the change counts as another result.";
    RETURN_CAPTURES_MORE, "return-captures-more", Major, Compiled, Rust, "generic-rpit-capture",
        "A hidden result may hold on to more of the arguments.",
        "The arguments must then outlive the result. Callers who drop them earlier no longer compile.";
    RETURN_CAPTURES_LESS, "return-captures-less", Minor, Compiled, Rust, "generic-rpit-capture",
        "A hidden result holds on to fewer of the arguments.",
        "What outlived the result before still does.";
    RECEIVER_ADDED, "receiver-added", Major, Compiled, Rust, "fn-change-arity",
        "An associated function became a method.",
        "Calls without a value, such as `Client::open()`, lack an argument.";
    RECEIVER_REMOVED, "receiver-removed", Major, Compiled, Rust, "fn-change-arity",
        "A method became an associated function.",
        "Calls on a value, such as `client.open()`, no longer compile.";
    RECEIVER_CHANGED, "receiver-changed", Major, Compiled, Rust, none,
        "A method takes `self` in another way.",
        "A value may be gone after the call, or must be mutable. Even from `&mut self` to `&self` the \
         method as a value (`for_each(Client::open)`) no longer fits, as a compiled consumer shows.";
    FUNCTION_CONST_ADDED, "function-const-added", Minor, Compiled, Rust, "item-new",
        "A function can be called in constants.",
        "Calls at run time are what they were.";
    FUNCTION_CONST_REMOVED, "function-const-removed", Major, Compiled, Rust, none,
        "A function can no longer be called in constants.",
        "Constants that call it no longer compile.";
    FUNCTION_ASYNC_ADDED, "function-async-added", Major, Compiled, Rust, none,
        "A function became `async`.",
        "A call gives a future in place of the result.";
    FUNCTION_ASYNC_REMOVED, "function-async-removed", Major, Compiled, Rust, none,
        "A function is no longer `async`.",
        "A call gives the result, which cannot be awaited. `async fn f() -> T` and `fn f() -> impl \
         Future<Output = T>` are the same.";
    FUNCTION_UNSAFE_ADDED, "function-unsafe-added", Major, Compiled, Rust, none,
        "A function became `unsafe`.",
        "Calls must stand in `unsafe` now.";
    FUNCTION_UNSAFE_REMOVED, "function-unsafe-removed", Minor, Compiled, Rust, "fn-unsafe-safe",
        "A function is no longer `unsafe`.",
        "Calls in `unsafe` still compile; the block may be unused, which is a warning. For an item of \
         a trait that others implement it is another signature.";
    FUNCTION_ABI_CHANGED, "function-abi-changed", Major, Compiled, Rust, none,
        "A function is called by another convention, or takes a variable number of arguments.",
        "As a value it is of another type, and other languages call it in another way.";
}
