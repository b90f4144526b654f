//! Rules about models as a whole. Names of models never travel, so none of these is felt on the wire: they
//! tell why Rust callers feel something.

use crate::changes::{Action, Area, Effect, Rule};

/// A model that is only in the new definition.
pub static MODEL_ADDED: Rule = Rule {
    id: "model-added",
    area: Area::Model,
    action: Action::Added,
    sentence: "the model `{name}` is new",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The name of a model never travels, so nobody feels it on the wire. Where the new model is used, that \
          place is reported by itself. Rust callers get one more type.",
    mirror: Some("model-removed"),
};

/// A model that is only in the old definition.
pub static MODEL_REMOVED: Rule = Rule {
    id: "model-removed",
    area: Area::Model,
    action: Action::Removed,
    sentence: "the model `{name}` is gone",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The name of a model never travels: what its removal does on the wire is reported where the model was \
          used. Rust callers that name the type no longer compile, which the comparison of the SDKs reports.",
    mirror: Some("model-added"),
};

/// A model that goes by another name.
pub static MODEL_RENAMED: Rule = Rule {
    id: "model-renamed",
    area: Area::Model,
    action: Action::Renamed,
    sentence: "the model `{old}` is called `{new}` now",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "The two stand at the same places, or are the same but for their names, so they are taken for one model. \
          The name never travels, and no old program notices. Rust callers that name the type feel it; an alias of \
          the old name keeps them compiling.",
    mirror: Some("model-renamed"),
};

/// A value is of another model than before.
pub static MODEL_REPLACED: Rule = Rule {
    id: "model-replaced",
    area: Area::Model,
    action: Action::Changed,
    sentence: "the model is `{new}`, was `{old}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "Only the members of a value travel, not the name of its model. How the two models differ is compared, and \
          each difference is reported for the places where one took the place of the other. Rust callers get a \
          value of another type.",
    mirror: Some("model-replaced"),
};

/// A value that was written in place refers to a model now.
pub static MODEL_EXTRACTED: Rule = Rule {
    id: "model-extracted",
    area: Area::Model,
    action: Action::Changed,
    sentence: "the value is of the model `{name}` now, and was written in place",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "Where a schema stands does not travel; how the two differ is compared, and each difference is reported by \
          itself. Rust callers get a value of another type: that of the model instead of one of its own.",
    mirror: Some("model-inlined"),
};

/// A value that referred to a model is written in place now.
pub static MODEL_INLINED: Rule = Rule {
    id: "model-inlined",
    area: Area::Model,
    action: Action::Changed,
    sentence: "the value is written in place now, and was of the model `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "Where a schema stands does not travel; how the two differ is compared, and each difference is reported by \
          itself. Rust callers get a value of another type: one of its own instead of that of the model.",
    mirror: Some("model-extracted"),
};

/// A model extends one more.
pub static BASE_ADDED: Rule = Rule {
    id: "base-added",
    area: Area::Composition,
    action: Action::Added,
    sentence: "it extends `{name}` now",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "An `allOf` is merged: a property that is taken over is like one that is written in place. The properties \
          that this adds are reported one by one; when it adds none, nothing has changed.",
    mirror: Some("base-removed"),
};

/// A model no longer extends one.
pub static BASE_REMOVED: Rule = Rule {
    id: "base-removed",
    area: Area::Composition,
    action: Action::Removed,
    sentence: "it no longer extends `{name}`",
    request: Effect::Nothing,
    response: Effect::Nothing,
    strict: None,
    why: "An `allOf` is merged: a property that was taken over is like one that is written in place. The properties \
          that this takes away are reported one by one; when it takes none, nothing has changed.",
    mirror: Some("base-added"),
};
