//! Macros of the crate's own and calls of macros in place of items, as far as can be told what a call makes.
//!
//! It can where there is one arm and that begins with `$name:ident`, such as that for
//! `open_enum!(State { Open => "open" })`. Only `$name` is replaced: whatever else the arm takes stays as it
//! stands, because it goes into bodies and values, which are not read.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Ident, Token};

use super::items;
use super::raw::{Attributes, MacroInput, RawItem, RawKind, Visibility};

/// Stands in what a macro makes for the name that a call begins with. Nobody calls a type like that.
pub(in crate::public_api) const SUBJECT: &str = "__subject";

/// Whether `name!` or `path::name!` stands here.
pub(super) fn is_macro_call(input: ParseStream<'_>) -> bool {
    if input.peek2(Token![!]) {
        return input.peek(Ident);
    }
    let is_path = input.peek2(Token![::]) || input.peek(Token![::]);
    let ahead = is_path.then(|| input.fork());
    ahead.is_some_and(|ahead| {
        ahead.call(syn::Path::parse_mod_style).is_ok() && ahead.peek(Token![!])
    })
}

/// Reads a macro call, or the definition of a macro.
pub(super) fn macro_call(input: ParseStream<'_>, attributes: Attributes) -> syn::Result<RawItem> {
    let path = input.call(syn::Path::parse_mod_style)?;
    input.parse::<Token![!]>()?;
    let defined: Option<Ident> =
        if input.peek(Ident::peek_any) { Some(input.call(Ident::parse_any)?) } else { None };
    let inside: TokenStream = input.step(|cursor| {
        let groups = [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket];
        let group = groups.into_iter().find_map(|delimiter| cursor.group(delimiter));
        let (inside, _, rest) = group.ok_or_else(|| cursor.error("expected the input"))?;
        Ok((inside.token_stream(), rest))
    })?;
    input.parse::<Option<Token![;]>>()?;
    let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let (name, kind) = match defined {
        Some(defined) if name == "macro_rules" => {
            if attributes.exported {
                return Err(input.error(format!("the exported macro `{defined}` cannot be listed")));
            }
            let says_pub = says_pub(&inside);
            (defined.to_string(), RawKind::Macro { makes: makes(inside), says_pub })
        }
        _ => {
            let mut names = BTreeSet::new();
            identifiers(inside.clone(), &mut names);
            let says_pub = says_pub(&inside);
            let first = match inside.into_iter().next() {
                Some(TokenTree::Ident(first)) => Some(first.to_string()),
                _ => None,
            };
            (name, RawKind::Call(MacroInput { first, says_pub, names }))
        }
    };
    Ok(RawItem { name, visibility: Visibility::Private, attributes, kind })
}

/// Whether code says `pub`, and not `pub(…)`.
fn says_pub(code: &TokenStream) -> bool {
    let mut tokens = code.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let says = match token {
            TokenTree::Group(group) => says_pub(&group.stream()),
            TokenTree::Ident(word) if word == "pub" => !matches!(
                tokens.peek(),
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis
            ),
            _ => false,
        };
        if says {
            return true;
        }
    }
    false
}

/// Collects the identifiers in code; texts and comments hold none.
fn identifiers(code: TokenStream, found: &mut BTreeSet<String>) {
    for token in code {
        match token {
            TokenTree::Group(group) => identifiers(group.stream(), found),
            TokenTree::Ident(name) => {
                found.insert(name.to_string());
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// What a call of the macro makes; `None` where that cannot be told.
fn makes(definition: TokenStream) -> Option<Vec<RawItem>> {
    let (parameter, body) = only_arm(definition)?;
    let body = replace(body, &parameter, &Ident::new(SUBJECT, Span::call_site()));
    items::items.parse2(body).ok()
}

/// What the only arm calls its first fragment, an identifier, and its body.
fn only_arm(definition: TokenStream) -> Option<(String, TokenStream)> {
    let mut tokens = definition.into_iter();
    let Some(TokenTree::Group(pattern)) = tokens.next() else { return None };
    let body = tokens.find_map(|token| match token {
        TokenTree::Group(body) => Some(body.stream()),
        _ => None,
    })?;
    // After the only arm there is nothing but perhaps a `;`.
    if tokens.any(|token| !matches!(&token, TokenTree::Punct(mark) if mark.as_char() == ';')) {
        return None;
    }
    match pattern.stream().into_iter().take(4).collect::<Vec<_>>().as_slice() {
        [
            TokenTree::Punct(dollar),
            TokenTree::Ident(parameter),
            TokenTree::Punct(_),
            TokenTree::Ident(fragment),
        ] if dollar.as_char() == '$' && fragment == "ident" => Some((parameter.to_string(), body)),
        _ => None,
    }
}

fn replace(tokens: TokenStream, parameter: &str, with: &Ident) -> TokenStream {
    let mut replaced = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_dollar = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '$');
        let next = tokens.peek().filter(|_| is_dollar);
        match (token, next) {
            (_, Some(TokenTree::Ident(name))) if *name == parameter => {
                tokens.next();
                replaced.push(TokenTree::Ident(with.clone()));
            }
            // `$crate` is `crate` inside the crate.
            (_, Some(TokenTree::Ident(name))) if name == "crate" => {}
            (TokenTree::Group(group), _) => {
                let inside = replace(group.stream(), parameter, with);
                replaced.push(TokenTree::Group(Group::new(group.delimiter(), inside)));
            }
            (token, _) => replaced.push(token),
        }
    }
    replaced.into_iter().collect()
}
