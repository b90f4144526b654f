//! Whether a file holds only what templates are known to write.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::visit::Visit;

use super::{Item, docs};

/// Refuses what no template of ours writes.
#[derive(Default)]
pub(super) struct Check {
    pub(super) problem: Option<String>,
    /// The runs of documentation that stand for something (see [`docs`]).
    pub(super) documented: BTreeSet<usize>,
}

/// The attributes that templates use.
const ATTRIBUTES: &[&str] = &[
    "allow",
    "cfg",
    "cfg_attr",
    "default",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "forbid",
    "must_use",
    "non_exhaustive",
    "serde",
    "test",
    "tokio",
    "warn",
];

/// The macros that templates use inside functions.
const MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "debug_assert",
    "env",
    "format",
    "include_str",
    "matches",
    "vec",
    "write",
];

const NOT_ANNOUNCED: &str = "an item that was not announced";

impl Check {
    /// Looks at an item of the file.
    pub(super) fn item(&mut self, item: &Item) {
        // A table holds nothing but names and literals.
        if let Item::Rust(item) = item {
            self.visit_item(item);
        }
    }

    /// Refuses an item that defines or implements anything but the announced names.
    pub(super) fn announced(&mut self, item: &Item, announced: &BTreeSet<&str>) {
        let item = match item {
            Item::Rust(item) => &**item,
            Item::Table(table) => {
                if !announced.contains(&*table.of.to_string()) {
                    self.refuse(NOT_ANNOUNCED, &table.of);
                }
                return;
            }
        };
        let name = match item {
            syn::Item::Use(_) => return,
            syn::Item::Struct(item) => item.ident.to_string(),
            syn::Item::Enum(item) => item.ident.to_string(),
            syn::Item::Static(item) => item.ident.to_string(),
            syn::Item::Type(item) => item.ident.to_string(),
            syn::Item::Mod(item) if item.content.is_none() => item.ident.to_string(),
            syn::Item::Impl(item) => implements(item).map(ToString::to_string).unwrap_or_default(),
            _ => String::new(),
        };
        if !announced.contains(&*name) {
            self.refuse(NOT_ANNOUNCED, item);
        }
    }

    fn refuse(&mut self, what: &str, tokens: impl ToTokens) {
        if self.problem.is_none() {
            let tokens: TokenStream = tokens.to_token_stream();
            let shown: String = tokens.to_string().chars().take(120).collect();
            self.problem = Some(format!("{what} where none is allowed: `{shown}`"));
        }
    }
}

impl<'ast> Visit<'ast> for Check {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        match item {
            syn::Item::Macro(_) => self.refuse("a macro as an item", item),
            syn::Item::ExternCrate(_) | syn::Item::ForeignMod(_) => {
                self.refuse("an extern item", item);
            }
            syn::Item::Verbatim(_) => self.refuse("an unknown item", item),
            syn::Item::Union(_) => self.refuse("a union", item),
            _ => syn::visit::visit_item(self, item),
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let known = attribute
            .path()
            .segments
            .first()
            .is_some_and(|segment| ATTRIBUTES.iter().any(|known| segment.ident == known));
        if !known {
            self.refuse("an attribute", attribute);
        }
        self.documented.extend(documentation(attribute));
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let known =
            mac.path.get_ident().is_some_and(|name| MACROS.iter().any(|known| name == known));
        if !known {
            self.refuse("a macro", mac);
        }
    }

    fn visit_expr_unsafe(&mut self, block: &'ast syn::ExprUnsafe) {
        self.refuse("an unsafe block", block);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        if signature.abi.is_some() {
            self.refuse("an extern function", signature);
        }
        syn::visit::visit_signature(self, signature);
    }
}

/// The run of documentation that an attribute stands for, if it is one.
fn documentation(attribute: &syn::Attribute) -> Option<usize> {
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else {
        return None;
    };
    if pair.path.is_ident("doc") { docs::number(&text.value()) } else { None }
}

/// What an `impl` is about: its type, or the only argument of its type where that is of the runtime:
/// `impl Request<ListPets>`.
fn implements(item: &syn::ItemImpl) -> Option<&syn::Ident> {
    let syn::Type::Path(of) = &*item.self_ty else { return None };
    let segment = of.path.segments.last().filter(|_| of.path.segments.len() == 1)?;
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return of.path.get_ident();
    };
    let mut arguments = arguments.args.iter();
    match (arguments.next(), arguments.next()) {
        (Some(syn::GenericArgument::Type(syn::Type::Path(argument))), None)
            if item.trait_.is_none() =>
        {
            argument.path.get_ident()
        }
        _ => None,
    }
}
