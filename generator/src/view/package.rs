//! The view of the files that occur once: manifest, README, `lib.rs`, facts, errors.

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;
use serde::Serialize;

use crate::api::{Api, Operation, Schema, Shape};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::inherit::Inheritance;
use crate::names::Ident;
use crate::pointer::Pointer;

use super::Runtime;
use super::error_reply::{
    error_body_type, error_message, error_model, error_pointers, error_schema, error_text,
};
use super::extension::{ExtensionView, Layer, extension_view};
use super::extension_config::{self, TableView};
use super::external::ExternalView;
use super::model::{ModelView, code_span};
use super::open_enum::{EnumView, error_codes};
use super::operation::ApiView;
use super::sample::SampleFileView;
use super::security::SchemeView;
use super::server::{ServerView, servers};
use super::settings::{SettingsView, settings_view};
use super::tag_features::{TagFeatureView, TagFeatures};
use super::text::{Code as RustCode, Comment, DocText, InnerDocText, Markdown, StrLit, TomlStr};
use super::types::Types;

/// The view of the files that occur once.
#[derive(Clone, Debug, Serialize)]
pub struct CrateView {
    /// The name.
    pub name: TomlStr,
    /// The name as a key of a manifest.
    pub manifest_name: Comment,
    /// The name as Rust code writes it.
    pub lib: Ident,
    /// The title of the API.
    pub title: Markdown,
    /// The version of the crate.
    pub version: TomlStr,
    /// One line for the registry.
    pub description: TomlStr,
    /// An SPDX expression.
    pub license: TomlStr,
    /// The address of the source.
    pub repository: Option<TomlStr>,
    /// Registry keywords.
    pub keywords: Vec<TomlStr>,
    /// Registry categories.
    pub categories: Vec<TomlStr>,
    /// A notice for the top of the README.
    pub notice: Option<Markdown>,
    /// What the definition says about the API.
    pub about: Markdown,
    /// The documentation.
    pub docs: InnerDocText,
    /// What the header says it was made from.
    pub source: Comment,
    /// The command that makes the crate.
    pub command: Comment,
    /// The types of `models`.
    pub models: Vec<ModelRow>,
    /// The handles.
    pub apis: Vec<ApiRow>,
    /// What is said of errors once for all operations.
    pub errors: Option<InnerDocText>,
    /// The keys of settings.
    pub settings: SettingsView,
    /// The security schemes.
    pub schemes: Vec<SchemeView>,
    /// Whether some of their credentials can be renewed.
    pub renews_credentials: bool,
    /// Whether some are got by OAuth 2.
    pub has_oauth2: bool,
    /// The paths of the types of their credentials.
    pub credentials: Vec<String>,
    /// The names of fields and parameters whose values are secret.
    pub secret_fields: Vec<StrLit>,
    /// The names of the members of all models, sorted.
    pub members: Vec<StrLit>,
    /// The address of the service, as code.
    pub base_url: RustCode,
    /// What stands before all paths below an address of the caller.
    pub base_path: StrLit,
    /// The same for people; nothing where it is the root.
    pub shown_base_path: Option<Markdown>,
    /// The servers that a caller can choose.
    pub servers: Vec<ServerView>,
    /// The header, as code.
    pub correlation_id_header: RustCode,
    /// The headers, as code.
    pub rate_limit_headers: RustCode,
    /// The type of error replies.
    pub error_body: RustCode,
    /// The expression for the code in an error reply `body`.
    pub error_code: RustCode,
    /// The expression for the message for people in `body`, if the model has one.
    pub error_message: RustCode,
    /// Whether errors print that message.
    pub shows_error_message: bool,
    /// Where the definition describes error replies.
    #[serde(skip)]
    pub error_origins: Vec<Pointer>,
    /// The catalogue of error codes, if the definition has one.
    pub error_codes: Option<EnumView>,
    /// Whether there are enums of whole numbers.
    pub has_number_enums: bool,
    /// Whether there are lists whose items have a type each.
    pub has_tuples: bool,
    /// Whether there are values that are one of several.
    pub has_unions: bool,
    /// Earlier names of types of `models`.
    pub aliases: Vec<AliasRow>,
    /// What the extensions are told, by their name: what they ask for in `extension.toml`, `_` for `-`.
    pub configuration: BTreeMap<String, TableView>,
    /// The types of the configuration that stand in place of others, and the crates that they are in.
    pub external: ExternalView,
    /// What the extensions add; nothing when there are none.
    pub extension: Option<ExtensionView>,
    /// The features of tags; none where everything is always there.
    pub tag_features: Vec<TagFeatureView>,
    /// The modules of the tests of the models.
    pub sample_files: Vec<SampleFileRow>,
}

/// A module of the tests of the models.
#[derive(Clone, Debug, Serialize)]
pub struct SampleFileRow {
    /// The module.
    pub module: Ident,
    /// A `#[cfg(…)]` attribute, if the types are not always there.
    pub condition: Option<RustCode>,
}

/// One type of `models`.
#[derive(Clone, Debug, Serialize)]
pub struct ModelRow {
    /// The module.
    pub module: Ident,
    /// The name.
    pub name: Ident,
    /// A `#[cfg(…)]` attribute, if it is not always there.
    pub condition: Option<RustCode>,
}

/// An earlier name of a type of `models`.
#[derive(Clone, Debug, Serialize)]
pub struct AliasRow {
    /// The earlier name.
    pub name: Ident,
    /// The name.
    pub is: Ident,
    /// The module of an enum, whose variants callers import by the name: that takes a re-export. A type has an alias.
    pub enum_module: Option<Ident>,
    /// The documentation.
    pub docs: DocText,
    /// A `#[deprecated]` attribute, which a re-export cannot have.
    pub deprecated: RustCode,
    /// A `#[cfg(…)]` attribute, if the type is not always there.
    pub condition: Option<RustCode>,
}

/// One handle of `api`.
#[derive(Clone, Debug, Serialize)]
pub struct ApiRow {
    /// The module.
    pub module: Ident,
    /// The method of the client that gives it.
    pub accessor: Ident,
    /// The name.
    pub name: Ident,
    /// The documentation.
    pub docs: DocText,
    /// A `#[deprecated]` attribute, for a handle that consists of earlier names.
    pub deprecated: Option<RustCode>,
    /// A `#[cfg(…)]` attribute, if it is not always there.
    pub condition: Option<RustCode>,
    /// The operations, by id.
    pub operations: Vec<OperationRow>,
}

/// One operation, for tables and listings.
#[derive(Clone, Debug, Serialize)]
pub struct OperationRow {
    /// The method of the handle.
    pub method: Ident,
    /// The module.
    pub module: Ident,
    /// The name.
    pub name: Ident,
    /// `` `POST /pets` ``
    pub wire: Markdown,
    /// The first line of its documentation.
    pub summary: Markdown,
}

/// The views that were made before.
pub struct Parts<'p> {
    /// The types of `models`.
    pub models: &'p [ModelView],
    /// The handles.
    pub apis: &'p [ApiView],
    /// Samples for the tests of the models.
    pub samples: &'p [SampleFileView],
    /// The features of tags.
    pub features: &'p TagFeatures,
    /// The security schemes.
    pub schemes: Vec<SchemeView>,
    /// What is said of errors once for all operations.
    pub errors: Option<String>,
}

/// What the views are made from.
#[derive(Clone, Copy)]
pub struct Context<'c, 'a> {
    /// The API.
    pub api: &'c Api,
    /// The configuration.
    pub config: &'c Config,
    /// The types of `models`.
    pub types: &'c Types<'a>,
    /// What the last version gave out.
    pub inheritance: &'c Inheritance,
    /// What the crate has whatever the API.
    pub runtime: &'c Runtime,
}

/// Makes the view of the files that occur once.
pub fn crate_view(
    context: Context<'_, '_>,
    layers: &[Layer],
    parts: Parts<'_>,
    diagnostics: &mut Diagnostics,
) -> CrateView {
    let Context { api, config, types, inheritance, runtime } = context;
    let package = &config.package;
    let title = if api.info.title.is_empty() { &package.name } else { &api.info.title };
    let description =
        package.description.clone().unwrap_or_else(|| format!("A client for {title}."));
    let about = api.info.description.clone().unwrap_or_default();
    let error_body = error_schema(api, config);
    let error_model = error_model(api, config, types);
    let features = parts.features;
    CrateView {
        name: TomlStr::new(&package.name),
        manifest_name: Comment::new(&package.name),
        lib: Ident::snake(&package.name, "client"),
        title: Markdown::line(title),
        version: TomlStr::new(&package.version),
        description: TomlStr::new(&description),
        license: TomlStr::new(&package.license),
        repository: package.repository.as_deref().map(TomlStr::new),
        keywords: package.keywords.iter().map(|word| TomlStr::new(word)).collect(),
        categories: package.categories.iter().map(|word| TomlStr::new(word)).collect(),
        notice: package.notice.as_deref().map(Markdown::written),
        about: Markdown::new(&about),
        docs: InnerDocText::new(&description),
        source: Comment::new(title),
        command: Comment::new(&package.command),
        models: parts.models.iter().map(|view| model_row(types, view, features)).collect(),
        apis: api_rows(parts.apis, api, features),
        errors: parts.errors.as_deref().map(InnerDocText::new),
        renews_credentials: parts.schemes.iter().any(|scheme| scheme.source.is_some()),
        has_oauth2: parts.schemes.iter().any(|scheme| scheme.oauth2.is_some()),
        credentials: credentials(&parts.schemes),
        schemes: parts.schemes,
        secret_fields: secret_fields(config),
        members: super::member::member_names(parts.models),
        base_url: option_literal(api.default_server().map(|server| server.url.as_str())),
        base_path: StrLit::new(api.base_path()),
        shown_base_path: Some(api.base_path())
            .filter(|path| !path.is_empty())
            .map(|path| Markdown::line(&code_span(path))),
        servers: servers(api, inheritance),
        correlation_id_header: option_literal(
            config
                .responses
                .correlation_id_header
                .as_deref()
                .map(str::to_ascii_lowercase)
                .as_deref(),
        ),
        rate_limit_headers: rate_limit_headers(config),
        error_code: error_text(config.errors.code.as_deref(), error_model.as_ref(), parts.models),
        error_message: error_message(
            config.errors.message.as_deref(),
            error_model.as_ref(),
            parts.models,
        ),
        shows_error_message: !config.errors.hide_message,
        error_body: error_body_type(error_model.as_ref()),
        error_origins: error_body
            .as_ref()
            .and_then(|id| api.schemas.get(id))
            .map(|schema| schema.pointer.clone())
            .into_iter()
            .chain(error_pointers(api))
            .collect(),
        error_codes: error_codes(api, config, inheritance, types.reserved, diagnostics),
        has_number_enums: parts
            .models
            .iter()
            .any(|model| matches!(model, ModelView::Enum(view) if view.is_of_numbers)),
        has_tuples: has_tuples(api),
        has_unions: parts.models.iter().any(|model| matches!(model, ModelView::Union(_))),
        aliases: types
            .aliases
            .iter()
            .map(|(old, alias)| alias_row(old, &alias.is, (types, parts.models), features))
            .collect(),
        settings: settings_view(config, layers, diagnostics),
        configuration: extension_config::views(layers, config, diagnostics),
        external: ExternalView::of(&types.external.used(api).0, config, layers, runtime),
        extension: extension_view(layers),
        tag_features: features.views.clone(),
        sample_files: parts.samples.iter().map(|file| sample_file_row(file, features)).collect(),
    }
}

fn model_row(types: &Types<'_>, view: &ModelView, features: &TagFeatures) -> ModelRow {
    let name = view.name().clone();
    let condition = features.of_model(&name);
    ModelRow { module: types.module(&name), name, condition }
}

/// The types of a file are reached by its handle; those of the file that belongs to no handle are always there.
fn sample_file_row(file: &SampleFileView, features: &TagFeatures) -> SampleFileRow {
    let condition = file.handle.as_ref().and_then(|handle| features.of_handle(handle));
    SampleFileRow { module: file.module.clone(), condition }
}

fn alias_row(
    old: &Ident,
    is: &Ident,
    (types, models): (&Types<'_>, &[ModelView]),
    features: &TagFeatures,
) -> AliasRow {
    let note = format!("renamed to `{is}`");
    let has_variants = |view: &&ModelView| {
        view.name() == is && matches!(view, ModelView::Enum(_) | ModelView::Union(_))
    };
    AliasRow {
        name: old.clone(),
        is: is.clone(),
        enum_module: models.iter().find(has_variants).map(|view| types.module(view.name())),
        docs: DocText::new(&format!("An earlier name: {note}.")),
        deprecated: RustCode::new(quote!(#[deprecated(note = #note)])),
        condition: features.of_model(is),
    }
}

fn api_rows(apis: &[ApiView], api: &Api, features: &TagFeatures) -> Vec<ApiRow> {
    let by_wire = |operation: &Operation| {
        let text = operation.summary.as_ref().or(operation.description.as_ref())?;
        let wire = format!("{} {}", operation.method, operation.path.text);
        Some((wire, text.lines().next().unwrap_or_default().to_owned()))
    };
    let summaries: BTreeMap<String, String> = api.operations.iter().filter_map(by_wire).collect();
    apis.iter().map(|view| api_row(view, &summaries, features)).collect()
}

/// `summaries` are those of all operations, by their method and path.
fn api_row(view: &ApiView, summaries: &BTreeMap<String, String>, features: &TagFeatures) -> ApiRow {
    let operations = view.operations.iter().map(|row| {
        let wire = row.source.as_str();
        let summary = summaries.get(wire).map(String::as_str);
        OperationRow {
            method: row.method.clone(),
            module: row.module.clone(),
            name: row.name.clone(),
            wire: Markdown::line(&code_span(wire)),
            summary: Markdown::line(summary.unwrap_or_default()),
        }
    });
    ApiRow {
        module: view.module.clone(),
        accessor: view.accessor.clone(),
        name: view.name.clone(),
        docs: view.accessor_docs.clone(),
        deprecated: view.deprecated.clone(),
        condition: features.of_handle(&view.module),
        operations: operations.collect(),
    }
}

fn credentials(schemes: &[SchemeView]) -> Vec<String> {
    let paths: BTreeSet<String> = schemes
        .iter()
        .map(|scheme| match (scheme.is_basic, scheme.is_model) {
            (true, _) => "crate::credentials::basic".to_owned(),
            (false, true) => format!("crate::models::{}", scheme.credential),
            (false, false) => "crate::secret::Secret".to_owned(),
        })
        .collect();
    paths.into_iter().collect()
}

/// The last part of each place that has a secret type, once.
fn secret_fields(config: &Config) -> Vec<StrLit> {
    let secret = config.types.values().filter(|text| text.secret);
    let places = secret.flat_map(|text| &text.at);
    let names: BTreeSet<&str> =
        places.filter_map(|place| place.rsplit(['.', ':']).next()).collect();
    names.into_iter().map(StrLit::new).collect()
}

fn option_literal(text: Option<&str>) -> RustCode {
    RustCode::new(match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    })
}

fn rate_limit_headers(config: &Config) -> RustCode {
    RustCode::new(match &config.responses.rate_limit_headers {
        Some(headers) => {
            let [allowed, count, reset] = [&headers.allowed, &headers.count, &headers.reset]
                .map(|name| name.to_ascii_lowercase());
            quote!(Some(RateLimitHeaders { allowed: #allowed, count: #count, reset: #reset }))
        }
        None => quote!(None),
    })
}

/// Whether lists have items of a type each, anywhere.
fn has_tuples(api: &Api) -> bool {
    let in_operations = api.operations.iter().flat_map(Operation::schemas);
    let mut open: Vec<&Schema> = api.schemas.values().chain(in_operations).collect();
    while let Some(schema) = open.pop() {
        if matches!(schema.shape, Shape::Tuple { .. }) {
            return true;
        }
        open.extend(schema.children());
    }
    false
}
