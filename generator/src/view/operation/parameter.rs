//! How the argument of a parameter gets into the call: as a text, or as a value in the style of the definition.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Location, Parameter, Style};
use crate::media_type::MediaKind;

use super::super::rust_type::{Imports, Place, Type};

/// What puts an argument into a call.
pub(super) struct Put {
    /// The statement that makes a value of the argument, if it takes one.
    pub(super) conversion: Option<TokenStream>,
    /// The method of the call, with its arguments.
    pub(super) call: TokenStream,
}

/// How a value is written, as the definition says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Writing {
    pub(super) style: Style,
    pub(super) explode: bool,
    pub(super) allow_reserved: bool,
    pub(super) allow_empty: bool,
}

impl Writing {
    /// A list or an object as one text, in this style.
    pub(super) fn of(style: Style) -> Self {
        Self { style, explode: false, allow_reserved: false, allow_empty: false }
    }

    /// The `Writing` of the runtime.
    pub(super) fn tokens(self, imports: &mut Imports) -> TokenStream {
        imports.add("crate::style::{Style, Writing}");
        let style = match self.style {
            Style::Simple => quote!(Simple),
            Style::Label => quote!(Label),
            Style::Matrix => quote!(Matrix),
            Style::Form => quote!(Form),
            Style::SpaceDelimited => quote!(SpaceDelimited),
            Style::PipeDelimited => quote!(PipeDelimited),
            Style::TabDelimited => quote!(TabDelimited),
            Style::DeepObject => quote!(DeepObject),
        };
        // The way to each value is in its name, so there is nothing to join.
        let apart = self.explode && self.style != Style::DeepObject;
        let exploded = apart.then(|| quote!(.exploded()));
        let reserved = self.allow_reserved.then(|| quote!(.with_reserved()));
        let empty = self.allow_empty.then(|| quote!(.or_empty()));
        quote!(Writing::of(Style::#style)#exploded #reserved #empty)
    }
}

/// The `Writing` of the runtime for a value that is a document of JSON.
pub(super) fn json(imports: &mut Imports) -> TokenStream {
    imports.add("crate::style::{Style, Writing}");
    quote!(Writing::of(Style::Json))
}

/// What puts the argument of a parameter, held by `variable`, into the call.
pub(super) fn put(
    parameter: &Parameter,
    of: &Type,
    variable: &TokenStream,
    imports: &mut Imports,
) -> Result<Put, String> {
    let wire = &parameter.name;
    if let Some(text) = of.text(variable).filter(|_| is_written_plainly(parameter, of)) {
        let put = match parameter.location {
            Location::Path => quote!(path),
            Location::Query => quote!(query),
            Location::Header => quote!(header_parameter),
            Location::Cookie => quote!(cookie_parameter),
        };
        return Ok(Put { conversion: None, call: quote!(#put(#wire, #text)) });
    }
    let writing = if is_document(parameter) {
        json(imports)
    } else {
        let allow_empty = parameter.allow_empty;
        let (style, explode) = (parameter.style, parameter.explode);
        let allow_reserved = parameter.allow_reserved;
        Writing { style, explode, allow_reserved, allow_empty }.tokens(imports)
    };
    let put = match parameter.location {
        Location::Path => quote!(path_value),
        Location::Query => quote!(query_value),
        Location::Header => quote!(header_value),
        Location::Cookie => quote!(cookie_value),
    };
    let (conversion, value) = value(of, variable, imports)?;
    Ok(Put { conversion, call: quote!(#put(#wire, &#value, #writing)) })
}

/// Whether the value is its own text, whatever the style of lists and objects.
fn is_written_plainly(parameter: &Parameter, of: &Type) -> bool {
    // What free-form JSON holds is only known when it is sent.
    *of != Type::Json
        && !is_document(parameter)
        && !parameter.allow_reserved
        && !matches!(parameter.style, Style::Label | Style::Matrix)
}

/// Whether the value is a document of its own inside of the parameter.
fn is_document(parameter: &Parameter) -> bool {
    parameter.media_type.as_ref().is_some_and(|media_type| media_type.kind() == MediaKind::Json)
}

/// The statement that makes a value of the argument, and the expression for the value.
fn value(
    of: &Type,
    variable: &TokenStream,
    imports: &mut Imports,
) -> Result<(Option<TokenStream>, TokenStream), String> {
    match of {
        Type::List(item) if item.is_secret() => {
            let text = item.text(&quote!(item));
            let texts = quote!(#variable.into_iter().map(|item| #text.to_owned()).collect());
            return Ok((Some(quote!(let #variable: Vec<String> = #texts;)), variable.clone()));
        }
        of if of.is_secret() => {
            let text = of.text(variable);
            return Ok((None, quote!(#text)));
        }
        of if of.holds_secret() => {
            return Err("secrets inside of a map or a list of lists are not supported".to_owned());
        }
        _ => {}
    }
    Ok((conversion(of, variable, imports), variable.clone()))
}

/// The statement that makes a value of an argument that is converted.
pub(super) fn conversion(
    of: &Type,
    variable: &TokenStream,
    imports: &mut Imports,
) -> Option<TokenStream> {
    let (argument_type, value) = of.argument(variable, Place::Api);
    let tokens = of.tokens(Place::Api);
    (argument_type.to_string() != tokens.to_string()).then(|| {
        of.imports(imports);
        quote!(let #variable: #tokens = #value;)
    })
}
