//! From wire words to Rust words: one typed, serialisable struct per template, every field finished.
//!
//! This is the first stage that speaks Rust, and the only one that decides what the generated code looks
//! like; templates only put the pieces into place. Everything a view holds is an identifier, a flag, or
//! one of the safe texts of [`text`].

mod completeness;
mod cycles;
mod definition;
mod error_reply;
mod extension;
mod extension_config;
mod external;
mod facts;
mod files;
mod member;
mod model;
mod name_lock;
mod naming;
mod open_enum;
mod operation;
mod optionality;
mod package;
mod provenance;
mod rust_type;
mod sample;
mod schema_uses;
mod security;
mod server;
mod settings;
mod status_name;
mod structure;
mod tag_features;
pub mod text;
mod type_assignment;
mod types;
mod union;
mod variants;

pub use completeness::{Completeness, Grade, Part, Shortfall, Tally};
pub use extension::{Extension, Layer};
pub use model::{ContainerView, FieldView, ModelView, StructView, TextView};
pub use open_enum::{EnumView, VariantView};
pub use operation::{
    ApiView, ByStatusView, ExampleView, FailureView, LinesView, MethodAliasView, OperationView,
    RequestAliasView, StatusVariantView,
};
pub use package::CrateView;
pub use provenance::Provenance;
pub use sample::{SampleFileView, SampleView, UnionSampleView};
pub use security::SchemeView;
pub use server::{ServerVariableView, ServerView};
pub use tag_features::{ALL_TAGS, TagFeatureView};
pub use union::{ConversionView, UnionVariantView, UnionView};

use std::collections::BTreeSet;

use crate::api::Api;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::inherit::{Inheritance, NameLock};
use crate::names::{Ident, Reserved};

use self::tag_features::TagFeatures;

/// Everything the templates are rendered with.
#[derive(Clone, Debug)]
pub struct View {
    /// For the templates that occur once.
    pub package: CrateView,
    /// For the templates of `models/`.
    pub models: Vec<ModelView>,
    /// Their modules, in the same order.
    pub modules: Vec<Ident>,
    /// For the templates of `api/`.
    pub apis: Vec<ApiView>,
    /// For the tests of the models.
    pub samples: Vec<SampleFileView>,
    /// What everything is called.
    pub names: NameLock,
    /// Where everything comes from.
    pub provenance: Provenance,
    /// How much of the definition it says.
    pub completeness: Completeness,
}

/// What the crate has whatever the API.
#[derive(Clone, Debug)]
pub struct Runtime {
    /// The names that its code needs for itself.
    pub reserved: Reserved,
    /// Its features.
    pub features: BTreeSet<String>,
    /// The crates that it depends on.
    pub dependencies: BTreeSet<String>,
}

/// Makes the view of an API, which keeps what it inherits.
pub fn build(
    api: &Api,
    config: &Config,
    layers: &[Layer],
    inheritance: &Inheritance,
    runtime: &Runtime,
    diagnostics: &mut Diagnostics,
) -> View {
    let reserved = &runtime.reserved;
    let types = types::Types::build(api, config, inheritance, reserved, diagnostics);
    let schemes = security::Schemes::build(api, config, inheritance, reserved, diagnostics);
    let models = model::models(&types, config, diagnostics);
    let apis = operation::apis(api, &types, &models, &schemes, config, inheritance, diagnostics);
    report_unused(api, config, &types, runtime, diagnostics);
    let samples = sample::sample_files(api, &apis, &types);
    let error_model = error_reply::error_model(api, config, &types);
    let context = tag_features::Context {
        api,
        config,
        types: &types,
        models: &models,
        apis: &apis,
        error_model: error_model.as_ref(),
        inheritance,
    };
    let features = TagFeatures::of(context, layers, &runtime.features);
    let parts = package::Parts {
        features: &features,
        models: &models,
        apis: &apis,
        samples: &samples,
        schemes: schemes.views,
        errors: operation::SharedErrors::of(api).docs(),
    };
    let context = package::Context { api, config, types: &types, inheritance, runtime };
    let package = package::crate_view(context, layers, parts, diagnostics);
    let names = name_lock::name_lock(&types, &models, &apis, &package, &features);
    let modules = models.iter().map(|model| types.module(model.name())).collect();
    let provenance = Provenance::new();
    let completeness = completeness::completeness(api, &types, diagnostics);
    let mut view =
        View { package, models, modules, apis, samples, names, provenance, completeness };
    view.provenance = provenance::provenance(&types, &view);
    view
}

/// Says which entries of the configuration had no effect.
fn report_unused(
    api: &Api,
    config: &Config,
    types: &types::Types<'_>,
    runtime: &Runtime,
    diagnostics: &mut Diagnostics,
) {
    let mut unused = Vec::new();
    for (name, text) in &config.types {
        let missing = text.at.iter().filter(|at| !types.used_sites().contains(at.as_str()));
        unused.extend(missing.map(|at| format!("`{at}` of `[types.{name}]`")));
    }
    let ids: Vec<&str> = api.operations.iter().filter_map(|o| o.id.as_deref()).collect();
    let unknown = config.names.operations.keys().filter(|id| !ids.contains(&id.as_str()));
    unused.extend(unknown.map(|id| format!("`{id}` of `[names.operations]`")));
    let unknown = config.paging.keys().filter(|id| !ids.contains(&id.as_str()));
    unused.extend(unknown.map(|id| format!("`[paging.{id}]`")));
    let uses: BTreeSet<&str> = types.uses.iter().map(|place| place.key.as_str()).collect();
    let unknown = config.inherit.renew.iter().filter(|at| !uses.contains(at.as_str()));
    unused.extend(unknown.map(|at| format!("`{at}` of `[inherit]` `renew`")));
    let unknown = config.security.keys().filter(|name| !api.security_schemes.contains_key(*name));
    unused.extend(unknown.map(|name| format!("`[security.{name:?}]`")));
    unused.extend(types.external.used(api).1);
    let needless = external::needless_crates(config, runtime).map(|(path, name)| {
        let message = format!(
            "`crate` of `[rust-types.{path:?}]` has no effect: every generated crate depends on `{name}`."
        );
        Diagnostic::new(Code::UnusedConfig, message).help("Leave it out.")
    });
    diagnostics.extend(needless);
    diagnostics.extend(unused.into_iter().map(|what| {
        Diagnostic::new(Code::UnusedConfig, format!("{what} names nothing in the definition."))
            .help("Correct the name, or remove the entry.")
    }));
}
