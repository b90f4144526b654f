//! The headers of a response.

use super::content::Bodies;
use super::{OneSided, RESPONSE, Room};
use crate::api::{Header, Response};
use crate::diff::Place;
use crate::diff::rules::operations::response as rules;

impl<'a> Room<'a> {
    /// Compares the headers of a response.
    pub(super) fn headers(
        &mut self,
        place: &Place,
        old: (Bodies<'a>, &'a Response),
        new: (Bodies<'a>, &'a Response),
    ) {
        let place = &Place { flow: RESPONSE, ..place.clone() };
        let same = |one: &Header, other: &Header| one.name.eq_ignore_ascii_case(&other.name);
        let step = |header: &Header| format!("header `{}`", header.name);
        for before in &old.1.headers {
            match new.1.headers.iter().find(|after| same(before, after)) {
                Some(after) => self.header(&place.inside(step(after)), before, after),
                None => {
                    let place = place.inside(step(before));
                    self.header_alone(&place, before, old, false);
                }
            }
        }
        for after in &new.1.headers {
            if !old.1.headers.iter().any(|before| same(before, after)) {
                self.header_alone(&place.inside(step(after)), after, new, true);
            }
        }
    }

    fn header_alone(
        &mut self,
        place: &Place,
        header: &Header,
        (bodies, response): (Bodies<'a>, &Response),
        is_new: bool,
    ) {
        let rule =
            if is_new { &rules::RESPONSE_HEADER_ADDED } else { &rules::RESPONSE_HEADER_REMOVED };
        let listed = Some(response.pointer.child("headers").child(&header.name));
        let pointer = &header.pointer;
        let part = OneSided { operation: bodies.operation, pointer, listed, is_new };
        self.one_sided(rule, place, &header.name, part);
    }

    fn header(&mut self, place: &Place, old: &'a Header, new: &'a Header) {
        let rules_of_flag =
            [&rules::RESPONSE_HEADER_BECAME_REQUIRED, &rules::RESPONSE_HEADER_BECAME_OPTIONAL];
        let (before, after) = (old.pointer.child("required"), new.pointer.child("required"));
        let flags = [(&before, old.required), (&after, new.required)];
        let [was, is] = flags;
        self.flag(rules_of_flag, place, &new.name, was, is);
        let (before, after) = (old.pointer.child("description"), new.pointer.child("description"));
        let rule = &rules::RESPONSE_HEADER_DESCRIPTION_CHANGED;
        let texts = [(&before, old.description.as_ref()), (&after, new.description.as_ref())];
        let [was, is] = texts;
        self.text(rule, place, &new.name, was, is);
        if old.schema.example != new.schema.example {
            self.samples(&old.pointer, false);
            self.samples(&new.pointer, true);
        }
        self.gathering.value(place, &old.schema, &new.schema);
    }
}
