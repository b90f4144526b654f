//! The headers of a response.

use std::collections::BTreeMap;

use super::content::Bodies;
use super::{OneSided, OperationComparer, RESPONSE};
use crate::api::{Header, Response};
use crate::changes::ChangePlace;
use crate::changes::rules::operations::response as rules;

impl<'a> OperationComparer<'a> {
    /// Compares the headers of a response.
    pub(super) fn headers(
        &mut self,
        place: &ChangePlace,
        old: (Bodies<'a>, &'a Response),
        new: (Bodies<'a>, &'a Response),
    ) {
        let place = &ChangePlace { flow: RESPONSE, ..place.clone() };
        let (olds, news) = (by_name(&old.1.headers), by_name(&new.1.headers));
        let step = |header: &Header| format!("header `{}`", header.name);
        for (name, before) in &olds {
            match news.get(name) {
                Some(after) => self.header(&place.inside(step(after)), before, after),
                None => self.header_alone(&place.inside(step(before)), before, old, false),
            }
        }
        for (name, after) in &news {
            if !olds.contains_key(name) {
                self.header_alone(&place.inside(step(after)), after, new, true);
            }
        }
    }

    fn header_alone(
        &mut self,
        place: &ChangePlace,
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

    fn header(&mut self, place: &ChangePlace, old: &'a Header, new: &'a Header) {
        let required =
            [&rules::RESPONSE_HEADER_BECAME_REQUIRED, &rules::RESPONSE_HEADER_BECAME_OPTIONAL];
        let flags = [old, new].map(|header| (&header.pointer, header.required));
        self.flag(required, place, &new.name, "required", flags);
        let texts = [old, new].map(|header| (&header.pointer, header.description.as_ref()));
        let rule = &rules::RESPONSE_HEADER_DESCRIPTION_CHANGED;
        self.text(rule, place, &new.name, "description", texts);
        if old.schema.example != new.schema.example {
            self.samples(&old.pointer, false);
            self.samples(&new.pointer, true);
        }
        self.gathering.value(place, &old.schema, &new.schema);
    }
}

/// Headers by their names, which are the same in any case.
fn by_name(headers: &[Header]) -> BTreeMap<String, &Header> {
    headers.iter().rev().map(|header| (header.name.to_ascii_lowercase(), header)).collect()
}
