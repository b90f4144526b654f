//! The view of `security.rs`: the schemes, and the requirement of each operation as indices into them.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde::Serialize;

use crate::api::header::{is_of_the_transport, is_token};
use crate::api::{Api, Location, Operation, SecurityKind, SecurityScheme};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inherit::Inheritance;
use crate::names::{Ident, Reserved, Scope, quoted};
use crate::pointer::Pointer;

use super::model::code_span;
use super::text::{Code as RustCode, DocText, StrLit};

/// One security scheme.
#[derive(Clone, Debug, Serialize)]
pub struct SchemeView {
    /// The place in the crate's table.
    pub index: usize,
    /// The name.
    pub name: StrLit,
    /// `jwt`: the setter of the builder.
    pub setter: Ident,
    /// `with_jwt`.
    pub with: Ident,
    /// `without_jwt`.
    pub without: Ident,
    /// `has_jwt`.
    pub has: Ident,
    /// The documentation.
    pub docs: DocText,
    /// The type of the credential.
    pub credential: Ident,
    /// Whether that is a model.
    pub is_model: bool,
    /// `jwt_source`: the setter of a source that renews the credential; none where it does not end.
    pub source: Option<Ident>,
    /// `with_jwt_source`.
    pub with_source: Option<Ident>,
    /// How the credential is got by OAuth 2, where the scheme says so.
    pub oauth2: Option<OAuth2View>,
    /// Where the credential goes, as code.
    pub placement: RustCode,
    /// Whether the credential is a user name and a password.
    pub is_basic: bool,
    /// The scheme in the definition.
    #[serde(skip)]
    pub scheme: String,
    /// Where the definition says it.
    #[serde(skip)]
    pub origins: Vec<Pointer>,
}

/// How a credential is got by OAuth 2.
#[derive(Clone, Debug, Serialize)]
pub struct OAuth2View {
    /// `jwt_oauth2`: the setter of the builder.
    pub setter: Ident,
    /// `with_jwt_oauth2`.
    pub with: Ident,
    /// Where tokens are got for client credentials, as code.
    pub client_credentials: RustCode,
    /// Where they are got for a refresh token, as code.
    pub refresh: RustCode,
    /// Whether the definition has a flow for programs that act for themselves.
    pub is_for_programs: bool,
}

/// The table of schemes.
pub struct Schemes {
    /// The schemes, by index.
    pub views: Vec<SchemeView>,
    indices: BTreeMap<String, usize>,
}

impl Schemes {
    /// The schemes that a client can present, by name.
    pub fn build(
        api: &Api,
        config: &Config,
        inheritance: &Inheritance,
        reserved: &Reserved,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut views = Vec::new();
        let mut indices = BTreeMap::new();
        // A credential called `jwt` has `jwt` on the builder, and `with_jwt`, `without_jwt` and `has_jwt` on the
        // client, where tags have their methods too.
        let tags = inheritance.lock().tags.iter();
        let tags =
            tags.map(|(tag, module)| inheritance.lock().accessors.get(tag).unwrap_or(module));
        let methods = reserved.client_methods.iter().map(String::as_str);
        let on_client = methods.chain(tags.map(Ident::bare)).filter_map(|method| {
            let prefixes = ["with_", "without_", "has_"];
            prefixes.into_iter().find_map(|prefix| method.strip_prefix(prefix))
        });
        let on_builder = reserved.builder_methods.iter().map(String::as_str);
        let mut scope = Scope::reserving(on_client.chain(on_builder));
        let mut names: Vec<&String> = api.security_schemes.keys().collect();
        names.sort();
        for name in &names {
            let locked = inheritance.lock().credentials.get(*name);
            let chosen = config.security.get(*name).map(|settings| settings.name.as_str());
            if let Some(locked) =
                locked.filter(|locked| chosen.is_none_or(|name| name == locked.as_str()))
            {
                scope.keep(locked, name);
            }
        }
        for name in names {
            let Some(scheme) = api.security_schemes.get(name) else { continue };
            let Some(placement) = placement(scheme, config, name) else {
                let message = format!("The security scheme {name:?} cannot be generated.");
                diagnostics.push(
                    Diagnostic::new(Code::UnknownSecurityScheme, message)
                        .at(&scheme.pointer)
                        .help("Set the header yourself with `ClientBuilder::default_header`."),
                );
                continue;
            };
            indices.insert(name.clone(), views.len());
            let index = views.len();
            let view = scheme_view(index, name, scheme, placement, config, &mut scope, diagnostics);
            views.push(view);
        }
        // After the names of all schemes, so that a scheme never loses its own to what another has beside.
        for view in &mut views {
            if let Some(scheme) = api.security_schemes.get(&view.scheme) {
                renewal(view, &scheme.kind, &mut scope);
            }
        }
        Self { views, indices }
    }

    /// The requirement of an operation: alternatives of indices that are needed together.
    pub fn requirement(&self, operation: &Operation) -> TokenStream {
        let alternatives = operation.security.iter().filter_map(|alternative| {
            let indices: Option<Vec<TokenStream>> = alternative
                .iter()
                .map(|(name, _)| {
                    let index = Literal::usize_unsuffixed(*self.indices.get(name)?);
                    Some(quote!(#index))
                })
                .collect();
            indices.map(|indices| quote!(&[#(#indices),*]))
        });
        quote!(&[#(#alternatives),*])
    }
}

fn scheme_view(
    index: usize,
    name: &str,
    scheme: &SecurityScheme,
    placement: TokenStream,
    config: &Config,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> SchemeView {
    let settings = config.security.get(name);
    let chosen = settings.and_then(|settings| Ident::chosen(&settings.name));
    let wanted = chosen.unwrap_or_else(|| Ident::snake(name, "credential"));
    let (setter, holder) = scope.claim(wanted, name);
    if let Some(holder) = holder {
        let message = format!(
            "The security scheme `{name}` would get the same name as {}; it is `{setter}`.",
            quoted(&holder)
        );
        diagnostics.push(
            Diagnostic::new(Code::NameCollision, message)
                .at(&scheme.pointer)
                .help(format!("Choose a name: `[security.{name:?}]` `name = \"…\"`.")),
        );
    }
    let prefixed =
        |prefix: &str| Ident::snake(&format!("{prefix}_{}", setter.bare()), "credential");
    let text_type = settings.and_then(|settings| settings.text_type.as_deref());
    let description = scheme.description.clone();
    SchemeView {
        index,
        name: StrLit::new(name),
        with: prefixed("with"),
        without: prefixed("without"),
        has: prefixed("has"),
        docs: DocText::new(
            &description.unwrap_or_else(|| format!("The credential of {}.", code_span(name))),
        ),
        credential: Ident::pascal(text_type.unwrap_or("Secret"), "Secret"),
        is_model: text_type.is_some(),
        placement: RustCode::new(placement),
        is_basic: scheme.kind == SecurityKind::Basic,
        source: None,
        with_source: None,
        oauth2: None,
        scheme: name.to_owned(),
        origins: vec![scheme.pointer.clone()],
        setter,
    }
}

/// Adds the ways in which a credential is renewed: a token ends, a key does not.
fn renewal(view: &mut SchemeView, kind: &SecurityKind, scope: &mut Scope) {
    let ends = matches!(
        kind,
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. }
    );
    if !ends || view.is_model {
        return;
    }
    let setter = view.setter.bare().to_owned();
    let mut claim = |ending: &str| {
        let wanted = Ident::snake(&format!("{setter}_{ending}"), "credential");
        let (setter, _) = scope.claim(wanted, &format!("{setter} {ending}"));
        let with = Ident::snake(&format!("with_{}", setter.bare()), "credential");
        (setter, with)
    };
    let (source, with_source) = claim("source");
    (view.source, view.with_source) = (Some(source), Some(with_source));
    let SecurityKind::OAuth2 { flows } = kind else { return };
    let url = |flow: &str, key: &str| {
        let url = flows.get(flow)?.get(key)?.as_str()?;
        (!url.is_empty()).then_some(url)
    };
    let signed_in = ["authorizationCode", "password"];
    let refresh = signed_in
        .into_iter()
        .find_map(|flow| url(flow, "refreshUrl").or_else(|| url(flow, "tokenUrl")));
    let (setter, with) = claim("oauth2");
    let code = |url: Option<&str>| {
        RustCode::new(match url {
            Some(url) => quote!(Some(#url)),
            None => quote!(None),
        })
    };
    let for_programs = url("clientCredentials", "tokenUrl");
    view.oauth2 = Some(OAuth2View {
        setter,
        with,
        is_for_programs: for_programs.is_some(),
        client_credentials: code(for_programs),
        refresh: code(refresh),
    });
}

/// Where the credential goes.
fn placement(scheme: &SecurityScheme, config: &Config, name: &str) -> Option<TokenStream> {
    let prefix = config.security.get(name).and_then(|settings| settings.prefix.as_deref());
    let header = |header: &str, prefix: &str| {
        let header = header.to_ascii_lowercase();
        quote!(Placement::Header { name: #header, prefix: #prefix })
    };
    Some(match &scheme.kind {
        SecurityKind::ApiKey { location, name } => match location {
            // Every call would fail, or be framed wrongly, with a credential in such a header.
            Location::Header if !is_token(name) || is_of_the_transport(name) => return None,
            Location::Cookie if !is_token(name) => return None,
            Location::Header => {
                header(name, &prefix.map(|prefix| format!("{prefix} ")).unwrap_or_default())
            }
            Location::Query => quote!(Placement::Query { name: #name }),
            Location::Cookie => quote!(Placement::Cookie { name: #name }),
            Location::Path => return None,
        },
        SecurityKind::Basic => header("authorization", "Basic "),
        SecurityKind::Bearer | SecurityKind::OAuth2 { .. } | SecurityKind::OpenIdConnect { .. } => {
            header("authorization", "Bearer ")
        }
        SecurityKind::Other { .. } => return None,
    })
}
