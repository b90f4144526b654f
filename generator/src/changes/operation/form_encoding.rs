//! How the properties of a form are written, where the definition says it beside the schema.

use std::collections::{BTreeMap, BTreeSet};

use super::OperationComparer;
use super::encoding::{ParamEncoding, of, sample};
use super::form::as_parameter;
use crate::api::{Api, Content, Encoding, Header, Shape, Style};
use crate::changes::rules::operations::parameter as rules;
use crate::changes::{ChangePlace, Site};
use crate::media_type::{MediaKind, MediaType};

/// Why an encoding means nothing.
const SAME_WRITING: &str = "the property is written as before";

/// What an encoding comes to.
#[derive(Clone, PartialEq, Eq)]
enum FieldWriting {
    /// As a parameter in a query would be, with a sample of it.
    Styled((Style, bool), String),
    /// As a document of its own, or as a part of one of these media types; none is the usual one.
    Typed(BTreeSet<String>),
}

impl<'a> OperationComparer<'a> {
    /// Compares what the definitions say of the properties of a body.
    pub(super) fn encodings(&mut self, place: &ChangePlace, old: &'a Content, new: &'a Content) {
        let names: BTreeSet<&String> = old.encoding.keys().chain(new.encoding.keys()).collect();
        for name in names {
            self.part_headers(&place.inside(format!("field `{name}`")), name, old, new);
            let pointer = |content: &Content| content.pointer.child("encoding").child(name);
            let before = writing(self.old, old, name);
            let after = writing(self.new, new, name);
            if accepts(&before, &after) {
                if old.encoding.get(name) == new.encoding.get(name) {
                    continue;
                }
                self.gathering.ignore(&pointer(old), false, SAME_WRITING);
                self.gathering.ignore(&pointer(new), true, SAME_WRITING);
                continue;
            }
            let site = |content: &Content, writing: &FieldWriting| {
                Some(Site::stating(&pointer(content), text(writing)))
            };
            let is_styled = [&before, &after].iter().all(|w| matches!(w, FieldWriting::Styled(..)));
            let rule = if is_styled {
                &rules::PARAMETER_STYLE_CHANGED
            } else {
                &rules::PARAMETER_MEDIA_TYPE_CHANGED
            };
            let place = place.inside(format!("field `{name}`"));
            let sites = (site(old, &before), site(new, &after));
            let gathered = self.gathering.report(rule, &place, name, sites.0, sites.1);
            gathered.also(&pointer(old), false).also(&pointer(new), true);
        }
    }
}

impl<'a> OperationComparer<'a> {
    /// Compares the headers of the part of a form that a property is sent as.
    fn part_headers(
        &mut self,
        place: &ChangePlace,
        name: &str,
        old: &'a Content,
        new: &'a Content,
    ) {
        let headers = |content: &'a Content| -> BTreeMap<String, &'a Header> {
            let headers = content.encoding.get(name).into_iter().flat_map(|one| &one.headers);
            headers.map(|header| (header.name.to_ascii_lowercase(), header)).collect()
        };
        let (olds, news) = (headers(old), headers(new));
        let names: BTreeSet<&String> = olds.keys().chain(news.keys()).collect();
        for name in names {
            let (before, after) = (olds.get(name).copied(), news.get(name).copied());
            let Some(header) = after.or(before) else { continue };
            let place = place.inside(format!("header `{}`", header.name));
            if let (Some(before), Some(after)) = (before, after) {
                let required =
                    [&rules::PARAMETER_BECAME_REQUIRED, &rules::PARAMETER_BECAME_OPTIONAL];
                let flags = [before, after].map(|header| (&header.pointer, header.required));
                self.flag(required, &place, &header.name, "required", flags);
                self.gathering.value(&place, &before.schema, &after.schema);
                continue;
            }
            let rule = match (after.is_some(), header.required) {
                (true, true) => &rules::PARAMETER_ADDED_REQUIRED,
                (true, false) => &rules::PARAMETER_ADDED_OPTIONAL,
                (false, true) => &rules::PARAMETER_REMOVED_REQUIRED,
                (false, false) => &rules::PARAMETER_REMOVED_OPTIONAL,
            };
            let site = |header: Option<&Header>| header.map(|header| Site::new(&header.pointer));
            self.gathering.report(rule, &place, &header.name, site(before), site(after));
        }
    }
}

/// Whether what was written before is still understood.
fn accepts(before: &FieldWriting, after: &FieldWriting) -> bool {
    match (before, after) {
        (FieldWriting::Styled(before, _), FieldWriting::Styled(after, _)) => before == after,
        (FieldWriting::Typed(before), FieldWriting::Typed(after)) => {
            before == after || (!before.is_empty() && before.is_subset(after))
        }
        _ => false,
    }
}

/// How a property is written, as far as its value and the type of the body make a difference.
fn writing(api: &Api, content: &Content, name: &str) -> FieldWriting {
    let encoding = content.encoding.get(name);
    let types =
        |encoding: &Encoding| encoding.media_types.iter().map(MediaType::without_charset).collect();
    if content.media_type.kind() != MediaKind::UrlencodedForm {
        return FieldWriting::Typed(encoding.map(types).unwrap_or_default());
    }
    let schema = content.schema.as_ref().map(|schema| &api.target(schema).shape);
    let property = match schema {
        Some(Shape::Object { properties, .. }) => properties.get(name),
        _ => None,
    };
    let kind =
        property.map_or(ParamEncoding::Open, |property| ParamEncoding::of(api, &property.schema));
    let (style, explode) = match encoding {
        Some(Encoding { style: Some(style), explode, .. }) => (*style, *explode),
        Some(encoding) if !encoding.media_types.is_empty() => {
            return FieldWriting::Typed(types(encoding));
        }
        _ if kind == ParamEncoding::Object => {
            return FieldWriting::Typed(BTreeSet::from([crate::media_type::JSON.to_owned()]));
        }
        _ => (Style::Form, true),
    };
    let parameter = as_parameter(content.pointer.clone(), name, style, explode);
    FieldWriting::Styled(of(&parameter, kind), sample(&parameter, kind))
}

fn text(writing: &FieldWriting) -> String {
    match writing {
        FieldWriting::Styled(_, sample) => sample.clone(),
        FieldWriting::Typed(types) if types.is_empty() => "the usual type".to_owned(),
        FieldWriting::Typed(types) => types.iter().cloned().collect::<Vec<String>>().join(", "),
    }
}
