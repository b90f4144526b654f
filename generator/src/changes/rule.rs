//! What a rule of the wire analysis is.

use serde::Serialize;

use crate::api::Direction;
use crate::bump::Bump;

/// One kind of change of a definition, and what it does to a program that was built before it.
///
/// A rule does not state a level: it states the effect of the change on what travels to the server and
/// on what comes back, and [`Effect::bump`] has the level. All rules are rows in [`crate::changes::rules`].
#[derive(Debug)]
pub struct Rule {
    /// The stable name, a fact in kebab-case: `parameter-added-required`.
    pub id: &'static str,
    /// What kind of part of the definition it is about.
    pub area: Area,
    /// What happened to the part.
    pub action: Action,
    /// What happened, as a sentence without its period; `{name}`, `{old}` and `{new}` stand for the name
    /// of the part and for its two values.
    pub sentence: &'static str,
    /// What it does to what a client sends.
    pub request: Effect,
    /// What it does to what a client receives, when replies are decoded leniently.
    pub response: Effect,
    /// The same when the configuration says `responses.required = "strict"`; `None`: no difference.
    pub strict: Option<Effect>,
    /// Why it has this effect, two or three sentences for `explain`.
    pub why: &'static str,
    /// The rule that the opposite edit fires. A rule without one says why in its `why`.
    pub mirror: Option<&'static str>,
}

impl Rule {
    /// The effect on a value that travels this way; [`Effect::Nothing`] for one that does not travel.
    pub fn effect(&self, flow: Direction, strict: bool) -> Effect {
        let response = self.strict.filter(|_| strict).unwrap_or(self.response);
        let request = if flow.request { self.request } else { Effect::Nothing };
        let response = if flow.response { response } else { Effect::Nothing };
        let weight = |effect: Effect| (effect.bump(), effect);
        if weight(request) >= weight(response) { request } else { response }
    }
}

/// What a change does to a program that was built against the old definition and talks to a server that
/// follows the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nothing at all.
    Nothing,
    /// The old program gets more than it knows, or less than it may, and copes.
    Tolerated,
    /// What people read has changed.
    Documented,
    /// There is something that only new programs can use.
    Offered,
    /// The end of something has been announced.
    Announced,
    /// The server refuses what the old program sends.
    Refused,
    /// The server takes what the old program sends for something else, or ignores it.
    Misread,
    /// What the old program reads will not come any more.
    Lost,
    /// The old program cannot decode what the server sends.
    Undecodable,
}

impl Effect {
    /// How far the version moves for it.
    pub fn bump(self) -> Bump {
        match self {
            Self::Nothing | Self::Tolerated => Bump::None,
            Self::Documented => Bump::Patch,
            Self::Offered | Self::Announced => Bump::Minor,
            Self::Refused | Self::Misread | Self::Lost | Self::Undecodable => Bump::Major,
        }
    }

    /// Whether an old program stops working.
    pub fn breaks(self) -> bool {
        self.bump() == Bump::Major
    }

    /// What it does, as the rest of a sentence about the old program.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Nothing => "notices nothing",
            Self::Tolerated => "copes",
            Self::Documented => "works as before; the documentation says more",
            Self::Offered => "works as before; a new one can do more",
            Self::Announced => "works as before; the end is announced",
            Self::Refused => "is refused by the server",
            Self::Misread => "is understood differently by the server",
            Self::Lost => "no longer gets what it reads",
            Self::Undecodable => "cannot decode the reply",
        }
    }
}

/// What kind of part of a definition a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the parts")]
pub enum Area {
    Document,
    Security,
    Operation,
    Parameter,
    Body,
    Response,
    Model,
    Property,
    Type,
    Enum,
    Limit,
    Composition,
    Documentation,
}

/// What happened to a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// It was not there before.
    Added,
    /// It is no longer there.
    Removed,
    /// It has another name and is otherwise the same.
    Renamed,
    /// It allows more than before.
    Widened,
    /// It allows less than before.
    Narrowed,
    /// It is otherwise different.
    Changed,
}
