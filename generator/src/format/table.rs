//! The macros that templates use as items.

use std::fmt::Write as _;

/// The macros that templates use as items, each with a [`Table`].
const ITEM_MACROS: &[&str] = &["number_enum", "object", "open_enum", "sent_object"];

/// What the templates hand to a macro that stands for the items of a model:
/// `open_enum!(State { Open => "open", Closed => "closed" });`. Nothing but names and literals, so no text can
/// become code by way of a macro.
pub(super) struct Table {
    name: syn::Ident,
    /// What the table is about.
    pub(super) of: syn::Ident,
    rows: Vec<String>,
    /// Words after the rows.
    rest: Vec<syn::Ident>,
}

impl Table {
    /// The table that an item is, if it is one.
    pub(super) fn of(item: &syn::Item) -> Option<Self> {
        let syn::Item::Macro(item) = item else { return None };
        let name = item.mac.path.get_ident()?.clone();
        let is_known = ITEM_MACROS.iter().any(|known| name == known);
        if !is_known || item.ident.is_some() || !item.attrs.is_empty() {
            return None;
        }
        let parse = |input: syn::parse::ParseStream<'_>| Self::parse(name, input);
        syn::parse::Parser::parse2(parse, item.mac.tokens.clone()).ok()
    }

    fn parse(name: syn::Ident, input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let of = input.parse()?;
        let inside;
        syn::braced!(inside in input);
        let rows = inside.parse_terminated(row, syn::Token![,])?;
        let mut rest = Vec::new();
        while !input.is_empty() {
            rest.push(input.parse()?);
        }
        Ok(Self { name, of, rows: rows.into_iter().collect(), rest })
    }

    pub(super) fn print(&self, to: &mut String) {
        let _ = write!(to, "{}!({} {{", self.name, self.of);
        for row in &self.rows {
            let _ = write!(to, "\n    {row},");
        }
        to.push_str(if self.rows.is_empty() { "}" } else { "\n}" });
        for word in &self.rest {
            let _ = write!(to, " {word}");
        }
        to.push_str(");\n");
    }
}

/// A row of a table: a name or a literal, `=>`, another one, and perhaps a word.
fn row(input: syn::parse::ParseStream<'_>) -> syn::Result<String> {
    let from = cell(input)?;
    input.parse::<syn::Token![=>]>()?;
    let to = cell(input)?;
    let mark = if input.peek(syn::Ident) { format!(" {}", cell(input)?) } else { String::new() };
    Ok(format!("{from} => {to}{mark}"))
}

fn cell(input: syn::parse::ParseStream<'_>) -> syn::Result<String> {
    if input.peek(syn::LitStr) {
        return Ok(input.parse::<syn::LitStr>()?.token().to_string());
    }
    if input.peek(syn::LitInt) || input.peek(syn::Token![-]) {
        let sign = if input.parse::<Option<syn::Token![-]>>()?.is_some() { "-" } else { "" };
        return Ok(format!("{sign}{}", input.parse::<syn::LitInt>()?));
    }
    Ok(input.parse::<syn::Ident>()?.to_string())
}
