//! What comes back of an operation: what it returns, why it is refused, and the enums for both.

use serde::Serialize;

use crate::api::Operation;
use crate::inherit::LockedOperation;
use crate::names::Ident;
use crate::pointer::Pointer;

use super::super::rust_type::Imports;
use super::super::text::Code as RustCode;
use super::super::types::Types;
use super::by_status::{ByStatusView, by_status};
use super::failure::Failure;
use super::plan::{self, Handle};
use super::reply::Reply;

/// The error replies of an operation that has forms of its own for them.
#[derive(Clone, Debug, Serialize)]
pub struct FailureView {
    /// The enum.
    pub name: Ident,
    /// The function that decodes it.
    pub decode: RustCode,
}

/// What comes back of an operation.
pub(super) struct Replies<'o> {
    pub(super) reply: Reply<'o>,
    failure: Option<Failure<'o>>,
}

impl<'o> Replies<'o> {
    /// `error_model`: the form that error replies of all operations share.
    pub(super) fn of(
        operation: &'o Operation,
        types: &Types<'_>,
        error_model: Option<&Ident>,
        locked: Option<&LockedOperation>,
    ) -> Self {
        let was_by_status = locked.is_some_and(|locked| locked.reply.is_some());
        let had_errors = locked.is_some_and(|locked| locked.error.is_some());
        Self {
            reply: Reply::of(operation, types, was_by_status),
            failure: Failure::of(operation, types, error_model, had_errors),
        }
    }

    pub(super) fn imports(&self, imports: &mut Imports) {
        self.reply.imports(imports);
        if let Some(failure) = &self.failure {
            failure.imports(imports);
        }
    }

    /// Where the definition describes it.
    pub(super) fn origins(&self, types: &Types<'_>) -> Vec<Pointer> {
        let failure = self.failure.iter().flat_map(|failure| failure.origins(types));
        self.reply.origins(types).into_iter().chain(failure).collect()
    }

    /// The enums for replies that are told apart by their status. They keep the names that they have had.
    pub(super) fn by_status(
        &self,
        types: &Types<'_>,
        method: &Ident,
        handle: &mut Handle<'_>,
        id: &str,
    ) -> ByStatus {
        let link = format!("[`{0}`](super::{1}::{0})", method.bare(), handle.name);
        let mut enums = ByStatus::default();
        let mut claim = |suffix: &str, owner: &str| {
            let wanted = Ident::pascal(method.bare(), "Call").with_suffix(suffix);
            handle.types.claim(wanted, owner).0
        };
        if let Some(bodies) = self.reply.by_status() {
            let name = claim("Reply", &plan::reply_of(id));
            let docs = format!("What {link} returns, by status.");
            enums.views.push(by_status(&name, &docs, bodies, types));
            enums.reply = Some(name);
        }
        if let Some(failure) = &self.failure {
            let name = claim("Error", &plan::error_of(id));
            let docs = format!(
                "Why {link} was refused, by status: what [`Error::typed`](crate::Error::typed) gives."
            );
            enums.views.push(by_status(&name, &docs, &failure.bodies, types));
            enums.error = Some(name);
        }
        enums
    }

    pub(super) fn failure_view(&self, name: Option<&Ident>) -> Option<FailureView> {
        let (failure, name) = (self.failure.as_ref()?, name?);
        Some(FailureView { name: name.clone(), decode: RustCode::new(failure.decode(name)) })
    }
}

/// The enums for replies that are told apart by their status, and their names.
#[derive(Default)]
pub(super) struct ByStatus {
    pub(super) reply: Option<Ident>,
    pub(super) error: Option<Ident>,
    pub(super) views: Vec<ByStatusView>,
}
