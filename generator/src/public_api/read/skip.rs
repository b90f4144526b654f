//! What is passed over: bodies and values, which are most of the text and no part of an API.

use proc_macro2::Delimiter;
use syn::Token;
use syn::buffer::Cursor;
use syn::parse::ParseStream;

/// Passes over `;` or a block.
pub(super) fn body(input: ParseStream<'_>) -> syn::Result<()> {
    if input.parse::<Option<Token![;]>>()?.is_some() {
        return Ok(());
    }
    input.step(|cursor| {
        let group = cursor.group(Delimiter::Brace);
        let (_, _, rest) = group.ok_or_else(|| cursor.error("expected a body"))?;
        Ok(((), rest))
    })
}

/// Passes over a function, a constant or a static that is not public.
pub(super) fn skip_value_item(input: ParseStream<'_>) -> syn::Result<()> {
    let is_value = input.peek(Token![static]) || (input.peek(Token![const]) && is_constant(input));
    if is_value { skip_value(input) } else { skip_function(input) }
}

/// Passes over a function with its body.
pub(super) fn skip_function(input: ParseStream<'_>) -> syn::Result<()> {
    input.step(|cursor| {
        let mut here = *cursor;
        let mut angles = 0_usize;
        let mut arrow = false;
        loop {
            if let Some((mark, rest)) = here.punct() {
                match mark.as_char() {
                    ';' if angles == 0 => return Ok(((), rest)),
                    '<' => angles += 1,
                    '>' if !arrow => angles = angles.saturating_sub(1),
                    _ => {}
                }
                arrow = matches!(mark.as_char(), '-' | '=');
                here = rest;
            } else if let Some((_, _, rest)) = here.group(Delimiter::Brace).filter(|_| angles == 0)
            {
                return Ok(((), rest));
            } else {
                here = after(here).ok_or_else(|| cursor.error("expected an item"))?;
            }
        }
    })
}

/// Passes over everything up to `;`, and that too.
pub(super) fn skip_value(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.peek(Token![;]) {
        input.step(|cursor| {
            let rest = after(*cursor).ok_or_else(|| cursor.error("expected `;`"))?;
            Ok(((), rest))
        })?;
    }
    input.parse::<Token![;]>().map(|_| ())
}

/// The place after one token or one group.
fn after(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let groups = [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None];
    let group = groups.into_iter().find_map(|delimiter| Some(cursor.group(delimiter)?.2));
    group
        .or_else(|| Some(cursor.ident()?.1))
        .or_else(|| Some(cursor.punct()?.1))
        .or_else(|| Some(cursor.literal()?.1))
        .or_else(|| Some(cursor.lifetime()?.1))
}

/// `const NAME: …` or `const _: …`, not `const fn` and its like.
pub(super) fn is_constant(input: ParseStream<'_>) -> bool {
    let keywords = input.peek2(Token![fn])
        || input.peek2(Token![async])
        || input.peek2(Token![unsafe])
        || input.peek2(Token![extern]);
    !keywords
}
