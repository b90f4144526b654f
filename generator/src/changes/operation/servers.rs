//! Where an operation is served, when it says so itself.

use super::OperationComparer;
use crate::api::Operation;
use crate::changes::rules::operations::operation as rules;
use crate::changes::{ChangePlace, Site};

/// Why another way to state a server means nothing.
const SAME: &str = "the operation is served where it was";

impl OperationComparer<'_> {
    pub(super) fn servers(&mut self, place: &ChangePlace, old: &Operation, new: &Operation) {
        let [before, after] = [old, new].map(site);
        let addresses = |operation: &Operation| {
            operation.servers.iter().map(|server| server.url.clone()).collect::<Vec<_>>()
        };
        if addresses(old) != addresses(new) {
            let name = super::key(new).to_string();
            let rule = &rules::OPERATION_SERVER_CHANGED;
            self.gathering.report(rule, place, &name, Some(before), Some(after));
            return;
        }
        if old.servers == new.servers {
            return;
        }
        for (site, is_new) in [(before, false), (after, true)] {
            self.gathering.ignore(&site.pointer, is_new, SAME);
        }
    }
}

/// Where an operation says where it is served, and what; the place where it could say so when it does not.
fn site(operation: &Operation) -> Site {
    let Some(list) = operation.servers.first().and_then(|first| first.pointer.parent()) else {
        return Site::stating(&operation.pointer.child("servers"), "the server of the API");
    };
    let addresses: Vec<&str> =
        operation.servers.iter().map(|server| server.template.as_str()).collect();
    Site::stating(&list, addresses.join(", "))
}
