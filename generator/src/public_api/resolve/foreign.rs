//! Names of other crates: which paths of `std` mean the same, and what has a short name everywhere.

/// The types that are part of the language.
const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16",
    "u32", "u64", "u8", "usize",
];

/// What `use` need not bring in, and where it is defined.
const PRELUDE: &[(&str, &str)] = &[
    ("AsMut", "std::convert::AsMut"),
    ("AsRef", "std::convert::AsRef"),
    ("AsyncFn", "std::ops::AsyncFn"),
    ("AsyncFnMut", "std::ops::AsyncFnMut"),
    ("AsyncFnOnce", "std::ops::AsyncFnOnce"),
    ("Box", "std::boxed::Box"),
    ("Clone", "std::clone::Clone"),
    ("Copy", "std::marker::Copy"),
    ("Default", "std::default::Default"),
    ("DoubleEndedIterator", "std::iter::DoubleEndedIterator"),
    ("Drop", "std::ops::Drop"),
    ("Eq", "std::cmp::Eq"),
    ("ExactSizeIterator", "std::iter::ExactSizeIterator"),
    ("Extend", "std::iter::Extend"),
    ("Fn", "std::ops::Fn"),
    ("FnMut", "std::ops::FnMut"),
    ("FnOnce", "std::ops::FnOnce"),
    ("From", "std::convert::From"),
    ("FromIterator", "std::iter::FromIterator"),
    ("Future", "std::future::Future"),
    ("Into", "std::convert::Into"),
    ("IntoFuture", "std::future::IntoFuture"),
    ("IntoIterator", "std::iter::IntoIterator"),
    ("Iterator", "std::iter::Iterator"),
    ("Option", "std::option::Option"),
    ("Ord", "std::cmp::Ord"),
    ("PartialEq", "std::cmp::PartialEq"),
    ("PartialOrd", "std::cmp::PartialOrd"),
    ("Result", "std::result::Result"),
    ("Send", "std::marker::Send"),
    ("Sized", "std::marker::Sized"),
    ("String", "std::string::String"),
    ("Sync", "std::marker::Sync"),
    ("ToOwned", "std::borrow::ToOwned"),
    ("ToString", "std::string::ToString"),
    ("TryFrom", "std::convert::TryFrom"),
    ("TryInto", "std::convert::TryInto"),
    ("Unpin", "std::marker::Unpin"),
    ("Vec", "std::vec::Vec"),
];

/// Paths of `std` for one and the same thing; the second is used.
const SAME: &[(&str, &str)] = &[
    ("std::collections::binary_heap::BinaryHeap", "std::collections::BinaryHeap"),
    ("std::collections::btree_map::BTreeMap", "std::collections::BTreeMap"),
    ("std::collections::btree_set::BTreeSet", "std::collections::BTreeSet"),
    ("std::collections::hash_map::DefaultHasher", "std::hash::DefaultHasher"),
    ("std::collections::hash_map::HashMap", "std::collections::HashMap"),
    ("std::collections::hash_map::RandomState", "std::hash::RandomState"),
    ("std::collections::hash_set::HashSet", "std::collections::HashSet"),
    ("std::collections::linked_list::LinkedList", "std::collections::LinkedList"),
    ("std::collections::vec_deque::VecDeque", "std::collections::VecDeque"),
    ("std::ffi::c_str::CStr", "std::ffi::CStr"),
    ("std::ffi::c_str::CString", "std::ffi::CString"),
    ("std::ffi::os_str::OsStr", "std::ffi::OsStr"),
    ("std::ffi::os_str::OsString", "std::ffi::OsString"),
    ("std::os::raw::c_char", "std::ffi::c_char"),
    ("std::os::raw::c_int", "std::ffi::c_int"),
    ("std::os::raw::c_long", "std::ffi::c_long"),
    ("std::os::raw::c_uint", "std::ffi::c_uint"),
    ("std::os::raw::c_ulong", "std::ffi::c_ulong"),
    ("std::os::raw::c_void", "std::ffi::c_void"),
];

/// Aliases of `std` for a `Result`, with the error that they stand for.
const RESULTS: &[(&str, &str)] =
    &[("std::fmt::Result", "std::fmt::Error"), ("std::io::Result", "std::io::Error")];

/// Whether the language or its prelude gives the name a meaning.
pub(in crate::public_api) fn is_known_everywhere(name: &str) -> bool {
    PRIMITIVES.contains(&name) || PRELUDE.binary_search_by_key(&name, |(short, _)| short).is_ok()
}

/// The path that is used for a path of another crate: `core` and `alloc` are shown as `std`, what is known
/// everywhere by its short name.
pub(in crate::public_api) fn canonical(path: &[String]) -> String {
    let mut names: Vec<&str> = path.iter().map(String::as_str).collect();
    if let Some(first @ &mut ("core" | "alloc")) = names.first_mut() {
        *first = "std";
    }
    if let ["std", "primitive", name] = names.as_slice() {
        return (*name).to_owned();
    }
    // `std::prelude::v1::Option`, `std::prelude::rust_2024::Future`
    if let ["std", "prelude", _, name] = names.as_slice() {
        return (*name).to_owned();
    }
    let path = names.join("::");
    if !path.starts_with("std::") {
        return path;
    }
    let short = PRELUDE.iter().find(|(_, full)| *full == path).map(|(short, _)| short);
    let same = || SAME.iter().find(|(other, _)| *other == path).map(|(_, used)| used);
    short.or_else(same).map_or(path, |used| (*used).to_owned())
}

/// The error type, when the path is that of an alias of `std` for a `Result`.
pub(in crate::public_api) fn error_of_result(path: &str) -> Option<&'static str> {
    RESULTS.iter().find(|(alias, _)| *alias == path).map(|(_, error)| *error)
}

/// The trait of a derive that needs no `use`.
pub(in crate::public_api) fn derived_trait(name: &str) -> Option<&'static str> {
    Some(match name {
        "Clone" => "Clone",
        "Copy" => "Copy",
        "Debug" => "std::fmt::Debug",
        "Default" => "Default",
        "Eq" => "Eq",
        "Hash" => "std::hash::Hash",
        "Ord" => "Ord",
        "PartialEq" => "PartialEq",
        "PartialOrd" => "PartialOrd",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{PRELUDE, PRIMITIVES, canonical};

    #[test]
    fn one_path_for_each_thing() {
        let canonical =
            |path: &str| canonical(&path.split("::").map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(canonical("core::time::Duration"), "std::time::Duration");
        assert_eq!(canonical("alloc::string::String"), "String");
        assert_eq!(canonical("std::prelude::v1::Option"), "Option");
        assert_eq!(canonical("core::primitive::u8"), "u8");
        assert_eq!(canonical("std::collections::hash_map::HashMap"), "std::collections::HashMap");
        assert_eq!(canonical("http::header::HeaderMap"), "http::header::HeaderMap");
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(PRELUDE.is_sorted() && PRIMITIVES.is_sorted());
    }
}
