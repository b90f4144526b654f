//! The two sides of a function that are compared.

use std::collections::BTreeMap;

use crate::public_api::item::Function;
use crate::public_api::types::{Argument, Arguments, Bound, Segment, Type, TypePath};

/// Both sides of a function in normal form, and the parameters that only one of them has.
pub(super) struct Pair {
    pub old: Function,
    pub new: Function,
    /// The names of the parameters that are new, and what stands for them so far.
    pub added: BTreeMap<String, Option<Type>>,
    /// The names of the parameters that are gone.
    pub removed: Vec<String>,
    /// How many parameters callers could state before.
    pub stated: usize,
}

/// What the two sides return. When just one is `async`, `async fn f() -> T` is taken for what it is:
/// `fn f() -> impl Future<Output = T>`.
pub(super) fn results(pair: &Pair) -> (Type, Type) {
    let result = |function: &Function, other: &Function| {
        let output = function.output.clone();
        if function.is_async && !other.is_async { future_of(output) } else { output }
    };
    (result(&pair.old, &pair.new), result(&pair.new, &pair.old))
}

/// `impl Future<Output = T>`.
fn future_of(output: Type) -> Type {
    let name = Segment { name: "Output".to_owned(), arguments: Arguments::None };
    let mut path = TypePath::named("Future");
    if let Some(last) = path.segments.last_mut() {
        last.arguments = Arguments::Angle(vec![Argument::Equal(name, output)]);
    }
    Type::Impl(vec![Bound::of(path)])
}
