//! Compares the limits of two values.

use super::annotations::Annotated;
use super::compare::{At, Comparer, SAME_ELSEWHERE};
use super::findings::Finding;
use super::limit::{demanded, moved_for};
use crate::api::{Bound, Limit, Schema, moved};
use crate::changes::Site;

/// Why a limit that excludes nothing is no difference.
const EVERY_VALUE: &str = "every value meets the limit";

/// Why a limit of one part is no difference.
const STRICTER_PART: &str = "another part of the composition sets the stricter limit";

impl<'a> Comparer<'a, '_> {
    /// Compares the limits of two values.
    pub(super) fn limits(&mut self, at: &At, old: &Annotated<'a>, new: &Annotated<'a>) {
        let (old_shape, new_shape) =
            (&self.sides.old.target(old.here).shape, &self.sides.new.target(new.here).shape);
        let own = old.own.limits().zip(new.own.limits());
        let whole = old.whole.limits().zip(new.whole.limits());
        for (((limit, own_old), (_, own_new)), ((_, whole_old), (_, whole_new))) in own.zip(whole) {
            let (old_bound, new_bound) =
                (demanded(limit, own_old, old_shape), demanded(limit, own_new, new_shape));
            let shapes = (old_shape, new_shape);
            let Some(how) = moved_for(limit, old_bound, new_bound, shapes) else {
                self.same_limit(old, new, limit, (own_old, own_new));
                continue;
            };
            let (old_keys, new_keys) = (limit.keywords(old_bound), limit.keywords(new_bound));
            let (all_old, all_new) =
                (demanded(limit, whole_old, old_shape), demanded(limit, whole_new, new_shape));
            if moved_for(limit, all_old, all_new, shapes).is_none() {
                self.changes.ignore_keywords(old.here, false, old_keys, SAME_ELSEWHERE);
                self.changes.ignore_keywords(new.here, true, new_keys, SAME_ELSEWHERE);
                continue;
            }
            let site = |holder: Option<&'a Schema>, bound: Option<Bound<'_>>, keys: &[&str]| {
                let keyword = keys.first()?;
                Some(Site::stating(&holder?.place(keyword), limit.phrase(bound?)))
            };
            let finding = Finding::named(old_keys.first().copied().unwrap_or_default())
                .in_old(site(own_old, old_bound, old_keys))
                .in_new(site(own_new, new_bound, new_keys))
                .covering(old.here, false, old_keys)
                .covering(new.here, true, new_keys);
            self.report(at, limit.rule(how), finding);
        }
        self.meaningless_limits(old, new);
    }

    /// A limit differs without a meaning where all values of the type meet it, or where another part of the
    /// composition sets a stricter one.
    fn same_limit(
        &mut self,
        old: &Annotated<'a>,
        new: &Annotated<'a>,
        limit: Limit,
        holders: (Option<&'a Schema>, Option<&'a Schema>),
    ) {
        let [was, is] = [holders.0, holders.1].map(|holder| limit.bound(&holder?.constraints));
        let reason = if moved(limit, was, is).is_some() {
            EVERY_VALUE
        } else if was.is_some() && !(old.here.parts.is_empty() && new.here.parts.is_empty()) {
            STRICTER_PART
        } else {
            return;
        };
        for (said, bound, is_new) in [(old, was, false), (new, is, true)] {
            self.changes.ignore_keywords(said.here, is_new, limit.keywords(bound), reason);
        }
    }

    /// Limits that every value meets differ without a meaning.
    fn meaningless_limits(&mut self, old: &Annotated<'a>, new: &Annotated<'a>) {
        for (one, other, is_new) in [(old, new, false), (new, old, true)] {
            let (one_set, other_set) = (&one.here.constraints, &other.here.constraints);
            let lowest = [
                ("minLength", one_set.min_length, other_set.min_length),
                ("minItems", one_set.min_items, other_set.min_items),
                ("minProperties", one_set.min_properties, other_set.min_properties),
            ];
            for (keyword, one_count, other_count) in lowest {
                if one_count == Some(0) && other_count.is_none() {
                    self.changes.ignore_keywords(one.here, is_new, &[keyword], EVERY_VALUE);
                }
            }
            let exclusive = [
                (
                    "exclusiveMinimum",
                    one_set.minimum.is_none(),
                    one_set.exclusive_minimum,
                    other_set.exclusive_minimum,
                ),
                (
                    "exclusiveMaximum",
                    one_set.maximum.is_none(),
                    one_set.exclusive_maximum,
                    other_set.exclusive_maximum,
                ),
            ];
            for (keyword, alone, one_flag, other_flag) in exclusive {
                if alone && one_flag != other_flag {
                    self.changes.ignore_keywords(one.here, is_new, &[keyword], EVERY_VALUE);
                }
            }
        }
    }
}
