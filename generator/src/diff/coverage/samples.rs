//! Samples of parameters and headers: which of them is shown, and which is not read.

use serde_json::Map;

use super::grammar::NodeKind;
use super::located::Located;
use super::reasons::NOT_READ;
use super::sides::{Side, Sides};
use super::walk::{CoverageWalk, Task};

const SAMPLES: [&str; 2] = ["example", "examples"];

impl<'a> CoverageWalk<'a> {
    /// A sample of a parameter goes before that of its schema, which is not read then.
    pub(super) fn own_sample(&mut self, task: &Task<'a>) {
        let has_own = |side: Side| {
            let located = task.located_items.of(side);
            SAMPLES.iter().any(|key| located.member(key).value.is_some())
        };
        if !Side::BOTH.into_iter().all(has_own) {
            return;
        }
        for schema in schemas(&task.located_items) {
            for key in SAMPLES {
                let samples = Sides::make(|side| schema.of(side).member(key));
                if samples.old.value != samples.new.value {
                    self.settle_inside(task, Task::new(NodeKind::Sample, samples), Some(NOT_READ));
                }
            }
        }
    }
}

/// The schemas of a parameter: its own, or those of its content.
fn schemas<'a>(parameter: &Sides<Located<'a>>) -> Vec<Sides<Located<'a>>> {
    let schema = |of: &Sides<Located<'a>>| Sides::make(|side| of.of(side).member("schema"));
    let content = Sides::make(|side| parameter.of(side).member("content"));
    let types = content.new.object().into_iter().flat_map(Map::keys);
    let of_content = types.map(|key| schema(&Sides::make(|side| content.of(side).member(key))));
    of_content.chain([schema(parameter)]).collect()
}
