//! The styles in which lists and objects are written where they are not JSON.

use serde::Serialize;

/// How a list or an object is written into a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// `a,b` (paths and headers).
    Simple,
    /// `name=a,b` or `name=a&name=b` (queries and cookies).
    Form,
    /// `.a.b` (paths).
    Label,
    /// `;name=a` (paths).
    Matrix,
    /// `name=a b`.
    SpaceDelimited,
    /// `name=a|b`.
    PipeDelimited,
    /// `name=a<TAB>b` (Swagger 2.0 only).
    TabDelimited,
    /// `name[key]=value`.
    DeepObject,
}
