//! Attributes as far as they are part of an API. All others, documentation first of all, are passed over
//! without being parsed.

use proc_macro2::{Delimiter, TokenStream};
use syn::buffer::Cursor;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Meta, Token, token};

use super::raw::Attributes;
use super::types::{self, code};
use crate::public_api::condition::Condition;
use crate::public_api::item::{Deprecation, MustUse};

/// The attributes that are read.
const KNOWN: &[&str] = &[
    "cfg",
    "cfg_attr",
    "deprecated",
    "derive",
    "doc",
    "macro_export",
    "must_use",
    "non_exhaustive",
    "path",
    "repr",
];

/// Reads the outer attributes that stand here.
pub(super) fn outer(input: ParseStream<'_>) -> syn::Result<Attributes> {
    let mut attributes = Attributes::default();
    while input.peek(Token![#]) {
        let known = input.step(|cursor| {
            let (_, rest) = cursor.punct().ok_or_else(|| cursor.error("expected `#`"))?;
            let group = rest.group(Delimiter::Bracket);
            let (inside, _, rest) = group.ok_or_else(|| cursor.error("expected an attribute"))?;
            let tokens = is_known(inside).then(|| inside.token_stream());
            Ok((tokens, rest))
        })?;
        if let Some(tokens) = known {
            // An attribute that is not what it looks like belongs to a macro.
            if let Ok(meta) = syn::parse2::<Meta>(tokens) {
                attributes.add(&meta, &Condition::Always);
            }
        }
    }
    Ok(attributes)
}

/// Passes over the inner attributes that stand here.
pub(super) fn skip_inner(input: ParseStream<'_>) -> syn::Result<()> {
    while input.peek(Token![#]) && input.peek2(Token![!]) {
        input.step(|cursor| {
            let after = cursor.punct().and_then(|(_, rest)| rest.punct());
            let group = after.and_then(|(_, rest)| rest.group(Delimiter::Bracket));
            let (_, _, rest) = group.ok_or_else(|| cursor.error("expected an attribute"))?;
            Ok(((), rest))
        })?;
    }
    Ok(())
}

/// Whether an attribute is read. That of a documentation comment, the most frequent one, is not.
fn is_known(inside: Cursor<'_>) -> bool {
    inside.ident().is_some_and(|(name, rest)| {
        let is_comment = name == "doc" && rest.group(Delimiter::Parenthesis).is_none();
        !is_comment && KNOWN.iter().any(|known| name == known)
    })
}

impl Attributes {
    fn add(&mut self, meta: &Meta, condition: &Condition) {
        let Some(name) = meta.path().get_ident().map(ToString::to_string) else { return };
        match (name.as_str(), meta) {
            ("cfg", Meta::List(list)) => {
                let own = parse_condition(list.tokens.clone());
                // `cfg_attr(a, cfg(b))`: b, unless a does not hold.
                let own = Condition::any([condition.clone().negated(), own]);
                self.condition = self.condition.and(&own);
            }
            ("cfg_attr", Meta::List(list)) => self.conditional(list.tokens.clone(), condition),
            ("derive", Meta::List(list)) => {
                let paths = Punctuated::<syn::Path, Token![,]>::parse_terminated;
                for path in paths.parse2(list.tokens.clone()).into_iter().flatten() {
                    let names = super::types::path(&path).segments.into_iter();
                    let names = names.map(|segment| segment.name).collect();
                    self.derives.push((condition.clone(), names));
                }
            }
            ("doc", Meta::List(list)) => {
                let words = Punctuated::<Meta, Token![,]>::parse_terminated;
                let words = words.parse2(list.tokens.clone()).unwrap_or_default();
                self.hidden |= words.iter().any(|word| word.path().is_ident("hidden"));
            }
            ("repr", Meta::List(list)) => {
                let words = Punctuated::<Meta, Token![,]>::parse_terminated;
                let words = words.parse2(list.tokens.clone()).unwrap_or_default();
                let word = |word: &Meta| code(word).replace(' ', "");
                self.repr.extend(words.iter().map(word).filter(|word| word != "Rust"));
                self.repr.sort();
                self.repr.dedup();
            }
            ("non_exhaustive", _) => self.non_exhaustive = true,
            ("macro_export", _) => self.exported = true,
            ("path", _) => self.placed = true,
            ("must_use", _) => self.must_use = Some(MustUse { reason: text_of(meta) }),
            ("deprecated", _) => self.deprecated = Some(deprecation(meta)),
            _ => {}
        }
    }

    /// `cfg_attr(condition, attribute, …)`.
    fn conditional(&mut self, tokens: TokenStream, condition: &Condition) {
        let parse = |input: ParseStream<'_>| {
            let own = condition_of(input)?;
            input.parse::<Option<Token![,]>>()?;
            Ok((own, Punctuated::<Meta, Token![,]>::parse_terminated(input)?))
        };
        let Ok((own, metas)) = parse.parse2(tokens) else { return };
        let condition = condition.and(&own);
        if condition != Condition::Never {
            metas.iter().for_each(|meta| self.add(meta, &condition));
        }
    }
}

/// The text of `name = "text"`.
fn text_of(meta: &Meta) -> Option<String> {
    match meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            other => Some(code(other)),
        },
        _ => None,
    }
}

fn deprecation(meta: &Meta) -> Deprecation {
    let mut deprecation = Deprecation { since: None, note: text_of(meta) };
    if let Meta::List(list) = meta {
        let facts = Punctuated::<Meta, Token![,]>::parse_terminated;
        for fact in facts.parse2(list.tokens.clone()).unwrap_or_default() {
            if fact.path().is_ident("note") {
                deprecation.note = text_of(&fact);
            } else if fact.path().is_ident("since") {
                deprecation.since = text_of(&fact);
            }
        }
    }
    deprecation
}

/// The condition of a `cfg`; one that cannot be read is a fact of its own.
fn parse_condition(tokens: TokenStream) -> Condition {
    let code = types::text_of(tokens.clone());
    condition_of.parse2(tokens).unwrap_or(Condition::Fact(code))
}

fn condition_of(input: ParseStream<'_>) -> syn::Result<Condition> {
    if let Ok(constant) = input.parse::<syn::LitBool>() {
        return Ok(if constant.value { Condition::Always } else { Condition::Never });
    }
    let name = input.call(Ident::parse_any)?.to_string();
    if input.peek(token::Paren) {
        let content;
        syn::parenthesized!(content in input);
        if !matches!(name.as_str(), "all" | "any" | "not") {
            let inside: TokenStream = content.parse()?;
            return Ok(Condition::fact(&format!("{name}({})", types::text_of(inside))));
        }
        let members = content.parse_terminated(condition_of, Token![,])?;
        return Ok(match name.as_str() {
            "all" => Condition::all(members),
            "any" => Condition::any(members),
            _ => members.into_iter().next().unwrap_or_default().negated(),
        });
    }
    if input.parse::<Option<Token![=]>>()?.is_some() {
        let value = input.parse::<LitStr>()?.value();
        if name == "feature" {
            return Ok(Condition::feature(&value));
        }
        return Ok(Condition::fact(&format!("{name} = {value:?}")));
    }
    Ok(Condition::fact(&name))
}
