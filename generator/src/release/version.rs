//! Which version comes after a released one.

use semver::Prerelease;
use serde::{Deserialize, Serialize};

use crate::bump::Bump;
use crate::diff::report::Policy;

pub use semver::Version;

/// What people ask of the next version, beside what the changes ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Asked {
    /// Move at least this far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub force: Option<Bump>,
    /// Make it a pre-release of this name (`alpha.1`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pre: Option<String>,
    /// Who decides how far it moves, and in which layout the notes are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Policy>,
}

impl Asked {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same with what is asked for now. `none` takes back what was asked for before.
    #[must_use]
    pub fn and(&self, now: &Self) -> Self {
        let force = now.force.or(self.force).filter(|force| *force != Bump::None);
        let pre = now.pre.as_ref().or(self.pre.as_ref()).filter(|pre| *pre != "none");
        let policy = now.policy.or(self.policy).filter(|policy| *policy != Policy::default());
        Self { force, pre: pre.cloned(), policy }
    }

    /// How far to move when the changes ask for `bump`: asking never lowers it.
    pub fn raise(&self, bump: Bump) -> Bump {
        bump.max(self.force.unwrap_or_default())
    }
}

/// The version after a released one. Without a change, and without being forced, it is the same one.
///
/// Before 1.0.0 Cargo takes the second number for what the first one is later: a breaking change moves
/// that, everything else the third. A pre-release is followed by the next pre-release, or by the release, of
/// the same numbers, unless a change asks for more than they stand for.
///
/// The error says why the pre-release that was asked for cannot follow.
pub fn next(released: &Version, bump: Bump, asked: &Asked) -> Result<Version, String> {
    let bump = asked.raise(bump);
    if bump == Bump::None {
        return Ok(released.clone());
    }
    let mut version = target(released, bump);
    if let Some(pre) = &asked.pre {
        version.pre = Prerelease::new(pre)
            .map_err(|_| format!("`{pre}` is no pre-release; one looks like `alpha.1`"))?;
    }
    if version <= *released {
        return Err(format!("{version} cannot follow {released}, which is released already"));
    }
    Ok(version)
}

/// The numbers of the version that a change of this size leads to.
fn target(released: &Version, bump: Bump) -> Version {
    let Version { major, minor, patch, .. } = *released;
    let base = Version::new(major, minor, patch);
    let is_early = major == 0;
    let (stands_for_it, moved) = match bump {
        Bump::Major if !is_early => (minor == 0 && patch == 0, Version::new(major + 1, 0, 0)),
        Bump::Major => (patch == 0, Version::new(0, minor + 1, 0)),
        Bump::Minor if !is_early => (patch == 0, Version::new(major, minor + 1, 0)),
        Bump::Minor | Bump::Patch | Bump::None => (true, Version::new(major, minor, patch + 1)),
    };
    let is_unfinished = !released.pre.is_empty();
    if is_unfinished && stands_for_it { base } else { moved }
}
