//! Models that were added, removed or renamed. Their names do not travel, so none of this matters on the
//! wire; it tells a reader why Rust callers notice it.

use super::compare::Comparer;
use super::findings::Finding;
use super::reachability::Affected;
use super::renames::only_in;
use crate::api::{Schema, SchemaId};
use crate::changes::rules::schemas as rules;
use crate::changes::{Rule, Site, Subject};

impl Comparer<'_, '_> {
    /// Reports the models that only one of the definitions has, and those that have another name.
    pub(super) fn models(&mut self) {
        let renamed: Vec<(&SchemaId, &SchemaId)> = self.renames.iter().collect();
        for (old_id, new_id) in renamed {
            let (old, new) = (self.sides.old.get(old_id), self.sides.new.get(new_id));
            let (Some(old), Some(new)) = (old, new) else { continue };
            let finding = Finding::named(new_id.as_str())
                .in_old(Some(Site::stating(&old.pointer, old_id.as_str())))
                .in_new(Some(Site::stating(&new.pointer, new_id.as_str())));
            let node = self.graph.find(old, new, false);
            self.model(&rules::MODEL_RENAMED, new_id, node, finding);
        }
        for (id, schema) in only_in(&self.sides.old, &self.sides.new) {
            if self.renames.new_of(id).is_none() {
                let finding = Finding::named(id.as_str()).in_old(Some(site(schema)));
                self.model(&rules::MODEL_REMOVED, id, None, finding);
            }
        }
        for (id, schema) in only_in(&self.sides.new, &self.sides.old) {
            if self.renames.old_of(id).is_none() {
                let finding = Finding::named(id.as_str()).in_new(Some(site(schema)));
                self.model(&rules::MODEL_ADDED, id, None, finding);
            }
        }
    }

    fn model(&mut self, rule: &'static Rule, id: &SchemaId, node: Option<usize>, finding: Finding) {
        let subject = Subject::Schema(id.to_string());
        let affected = Affected { node, request: true, response: true };
        self.changes.report(rule, (&subject, &[]), affected, finding);
    }
}

fn site(schema: &Schema) -> Site {
    Site::new(&schema.pointer)
}
