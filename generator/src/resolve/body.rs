//! Bodies: those of requests and of responses, their media types, headers and samples.

use indexmap::IndexMap;
use openapiv3::{Example, ReferenceOr, Responses, StatusCode};
use serde_json::Value;

use super::parameter::query_style;
use super::{Resolver, extensions, non_empty};
use crate::api::{Content, Encoding, Header, RequestBody, Response, Status};
use crate::media_type::MediaType;
use crate::pointer::Pointer;

impl<'a> Resolver<'a> {
    pub(super) fn request_body(
        &mut self,
        body: Option<&'a ReferenceOr<openapiv3::RequestBody>>,
        here: &Pointer,
    ) -> Option<RequestBody> {
        let named = &self.components.request_bodies;
        let (body, place) = self.follow(body?, here, "requestBodies", named)?;
        Some(RequestBody {
            pointer: self.origins.original(&place),
            description: non_empty(body.description.as_ref()),
            required: body.required,
            contents: self.contents(&body.content, &place.child("content")),
            extensions: extensions(&body.extensions),
        })
    }

    /// The responses, by status.
    pub(super) fn responses(&mut self, responses: &'a Responses, here: &Pointer) -> Vec<Response> {
        let mut found = Vec::new();
        for (code, response) in &responses.responses {
            let status = match code {
                StatusCode::Code(code) => Status::Code(*code),
                StatusCode::Range(class) => Status::Range(u8::try_from(*class).unwrap_or_default()),
            };
            found.extend(self.response(status, response, &here.child(code)));
        }
        if let Some(response) = &responses.default {
            found.extend(self.response(Status::Default, response, &here.child("default")));
        }
        found.sort_by_key(|response| response.status);
        found
    }

    fn response(
        &mut self,
        status: Status,
        response: &'a ReferenceOr<openapiv3::Response>,
        here: &Pointer,
    ) -> Option<Response> {
        let named = &self.components.responses;
        let (response, place) = self.follow(response, here, "responses", named)?;
        Some(Response {
            pointer: self.origins.original(&place),
            status,
            description: non_empty(Some(&response.description)),
            contents: self.contents(&response.content, &place.child("content")),
            headers: self.headers(&response.headers, &place.child("headers")),
            extensions: extensions(&response.extensions),
        })
    }

    fn headers(
        &mut self,
        headers: &'a IndexMap<String, ReferenceOr<openapiv3::Header>>,
        here: &Pointer,
    ) -> Vec<Header> {
        let named = &self.components.headers;
        let mut found = Vec::with_capacity(headers.len());
        for (name, header) in headers {
            let Some((header, place)) = self.follow(header, &here.child(name), "headers", named)
            else {
                continue;
            };
            let (_, schema) = self.value(&header.format, &place);
            found.push(Header {
                pointer: self.origins.original(&place),
                name: name.clone(),
                description: non_empty(header.description.as_ref()),
                required: header.required,
                schema: self.with_example(
                    schema,
                    header.example.as_ref(),
                    &header.examples,
                    &place,
                ),
            });
        }
        found
    }

    /// The bodies by media type, the preferred one first.
    pub(super) fn contents(
        &mut self,
        content: &'a IndexMap<String, openapiv3::MediaType>,
        here: &Pointer,
    ) -> Vec<Content> {
        let mut contents = Vec::with_capacity(content.len());
        for (media_type, media) in content {
            let here = here.child(media_type);
            let schema =
                media.schema.as_ref().map(|schema| self.schema(schema, &here.child("schema")));
            contents.push(Content {
                pointer: self.origins.original(&here),
                declared: self.origins.declared(&here),
                media_type: MediaType::parse(media_type),
                schema,
                encoding: self.encoding(&media.encoding, &here.child("encoding")),
                example: self.example(media.example.as_ref(), &media.examples, &here),
            });
        }
        contents.sort_by_cached_key(Content::preference);
        contents
    }

    fn encoding(
        &mut self,
        encodings: &'a IndexMap<String, openapiv3::Encoding>,
        here: &Pointer,
    ) -> IndexMap<String, Encoding> {
        let mut found = IndexMap::with_capacity(encodings.len());
        for (property, encoding) in encodings {
            let here = here.child(property);
            let texts = encoding.content_type.as_deref().unwrap_or_default().split(',');
            let texts = texts.map(str::trim).filter(|text| !text.is_empty());
            let encoding = Encoding {
                pointer: self.origins.original(&here),
                media_types: texts.map(MediaType::parse).collect(),
                headers: self.headers(&encoding.headers, &here.child("headers")),
                style: encoding.style.as_ref().map(query_style),
                explode: encoding.explode,
                allow_reserved: encoding.allow_reserved,
            };
            found.insert(property.clone(), encoding);
        }
        found
    }

    /// The sample: the one, or of several that have a value the first by name, so that their order says nothing.
    pub(super) fn example(
        &mut self,
        example: Option<&Value>,
        examples: &IndexMap<String, ReferenceOr<Example>>,
        here: &Pointer,
    ) -> Option<Value> {
        if example.is_some() {
            return example.cloned();
        }
        let named = &self.components.examples;
        let here = here.child("examples");
        let mut sorted: Vec<_> = examples.iter().collect();
        sorted.sort_by_key(|(name, _)| *name);
        sorted.into_iter().find_map(|(name, example)| {
            let (example, _) = self.follow(example, &here.child(name), "examples", named)?;
            example.value.clone()
        })
    }
}
