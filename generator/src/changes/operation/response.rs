//! Responses: which status is which, what comes with it, and the catalogues of error codes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::content::{Bodies, ContentRules};
use super::facts::differences;
use super::{OneSided, OperationComparer, RESPONSE};
use crate::api::{Content, Direction, Operation, Response, Status, error_catalogue};
use crate::changes::rules::operations::response as rules;
use crate::changes::{ChangePlace, Rule, Site};
use crate::pointer::Pointer;

/// How many error codes a sentence lists.
const MANY_CODES: usize = 6;

const CONTENT: ContentRules = ContentRules {
    added: &rules::RESPONSE_MEDIA_TYPE_ADDED,
    removed: &rules::RESPONSE_MEDIA_TYPE_REMOVED,
    changed: &rules::RESPONSE_MEDIA_TYPE_CHANGED,
    schema_added: &rules::RESPONSE_SCHEMA_ADDED,
    schema_removed: &rules::RESPONSE_SCHEMA_REMOVED,
};

/// A response and the operation that has it.
type Reply<'a> = (&'a Operation, &'a Response);

impl<'a> OperationComparer<'a> {
    /// Compares the responses of an operation. What a success brings is what a call returns; the response
    /// for all other statuses stands for it where no success is listed.
    pub(super) fn responses(
        &mut self,
        place: &ChangePlace,
        old: &'a Operation,
        new: &'a Operation,
    ) {
        let place = &ChangePlace { flow: RESPONSE, ..place.clone() };
        let (olds, news) = (successes(old), successes(new));
        let replies = (old.reply(), new.reply());
        match (olds.is_empty(), news.is_empty(), replies) {
            (true, true, (Some(before), Some(after))) => {
                self.response(place, (old, before), (new, after), RESPONSE);
            }
            (true, true, _) => {}
            (true, false, replies) => {
                for response in &news {
                    self.response_alone(
                        &rules::SUCCESS_RESPONSE_ADDED,
                        place,
                        (new, response),
                        true,
                    );
                }
                if let (Some(before), Some(after)) = replies {
                    self.replies(place, (old, before), (new, after), RESPONSE);
                }
            }
            (false, true, replies) => {
                for response in &olds {
                    let is_lost = replies.1.is_none() && !response.contents.is_empty();
                    let rule = if is_lost {
                        &rules::ONLY_SUCCESS_RESPONSE_REMOVED
                    } else {
                        &rules::SUCCESS_RESPONSE_REMOVED
                    };
                    self.response_alone(rule, place, (old, response), false);
                }
                if let (Some(before), Some(after)) = replies {
                    self.replies(place, (old, before), (new, after), RESPONSE);
                }
            }
            (false, false, _) => self.successes(place, (old, olds), (new, news)),
        }
        self.failures(place, old, new);
    }

    /// Compares the responses of successes where both list some.
    fn successes(
        &mut self,
        place: &ChangePlace,
        (old, mut olds): (&'a Operation, Vec<&'a Response>),
        (new, mut news): (&'a Operation, Vec<&'a Response>),
    ) {
        let mut pairs = Vec::new();
        olds.retain(|before| {
            let same = news.iter().position(|after| after.status == before.status);
            pairs.extend(same.map(|number| (*before, news.remove(number))));
            same.is_none()
        });
        for (before, after) in pairs {
            self.response(place, (old, before), (new, after), RESPONSE);
        }
        let replaced = olds.len().min(news.len()).min(1);
        for (before, after) in olds.drain(..replaced).zip(news.drain(..replaced)) {
            let site = |(operation, response): Reply<'_>| {
                Some(Site::stating(&listed(operation, response), response.status.to_string()))
            };
            let inner = place.in_response(after.status);
            let name = after.status.to_string();
            let sites = (site((old, before)), site((new, after)));
            let rule = &rules::SUCCESS_STATUS_CHANGED;
            let gathered = self.gathering.report(rule, &inner, &name, sites.0, sites.1);
            gathered.also(&before.pointer, false).also(&after.pointer, true);
            self.response(place, (old, before), (new, after), RESPONSE);
        }
        for response in olds {
            self.response_alone(&rules::SUCCESS_RESPONSE_REMOVED, place, (old, response), false);
        }
        for response in news {
            self.response_alone(&rules::SUCCESS_RESPONSE_ADDED, place, (new, response), true);
        }
    }

    /// Compares the responses that are no successes.
    fn failures(&mut self, place: &ChangePlace, old: &'a Operation, new: &'a Operation) {
        let both_default = successes(old).is_empty() && successes(new).is_empty();
        let failures = |operation: &'a Operation| -> BTreeMap<Status, &'a Response> {
            let responses = operation.responses.iter();
            responses.filter(|r| !r.status.is_success()).map(|r| (r.status, r)).collect()
        };
        let (olds, news) = (failures(old), failures(new));
        for (status, before) in &olds {
            match news.get(status) {
                // It stands for the successes and has been compared as that.
                Some(_) if both_default && *status == Status::Default => {}
                Some(after) => {
                    let flow = flow_of_failure(&before.contents, &after.contents);
                    self.response(place, (old, before), (new, after), flow);
                }
                None => {
                    self.response_alone(
                        &rules::ERROR_RESPONSE_REMOVED,
                        place,
                        (old, before),
                        false,
                    );
                }
            }
        }
        for (status, after) in &news {
            if !olds.contains_key(status) {
                self.response_alone(&rules::ERROR_RESPONSE_ADDED, place, (new, after), true);
            }
        }
    }

    fn response_alone(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        (operation, response): Reply<'_>,
        is_new: bool,
    ) {
        let place = place.in_response(response.status);
        let pointer = &response.pointer;
        let listed = Some(listed(operation, response));
        let part = OneSided { operation, pointer, listed, is_new };
        self.one_sided(rule, &place, &response.status.to_string(), part);
    }

    /// Compares a response with what became of it, the status aside.
    fn response(&mut self, place: &ChangePlace, old: Reply<'a>, new: Reply<'a>, flow: Direction) {
        let (before, after) = (old.1, new.1);
        let inner = &place.in_response(after.status);
        let name = after.status.to_string();
        let texts =
            [before, after].map(|response| (&response.pointer, response.description.as_ref()));
        let rule = &rules::RESPONSE_DESCRIPTION_CHANGED;
        self.text(rule, inner, &name, "description", texts);
        self.catalogues(inner, before, after);
        let catalogue = |key: &str| {
            let values = [before, after].map(|response| response.extensions.get(key));
            are_catalogues(values)
        };
        self.extensions(
            (&before.pointer, &before.extensions),
            (&after.pointer, &after.extensions),
            catalogue,
        );
        let bodies = |(operation, response): Reply<'a>| Bodies {
            operation,
            holder: &response.pointer,
            contents: &response.contents,
        };
        self.headers(inner, (bodies(old), before), (bodies(new), after));
        self.replies(place, old, new, flow);
    }

    /// Compares what comes with two responses.
    fn replies(&mut self, place: &ChangePlace, old: Reply<'a>, new: Reply<'a>, flow: Direction) {
        let (before, after) = (old.1, new.1);
        let place = &ChangePlace { flow, ..place.in_response(after.status) };
        let name = after.status.to_string();
        match (before.preferred(), after.preferred()) {
            (None, Some(content)) => {
                let site = Site::new(&body_place(after, content));
                let rule = &rules::RESPONSE_BODY_ADDED;
                self.gathering.report(rule, place, &name, None, Some(site));
            }
            (Some(content), None) => {
                let site = Site::new(&body_place(before, content));
                let rule = &rules::RESPONSE_BODY_REMOVED;
                self.gathering.report(rule, place, &name, Some(site), None);
            }
            _ => {
                let bodies = |(operation, response): Reply<'a>| Bodies {
                    operation,
                    holder: &response.pointer,
                    contents: &response.contents,
                };
                self.contents(&CONTENT, place, bodies(old), bodies(new));
            }
        }
    }

    /// Compares the catalogues of error codes.
    fn catalogues(&mut self, place: &ChangePlace, old: &Response, new: &Response) {
        for (key, before, after) in differences(&old.extensions, &new.extensions) {
            if !are_catalogues([before, after]) {
                continue;
            }
            let nothing = Map::new();
            let codes = |value: Option<&'_ Value>| {
                value.and_then(Value::as_object).unwrap_or(&nothing).clone()
            };
            let (olds, news) = (codes(before), codes(after));
            let places = [old.pointer.child(key), new.pointer.child(key)];
            let [old_place, new_place] = &places;
            let removed: Vec<String> =
                olds.keys().filter(|code| !news.contains_key(*code)).cloned().collect();
            let added: Vec<String> =
                news.keys().filter(|code| !olds.contains_key(*code)).cloned().collect();
            let changed = |(code, text): &(&String, &Value)| {
                news.get(*code).is_some_and(|other| other != *text)
            };
            let changed: Vec<String> =
                olds.iter().filter(changed).map(|(code, _)| code.clone()).collect();
            self.codes(&rules::ERROR_CODES_REMOVED, place, [Some(old_place), None], &removed);
            self.codes(&rules::ERROR_CODES_ADDED, place, [None, Some(new_place)], &added);
            self.codes(
                &rules::ERROR_CODES_CHANGED,
                place,
                [Some(old_place), Some(new_place)],
                &changed,
            );
        }
    }

    /// Reports the codes of one catalogue that have something in common.
    fn codes(
        &mut self,
        rule: &'static Rule,
        place: &ChangePlace,
        [old, new]: [Option<&Pointer>; 2],
        codes: &[String],
    ) {
        let Some(first) = codes.first() else { return };
        let mut name: Vec<String> =
            codes.iter().take(MANY_CODES).map(|code| format!("`{code}`")).collect();
        if codes.len() > MANY_CODES {
            name.push(format!("and {} more", codes.len() - MANY_CODES));
        }
        let site = |pointer: Option<&Pointer>| pointer.map(|p| Site::new(&p.child(first)));
        let gathered = self.gathering.report(rule, place, &name.join(", "), site(old), site(new));
        for code in codes {
            for (pointer, is_new) in [(old, false), (new, true)] {
                if let Some(pointer) = pointer {
                    gathered.also(&pointer.child(code), is_new);
                }
            }
        }
    }
}

/// Where an operation lists a response, which may be a reference.
fn listed(operation: &Operation, response: &Response) -> Pointer {
    if super::is_below(&response.pointer, &operation.pointer) {
        response.pointer.clone()
    } else {
        operation.pointer.child("responses").child(response.status)
    }
}

/// The responses of the statuses that are successes.
fn successes(operation: &Operation) -> Vec<&Response> {
    operation.responses.iter().filter(|response| response.status.is_success()).collect()
}

/// Which way the body of a failure travels. One with a schema is decoded, as the error type of the SDK or of the
/// operation; of anything else a program gets the bytes.
fn flow_of_failure(old: &[Content], new: &[Content]) -> Direction {
    let mut schemas = old.iter().chain(new).filter_map(|content| content.schema.as_ref());
    Direction { request: false, response: schemas.next().is_some() }
}

/// Where the body of a response stands. In Swagger 2.0 a content has no place of its own.
fn body_place(response: &Response, content: &Content) -> Pointer {
    match &content.schema {
        Some(schema) if content.pointer == response.pointer => schema.pointer.clone(),
        _ => response.pointer.child("content"),
    }
}

/// Whether an extension of a response is a catalogue, before and after: an object that explains codes.
fn are_catalogues(values: [Option<&Value>; 2]) -> bool {
    let some = values.iter().flatten();
    some.clone().count() > 0 && some.clone().all(|value| error_catalogue(value).is_some())
}
