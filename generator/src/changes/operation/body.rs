//! Request bodies.

use super::content::{Bodies, ContentRules};
use super::{OneSided, OperationComparer, REQUEST, form};
use crate::api::{Operation, RequestBody};
use crate::changes::ChangePlace;
use crate::changes::rules::operations::body as rules;
use crate::pointer::Pointer;

/// A request body, as people say it.
const STEP: &str = "request body";

const CONTENT: ContentRules = ContentRules {
    added: &rules::REQUEST_MEDIA_TYPE_ADDED,
    removed: &rules::REQUEST_MEDIA_TYPE_REMOVED,
    changed: &rules::REQUEST_MEDIA_TYPE_CHANGED,
    schema_added: &rules::BODY_SCHEMA_ADDED,
    schema_removed: &rules::BODY_SCHEMA_REMOVED,
};

impl<'a> OperationComparer<'a> {
    /// Compares the request bodies of an operation.
    pub(super) fn body(&mut self, place: &ChangePlace, old: &'a Operation, new: &'a Operation) {
        let place = &ChangePlace { flow: REQUEST, ..place.inside(STEP) };
        match (&old.body, &new.body) {
            (Some(before), Some(after)) => self.bodies(place, (old, before), (new, after)),
            (None, Some(body)) => self.body_alone(place, new, body, true),
            (Some(body), None) => self.body_alone(place, old, body, false),
            (None, None) => {}
        }
    }

    fn body_alone(
        &mut self,
        place: &ChangePlace,
        operation: &Operation,
        body: &RequestBody,
        is_new: bool,
    ) {
        let rule = match (is_new, body.required) {
            (true, true) => &rules::BODY_ADDED_REQUIRED,
            (true, false) => &rules::BODY_ADDED_OPTIONAL,
            (false, _) => &rules::BODY_REMOVED,
        };
        let own = own_places(body);
        let pointer = own.first().unwrap_or(&body.pointer);
        let listed = Some(operation.pointer.child("requestBody"));
        let part = OneSided { operation, pointer, listed, is_new };
        let gathered = self.one_sided(rule, place, STEP, part);
        for pointer in own.iter().skip(1) {
            gathered.also(pointer, is_new);
        }
    }

    fn bodies(
        &mut self,
        place: &ChangePlace,
        (old, before): (&'a Operation, &'a RequestBody),
        (new, after): (&'a Operation, &'a RequestBody),
    ) {
        let required = [&rules::BODY_BECAME_REQUIRED, &rules::BODY_BECAME_OPTIONAL];
        let parts = [before, after].map(part_of_flag);
        let [old_part, new_part] = &parts;
        let flags = [(old_part, before.required), (new_part, after.required)];
        self.flag(required, place, STEP, "required", flags);
        let texts = [before, after].map(|body| (&body.pointer, body.description.as_ref()));
        self.text(&rules::BODY_DESCRIPTION_CHANGED, place, STEP, "description", texts);
        self.extensions(
            (&before.pointer, &before.extensions),
            (&after.pointer, &after.extensions),
            |_| false,
        );
        let olds = Bodies { operation: old, holder: &before.pointer, contents: &before.contents };
        let news = Bodies { operation: new, holder: &after.pointer, contents: &after.contents };
        self.contents(&CONTENT, place, olds, news);
    }
}

/// Where a body stands: the fields of a form may stand among the parameters.
fn own_places(body: &RequestBody) -> Vec<Pointer> {
    let form = body.contents.iter().find(|content| {
        content.media_type.is_form()
            && content.schema.as_ref().is_some_and(|schema| schema.pointer == body.pointer)
    });
    match form {
        Some(form) => form::places(&body.pointer, form),
        None => vec![body.pointer.clone()],
    }
}

/// The part that says whether a body is required: a form says it at its fields.
fn part_of_flag(body: &RequestBody) -> Pointer {
    own_places(body).into_iter().next().unwrap_or_else(|| body.pointer.clone())
}
