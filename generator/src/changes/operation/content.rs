//! The media types of a body, and what it is in each of them.

use super::{OperationComparer, form};
use crate::api::{Content, Operation};
use crate::changes::{ChangePlace, Rule, Site};
use crate::media_type::MediaType;
use crate::pointer::Pointer;

/// Why a character set means nothing.
const CHARSET: &str = "a character set, which changes nothing for JSON and forms";

/// Why another list of media types means nothing.
const ELSEWHERE: &str = "the same media type is named in another place";

/// Why samples mean nothing.
const SAMPLE: &str = "samples are not part of the SDK";

/// The rules about the media types of bodies that travel one way.
pub(super) struct ContentRules {
    pub(super) added: &'static Rule,
    pub(super) removed: &'static Rule,
    pub(super) changed: &'static Rule,
    pub(super) schema_added: &'static Rule,
    pub(super) schema_removed: &'static Rule,
}

/// The bodies of both, with the part that holds them.
#[derive(Clone, Copy)]
pub(super) struct Bodies<'a> {
    pub(super) operation: &'a Operation,
    /// The request body or the response.
    pub(super) holder: &'a Pointer,
    pub(super) contents: &'a [Content],
}

impl<'a> OperationComparer<'a> {
    /// Compares the bodies.
    pub(super) fn contents(
        &mut self,
        rules: &ContentRules,
        place: &ChangePlace,
        old: Bodies<'a>,
        new: Bodies<'a>,
    ) {
        let mut olds: Vec<&'a Content> = old.contents.iter().collect();
        let mut news: Vec<&'a Content> = new.contents.iter().collect();
        let mut pairs = Vec::new();
        let as_written: fn(&MediaType) -> String = |media_type| media_type.as_str().to_owned();
        for spelling in [as_written, MediaType::without_charset] {
            olds.retain(|content| {
                let key = spelling(&content.media_type);
                let same = news.iter().position(|new| spelling(&new.media_type) == key);
                pairs.extend(same.map(|number| (*content, news.remove(number))));
                same.is_none()
            });
        }
        for (before, after) in pairs {
            if before.media_type != after.media_type {
                self.gathering.ignore(&before.declared, false, CHARSET);
                self.gathering.ignore(&after.declared, true, CHARSET);
            } else if before.declared.parent() != after.declared.parent() {
                for (content, is_new) in [(before, false), (after, true)] {
                    if content.declared != content.pointer {
                        self.gathering.ignore(&content.declared, is_new, ELSEWHERE);
                    }
                }
            }
            self.content(rules, place, before, after);
        }
        if let ([before], [after]) = (&*olds, &*news) {
            self.replaced(rules, place, (old, before), (new, after));
            return;
        }
        for content in olds {
            self.media_type_alone(rules.removed, place, content, false);
        }
        for content in news {
            self.media_type_alone(rules.added, place, content, true);
        }
    }

    /// Reports that bodies of a type are accepted or sent now, or no longer.
    fn media_type_alone(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        content: &Content,
        is_new: bool,
    ) {
        let place = &around(place, content);
        let site = Some(Site::new(&content.declared));
        let (old, new) = if is_new { (None, site) } else { (site, None) };
        self.gathering.report(rule, place, content.media_type.as_str(), old, new);
    }

    /// Reports that one type took the place of another.
    fn replaced(
        &mut self,
        rules: &ContentRules,
        place: &ChangePlace,
        (old, before): (Bodies<'a>, &'a Content),
        (new, after): (Bodies<'a>, &'a Content),
    ) {
        let site =
            |content: &Content| Some(Site::stating(&content.declared, content.media_type.as_str()));
        let name = after.media_type.as_str();
        let gathered = self.gathering.report(rules.changed, place, name, site(before), site(after));
        if before.media_type.is_form() == after.media_type.is_form() {
            self.content(rules, place, before, after);
            return;
        }
        // Fields and a document have nothing in common that could be compared.
        for (bodies, content, is_new) in [(old, before, false), (new, after, true)] {
            let pointers = if content.declared == content.pointer || content.media_type.is_form() {
                form::places(bodies.holder, content)
            } else {
                vec![bodies.holder.clone()]
            };
            for pointer in pointers {
                gathered.also(&pointer, is_new);
            }
        }
    }

    /// Compares the body in one media type.
    fn content(
        &mut self,
        rules: &ContentRules,
        place: &ChangePlace,
        old: &'a Content,
        new: &'a Content,
    ) {
        match (&old.schema, &new.schema) {
            (Some(before), Some(after)) => {
                self.gathering.value(place, before, after);
                self.form(place, before, after);
            }
            (None, Some(schema)) => {
                let site = Site::new(&schema.pointer);
                let rule = rules.schema_added;
                let name = new.media_type.as_str();
                self.gathering.report(rule, place, name, None, Some(site));
            }
            (Some(schema), None) => {
                let site = Site::new(&schema.pointer);
                let rule = rules.schema_removed;
                let name = old.media_type.as_str();
                self.gathering.report(rule, place, name, Some(site), None);
            }
            (None, None) => {}
        }
        self.encodings(place, old, new);
        if old.example != new.example {
            self.samples(&old.pointer, false);
            self.samples(&new.pointer, true);
        }
    }

    /// Notes that the samples of a part mean nothing.
    pub(super) fn samples(&mut self, pointer: &Pointer, is_new: bool) {
        for key in ["example", "examples"] {
            self.gathering.ignore(&pointer.child(key), is_new, SAMPLE);
        }
    }
}

/// Where people look for a media type: Swagger 2.0 names those of all bodies at once.
fn around(place: &ChangePlace, content: &Content) -> ChangePlace {
    let mut place = place.clone();
    if content.declared != content.pointer {
        place.path.pop();
        place.statuses.clear();
    }
    place
}
