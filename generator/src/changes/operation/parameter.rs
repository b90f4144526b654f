//! One parameter and what became of it.

use super::parameters::step;
use super::{OperationComparer, encoding};
use crate::api::{Location, Parameter};
use crate::changes::rules::operations::parameter as rules;
use crate::changes::{ChangePlace, Site};

/// Why a name in another case means nothing.
const CASE: &str = "the names of headers are the same in any case";

/// Why another way of writing means nothing.
const SAME_WRITING: &str = "the value is written the same in both styles";

/// Why the declaration of a placeholder means nothing.
const SAME_PLACEHOLDER: &str = "a placeholder that is not declared is taken as a text";

/// Whether a parameter has its place from the path alone: it stands for the list in which it is missing.
fn is_undeclared(parameter: &Parameter) -> bool {
    parameter.pointer.last().as_deref() == Some("parameters")
}

impl<'a> OperationComparer<'a> {
    /// Compares a parameter with what became of it, its name and location aside.
    pub(super) fn parameter(
        &mut self,
        place: &ChangePlace,
        old: &'a Parameter,
        new: &'a Parameter,
    ) {
        let place = &place.inside(step(new));
        for (one, other, is_new) in [(old, new, false), (new, old, true)] {
            if is_undeclared(other) && !is_undeclared(one) {
                self.gathering.ignore(&one.pointer, is_new, SAME_PLACEHOLDER);
            }
        }
        self.parameter_flags(place, old, new);
        let texts =
            [old, new].map(|parameter| (&parameter.pointer, parameter.description.as_ref()));
        let rule = &rules::PARAMETER_DESCRIPTION_CHANGED;
        self.text(rule, place, &new.name, "description", texts);
        let same_header = old.location == Location::Header && new.location == Location::Header;
        if same_header && old.name != new.name && old.name.eq_ignore_ascii_case(&new.name) {
            self.gathering.ignore(&old.pointer.child("name"), false, CASE);
            self.gathering.ignore(&new.pointer.child("name"), true, CASE);
        }
        self.media_type(place, old, new);
        self.writing(place, old, new);
        self.extensions((&old.pointer, &old.extensions), (&new.pointer, &new.extensions), |_| {
            false
        });
        self.sample(old, new);
        self.gathering.value(place, &old.schema, &new.schema);
    }

    fn parameter_flags(&mut self, place: &ChangePlace, old: &Parameter, new: &Parameter) {
        let flags = [
            (
                [&rules::PARAMETER_BECAME_REQUIRED, &rules::PARAMETER_BECAME_OPTIONAL],
                "required",
                [old.required, new.required],
            ),
            (
                [&rules::PARAMETER_DEPRECATED, &rules::PARAMETER_UNDEPRECATED],
                "deprecated",
                [old.deprecated, new.deprecated],
            ),
            (
                [&rules::PARAMETER_EMPTY_VALUE_ALLOWED, &rules::PARAMETER_EMPTY_VALUE_REFUSED],
                "allowEmptyValue",
                [old.allow_empty, new.allow_empty],
            ),
        ];
        for (rules, key, [before, after]) in flags {
            let flags = [(&old.pointer, before), (&new.pointer, after)];
            self.flag(rules, place, &new.name, key, flags);
        }
    }

    /// Reports that the value became a document of its own, stopped being one, or became one of another type.
    fn media_type(&mut self, place: &ChangePlace, old: &Parameter, new: &Parameter) {
        if old.media_type == new.media_type {
            return;
        }
        let site = |parameter: &Parameter| match &parameter.media_type {
            Some(media_type) => {
                let pointer = parameter.pointer.child("content").child(media_type);
                Site::stating(&pointer, media_type.as_str())
            }
            None => Site::stating(&parameter.schema.pointer, "plain text"),
        };
        let rule = &rules::PARAMETER_MEDIA_TYPE_CHANGED;
        let (before, after) = (site(old), site(new));
        let gathered = self.gathering.report(rule, place, &new.name, Some(before), Some(after));
        for (parameter, is_new) in [(old, false), (new, true)] {
            gathered.also(&parameter.schema.pointer, is_new);
        }
    }

    /// Reports that a list or an object is written in another way.
    fn writing(&mut self, place: &ChangePlace, old: &Parameter, new: &Parameter) {
        // Another location has another way of writing, and is reported.
        let same =
            old.location != new.location || (old.style == new.style && old.explode == new.explode);
        if same || old.media_type.is_some() || new.media_type.is_some() {
            return;
        }
        let kinds = [
            encoding::ParamEncoding::of(self.old, &old.schema),
            encoding::ParamEncoding::of(self.new, &new.schema),
        ];
        let [before, after] = kinds;
        // When the type itself changed, that is reported, and how it is written follows from it.
        let differs = before == after && encoding::of(old, before) != encoding::of(new, after);
        let places = [encoding::places(old), encoding::places(new)];
        if !differs {
            for (places, is_new) in places.iter().zip([false, true]) {
                for pointer in places {
                    self.gathering.ignore(pointer, is_new, SAME_WRITING);
                }
            }
            return;
        }
        let number = usize::from(old.style == new.style);
        let site = |parameter: &Parameter, kind, places: &[_]| {
            let pointer = places.get(number).or(places.first())?;
            Some(Site::stating(pointer, encoding::sample(parameter, kind)))
        };
        let [old_places, new_places] = &places;
        let sites = (site(old, before, old_places), site(new, after, new_places));
        let rule = &rules::PARAMETER_STYLE_CHANGED;
        let gathered = self.gathering.report(rule, place, &new.name, sites.0, sites.1);
        for pointer in old_places {
            gathered.also(pointer, false);
        }
        for pointer in new_places {
            gathered.also(pointer, true);
        }
    }

    /// A sample may stand beside the schema.
    fn sample(&mut self, old: &Parameter, new: &Parameter) {
        if old.schema.example != new.schema.example {
            self.samples(&old.pointer, false);
            self.samples(&new.pointer, true);
        }
    }
}
